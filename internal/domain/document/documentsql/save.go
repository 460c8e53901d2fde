package documentsql

import (
	"context"
	"encoding/json"
	"fmt"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql/db"
	"antin/internal/fault"
)

// Save implements document.Tx.
func (t *transaction) Save(ctx context.Context, d *document.Document) error {
	c := d.Changes()
	write := t.update
	if c.New {
		write = t.insert
	}
	if err := write(ctx, d); err != nil {
		return err
	}
	for _, part := range []func(context.Context, *document.Document, document.Changes) error{
		t.saveContent, t.saveDecisions, t.saveOpinions, t.savePlaces, t.saveChain, t.saveChecks, t.savePeople, t.saveIntake, t.saveReaders,
	} {
		if err := part(ctx, d, c); err != nil {
			return err
		}
	}
	// Not before: a transaction that is tried again has to write them again.
	t.tx.AfterCommit(func() {
		d.Forget()
		d.Rev++
	})
	return nil
}

func (t *transaction) insert(ctx context.Context, d *document.Document) error {
	return t.q.InsertDocument(ctx, db.InsertDocumentParams{
		ID: string(d.ID), Direction: string(d.Direction), Agency: string(d.Agency), Unit: string(d.Unit), Drafter: string(d.Drafter),
		Province: d.Province, Type: d.Type, Subject: d.Subject, Area: d.Area, Urgency: d.Urgency, Secrecy: string(d.Secrecy),
		Origin: string(d.Origin), Signer: string(d.Signer.Person), SignerName: d.Signer.Name, SignerPost: string(d.Signer.Post),
		SignerTitle: d.Signer.Title, Capacity: string(d.Signer.Capacity), Authority: string(d.Signer.Authority), State: string(d.State),
		Holder: string(d.Holder), Version: int32(d.Version), Number: int32(d.Number), Symbol: d.Symbol, IssuedOn: d.IssuedOn,
		Pages: int32(d.Pages), Sender: d.From, SenderName: d.FromName, SenderRef: d.SenderRef, Delivery: d.DeliveryID,
		DocumentRef: d.DocumentRef, ArrivedAt: millis(d.ArrivedAt), Arrival: int32(d.Arrival), RefusalCode: d.Refusal.Code,
		RefusalText: d.Refusal.Text, CreatedAt: millis(d.CreatedAt), UpdatedAt: millis(d.UpdatedAt), Rev: 1,
	})
}

func (t *transaction) update(ctx context.Context, d *document.Document) error {
	n, err := t.q.UpdateDocument(ctx, db.UpdateDocumentParams{
		Type: d.Type, Subject: d.Subject, Area: d.Area, Urgency: d.Urgency, Secrecy: string(d.Secrecy), Origin: string(d.Origin),
		Signer: string(d.Signer.Person), SignerName: d.Signer.Name, SignerPost: string(d.Signer.Post), SignerTitle: d.Signer.Title,
		Capacity: string(d.Signer.Capacity), Authority: string(d.Signer.Authority), State: string(d.State), Holder: string(d.Holder),
		Version: int32(d.Version), Number: int32(d.Number), Symbol: d.Symbol, IssuedOn: d.IssuedOn, Pages: int32(d.Pages),
		Arrival: int32(d.Arrival), RefusalCode: d.Refusal.Code, RefusalText: d.Refusal.Text, UpdatedAt: millis(d.UpdatedAt),
		ID: string(d.ID), Rev: int32(d.Rev),
	})
	if err == nil && n != 1 {
		return fault.New(fault.Conflict, "document.raced", "Văn bản vừa được người khác thay đổi.").Do("Mở lại văn bản rồi làm tiếp.")
	}
	return err
}

func (t *transaction) saveContent(ctx context.Context, d *document.Document, c document.Changes) error {
	for _, v := range c.Versions {
		if err := t.q.InsertVersion(ctx, db.InsertVersionParams{ID: string(v.ID), Document: string(d.ID), No: int32(v.No), Hash: v.Hash, Author: string(v.Author), At: millis(v.At)}); err != nil {
			return fmt.Errorf("storing version %d: %w", v.No, err)
		}
	}
	first := len(d.Files) - len(c.Files)
	for i, f := range c.Files {
		err := t.q.InsertFile(ctx, db.InsertFileParams{
			ID: string(f.ID), Document: string(d.ID), Seq: int32(first + i), Version: int32(f.Version), Role: string(f.Role), Stage: string(f.Stage),
			Name: f.Name, Sha256: f.SHA256, Size: f.Size, Pages: int32(f.Pages), MadeFrom: f.From, Place: int32(f.Order), At: millis(f.At),
		})
		if err != nil {
			return fmt.Errorf("storing file %s: %w", f.Name, err)
		}
	}
	return nil
}

