package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/device/devicesql"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/request"
	"antin/internal/domain/request/requestsql"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/face/form"
	"antin/internal/fault"
	"antin/internal/platform/sqldb"
)

// openRequests wires requests to the authority with what they ask of others,
// and to the events that move them on.
func (a *App) openRequests() error {
	judge, err := subscriber.NewJudge(a.Org, a.Profiles.At)
	if err != nil {
		return err
	}
	devices := devicesql.New(a.Database, a.Audit.Append, a.Queue.Emit)
	a.Requests, err = request.NewService(request.Config{
		Store: requestsql.New(a.Database, a.Audit.Append, a.Queue.Emit, func(tx *sqldb.Tx) device.Tx {
			return devicesql.In(tx, a.Audit.Append, a.Queue.Emit)
		}),
		Guard: a.Guard, Org: a.Org, Signing: a.Signing, Profiles: a.Profiles, Papers: letters{a}, Forms: a.Forms, Printer: printer{a.Now},
		Workbook: workbook{}, Devices: a.Device, Book: devices, Vault: vault{attachments{a.Blobs}}, Eligible: eligible{judge, a.Now},
		Register: registrar{a.Subscribers, a.Signing}, Now: a.Now,
	})
	if err != nil {
		return err
	}
	for _, kind := range []string{document.EventSigned, document.EventReturned, document.EventCancelled, document.EventReleased} {
		a.Queue.Subscribe(kind, "request", a.Requests.HandleDocument)
	}
	for _, kind := range []string{org.EventPersonLeft, org.EventPersonMoved, org.EventPersonChanged, org.EventHeadChanged,
		org.EventAgencyRenamed, org.EventAgencyMoved, org.EventAgencyMerged, org.EventAgencyDissolved} {
		a.Queue.Subscribe(kind, "request", a.Requests.HandleOrg)
	}
	for _, kind := range []string{device.EventIncident, device.EventHandedOver} {
		a.Queue.Subscribe(kind, "request", a.Requests.HandleDevice)
	}
	return nil
}

// letterStands asks requests, which are opened after documents.
func (a *App) letterStands(ctx context.Context, id document.ID) error {
	return a.Requests.CheckLetter(ctx, string(id))
}

// letters is request.Papers over documents.
type letters struct{ app *App }

// Draft implements request.Papers: each step is left out when it was done.
func (l letters) Draft(ctx context.Context, by org.Actor, in request.Letter) error {
	documents := l.app.Documents
	f := document.Fields{
		Type: in.Type, Subject: in.Subject, Area: "Chứng thực chữ ký số", Urgency: "normal", Secrecy: document.Ordinary, Origin: document.Created,
		Signer: document.Signer{Person: in.Signer.Person, Post: in.Signer.Post, Capacity: in.Signer.Capacity},
	}
	for _, code := range in.Recipients {
		f.Recipients = append(f.Recipients, document.Recipient{Code: code})
	}
	id := document.ID(in.ID)
	if _, err := documents.CreateOnce(ctx, by, id, f); err != nil {
		return err
	}
	d, err := documents.Store.Load(ctx, id)
	if err != nil {
		return fmt.Errorf("reading the letter: %w", err)
	}
	if d.Version == 0 {
		if err := documents.AddVersion(ctx, by, id, uploads(in.Sheets)); err != nil {
			return err
		}
	}
	if d.State != document.Drafting {
		return nil
	}
	return documents.Submit(ctx, by, id)
}

func uploads(sheets []request.Sheet) []document.Upload {
	out := make([]document.Upload, len(sheets))
	for i, s := range sheets {
		out[i] = document.Upload{Role: document.Attachment, Name: s.Name, Body: bytes.NewReader(s.PDF)}
	}
	out[0].Role = document.Main
	return out
}

// State implements request.Papers.
func (l letters) State(ctx context.Context, id string) (request.PaperState, error) {
	d, err := l.load(ctx, id)
	if err != nil {
		return request.PaperState{}, err
	}
	p, err := l.app.Profiles.At(d.Province, l.app.Now())
	if err != nil {
		return request.PaperState{}, err
	}
	out := request.PaperState{Signer: d.Signer.Person}
	if signed, ok := d.Standing(document.SignatureMade); ok {
		out.SignedAt = signed.At
	}
	switch d.State {
	case document.Drafting:
		out.State = request.PaperDrafting
	case document.AwaitingClerk, document.Numbered, document.SealedState:
		out.State = request.PaperSigned
	case document.Released:
		out.State = request.PaperReleased
		out.Cover = request.Cover{Number: d.Number, Symbol: document.WholeSymbol(p.Numbering, d.Number, d.Symbol), Date: d.IssuedOn}
	case document.CancelledState:
		out.State = request.PaperCancelled
	}
	return out, nil
}

