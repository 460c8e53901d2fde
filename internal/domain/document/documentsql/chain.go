package documentsql

import (
	"context"
	"fmt"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql/db"
	"antin/internal/domain/org"
)

func loadChain(ctx context.Context, q *db.Queries, d *document.Document) error {
	rows, err := q.Steps(ctx, string(d.ID))
	for _, r := range rows {
		d.Chain.Flow = document.Flow(r.Flow)
		d.Chain.Steps = append(d.Chain.Steps, document.Step{
			ID: document.StepID(r.ID), Order: int(r.Position), Need: int(r.Need), Kind: document.StepKind(r.Kind),
			Agency: org.AgencyID(r.Agency), AgencyName: r.AgencyName, Person: org.PersonID(r.Person), Name: r.Name, Post: org.PostID(r.Post),
			Title: r.Title, Capacity: org.Capacity(r.Capacity), Field: r.Field, State: document.StepState(r.State),
			By: org.PersonID(r.SignedBy), ByName: r.SignedName, Hash: r.Hash, Reason: r.Reason, At: instant(r.At),
		})
	}
	return err
}

func (t *transaction) saveChain(ctx context.Context, d *document.Document, c document.Changes) error {
	if !c.ChainSet {
		return nil
	}
	if err := t.q.DeleteSteps(ctx, string(d.ID)); err != nil {
		return fmt.Errorf("replacing the chain of signatures: %w", err)
	}
	for i, s := range d.Chain.Steps {
		err := t.q.InsertStep(ctx, db.InsertStepParams{
			ID: string(s.ID), Document: string(d.ID), Seq: int32(i), Flow: string(d.Chain.Flow), Position: int32(s.Order), Need: int32(s.Need),
			Kind: string(s.Kind), Agency: string(s.Agency), AgencyName: s.AgencyName, Person: string(s.Person), Name: s.Name, Post: string(s.Post),
			Title: s.Title, Capacity: string(s.Capacity), Field: s.Field, State: string(s.State), SignedBy: string(s.By), SignedName: s.ByName,
			Hash: s.Hash, Reason: s.Reason, At: millis(s.At),
		})
		if err != nil {
			return fmt.Errorf("storing a step of the chain: %w", err)
		}
	}
	return nil
}
