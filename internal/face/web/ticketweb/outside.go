package ticketweb

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"

	"antin/internal/face/web"
	"antin/internal/fault"
)

// signedFile is the part of the form that the national service sends.
const signedFile = "uploadfile"

// fileOut gives the file of a ticket to a signing program at the desk, once. The
// address is the credential: it is as short-lived as the ticket in it.
func (m *module) fileOut(w http.ResponseWriter, r *web.Request) error {
	secret, err := m.secret(r)
	if err != nil {
		return err
	}
	if r.Method == http.MethodHead {
		return nil // a program that looks first has not fetched it
	}
	out, err := m.Documents.OutsideFile(r.Context(), secret)
	if err != nil {
		return m.known(r, err)
	}
	defer out.Body.Close()
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Length", strconv.FormatInt(out.Size, 10))
	_, _ = io.Copy(w, io.NewSectionReader(out.Body, 0, out.Size)) // the program went away: nothing to do
	return nil
}

// taken is the answer to an upload in the words of the national service.
type taken struct {
	Status     bool
	Message    string
	FileName   string
	FileServer string
}

// fileIn takes the signed file. A refusal is told in words in the answer, as the
// programs expect it, and ends the ticket.
func (m *module) fileIn(w http.ResponseWriter, r *web.Request) error {
	answer, err := m.takeFile(r)
	if f, refused := fault.From(err); refused {
		answer, err = taken{Message: f.Message + " " + f.Action}, nil
	}
	if err != nil {
		return err
	}
	raw, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("answering a signing program: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(raw) // the program went away: nothing to do
	return nil
}

func (m *module) takeFile(r *web.Request) (taken, error) {
	secret, err := m.secret(r)
	if err != nil {
		return taken{}, err
	}
	file, err := uploaded(r)
	if err != nil {
		return taken{}, err
	}
	t, err := m.Documents.TakeOutside(r.Context(), secret, file)
	if err != nil {
		return taken{}, m.known(r, err)
	}
	return taken{true, "Đã ký.", "van-ban.signed.pdf", m.origin(r) + "/van-ban/" + string(t.Items[0].Document)}, nil
}

// uploaded is the signed file of a form, unread.
func uploaded(r *web.Request) (*multipart.Part, error) {
	parts, err := r.Parts()
	if err != nil {
		return nil, err
	}
	for range 8 {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, web.Broken(err)
		}
		if part.FormName() == signedFile {
			return part, nil
		}
	}
	return nil, fault.New(fault.Invalid, "ticket.no-file", "Phần mềm ký không gửi tệp đã ký.").Do("Ký lại.")
}