func (l letters) load(ctx context.Context, id string) (*document.Document, error) {
	d, err := l.app.Documents.Store.Load(ctx, document.ID(id))
	if errors.Is(err, document.ErrNotFound) {
		return nil, fault.New(fault.NotFound, "document.absent", "Không có văn bản này.")
	}
	if err != nil {
		return nil, fmt.Errorf("reading the letter %s: %w", id, err)
	}
	return d, nil
}

// Verify implements request.Papers.
func (l letters) Verify(ctx context.Context, id string) (string, error) {
	d, err := l.load(ctx, id)
	if err != nil {
		return "", err
	}
	f, ok := d.AtStage(document.Sealed)
	if !ok {
		return "văn bản chưa có chữ ký số của cơ quan", nil
	}
	check, report, err := l.app.Documents.CheckFile(ctx, f, "request", time.Time{})
	var altered *document.MismatchError
	if errors.As(err, &altered) {
		return "tệp văn bản đã bị thay đổi", nil
	}
	if err != nil {
		return "", err
	}
	if check.Indication != "TOTAL-PASSED" {
		return document.InWords(report.SubIndication), nil
	}
	return "", nil
}

// Received implements request.Papers: what the clerk took in and nobody refused.
func (l letters) Received(ctx context.Context, by org.Actor, id string) (request.PaperState, error) {
	d, err := l.app.Documents.Get(ctx, by, document.ID(id))
	if err != nil {
		return request.PaperState{}, err
	}
	out := request.PaperState{State: string(d.State), Cover: request.Cover{Symbol: d.SenderRef, Date: d.IssuedOn}}
	switch d.State {
	case document.Valid, document.Registered, document.Assigned, document.Completed:
		out.Valid = true
	default:
		out.Problem = "văn bản đang ở bước “" + d.State.Name() + "”"
	}
	if d.Direction != document.Incoming {
		out.Valid, out.Problem = false, "đây không phải văn bản đến"
	}
	return out, nil
}

// printer is request.Printer over the forms of A4.
type printer struct{ now func() time.Time }

// Print implements request.Printer: whoever signs stands in every block.
func (p printer) Print(f profile.Form, in request.Print) ([]byte, error) {
	d := form.Data{
		Superior: in.Superior, Agency: in.Agency, Symbol: in.Symbol, Place: in.Place, Head: in.Head, Rows: in.Rows,
		At: p.now(), Footer: in.Footer, Signers: map[string]form.Signer{},
	}
	for _, s := range f.Signatures {
		d.Signers[s.Code] = form.Signer{Title: strings.ToUpper(in.SignerTitle), Name: in.Signer}
	}
	return form.PDF(f, d)
}

// vault is request.Vault over the blobs.
type vault struct{ attachments }

// Open implements request.Vault.
func (v vault) Open(ctx context.Context, sha256 string) (io.ReadCloser, error) {
	return v.attachments.Open(ctx, path.Base(sha256))
}

// eligible is request.Eligible over the rules of the organisation.
type eligible struct {
	judge *subscriber.Judge
	now   func() time.Time
}

// Entitle implements request.Eligible.
func (e eligible) Entitle(ctx context.Context, r *request.Request) (request.Entitled, error) {
	var by subscriber.Entitlement
	var err error
	if r.Subject == request.ForPerson {
		by, err = e.judge.EntitlePerson(ctx, r.Person, r.Agency, e.now())
	} else {
		by, err = e.judge.EntitleAgency(ctx, r.Agency, e.now())
	}
	if err != nil {
		return request.Entitled{}, err
	}
	return request.Entitled{Basis: "Thuộc đối tượng theo " + by.Clause + ".", Post: by.Post}, nil
}

// registrar is request.Register over the register of subscribers.
type registrar struct {
	subscribers *subscriber.Service
	signing     *signing.Service
}

// Enter implements request.Register.
func (g registrar) Enter(ctx context.Context, by org.Actor, r *request.Request, in request.Result, former signing.CertificateID) (signing.Certificate, error) {
	incoming := subscriber.Incoming{
		File: in.Certificate, Class: classOf(r.Subject), Agency: r.Agency, System: r.System, KeyKind: signing.KeyToken, Renews: former,
		HeadName: r.Fields["head"], HeadTitle: r.Fields["head_title"], Minutes: r.Code,
	}
	if r.Subject != request.ForAgency {
		incoming.Person = r.Person
	}
	c, err := g.subscribers.Register(ctx, by, incoming)
	if !fault.Is(err, "certificate.known") {
		return c, err
	}
	leaf, _, broken := signing.ReadCertificateFile(in.Certificate)
	if broken != nil {
		return c, broken
	}
	sum := sha256.Sum256(leaf)
	c, found := g.signing.ByFingerprint(ctx, hex.EncodeToString(sum[:]))
	if found != nil || c.Class != incoming.Class || c.Agency != incoming.Agency || c.Person != incoming.Person {
		return c, err // it stands there for somebody else
	}
	return c, nil
}

func classOf(s request.Subject) signing.Class {
	switch s {
	case request.ForPerson:
		return signing.ClassPerson
	case request.ForAgency:
		return signing.ClassAgency
	}
	return signing.ClassService
}
