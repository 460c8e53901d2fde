package badinput

import (
	"net/url"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/platform/practice"
	"antin/internal/testkit/site"
)

// hashOf is what the signer's page would send.
func hashOf(t *testing.T, s *site.Site, at string) string {
	t.Helper()
	f, ok := load(t, s, at).AtStage(document.Prepared)
	if !ok {
		t.Fatal("nothing is prepared")
	}
	return f.SHA256
}

// TestKeysThatMayNotSign: at the signer's step, and at the clerk's: refused in
// words, no number taken, and the right key goes through afterwards.
func TestKeysThatMayNotSign(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	ctx := t.Context()
	// Valid when it was registered, over when it is used.
	_, err := s.Certify(ctx, site.Deputy, "Phó Giám đốc", "", practice.ValidTo(s.Now().Add(time.Hour)))
	site.Must(t, err)
	expired := newest(t, s, site.Deputy)
	oldSeal, err := s.CertifySeal(ctx, site.Clerk, practice.ValidTo(s.Now().Add(time.Hour)))
	site.Must(t, err)
	director, err := s.Personal(ctx, site.Director)
	site.Must(t, err)
	foreign, err := s.AgencyKey(ctx, site.OtherClerk)
	site.Must(t, err)
	own, err := s.AgencyKey(ctx, site.Clerk)
	site.Must(t, err)
	s.Wait(2 * time.Hour)

	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "format")
	hash := hashOf(t, s, at)
	deputy := s.As(site.Deputy)
	for name, c := range map[string]struct{ certificate, password, words string }{
		"of another person":     {string(director.Certificate), director.Password, "chứng thư"},
		"expired":               {expired, s.KeyPassword(site.Deputy), "hạn"},
		"of the agency":         {string(own.Certificate), own.Password, "chứng thư"},
		"with a wrong password": {personal(t, s, site.Deputy), "sai mật khẩu", "ật khẩu"},
	} {
		page := deputy.Post(at+"/ky", url.Values{"hash": {hash}, "certificate": {c.certificate}, "password": {c.password}})
		if page.Status < 400 || page.Status >= 500 {
			t.Errorf("signing with a key %s answered %d", name, page.Status)
		}
		page.See(c.words)
		t.Logf("%s: %d %.160s", name, page.Status, page.Text())
		if d := load(t, s, at); d.State == document.AwaitingClerk {
			t.Fatalf("signed with a key %s", name)
		}
	}
	sign(t, s, at)
	s.Between(at, "sign", "recheck")
	clerk := s.As(site.Clerk)
	for name, c := range map[string]struct{ certificate, password, words string }{
		"of another agency": {string(foreign.Certificate), foreign.Password, "chứng thư"},
		"expired":           {string(oldSeal), s.KeyPassword(site.Clerk), "hạn"},
		"of a person":       {string(director.Certificate), director.Password, "chứng thư"},
	} {
		page := clerk.Post(at+"/ky-co-quan", url.Values{"certificate": {c.certificate}, "password": {c.password}})
		if page.Status < 400 || page.Status >= 500 {
			t.Errorf("sealing with a key %s answered %d", name, page.Status)
		}
		page.See(c.words)
		t.Logf("%s: %d %.160s", name, page.Status, page.Text())
		if d := load(t, s, at); d.State != document.AwaitingClerk || d.Number != 0 {
			t.Fatalf("with a key %s: %s, number %d", name, d.State, d.Number)
		}
	}
	clerk.Post(at+"/ky-co-quan", url.Values{"certificate": {string(own.Certificate)}, "password": {own.Password}}).See("Đã cấp số và ký cơ quan.")
	if d := load(t, s, at); d.Number != 1 {
		t.Errorf("number %d", d.Number)
	}
}

func sign(t *testing.T, s *site.Site, at string) {
	t.Helper()
	s.As(site.Deputy).Post(at+"/ky", url.Values{"hash": {hashOf(t, s, at)}, "certificate": {personal(t, s, site.Deputy)}, "password": {s.KeyPassword(site.Deputy)}}).See("Đã ký số.")
}

// personal is the certificate of a person that lasts longest.
func personal(t *testing.T, s *site.Site, account string) string {
	t.Helper()
	return pick(t, s, account, func(a, b time.Time) bool { return a.After(b) })
}

// newest is the one that ends first.
func newest(t *testing.T, s *site.Site, account string) string {
	t.Helper()
	return pick(t, s, account, func(a, b time.Time) bool { return a.Before(b) })
}

func pick(t *testing.T, s *site.Site, account string, better func(a, b time.Time) bool) string {
	t.Helper()
	by, err := s.Actor(t.Context(), account)
	site.Must(t, err)
	list, err := s.Signing.OfPerson(t.Context(), by.Person)
	site.Must(t, err)
	best := list[0]
	for _, c := range list {
		if better(c.NotAfter, best.NotAfter) {
			best = c
		}
	}
	return string(best.ID)
}
