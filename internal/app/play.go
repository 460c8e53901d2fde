package app

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// cast are the practice accounts that carry one document through the main job.
type cast struct {
	officer, unitLeader, checker, signer, clerk       string
	receiver                                          string // code of the receiving agency
	receivingClerk, receivingLeader, receivingOfficer string
}

// department plays a letter of the department to another one.
var department = cast{
	officer: "chuyenvien.skhcn", unitLeader: "truongphong.skhcn", checker: "thethuc.skhcn", signer: "phogiamdoc.skhcn",
	clerk: "vanthu.skhcn", receiver: "H41.35", receivingClerk: "vanthu.snv", receivingLeader: "giamdoc.snv", receivingOfficer: "chuyenvien.snv",
}

// play carries one document; it is what the tour, the sample drafts and the
// tests of whole journeys share.
type play struct {
	*province
	cast
	id document.ID
}

// draft is what the officer hands in.
type draft struct {
	typeCode, subject, area string
	capacity                org.Capacity
	name                    string
	main                    []byte
	separate                []document.Upload
}

func (p *play) write(ctx context.Context, d draft) error {
	by, err := p.actor(ctx, p.officer)
	if err != nil {
		return err
	}
	signer, err := p.actor(ctx, p.signer)
	if err != nil {
		return err
	}
	p.id, err = p.app.Documents.Create(ctx, by, document.Fields{
		Type: d.typeCode, Subject: d.subject, Area: d.area, Urgency: "normal", Secrecy: document.Ordinary, Origin: document.Created,
		Signer:     document.Signer{Person: signer.Person, Capacity: d.capacity},
		Recipients: []document.Recipient{{Code: p.receiver}},
	})
	if err != nil {
		return err
	}
	files := append([]document.Upload{{Role: document.Main, Name: d.name, Body: bytes.NewReader(d.main)}}, d.separate...)
	return p.app.Documents.AddVersion(ctx, by, p.id, files)
}

func (p *play) submit(ctx context.Context) error {
	by, err := p.actor(ctx, p.officer)
	if err != nil {
		return err
	}
	return p.app.Documents.Submit(ctx, by, p.id)
}

func (p *play) consent(ctx context.Context) error {
	by, err := p.actor(ctx, p.unitLeader)
	if err != nil {
		return err
	}
	d, err := p.app.Documents.Get(ctx, by, p.id)
	if err != nil {
		return err
	}
	return p.app.Documents.UnitApprove(ctx, by, p.id, d.Binding(), "")
}

func (p *play) format(ctx context.Context) error {
	by, err := p.actor(ctx, p.checker)
	if err != nil {
		return err
	}
	d, err := p.app.Documents.Get(ctx, by, p.id)
	if err != nil {
		return err
	}
	return p.app.Documents.PassFormat(ctx, by, p.id, d.Seen(), "")
}

func (p *play) approve(ctx context.Context) error {
	by, hash, err := p.prepared(ctx)
	if err != nil {
		return err
	}
	return p.app.Documents.Approve(ctx, by, p.id, hash)
}

// prepared is the signer and the hash of the PDF that is signed.
func (p *play) prepared(ctx context.Context) (org.Actor, string, error) {
	by, err := p.actor(ctx, p.signer)
	if err != nil {
		return by, "", err
	}
	d, err := p.app.Documents.Get(ctx, by, p.id)
	if err != nil {
		return by, "", err
	}
	f, ok := d.SignBase()
	if !ok {
		return by, "", fmt.Errorf("document %s has no prepared PDF", p.id)
	}
	return by, f.SHA256, nil
}

func (p *play) sign(ctx context.Context) error {
	by, hash, err := p.prepared(ctx)
	if err != nil {
		return err
	}
	with, err := p.personal(ctx, by, p.signer)
	if err != nil {
		return err
	}
	return p.app.Documents.Sign(ctx, by, p.id, hash, with)
}

// personal is the person's own certificate with its practice password.
func (p *province) personal(ctx context.Context, by org.Actor, account string) (document.With, error) {
	list, err := p.app.Signing.OfPerson(ctx, by.Person)
	if err != nil || len(list) == 0 {
		return document.With{}, fmt.Errorf("no certificate of %s: %w", account, err)
	}
	return document.With{Certificate: list[0].ID, Password: p.login(account).KeyPassword}, nil
}

