package app

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/internal/platform/practice"
	"antin/internal/platform/sample"
	"antin/internal/testkit/testpki"
	"antin/ticket"
)

// TestProductionSignsWithTokens goes the whole way under a production
// configuration, with certificates of an authority that is none of practice and
// keys that are not here.
func TestProductionSignsWithTokens(t *testing.T) {
	t.Parallel()
	p := newProduction(t)
	id := p.approved(t)
	ctx := t.Context()
	leader, clerk := p.actor(t, "giamdoc"), p.actor(t, "vanthu")
	if _, err := p.Signing.Import(ctx, p.by, signing.Incoming{DER: p.pki.Certificate("person").Raw, Class: signing.ClassPerson, Person: leader.Person, Agency: leader.Agency, KeyKind: signing.KeyPractice}); !fault.Is(err, "practice.in-production") {
		t.Errorf("a practice key in production: %v", err)
	}
	person := p.register(t, "person", signing.Incoming{Class: signing.ClassPerson, Person: leader.Person, Agency: leader.Agency})
	agency := p.register(t, "agency", signing.Incoming{Class: signing.ClassAgency, Agency: clerk.Agency})
	_, err := p.Signing.AssignCustody(ctx, p.by, signing.Custody{Certificate: agency, Holder: clerk.Person, Decision: "Biên bản số 01", From: p.Now()})
	must(t, err)
	d, err := p.Documents.Store.Load(ctx, id)
	must(t, err)
	f, _ := d.AtStage(document.Prepared)
	if err := p.Documents.Sign(ctx, leader, id, f.SHA256, document.With{Certificate: person, Password: "x"}); err == nil {
		t.Error("a password signed in production")
	}
	p.atDesk(t, leader, document.TicketSign, document.TicketTarget{Document: id, Hash: f.SHA256}, person, p.pki.Key("person"), "person")
	d, err = p.Documents.Store.Load(ctx, id)
	must(t, err)
	must(t, p.Documents.Recheck(ctx, clerk, id, d.Seen(), nil, ""))
	p.atDesk(t, clerk, document.TicketSeal, document.TicketTarget{Document: id}, agency, p.pki.Key("agency"), "agency")
	must(t, p.Documents.Release(ctx, clerk, id))
	if d, err = p.Documents.Store.Load(ctx, id); err != nil || d.State != document.Released || d.Number != 1 {
		t.Errorf("the document is %s with the number %d, %v", d.State, d.Number, err)
	}
	if has, err := p.Signing.HasPracticeKeys(ctx); err != nil || has {
		t.Errorf("practice keys in production: %v %v", has, err)
	}
}

