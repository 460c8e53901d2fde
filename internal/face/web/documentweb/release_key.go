package documentweb

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// releasePage lists the practice keys of an agency, so that a locked one can be
// released.
type releasePage struct {
	ui.Page
	Agency   string
	Agencies []ui.Choice // for those who manage more than their own
	Rows     []releaseRow
	Empty    ui.Empty
}

type releaseRow struct {
	ID, Name, Kind, Serial, Tries string
	State                         ui.Chip
	Used                          bool // there are tries to give back
}

func (m *module) practiceKeys(w http.ResponseWriter, r *web.Request) error {
	page, err := m.releasePage(r, org.AgencyID(r.URL.Query().Get("co-quan")))
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) releasePage(r *web.Request, agency org.AgencyID) (*releasePage, error) {
	ctx := r.Context()
	if agency == "" {
		agency = r.Actor.Agency
	}
	page := &releasePage{Page: ui.Page{Title: "Mở khóa thực hành", Lead: fmt.Sprintf("Khóa bị khóa sau %d lần nhập sai mật khẩu. Mở khóa không đổi mật khẩu; ai mở được ghi nhật ký.", signing.PracticeTries)},
		Agency: string(agency), Empty: ui.Empty{Title: "Cơ quan này không có khóa thực hành nào."}}
	keys, err := m.Signing.PracticeKeys(ctx, r.Actor, agency)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		row := releaseRow{ID: string(k.ID), Name: subjectName(k.Subject), Kind: "Chứng thư số cá nhân", Serial: k.Serial, Tries: triesText(k.TriesLeft),
			State: m.certificate(k.Certificate).State, Used: k.TriesLeft < signing.PracticeTries}
		if k.Class == signing.ClassAgency {
			row.Kind = "Chứng thư số cơ quan"
		}
		if k.TriesLeft == 0 {
			row.State = lockedChip()
		}
		page.Rows = append(page.Rows, row)
	}
	if m.Documents.Guard.Can(r.Actor, signing.ActManage) {
		page.Agencies, err = m.managed(ctx, r.Actor)
	}
	return page, err
}

// managed are the agencies of the installation, the actor's own first.
func (m *module) managed(ctx context.Context, by org.Actor) ([]ui.Choice, error) {
	own, err := m.Org.Agency(ctx, by.Agency)
	if err != nil {
		return nil, err
	}
	others, err := m.Org.Recipients(ctx, by.Agency, m.Now())
	if err != nil {
		return nil, err
	}
	out := []ui.Choice{{Value: string(own.ID), Text: own.Name}}
	for _, a := range others {
		out = append(out, ui.Choice{Value: string(a.ID), Text: a.Name})
	}
	return out, nil
}

func (m *module) releaseKey(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	if err := m.Signing.ReleasePracticeKey(r.Context(), r.Actor, signing.CertificateID(r.Text("certificate"))); err != nil {
		return err
	}
	return r.Done(w, "/khoa-thuc-hanh?co-quan="+url.QueryEscape(r.Text("co-quan")), "Đã mở khóa. Người giữ khóa ký lại được bằng mật khẩu cũ.")
}

func lockedChip() ui.Chip { return ui.Chip{Tone: ui.Bad, Text: "Bị khóa"} }

func triesText(left int) string {
	switch {
	case left < 0:
		return ""
	case left == 0:
		return "Hết lần thử."
	}
	return fmt.Sprintf("Còn %d lần thử.", left)
}

// withKeys fills the certificates of a signing deed, or says why there are none.
func (m *module) withKeys(ctx context.Context, by org.Actor, purpose signing.Purpose, out *deed) error {
	keys, err := m.Signing.Choices(ctx, by, purpose)
	if err != nil {
		return err
	}
	var boxes []signing.Certificate
	for _, k := range keys {
		if k.KeyKind == signing.KeyPractice {
			boxes = append(boxes, k)
			continue
		}
		out.InHand = append(out.InHand, keyChoices([]signing.Certificate{k})...)
	}
	out.Keys = keyChoices(boxes)
	for i, k := range boxes {
		left, err := m.Signing.TriesLeft(ctx, k.ID)
		if err != nil {
			return err
		}
		if len(boxes) == 1 {
			out.Tries = triesText(left)
		} else if left >= 0 && left < signing.PracticeTries {
			out.Keys[i].Text += fmt.Sprintf(" (còn %d lần thử)", left)
		}
	}
	if len(keys) > 0 {
		return nil
	}
	locked, err := m.Signing.Locked(ctx, by, purpose)
	out.Locked = len(locked) > 0
	return err
}
