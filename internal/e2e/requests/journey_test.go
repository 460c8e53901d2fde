package requests

import (
	"bytes"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/platform/sample"
)

// cast are the accounts of one agency that carry a letter.
type cast struct{ officer, unitLeader, checker, signer, clerk string }

var (
	snv     = cast{"chuyenvien.snv", "chanhvanphong.snv", "thethuc.snv", "giamdoc.snv", "vanthu.snv"}
	skhcn   = cast{"thuebao.skhcn", "luutru.skhcn", "thethuc.skhcn", "giamdoc.skhcn", "vanthu.skhcn"}
	kimlien = cast{"congchuc.kimlien", "chanhvanphong.kimlien", "congchuc.kimlien", "chutich.kimlien", "vanthu.kimlien"}
)

// person is the account's person.
func (w *world) person(account string) org.PersonID { return w.as(account).Person }

// fields are what the records do not know.
var fields = map[string]string{
	"birth": "01/02/1980", "identity": "040080000001, cấp ngày 01/02/2021, Cục Cảnh sát QLHC về TTXH", "phone": "0900000001",
	"receiver_name": "Đậu Thị Hoa", "receiver_id": "040080000002", "receiver_phone": "0900000002", "receiver_address": "Vinh", "receiver_title": "Chuyên viên",
	"receiver_email": "chuyenvien.snv@nghean.gov.vn", "email": "chuyenvien.snv@nghean.gov.vn", "title": "Chuyên viên", "agency": "Sở Nội vụ",
	"address": "Vinh", "tax": "2900000000", "domain": "dichvu.nghean.gov.vn", "type": "SSL", "id_number": "040080000001",
}

// ticked is evidence for every condition that could be asked.
func ticked() []request.Tick {
	var out []request.Tick
	for _, code := range []string{"post", "identity", "legal", "keeper", "owner", "unchanged", "paper", "ground", "holder"} {
		out = append(out, request.Tick{Code: code, Evidence: "Quyết định số 12/QĐ-SNV ngày 05/01/2026"})
	}
	return out
}

// fresh is a request for a new certificate of an officer.
func (w *world) fresh(account string) request.Input {
	more := map[string]string{}
	for k, v := range fields {
		more[k] = v
	}
	return request.Input{Kind: request.New, Subject: request.ForPerson, Person: w.person(account), Fields: more, Ticks: ticked()}
}

// draft makes the request by the officer of the agency.
func (w *world) draft(account string, in request.Input) request.ID {
	w.t.Helper()
	id, err := w.Requests.Draft(w.ctx, w.as(account), in)
	w.must(err)
	return id
}

// confirm is the word of the account that the data is right.
func (w *world) confirm(account string, id request.ID) {
	w.t.Helper()
	w.must(w.Requests.Confirm(w.ctx, w.as(account), id, w.get(id).Rev))
}

// toHead puts the requests to the head and gives the document.
func (w *world) toHead(account string, ids ...request.ID) document.ID {
	w.t.Helper()
	letter, err := w.Requests.ToHead(w.ctx, w.as(account), ids, request.Signer{})
	w.must(err)
	return document.ID(letter)
}

// settle runs what waits.
func (w *world) settle() {
	w.t.Helper()
	w.must(w.Settle(w.ctx))
}

// approved carries a submitted letter to where its signer has approved it.
func (w *world) approved(c cast, id document.ID) {
	w.t.Helper()
	if c.unitLeader != "" {
		if d := w.document(id); d.State == document.UnitReview {
			w.must(w.Documents.UnitApprove(w.ctx, w.as(c.unitLeader), id, d.Binding(), ""))
		}
	}
	if d := w.document(id); d.State == document.Formatting {
		w.must(w.Documents.PassFormat(w.ctx, w.as(c.checker), id, d.Seen(), ""))
	}
	d := w.document(id)
	f, ok := d.AtStage(document.Prepared)
	if !ok {
		w.t.Fatalf("the letter is %s and has no prepared PDF", d.State)
	}
	w.must(w.Documents.Approve(w.ctx, w.as(c.signer), id, f.SHA256))
}

