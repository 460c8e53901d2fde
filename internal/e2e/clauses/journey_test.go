package clauses

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/org"
	"antin/internal/platform/sample"
)

// The people who carry a letter of the department to another one.
const (
	officer       = "chuyenvien.skhcn"
	officer2      = "chuyenvien2.skhcn"
	unitLeader    = "truongphong.skhcn"
	checker       = "thethuc.skhcn"
	director      = "giamdoc.skhcn"
	deputy        = "phogiamdoc.skhcn"
	clerk         = "vanthu.skhcn"
	otherClerk    = "vanthu.snv"
	otherLeader   = "giamdoc.snv"
	otherOfficer  = "chuyenvien.snv"
	receiver      = "H41.35"
	sender        = "H41.37"
	administrator = "quantri"
)

// draft is what an officer hands in; the zero value is a letter that the
// deputy signs.
type draft struct {
	typeCode string
	signer   string
	capacity org.Capacity
	direct   bool // in one's own right
	secrecy  document.Secrecy
	main     []byte
	name     string
	separate []document.Upload
	to       []document.Recipient
}

// journey is one document on its way.
type journey struct {
	*world
	id     document.ID
	signer string
}

func letter() []byte { return letterOf("Trần Thị Minh", "Phó Giám đốc", "KT.") }

var drawn sync.Map

// letterOf draws a letter with the name, title and capacity of its signer.
func letterOf(name, title, capacity string) []byte {
	key := name + title + capacity
	if raw, ok := drawn.Load(key); ok {
		return raw.([]byte)
	}
	doc := sample.Drafts()[0]
	doc.SignerName, doc.SignerTitle, doc.Capacity = name, title, capacity
	if capacity == "" {
		doc.SignerSuperiorTitle = ""
	}
	doc.Month, doc.Year = 3, 2026
	raw := paint(doc)
	drawn.Store(key, raw)
	return raw
}

// withAppendix is a plan with its appendix in the same file.
var withAppendix = sync.OnceValue(func() []byte {
	doc := sample.Drafts()[1]
	doc.SignerName, doc.Month, doc.Year = "Trần Thị Minh", 3, 2026
	return paint(doc)
})

var attachment = sync.OnceValue(func() []byte {
	raw, err := sample.Attachment(sample.SubscriberList())
	if err != nil {
		panic(err)
	}
	return raw
})

func paint(doc sample.Doc) []byte {
	raw, err := sample.PDF(doc)
	if err != nil {
		panic(err)
	}
	return raw
}

func separate(role document.Role, name string, raw []byte) document.Upload {
	return document.Upload{Role: role, Name: name, Body: bytes.NewReader(raw)}
}

func (d draft) fields(w *world) document.Fields {
	w.t.Helper()
	f := document.Fields{
		Type: d.typeCode, Subject: "V/v rà soát chứng thư chữ ký số", Area: "Chuyển đổi số", Urgency: "normal", Secrecy: d.secrecy,
		Origin: document.Created, Signer: document.Signer{Person: w.as(d.signer).Person, Capacity: d.capacity}, Recipients: d.to,
	}
	return f
}

func (d draft) whole() draft {
	if d.typeCode == "" {
		d.typeCode = "CV"
	}
	if d.signer == "" {
		d.signer = deputy
	}
	if d.capacity == "" && !d.direct {
		d.capacity = org.Deputy
	}
	if d.secrecy == "" {
		d.secrecy = document.Ordinary
	}
	if d.main == nil {
		d.main = letter()
	}
	if d.name == "" {
		d.name = "du-thao.pdf"
	}
	if d.to == nil {
		d.to = []document.Recipient{{Code: receiver}}
	}
	return d
}

// write makes the draft with its files.
func (w *world) write(d draft) *journey {
	w.t.Helper()
	d = d.whole()
	by := w.as(officer)
	id, err := w.Documents.Create(w.ctx, by, d.fields(w))
	w.must(err)
	j := &journey{w, id, d.signer}
	j.must(j.upload(d))
	return j
}

func (j *journey) upload(d draft) error {
	d = d.whole()
	files := append([]document.Upload{{Role: document.Main, Name: d.name, Body: bytes.NewReader(d.main)}}, d.separate...)
	return j.Documents.AddVersion(j.ctx, j.as(officer), j.id, files)
}

func (j *journey) load() *document.Document {
	j.t.Helper()
	d, err := j.Documents.Store.Load(j.ctx, j.id)
	j.must(err)
	return d
}

func (j *journey) submit() error { return j.Documents.Submit(j.ctx, j.as(officer), j.id) }

func (j *journey) consent() error {
	return j.Documents.UnitApprove(j.ctx, j.as(unitLeader), j.id, j.load().Binding(), "")
}