// agencyKey is the certificate that the clerk holds for the agency.
func (p *province) agencyKey(ctx context.Context, by org.Actor, account string) (document.With, error) {
	list, err := p.app.Signing.CustodiesOf(ctx, by.Person, p.app.Now())
	if err != nil || len(list) == 0 {
		return document.With{}, fmt.Errorf("%s holds no agency certificate: %w", account, err)
	}
	return document.With{Certificate: signing.CertificateID(list[0].Certificate), Password: p.login(account).KeyPassword}, nil
}

func (p *play) recheck(ctx context.Context) error {
	by, err := p.actor(ctx, p.clerk)
	if err != nil {
		return err
	}
	d, err := p.app.Documents.Get(ctx, by, p.id)
	if err != nil {
		return err
	}
	return p.app.Documents.Recheck(ctx, by, p.id, d.Seen(), nil, "")
}

func (p *play) seal(ctx context.Context) error {
	by, err := p.actor(ctx, p.clerk)
	if err != nil {
		return err
	}
	with, err := p.agencyKey(ctx, by, p.clerk)
	if err != nil {
		return err
	}
	return p.app.Documents.Seal(ctx, by, p.id, with)
}

func (p *play) release(ctx context.Context) error {
	by, err := p.actor(ctx, p.clerk)
	if err != nil {
		return err
	}
	return p.app.Documents.Release(ctx, by, p.id)
}

// settle runs the jobs until nothing is left that can run.
func (a *App) settle(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	defer stop()
	running, end := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { a.Queue.Run(running); close(done) }()
	defer func() { end(); <-done }()
	a.Queue.Wake()
	for {
		counts, err := a.Queue.Counts(ctx)
		if err != nil {
			return err
		}
		if counts["dead"] > 0 {
			return fmt.Errorf("%d jobs were given up", counts["dead"])
		}
		if counts["ready"]+counts["running"] == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("jobs are still under way: %w", ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// arrival finds the document at the receiving agency.
func (p *play) arrival(ctx context.Context) (document.ID, error) {
	list, err := p.app.Exchange.Store.OfDocument(ctx, p.id)
	if err != nil {
		return "", err
	}
	for _, d := range list {
		if d.Recipient.Code == p.receiver {
			return p.app.Documents.Store.ByDelivery(ctx, d.Recipient.Agency, string(d.ID))
		}
	}
	return "", fmt.Errorf("document %s was not delivered to %s", p.id, p.receiver)
}

func (p *play) register(ctx context.Context) error {
	id, err := p.arrival(ctx)
	if err != nil {
		return err
	}
	by, err := p.actor(ctx, p.receivingClerk)
	if err != nil {
		return err
	}
	_, err = p.app.Documents.Register(ctx, by, id)
	return err
}

func (p *play) assign(ctx context.Context) error {
	id, err := p.arrival(ctx)
	if err != nil {
		return err
	}
	by, err := p.actor(ctx, p.receivingLeader)
	if err != nil {
		return err
	}
	to, err := p.actor(ctx, p.receivingOfficer)
	if err != nil {
		return err
	}
	return p.app.Tasks.Assign(ctx, by, id, to.Person, "Chủ trì tham mưu, báo cáo kết quả.", p.dueIn(3))
}

func (p *play) complete(ctx context.Context) error {
	id, err := p.arrival(ctx)
	if err != nil {
		return err
	}
	by, err := p.actor(ctx, p.receivingOfficer)
	if err != nil {
		return err
	}
	return p.app.Tasks.Finish(ctx, by, id, "Đã thực hiện và báo cáo lãnh đạo.")
}

// dueIn is the day of a deadline so many working days from now.
func (p *play) dueIn(days int) string {
	now := p.app.Now()
	law, err := p.app.Profiles.At(p.app.Config.Province, now)
	if err != nil {
		return document.Day(now)
	}
	return document.Day(law.Calendar().AddDays(now, days))
}