// signed carries it through the signature of the head.
func (w *world) signed(c cast, id document.ID) {
	w.t.Helper()
	w.approved(c, id)
	f, _ := w.document(id).AtStage(document.Prepared)
	with, err := w.Personal(w.ctx, c.signer)
	w.must(err)
	w.must(w.Documents.Sign(w.ctx, w.as(c.signer), id, f.SHA256, w.transaction(with)))
	w.settle()
}

// released carries a signed letter through the clerk.
func (w *world) released(c cast, id document.ID) {
	w.t.Helper()
	by := w.as(c.clerk)
	w.must(w.Documents.Recheck(w.ctx, by, id, w.document(id).Seen(), nil, ""))
	with, err := w.AgencyKey(w.ctx, c.clerk)
	w.must(err)
	w.must(w.Documents.Seal(w.ctx, by, id, w.transaction(with)))
	w.must(w.Documents.Release(w.ctx, by, id))
	w.settle()
}

// transaction picks the first kind where the profile wants one.
func (w *world) transaction(with document.With) document.With {
	p, err := w.Profiles.At(w.province, w.clock.now())
	w.must(err)
	if list := p.Signing.TransactionTypes; len(list) > 0 {
		with.Transaction = list[0].Code
	}
	return with
}

func (w *world) document(id document.ID) *document.Document {
	w.t.Helper()
	d, err := w.Documents.Store.Load(w.ctx, id)
	w.must(err)
	return d
}

// send carries requests from the draft to Đã gửi; each is confirmed by who.
func (w *world) send(who string, ids ...request.ID) document.ID {
	w.t.Helper()
	for _, id := range ids {
		if w.get(id).State == request.Draft {
			w.confirm(who, id)
		}
	}
	letter := w.toHead(snv.officer, ids...)
	w.signed(snv, letter)
	w.released(snv, letter)
	return letter
}

// answer is a document that "Cục" sent to the agency, registered and assigned
// to the account; it gives the incoming document.
func (w *world) answer(to, clerk, leader, account string) string {
	w.t.Helper()
	by := w.as(kimlien.officer)
	id, err := w.Documents.Create(w.ctx, by, document.Fields{
		Type: "CV", Subject: "Trả lời yêu cầu chứng thực", Area: "Chứng thực chữ ký số", Urgency: "normal", Secrecy: document.Ordinary, Origin: document.Created,
		Signer: document.Signer{Person: w.person(kimlien.signer)}, Recipients: []document.Recipient{{Code: to}},
	})
	w.must(err)
	w.must(w.Documents.AddVersion(w.ctx, by, id, []document.Upload{{Role: document.Main, Name: "tra-loi.pdf", Body: bytes.NewReader(w.letterPDF())}}))
	w.must(w.Documents.Submit(w.ctx, by, id))
	w.signed(kimlien, id)
	w.released(kimlien, id)
	list, err := w.Exchange.Store.OfDocument(w.ctx, id)
	w.must(err)
	in, err := w.Documents.Store.ByDelivery(w.ctx, list[0].Recipient.Agency, string(list[0].ID))
	w.must(err)
	_, err = w.Documents.Register(w.ctx, w.as(clerk), in)
	w.must(err)
	w.must(w.Tasks.Assign(w.ctx, w.as(leader), in, w.person(account), "Giải quyết.", ""))
	w.settle()
	return string(in)
}

// letterPDF is any letter.
func (w *world) letterPDF() []byte {
	doc := sample.Drafts()[0]
	doc.SignerName, doc.SignerTitle, doc.Capacity, doc.SignerSuperiorTitle, doc.Month, doc.Year = "Nguyễn Sinh Quang", "CHỦ TỊCH", "", "", 3, 2026
	raw, err := sample.PDF(doc)
	w.must(err)
	return raw
}

func docID(id string) document.ID { return document.ID(id) }