func (t *transaction) saveDecisions(ctx context.Context, d *document.Document, c document.Changes) error {
	for _, id := range c.Voided {
		if err := t.q.VoidDecision(ctx, millis(c.VoidedAt), string(id)); err != nil {
			return fmt.Errorf("voiding decision %s: %w", id, err)
		}
	}
	first := len(d.Decisions) - len(c.Decisions)
	for i, dec := range c.Decisions {
		dec = d.Decisions[first+i] // with a void of the same command
		faults, err := json.Marshal(append([]string{}, dec.Faults...))
		if err != nil {
			return fmt.Errorf("faults of decision %s: %w", dec.ID, err)
		}
		err = t.q.InsertDecision(ctx, db.InsertDecisionParams{
			ID: string(dec.ID), Document: string(d.ID), Seq: int32(first + i), Kind: string(dec.Kind), Person: string(dec.By), PersonName: dec.ByName,
			Version: int32(dec.Version), Hash: dec.Hash, Ok: dec.OK, Comment: dec.Comment, Faults: string(faults), Clause: dec.Clause,
			At: millis(dec.At), VoidedAt: millis(dec.Voided),
		})
		if err != nil {
			return fmt.Errorf("storing decision %s: %w", dec.Kind, err)
		}
	}
	return nil
}

func (t *transaction) saveOpinions(ctx context.Context, d *document.Document, c document.Changes) error {
	for _, o := range c.Opinions {
		err := t.q.PutOpinion(ctx, db.PutOpinionParams{
			ID: string(o.ID), Document: string(d.ID), Round: int32(o.Round), Person: string(o.Person), PersonName: o.PersonName, DueAt: millis(o.DueAt),
			Text: o.Text, GivenAt: millis(o.GivenAt), Answer: o.Answer, AnswerText: o.AnswerText, AnsweredAt: millis(o.AnsweredAt),
			Unit: string(o.Unit), UnitName: o.UnitName, RemindedAt: millis(o.RemindedAt),
		})
		if err != nil {
			return fmt.Errorf("storing an opinion: %w", err)
		}
	}
	return nil
}

func (t *transaction) savePlaces(ctx context.Context, d *document.Document, c document.Changes) error {
	if !c.PlacesSet {
		return nil
	}
	if err := t.q.DeletePlaces(ctx, string(d.ID)); err != nil {
		return fmt.Errorf("replacing places: %w", err)
	}
	for _, p := range c.Places {
		err := t.q.InsertPlace(ctx, db.InsertPlaceParams{
			Document: string(d.ID), Field: p.Field, Page: int32(p.Page), X0: p.X0, Y0: p.Y0, X1: p.X1, Y1: p.Y1, Found: p.Found, Why: p.Why, Absent: p.Absent, Prefix: p.Prefix,
		})
		if err != nil {
			return fmt.Errorf("storing the place of %s: %w", p.Field, err)
		}
	}
	return nil
}

func (t *transaction) saveChecks(ctx context.Context, d *document.Document, c document.Changes) error {
	for _, k := range c.Checks {
		err := t.q.InsertCheck(ctx, db.InsertCheckParams{
			ID: k.ID, Document: string(d.ID), File: string(k.File), Sha256: k.SHA256, At: millis(k.At), Person: string(k.By), Gate: k.Gate,
			Indication: k.Indication, SubIndication: k.SubIndication, Report: k.Report, Tool: k.Tool,
		})
		if err != nil {
			return fmt.Errorf("storing a verification: %w", err)
		}
	}
	return nil
}

func (t *transaction) savePeople(ctx context.Context, d *document.Document, c document.Changes) error {
	for _, a := range c.Assignments {
		err := t.q.PutAssignment(ctx, db.PutAssignmentParams{
			ID: string(a.ID), Document: string(d.ID), Person: string(a.Person), PersonName: a.PersonName, AssignedBy: string(a.By),
			Direction: a.Direction, DueOn: a.DueOn, At: millis(a.At), DoneAt: millis(a.DoneAt), Result: a.Result,
			Unit: string(a.Unit), Ended: a.Ended,
		})
		if err != nil {
			return fmt.Errorf("storing an assignment: %w", err)
		}
	}
	if !c.Recipients {
		return nil
	}
	if err := t.q.DeleteRecipients(ctx, string(d.ID)); err != nil {
		return fmt.Errorf("replacing recipients: %w", err)
	}
	for i, r := range d.Recipients {
		if err := t.q.InsertRecipient(ctx, db.InsertRecipientParams{Document: string(d.ID), Seq: int32(i), Code: r.Code, Name: r.Name, Agency: string(r.Agency), Person: r.Kind != document.ToAgency, ToKnow: r.Kind == document.PersonToKnow}); err != nil {
			return fmt.Errorf("storing a recipient: %w", err)
		}
	}
	return nil
}