func (j *journey) format() error {
	return j.Documents.PassFormat(j.ctx, j.as(checker), j.id, j.load().Seen(), "")
}

func (j *journey) prepared() string {
	f, _ := j.load().AtStage(document.Prepared)
	return f.SHA256
}

func (j *journey) approve() error {
	return j.Documents.Approve(j.ctx, j.as(j.signer), j.id, j.prepared())
}

func (j *journey) sign() error {
	with, err := j.Personal(j.ctx, j.signer)
	j.must(err)
	return j.signWith(j.signer, with)
}

func (j *journey) signWith(account string, with document.With) error {
	return j.Documents.Sign(j.ctx, j.as(account), j.id, j.prepared(), j.fit(with))
}

// fit adds what the province asks of each signing.
func (w *world) fit(with document.With) document.With {
	w.t.Helper()
	if kinds := w.law().Signing.TransactionTypes; len(kinds) > 1 && with.Transaction == "" {
		with.Transaction = kinds[1].Code
	}
	return with
}

func (j *journey) recheck(faults ...string) error {
	return j.Documents.Recheck(j.ctx, j.as(clerk), j.id, j.load().Seen(), faults, "")
}

func (j *journey) seal() error {
	with, err := j.AgencyKey(j.ctx, clerk)
	j.must(err)
	return j.Documents.Seal(j.ctx, j.as(clerk), j.id, j.fit(with))
}

func (j *journey) release() error { return j.Documents.Release(j.ctx, j.as(clerk), j.id) }

// step is one act of the main job by its name.
type step struct {
	name string
	do   func(*journey) error
}

var steps = []step{
	{"submit", (*journey).submit}, {"consent", (*journey).consent}, {"format", (*journey).format}, {"approve", (*journey).approve},
	{"sign", (*journey).sign}, {"recheck", func(j *journey) error { return j.recheck() }}, {"seal", (*journey).seal}, {"release", (*journey).release},
}

// to carries the document through all steps up to and with this one.
func (j *journey) to(last string) *journey {
	j.t.Helper()
	return j.from("submit", last)
}

// from carries the document through the steps from one to another.
func (j *journey) from(first, last string) *journey {
	j.t.Helper()
	on := false
	for _, s := range steps {
		on = on || s.name == first
		if !on {
			continue
		}
		if err := s.do(j); err != nil {
			j.t.Fatalf("%s under %s: %v", s.name, j.province, err)
		}
		if s.name == last {
			return j
		}
	}
	j.t.Fatalf("no step %q after %q", last, first)
	return nil
}

// state wants the document to stand here.
func (j *journey) state(want document.State) *document.Document {
	j.t.Helper()
	d := j.load()
	if d.State != want {
		j.t.Fatalf("document is %q, want %q", d.State, want)
	}
	return d
}

// delivery is the one to the receiving agency.
func (j *journey) delivery() exchange.Delivery {
	j.t.Helper()
	list, err := j.Exchange.OfDocument(j.ctx, j.as(clerk), j.id)
	j.must(err)
	for _, d := range list {
		if d.Recipient.Code == receiver {
			return d
		}
	}
	j.t.Fatalf("no delivery to %s among %d", receiver, len(list))
	return exchange.Delivery{}
}

// arrival is the document as it came to the receiving agency.
func (j *journey) arrival() *journey {
	j.t.Helper()
	d := j.delivery()
	id, err := j.Documents.Store.ByDelivery(j.ctx, d.Recipient.Agency, string(d.ID))
	j.must(err)
	return &journey{j.world, id, j.signer}
}

func (j *journey) register() (int, error) {
	return j.Documents.Register(j.ctx, j.as(otherClerk), j.id)
}

// bytes reads a stored file whole.
func (w *world) bytes(sha256 string) []byte {
	w.t.Helper()
	blob, err := w.Blobs.Open(w.ctx, sha256)
	w.must(err)
	defer blob.Close()
	raw := make([]byte, blob.Size())
	_, err = blob.ReadAt(raw, 0)
	w.must(err)
	return raw
}

// at gives the main file of a stage; it must be there.
func (j *journey) at(stage document.Stage) document.File {
	j.t.Helper()
	f, ok := j.load().AtStage(stage)
	if !ok {
		j.t.Fatalf("document has no file at stage %s", stage)
	}
	return f
}

// logged lists what the audit log has of an action on a subject, newest first.
func (w *world) logged(subject, action string) []audit.Entry {
	w.t.Helper()
	list, err := w.Audit.Of(w.ctx, subject, 1<<62, 500)
	w.must(err)
	var found []audit.Entry
	for _, e := range list {
		if e.Action == action {
			found = append(found, e.Entry)
		}
	}
	return found
}

// word joins texts for an outcome.
func word(parts ...any) string { return strings.TrimSpace(fmt.Sprintln(parts...)) }