// production is one agency of a production installation: no practice key, root
// or account is in it.
type production struct {
	*App
	by       org.Actor
	pki      *testpki.PKI
	agency   org.Agency
	accounts map[string]org.AccountID
	server   http.Handler
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newProduction(t *testing.T) *production {
	t.Helper()
	p := &production{by: org.Installer("NA"), pki: testpki.New(t), accounts: map[string]org.AccountID{}}
	dir := t.TempDir()
	anchors := filepath.Join(dir, "anchors")
	must(t, os.Mkdir(anchors, 0o700))
	for name, raw := range map[string][]byte{
		"root.cer": p.pki.Certificate("root").Raw, "ca.cer": p.pki.Certificate("ca").Raw,
		"root.crl": p.pki.CRL("root", testpki.Now()), "ca.crl": p.pki.CRL("ca", testpki.Now()),
	} {
		must(t, os.WriteFile(filepath.Join(anchors, name), raw, 0o600))
	}
	began := time.Now()
	o := cheap()
	o.Keys = nil
	o.Now = func() time.Time { return testpki.Now().Add(time.Hour + time.Since(began)) }
	var err error
	p.App, err = Open(t.Context(), Config{Mode: Production, Listen: "127.0.0.1:0", Province: "NA", Agency: "H41.37", Anchors: anchors, Origin: "https://vanban.example.vn", Dir: filepath.Join(dir, "data")}, o)
	must(t, err)
	t.Cleanup(func() { _ = p.Close() })
	p.server, err = p.Handler()
	must(t, err)
	p.people(t)
	return p
}

func (p *production) people(t *testing.T) {
	t.Helper()
	ctx, from := t.Context(), testpki.Now().AddDate(-1, 0, 0)
	var err error
	p.agency, err = p.Org.CreateAgency(ctx, p.by, org.Agency{Code: "H41.37", Name: "Sở Khoa học và Công nghệ", Superior: "UBND TỈNH NGHỆ AN", ShortName: "SKHCN", Place: "Nghệ An", Province: "NA", ValidFrom: from})
	must(t, err)
	_, err = p.Org.CreateAgency(ctx, p.by, org.Agency{Code: "H41.35", Name: "Sở Nội vụ", Superior: "UBND TỈNH NGHỆ AN", ShortName: "SNV", Place: "Nghệ An", Province: "NA", ValidFrom: from})
	must(t, err)
	unit, err := p.Org.CreateUnit(ctx, p.by, org.Unit{Agency: p.agency.ID, Name: "Phòng Chuyển đổi số", ShortName: "CĐS"})
	must(t, err)
	for _, row := range []struct {
		account, name, title string
		unit                 org.UnitID
		role                 org.Role
	}{
		{"giamdoc", "Nguyễn Văn An", "Giám đốc", "", org.Leader}, {"truongphong", "Lê Quang Huy", "Trưởng phòng", unit.ID, org.UnitLeader},
		{"chuyenvien", "Phạm Thị Ngọc", "Chuyên viên", unit.ID, org.Officer}, {"thethuc", "Hồ Sỹ Long", "Chuyên viên", "", org.FormatChecker},
		{"vanthu", "Nguyễn Thị Bình", "Văn thư", "", org.Clerk},
	} {
		who, err := p.Org.CreatePerson(ctx, p.by, org.Person{Name: row.name, Email: row.account + "@nghean.gov.vn"})
		must(t, err)
		post, err := p.Org.Appoint(ctx, p.by, org.Post{Person: who.ID, Agency: p.agency.ID, Unit: row.unit, Title: row.title, From: from})
		must(t, err)
		must(t, p.Org.GrantRole(ctx, p.by, who.ID, p.agency.ID, row.role))
		if row.role == org.Leader {
			_, err = p.Org.GrantAuthority(ctx, p.by, org.Authority{Agency: p.agency.ID, Post: post.ID, Type: "*", Capacity: org.InOwnRight, From: from})
			must(t, err)
		}
		account, err := p.Org.CreateAccount(ctx, p.by, who.ID, p.agency.ID, row.account, "giấy mực đỏ son")
		must(t, err)
		p.accounts[row.account] = account.ID
	}
	leader := p.actor(t, "giamdoc")
	_, err = p.Signing.SaveImage(ctx, p.by, signing.Image{Kind: signing.PersonImage, Owner: string(leader.Person), PNG: practice.SignaturePNG(leader.Name, 1), WidthMM: 42, HeightMM: 18.2})
	must(t, err)
	_, err = p.Signing.SaveImage(ctx, p.by, signing.Image{Kind: signing.SealImage, Owner: string(p.agency.ID), PNG: practice.SealPNG(p.agency.Name, p.agency.Superior, 36), WidthMM: 36, HeightMM: 36})
	must(t, err)
}

func (p *production) actor(t *testing.T, account string) org.Actor {
	t.Helper()
	by, err := p.Org.ActorOf(t.Context(), p.accounts[account])
	must(t, err)
	return by
}

func (p *production) register(t *testing.T, id string, in signing.Incoming) signing.CertificateID {
	t.Helper()
	in.DER, in.Chain, in.KeyKind = p.pki.Certificate(id).Raw, [][]byte{p.pki.Certificate("ca").Raw}, signing.KeyToken
	row, err := p.Signing.Import(t.Context(), p.by, in)
	must(t, err)
	return row.ID
}

// approved is a letter up to where the director must approve and sign.
func (p *production) approved(t *testing.T) document.ID {
	t.Helper()
	ctx := t.Context()
	doc := sample.Drafts()[0]
	now := p.Now().In(hanoi)
	doc.Month, doc.Year, doc.SignerName, doc.Capacity, doc.SignerSuperiorTitle, doc.SignerTitle = int(now.Month()), now.Year(), "Nguyễn Văn An", "", "", "Giám đốc"
	raw, err := sample.PDF(doc)
	must(t, err)
	officer, head, checker := p.actor(t, "chuyenvien"), p.actor(t, "truongphong"), p.actor(t, "thethuc")
	id, err := p.Documents.Create(ctx, officer, document.Fields{
		Type: "CV", Subject: "V/v ký bằng thiết bị", Area: "Chuyển đổi số", Urgency: "normal", Secrecy: document.Ordinary, Origin: document.Created,
		Signer: document.Signer{Person: p.actor(t, "giamdoc").Person}, Recipients: []document.Recipient{{Code: "H41.35"}},
	})
	must(t, err)
	must(t, p.Documents.AddVersion(ctx, officer, id, []document.Upload{{Role: document.Main, Name: "du-thao.pdf", Body: bytes.NewReader(raw)}}))
	must(t, p.Documents.Submit(ctx, officer, id))
	d, err := p.Documents.Get(ctx, head, id)
	must(t, err)
	must(t, p.Documents.UnitApprove(ctx, head, id, d.Binding(), ""))
	d, err = p.Documents.Get(ctx, checker, id)
	must(t, err)
	must(t, p.Documents.PassFormat(ctx, checker, id, d.Seen(), ""))
	return id
}

// atDesk opens a ticket and signs it as the agent does, over its wire.
func (p *production) atDesk(t *testing.T, by org.Actor, action document.TicketAction, target document.TicketTarget, id signing.CertificateID, key crypto.Signer, cert string) {
	t.Helper()
	_, secret, err := p.Documents.OpenTicket(t.Context(), by, action, []document.TicketTarget{target}, document.With{Certificate: id})
	must(t, err)
	path := "https://vanban.example.vn/agent/v1/tickets/" + secret
	answer := httptest.NewRecorder()
	p.server.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
	got, err := ticket.ParseTicket(answer.Body.Bytes())
	if err != nil || got.Practice || got.Return[:26] != "https://vanban.example.vn/" {
		t.Fatalf("%d %s: %v", answer.Code, answer.Body, err)
	}
	var results []ticket.Result
	for _, i := range got.Items {
		h := crypto.SHA256.New()
		h.Write(i.Attributes)
		value, err := key.Sign(rand.Reader, h.Sum(nil), crypto.SHA256)
		must(t, err)
		results = append(results, ticket.Result{Item: i.ID, Value: value, Chain: [][]byte{p.pki.Certificate(cert).Raw}})
	}
	raw, err := ticket.Bytes(ticket.Answer{Version: 1, Agent: "thử", Results: results})
	must(t, err)
	answer = httptest.NewRecorder()
	p.server.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, path, bytes.NewReader(raw)))
	receipt, err := ticket.ParseReceipt(answer.Body.Bytes())
	if err != nil || len(receipt.Outcomes) != len(results) || !receipt.Outcomes[0].Done {
		t.Fatalf("%d %s: %v", answer.Code, answer.Body, err)
	}
}
