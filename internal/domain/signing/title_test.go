package signing_test

import (
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

func TestTitleMustFitTheCertificate(t *testing.T) {
	t.Parallel()
	laws, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	law, err := laws.At("NA", time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	byPost, byCertificate := *law, *law
	byPost.Signing.TitleSource = profile.TitleOfPost
	byCertificate.Signing.TitleSource, byCertificate.Signing.MissingTitleRefused = profile.TitleOfCertificate, true
	for name, c := range map[string]struct {
		law               *profile.Profile
		certificate, post string
		as                org.Capacity
		code, message     string
	}{
		"same, other case":      {&byCertificate, "PHÓ CHỦ TỊCH", "Phó  Chủ tịch", org.Deputy, "", ""},
		"decomposed letters":    {&byCertificate, "Pho\u0301 Chu\u0309 ti\u0323ch", "Phó Chủ tịch", org.Deputy, "", ""},
		"other title":           {&byCertificate, "Giám đốc", "Phó Chủ tịch", org.Deputy, "signing.title", "Chức danh không khớp chứng thư số"},
		"no title, KT.":         {&byCertificate, "", "Phó Chủ tịch", org.Deputy, "signing.no-title", ""},
		"no title, TL.":         {&byCertificate, "", "Chánh Văn phòng", org.ByOrder, "signing.no-title", ""},
		"no title, own right":   {&byCertificate, "", "Chủ tịch", org.InOwnRight, "", ""},
		"post: other title":     {&byPost, "Chủ tịch", "Giám đốc", org.InOwnRight, "signing.title", "Không đúng chức danh trên chứng thư số"},
		"post: no title in KT.": {&byPost, "", "Phó Giám đốc", org.Deputy, "", ""},
	} {
		err := signing.CheckTitle(signing.Certificate{Title: c.certificate}, org.Post{Title: c.post}, c.as, c.law)
		f, _ := fault.From(err)
		if c.code == "" && err != nil || c.code != "" && (f == nil || f.Code != c.code || c.message != "" && f.Message != c.message) {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
}
