package documentsql

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql/db"
	"antin/internal/domain/org"
)

// millis stores an instant as UTC milliseconds; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func load(ctx context.Context, q *db.Queries, id document.ID) (*document.Document, error) {
	row, err := q.GetDocument(ctx, string(id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, document.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("reading document %s: %w", id, err)
	}
	d := head(row)
	for _, part := range []func(context.Context, *db.Queries, *document.Document) error{
		loadContent, loadDecisions, loadOpinions, loadPlaces, loadChain, loadChecks, loadPeople, loadGrants,
	} {
		if err := part(ctx, q, d); err != nil {
			return nil, fmt.Errorf("reading document %s: %w", id, err)
		}
	}
	return d, nil
}

func head(r db.Document) *document.Document {
	return &document.Document{
		ID: document.ID(r.ID), Direction: document.Direction(r.Direction), Agency: org.AgencyID(r.Agency), Unit: org.UnitID(r.Unit),
		Drafter: org.PersonID(r.Drafter), Province: r.Province,
		Fields: document.Fields{
			Type: r.Type, Subject: r.Subject, Area: r.Area, Urgency: r.Urgency, Secrecy: document.Secrecy(r.Secrecy), Origin: document.Origin(r.Origin),
			Signer: document.Signer{
				Person: org.PersonID(r.Signer), Name: r.SignerName, Post: org.PostID(r.SignerPost), Title: r.SignerTitle,
				Capacity: org.Capacity(r.Capacity), Authority: org.AuthorityID(r.Authority),
			},
		},
		State: document.State(r.State), Holder: org.PersonID(r.Holder), Version: int(r.Version), Number: int(r.Number), Symbol: r.Symbol,
		IssuedOn: r.IssuedOn, Pages: int(r.Pages), CreatedAt: instant(r.CreatedAt), UpdatedAt: instant(r.UpdatedAt), Rev: int(r.Rev),
		From: r.Sender, FromName: r.SenderName, SenderRef: r.SenderRef, DeliveryID: r.Delivery, DocumentRef: r.DocumentRef,
		ArrivedAt: instant(r.ArrivedAt), Arrival: int(r.Arrival), Refusal: document.Reason{Code: r.RefusalCode, Text: r.RefusalText},
	}
}

func loadContent(ctx context.Context, q *db.Queries, d *document.Document) error {
	versions, err := q.Versions(ctx, string(d.ID))
	if err != nil {
		return err
	}
	for _, v := range versions {
		d.Versions = append(d.Versions, document.Version{ID: document.VersionID(v.ID), No: int(v.No), Hash: v.Hash, Author: org.PersonID(v.Author), At: instant(v.At)})
	}
	files, err := q.Files(ctx, string(d.ID))
	for _, f := range files {
		d.Files = append(d.Files, file(f))
	}
	return err
}

func file(f db.DocumentFile) document.File {
	return document.File{
		ID: document.FileID(f.ID), Version: int(f.Version), Role: document.Role(f.Role), Stage: document.Stage(f.Stage), Name: f.Name,
		SHA256: f.Sha256, Size: f.Size, Pages: int(f.Pages), From: f.MadeFrom, Order: int(f.Place), At: instant(f.At),
	}
}

func loadDecisions(ctx context.Context, q *db.Queries, d *document.Document) error {
	rows, err := q.Decisions(ctx, string(d.ID))
	for _, r := range rows {
		var faults []string
		if err := json.Unmarshal([]byte(r.Faults), &faults); err != nil {
			return fmt.Errorf("faults of decision %s: %w", r.ID, err)
		}
		d.Decisions = append(d.Decisions, document.Decision{
			ID: document.DecisionID(r.ID), Kind: document.DecisionKind(r.Kind), By: org.PersonID(r.Person), ByName: r.PersonName,
			Version: int(r.Version), Hash: r.Hash, OK: r.Ok, Comment: r.Comment, Faults: faults, Clause: r.Clause,
			At: instant(r.At), Voided: instant(r.VoidedAt),
		})
	}
	return err
}

func loadOpinions(ctx context.Context, q *db.Queries, d *document.Document) error {
	rows, err := q.Opinions(ctx, string(d.ID))
	for _, r := range rows {
		d.Opinions = append(d.Opinions, document.Opinion{
			ID: document.OpinionID(r.ID), Round: int(r.Round), Person: org.PersonID(r.Person), PersonName: r.PersonName, DueAt: instant(r.DueAt),
			Text: r.Text, GivenAt: instant(r.GivenAt), Answer: r.Answer, AnswerText: r.AnswerText, AnsweredAt: instant(r.AnsweredAt),
			Unit: org.UnitID(r.Unit), UnitName: r.UnitName, RemindedAt: instant(r.RemindedAt),
		})
	}
	return err
}

func loadPlaces(ctx context.Context, q *db.Queries, d *document.Document) error {
	rows, err := q.Places(ctx, string(d.ID))
	for _, r := range rows {
		d.Places = append(d.Places, document.Place{Field: r.Field, Page: int(r.Page), X0: r.X0, Y0: r.Y0, X1: r.X1, Y1: r.Y1, Found: r.Found, Why: r.Why, Absent: r.Absent, Prefix: r.Prefix})
	}
	return err
}

func loadChecks(ctx context.Context, q *db.Queries, d *document.Document) error {
	rows, err := q.Checks(ctx, string(d.ID))
	for _, r := range rows {
		d.Checks = append(d.Checks, document.Check{
			ID: r.ID, File: document.FileID(r.File), SHA256: r.Sha256, At: instant(r.At), By: org.PersonID(r.Person), Gate: r.Gate,
			Indication: r.Indication, SubIndication: r.SubIndication, Report: r.Report, Tool: r.Tool,
		})
	}
	return err
}

func loadPeople(ctx context.Context, q *db.Queries, d *document.Document) error {
	recipients, err := q.Recipients(ctx, string(d.ID))
	if err != nil {
		return err
	}
	for _, r := range recipients {
		d.Recipients = append(d.Recipients, document.Recipient{Code: r.Code, Name: r.Name, Agency: org.AgencyID(r.Agency), Kind: recipientKind(r.Person, r.ToKnow)})
	}
	tasks, err := q.Assignments(ctx, string(d.ID))
	for _, r := range tasks {
		d.Assignments = append(d.Assignments, document.Assignment{
			ID: document.AssignmentID(r.ID), Person: org.PersonID(r.Person), PersonName: r.PersonName, By: org.PersonID(r.AssignedBy),
			Direction: r.Direction, DueOn: r.DueOn, At: instant(r.At), DoneAt: instant(r.DoneAt), Result: r.Result,
			Unit: org.UnitID(r.Unit), Ended: r.Ended,
		})
	}
	return err
}

func recipientKind(person, toKnow bool) document.RecipientKind {
	switch {
	case person && toKnow:
		return document.PersonToKnow
	case person:
		return document.PersonToAct
	}
	return document.ToAgency
}
