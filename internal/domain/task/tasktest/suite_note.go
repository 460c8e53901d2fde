package tasktest

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/task"
)

func testNotes(t *testing.T, d *Desk) {
	x, doc := d.task(1), document.ID(d.name("doc"))
	x.Document = doc
	d.add(x)
	var want []task.Note
	for i, text := range []string{"Tham mưu trả lời.", "Đã có dự thảo."} {
		n := task.Note{
			ID: task.NoteID(d.name([]string{"a", "b"}[i])), Task: x.ID, Root: x.Root, Document: doc, Kind: task.Reporting, Author: "a", AuthorName: "Lê Thị Hoa",
			At: Start.Add(time.Duration(i) * time.Hour), Text: text,
		}
		if i == 1 {
			n.Files = []task.File{{Name: "bảng.xlsx", SHA256: d.name("sum"), Size: 12}}
		}
		n.Hash = n.Digest()
		want = append(want, n)
		d.write(func(ctx context.Context, tx task.Tx) error { return tx.AddNote(ctx, n) })
	}
	ofTask, err := d.store.Notes(t.Context(), x.ID, "")
	must(t, err)
	ofDocument, err := d.store.Notes(t.Context(), "", doc)
	must(t, err)
	for _, got := range [][]task.Note{ofTask, ofDocument} {
		if !reflect.DeepEqual(got, want) || !got[1].Whole() {
			t.Errorf("%+v\nwant %+v", got, want)
		}
	}
	if err := d.store.Transact(t.Context(), func(ctx context.Context, tx task.Tx) error { return tx.AddNote(ctx, want[0]) }); err == nil {
		t.Error("a note was written over")
	}
	after, err := d.store.NotesAfter(t.Context(), want[0].ID, 1)
	if must(t, err); len(after) != 1 || after[0].ID <= want[0].ID {
		t.Errorf("%+v", after)
	}
	for sum, want := range map[string]bool{d.name("sum"): true, d.name("other sum"): false} {
		if has, err := d.store.Referenced(t.Context(), sum); err != nil || has != want {
			t.Error(sum, has, err)
		}
	}
}

func testDelegations(t *testing.T, d *Desk) {
	x := task.Delegation{ID: task.DelegationID(d.name("d")), Agency: d.agency, Person: "deputy", Name: "Lê Thị Hoa", By: "head", From: Start, To: Start.AddDate(0, 0, 10)}
	put := func() { d.write(func(ctx context.Context, tx task.Tx) error { return tx.PutDelegation(ctx, x) }) }
	has := func(at time.Time) bool {
		list, err := d.store.Delegations(t.Context(), d.agency, at)
		must(t, err)
		return slices.Contains(list, x)
	}
	put()
	if !has(Start) || !has(Start.AddDate(0, 0, 9)) || has(x.To) {
		t.Error("not from its first day to its last")
	}
	x.EndedAt = Start.AddDate(0, 0, 2)
	put()
	if !has(Start) || has(x.EndedAt) {
		t.Error("ended before its time, and still there")
	}
}

func testPhrases(t *testing.T, d *Desk) {
	for _, want := range [][]string{{"Tham mưu trả lời.", "Để biết."}, {"Khẩn trương."}, nil} {
		d.write(func(ctx context.Context, tx task.Tx) error { return tx.SetPhrases(ctx, d.person("a"), want) })
		if got, err := d.store.Phrases(t.Context(), d.person("a")); err != nil || !slices.Equal(got, want) {
			t.Error(got, want, err)
		}
	}
}

func testAnswers(t *testing.T, d *Desk) {
	in, first, second := document.ID(d.name("in")), document.ID(d.name("2")), document.ID(d.name("1"))
	for i, out := range []document.ID{first, second, first} {
		d.write(func(ctx context.Context, tx task.Tx) error {
			return tx.AddAnswer(ctx, in, out, "a", Start.Add(time.Duration(i)*time.Minute))
		})
	}
	answers, err := d.store.Answers(t.Context(), in)
	must(t, err)
	questions, err := d.store.Questions(t.Context(), first)
	must(t, err)
	if !slices.Equal(answers, []document.ID{first, second}) || !slices.Equal(questions, []document.ID{in}) {
		t.Error(answers, questions)
	}
}

func testDigest(t *testing.T, d *Desk) {
	x := task.Digest{Person: d.person("a"), Agency: d.agency, Day: "2026-11-23", Today: []task.Line{{Task: "t", Title: "Báo cáo", Whom: "Hoa", Due: Start}}}
	if _, err := d.store.Digest(t.Context(), x.Person, x.Agency, x.Day); !errors.Is(err, task.ErrNotFound) {
		t.Error(err)
	}
	for _, first := range []bool{true, false} {
		d.write(func(ctx context.Context, tx task.Tx) error {
			made, err := tx.PutDigest(ctx, x)
			if made != first {
				t.Errorf("made: %v, want %v", made, first)
			}
			return err
		})
	}
	d.write(func(ctx context.Context, tx task.Tx) error { return tx.SeeDigest(ctx, x, Start) })
	got, err := d.store.Digest(t.Context(), x.Person, x.Agency, x.Day)
	x.SeenAt = Start
	if must(t, err); !reflect.DeepEqual(got, x) {
		t.Errorf("%+v\nwant %+v", got, x)
	}
}
