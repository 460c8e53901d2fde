package documentweb

import (
	"net/http"
	"strconv"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/fault"
)

// saveNew makes the draft under the id of its form, so that sending it twice
// makes one draft. The door is asked before the first byte of a file.
func (m *module) saveNew(w http.ResponseWriter, r *web.Request) error {
	parts, err := r.Parts()
	if err != nil {
		return err
	}
	typed, files, err := readForm(parts)
	if err != nil {
		return err
	}
	if err := m.Documents.Door(r.Context(), r.Actor, document.Secrecy(typed.Secrecy)); err != nil {
		return m.refuseAtDoor(w, r, err, typed.Secrecy)
	}
	release, err := m.sending.take(r.Context(), string(r.Actor.Account)+" "+typed.Token)
	if err != nil {
		return err
	}
	defer release()
	chosen, err := m.deputise(r, &typed)
	if err != nil {
		return err
	}
	if err := m.settle(r.Context(), r.Actor, &typed, files.any()); err != nil {
		return m.refuseNew(w, r, err, typed)
	}
	id := document.ID(typed.Token)
	fresh, err := m.Documents.CreateOnce(r.Context(), r.Actor, id, typed.fields())
	if err == nil && !fresh {
		d, err := m.Documents.Get(r.Context(), r.Actor, id)
		if err != nil {
			return err
		}
		if d.Version > 0 || d.State != document.Drafting {
			return r.Done(w, href(id), "Dự thảo này đã lưu trước đó, không tạo thêm bản nào.")
		}
		err = m.Documents.Edit(r.Context(), r.Actor, id, typed.fields())
		if err != nil {
			return m.refuseNew(w, r, err, typed)
		}
	}
	if err == nil && files.any() {
		err = m.Documents.Revise(r.Context(), r.Actor, id, nil, files.next)
	}
	if err == nil && typed.Compose {
		err = m.Documents.Compose(r.Context(), r.Actor, id, "")
	}
	if err == nil {
		err = m.Documents.DropTyped(r.Context(), r.Actor, document.NewPlace)
	}
	if err != nil {
		return m.refuseNew(w, r, err, typed)
	}
	return r.Done(w, href(id), "Đã lưu dự thảo."+composedWords(typed)+chosen)
}

// composedWords say what to do with a draft that was made by a template.
func composedWords(typed form) string {
	if !typed.Compose {
		return ""
	}
	return " Văn bản soạn theo mẫu: tải Word về viết tiếp, rồi tải lên thành phiên bản mới."
}

func (m *module) refuseNew(w http.ResponseWriter, r *web.Request, err error, typed form) error {
	page, broken := m.draftPage(r, typed)
	if broken != nil {
		return broken
	}
	page.IsNew, page.Post, page.Title = true, "/van-ban/moi", "Soạn văn bản mới"
	return r.Refuse(w, atFields(err), page)
}

// saveEdit replaces the fields, and the files where new ones were chosen. The
// form names the version that it was opened on, so that a second sending does
// not make a second version.
func (m *module) saveEdit(w http.ResponseWriter, r *web.Request) error {
	parts, err := r.Parts()
	if err != nil {
		return err
	}
	typed, files, err := readForm(parts)
	if err != nil {
		return err
	}
	if err := m.Documents.Door(r.Context(), r.Actor, document.Secrecy(typed.Secrecy)); err != nil {
		return m.refuseAtDoor(w, r, err, typed.Secrecy)
	}
	release, err := m.sending.take(r.Context(), string(idOf(r)))
	if err != nil {
		return err
	}
	defer release()
	d, err := m.Documents.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	chosen, err := m.deputise(r, &typed)
	if err != nil {
		return err
	}
	err = stillVersion(d, typed.Version)
	if err == nil {
		err = m.settle(r.Context(), r.Actor, &typed, d.Version > 0 || files.any())
	}
	if err == nil {
		err = m.Documents.Edit(r.Context(), r.Actor, d.ID, typed.fields())
	}
	if err == nil && (files.any() || len(typed.Drop) > 0) {
		err = m.Documents.Revise(r.Context(), r.Actor, d.ID, typed.Drop, files.next)
	}
	if err == nil && typed.Compose {
		err = m.Documents.Compose(r.Context(), r.Actor, d.ID, "")
	}
	if err != nil {
		page, broken := m.editPage(r, d, typed)
		if broken != nil {
			return broken
		}
		return r.Refuse(w, atFields(err), page)
	}
	after, err := m.Documents.Get(r.Context(), r.Actor, d.ID)
	if err != nil {
		return err
	}
	return r.Done(w, href(d.ID), "Đã lưu thay đổi."+changedFiles(d, after)+composedWords(typed)+chosen)
}

// deputise chooses KT. for a deputy where no capacity was chosen: a deputy never
// signs in own right (NĐ 30/2020, Điều 13). It says so for the notice.
func (m *module) deputise(r *web.Request, typed *form) (said string, err error) {
	signer := typed.fields().Signer
	if signer.Person == "" || signer.Capacity != org.InOwnRight {
		return "", nil
	}
	posts, err := m.Org.PostsOf(r.Context(), signer.Person, r.Actor.Agency, m.Now())
	if err != nil {
		return "", err
	}
	for _, p := range posts {
		if p.ID == signer.Post && org.CheckCapacity(p, org.InOwnRight) != nil && org.CheckCapacity(p, org.Deputy) == nil {
			typed.Capacity = string(org.Deputy)
			return " Người ký là cấp phó nên tư cách ký được đặt là “" + typed.Capacity + "”.", nil
		}
	}
	return "", nil
}

func stillVersion(d *document.Document, opened string) error {
	if opened == strconv.Itoa(d.Version) {
		return nil
	}
	return fault.New(fault.Conflict, "document.changed", "Dự thảo đã có phiên bản "+strconv.Itoa(d.Version)+" sau khi bạn mở trang sửa này.").
		Do("Nếu bạn bấm lưu hai lần thì lần đầu đã lưu rồi. Nếu không, xem lại phiên bản mới trước khi lưu đè.")
}

// atFields brings the names of the service's fields to those of the form.
func atFields(err error) error {
	f, ok := fault.From(err)
	if !ok {
		return err
	}
	out := *f
	out.Fields = nil
	seen := map[string]bool{}
	for _, field := range f.Fields {
		switch field.Name {
		case "signer_title", "signer_name":
			field.Name = "signer"
		case "main": // the id of the page's main part
			field.Name = "file"
		}
		if !seen[field.Name] {
			seen[field.Name] = true
			out.Fields = append(out.Fields, field)
		}
	}
	return &out
}
