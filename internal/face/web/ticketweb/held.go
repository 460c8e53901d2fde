package ticketweb

import (
	"crypto/x509"
	"encoding/json"
	"fmt"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/ticket"
)

// heldRow is one certificate on a device, held against the register.
type heldRow struct {
	Name, Token, Serial, Until string
	Device                     string // serial of the device
	State                      ui.Chip
	Note                       string
}

// toldBy reads what a desk told; before it told findings it was a bare list.
func toldBy(t *document.Ticket) (told, error) {
	var said told
	into := any(&said)
	if strings.HasPrefix(t.Held, "[") {
		into = &said.Held
	}
	if t.Held == "" || t.Held == "null" {
		return said, nil
	}
	if err := json.Unmarshal([]byte(t.Held), into); err != nil {
		return said, fmt.Errorf("reading what a device told: %w", err)
	}
	return said, nil
}

// findings are what the doctor of the desk saw, what must be mended first.
func findings(t *document.Ticket) ([]findingRow, error) {
	said, err := toldBy(t)
	if err != nil {
		return nil, err
	}
	var out []findingRow
	for _, grade := range []string{ticket.GradeBroken, ticket.GradeCaution, ticket.GradeFine} {
		for _, f := range said.Findings {
			if f.Grade == grade {
				out = append(out, findingRow{document.Finding{Code: f.Code, Subject: f.Subject, Message: f.Message, Mend: f.Mend}, gradeChips[grade]})
			}
		}
	}
	return out, nil
}

var gradeChips = map[string]ui.Chip{
	ticket.GradeFine: {Tone: ui.Good, Text: "Tốt"}, ticket.GradeCaution: {Tone: ui.Warn, Text: "Lưu ý"}, ticket.GradeBroken: {Tone: ui.Bad, Text: "Phải sửa"},
}

// held tells what a reading found; a certificate that is not in the register
// says so, and never whose it would be.
func (m *module) held(r *web.Request, t *document.Ticket) ([]heldRow, error) {
	if t.Held == "" {
		return nil, nil
	}
	said, err := toldBy(t)
	if err != nil {
		return nil, err
	}
	var out []heldRow
	for _, h := range said.Held {
		row := heldRow{Token: h.Token, Device: h.Serial, State: ui.Chip{Tone: ui.Bad, Text: "Không đọc được"}, Note: "Chứng thư số trong thiết bị bị hỏng."}
		read, leaf, err := signing.ReadCertificate(h.Certificate)
		if f, refused := fault.From(err); refused {
			row.Note = f.Message
		} else if err != nil {
			return nil, err
		} else if err := m.against(r, h, read, leaf, &row); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

func (m *module) against(r *web.Request, h ticket.Held, read signing.Certificate, leaf *x509.Certificate, row *heldRow) error {
	row.Name, row.Serial, row.Until = leaf.Subject.CommonName, read.Serial, ui.Day(leaf.NotAfter)
	c, err := m.Signing.ByFingerprint(r.Context(), read.SHA256)
	if fault.Is(err, "certificate.unknown") {
		row.State, row.Note = ui.Chip{Tone: ui.Warn, Text: "Chưa có trong sổ"}, "Người quản lý thuê bao của cơ quan ghi chứng thư số này vào sổ thì mới ký được."
		return nil
	}
	if err != nil {
		return err
	}
	err = m.Signing.CheckUsable(r.Context(), c, purposeOf(c), m.Now(), m.Documents.Evidence)
	f, refused := fault.From(err)
	switch {
	case refused:
		row.State, row.Note = ui.Chip{Tone: ui.Bad, Text: "Không dùng ký được"}, f.Message
	case err != nil:
		return err
	case !h.Key:
		row.State, row.Note = ui.Chip{Tone: ui.Warn, Text: "Thiếu khóa"}, "Thiết bị có chứng thư số nhưng không có khóa bí mật của chứng thư số đó."
	default:
		row.State, row.Note = ui.Chip{Tone: ui.Good, Text: "Dùng ký được"}, ""
	}
	return nil
}

func purposeOf(c signing.Certificate) signing.Purpose {
	if c.Class == signing.ClassAgency {
		return signing.ForAgency
	}
	return signing.ForPerson
}

// subjectName is the name in a certificate as people say it.
func subjectName(c signing.Certificate) string {
	leaf, err := c.Leaf()
	if err != nil || leaf.Subject.CommonName == "" {
		return c.Subject
	}
	return strings.TrimSpace(leaf.Subject.CommonName)
}
