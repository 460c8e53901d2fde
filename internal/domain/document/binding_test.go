package document_test

import (
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documenttest"
)

func stands(t *testing.T, d *document.Document, kind document.DecisionKind, want bool) {
	t.Helper()
	if _, ok := d.Standing(kind); ok != want {
		t.Errorf("%s: standing %v in %s, want %v", kind, ok, d.State, want)
	}
}

// After a return everything has to be decided again, also when the content
// stays as it was.
func TestReturnVoidsEveryDecision(t *testing.T) {
	t.Parallel()
	for _, from := range []document.State{document.UnitReview, document.Formatting, document.AwaitingApproval, document.AwaitingSignature, document.Faulty} {
		d := documenttest.Reach(t, from)
		at := d.UpdatedAt.Add(time.Minute)
		must(t, d.Return(documenttest.Signer, "Xem lại số liệu.", at))
		for _, kind := range []document.DecisionKind{document.UnitApproval, document.FormatCheck, document.Approval, document.SignatureMade, document.Recheck} {
			stands(t, d, kind, false)
		}
		if d.Holder != documenttest.Drafter.Person || d.State != document.Drafting {
			t.Errorf("from %s: %s holds it in %s", from, d.Holder, d.State)
		}
		for _, dec := range d.Decisions {
			if !dec.Voided.IsZero() && !dec.Voided.Equal(at) {
				t.Errorf("%s voided at %v", dec.Kind, dec.Voided)
			}
		}
	}
}

// A new version makes another content hash; the same files make the same.
func TestContentHashBindsEveryFile(t *testing.T) {
	t.Parallel()
	files := append(documenttest.Version("a"), documenttest.Upload(document.Appendix, "c"))
	of := func(files []document.File) string {
		d := document.NewDraft(documenttest.Drafter, documenttest.Fields(), documenttest.Start)
		must(t, d.NewVersion(documenttest.Drafter, files, documenttest.Start))
		return d.ContentHash()
	}
	right := of(files)
	if of(files) != right {
		t.Fatal("the hash is not the same twice")
	}
	for i := range files {
		for name, change := range map[string]func(*document.File){
			"bytes": func(f *document.File) { f.SHA256 = documenttest.Hash("other") },
			"role":  func(f *document.File) { f.Role = document.Source },
		} {
			other := append([]document.File(nil), files...)
			change(&other[i])
			if of(other) == right {
				t.Errorf("file %d: other %s, same hash", i, name)
			}
		}
	}
	if of(files[:2]) == right || of([]document.File{files[0], files[2], files[1]}) == right {
		t.Error("a file less, or another order, has the same hash")
	}
	converted := documenttest.Upload(document.Main, "converted")
	converted.Stage = document.Converted
	if of(append(files[:3:3], converted)) != right {
		t.Error("the converted PDF follows from its source and does not count")
	}
}

// Moving a field makes another PDF: who approved the former has to look again.
func TestMovingAPlaceVoidsTheSignersApproval(t *testing.T) {
	t.Parallel()
	for _, moved := range []bool{true, false} {
		d := documenttest.Reach(t, document.AwaitingSignature)
		must(t, documenttest.Lay(d, documenttest.Signer, "khác", moved, d.UpdatedAt.Add(time.Minute)))
		stands(t, d, document.Approval, false)
		stands(t, d, document.UnitApproval, true) // of the content, which is the same
		if d.State != document.AwaitingApproval {
			t.Errorf("moved %v: %s", moved, d.State)
		}
	}
}

func TestFailedRecheckTakesBackTheGoodOne(t *testing.T) {
	t.Parallel()
	d := documenttest.Reach(t, document.AwaitingClerk)
	at := d.UpdatedAt.Add(time.Minute)
	must(t, d.Rechecked(documenttest.Clerk, d.Seen(), nil, "", at))
	stands(t, d, document.Recheck, true)
	must(t, d.Rechecked(documenttest.Clerk, d.Seen(), []string{documenttest.Law(t, "NA").Documents.FormatFaults[0].Code}, "", at))
	stands(t, d, document.Recheck, false)
	if d.State != document.Faulty || d.Holder != documenttest.Drafter.Person {
		t.Errorf("%s, %s", d.State, d.Holder)
	}
}

// The day of the number is that of Vinh, and a second call after midnight
// changes neither number nor day.
func TestNumberAndDayAreGivenOnce(t *testing.T) {
	t.Parallel()
	d := documenttest.Reach(t, document.AwaitingClerk)
	evening := time.Date(2026, 12, 31, 16, 59, 59, 0, time.UTC) // 23:59:59 in Vinh
	must(t, d.Rechecked(documenttest.Clerk, d.Seen(), nil, "", evening))
	must(t, d.Numbered(documenttest.Clerk, 12, "SKHCN-CĐS", evening))
	must(t, d.Numbered(documenttest.Clerk, 13, "KHAC", evening.Add(time.Second)))
	if d.Number != 12 || d.Symbol != "SKHCN-CĐS" || d.IssuedOn != "2026-12-31" {
		t.Errorf("%d, %s, %s", d.Number, d.Symbol, d.IssuedOn)
	}
	if document.Day(evening.Add(time.Second)) != "2027-01-01" {
		t.Error(document.Day(evening.Add(time.Second)))
	}
}

func TestCancelKeepsTheNumber(t *testing.T) {
	t.Parallel()
	for _, from := range []document.State{document.Numbered, document.SealedState} {
		d := documenttest.Reach(t, from)
		day := d.IssuedOn
		must(t, d.Cancel(documenttest.Clerk, " Cấp nhầm sổ. ", d.UpdatedAt.Add(time.Minute)))
		last := d.Decisions[len(d.Decisions)-1]
		if d.Number != 12 || d.IssuedOn != day || last.Kind != document.Cancelled || last.Comment != "Cấp nhầm sổ." {
			t.Errorf("from %s: number %d, %s, %+v", from, d.Number, d.IssuedOn, last)
		}
	}
}

// What could not be told at first and then holds carries no reason any more.
func TestHeldThenValidCarriesNoReason(t *testing.T) {
	t.Parallel()
	d := documenttest.Reach(t, document.Held)
	if d.Refusal.Code == "" {
		t.Fatal("held without reason")
	}
	must(t, d.Judge(document.Verdict{OK: true}, documenttest.Law(t, "NA"), d.UpdatedAt.Add(time.Minute)))
	if d.State != document.Valid || d.Refusal != (document.Reason{}) {
		t.Errorf("%s, %+v", d.State, d.Refusal)
	}
}

// What does not hold is refused or held, as the province says.
func TestInvalidArrivalFollowsTheProvince(t *testing.T) {
	t.Parallel()
	for province, want := range map[string]document.State{
		"NA": document.Refused, "LD": document.Refused, "BG": document.Refused, "HD": document.Refused, "HT": document.Held,
	} {
		d := documenttest.Reach(t, document.Arrived)
		must(t, d.Judge(document.Verdict{Reason: documenttest.Reason}, documenttest.Law(t, province), documenttest.Start))
		if d.State != want || d.Refusal.Code != documenttest.Reason.Code || d.Arrival != 0 {
			t.Errorf("%s: %s, %+v", province, d.State, d.Refusal)
		}
	}
}

func TestDocumentIsCompleteWhenEveryTaskIs(t *testing.T) {
	t.Parallel()
	d := documenttest.Reach(t, document.Assigned)
	at := d.UpdatedAt.Add(time.Minute)
	must(t, d.Hand(documenttest.Signer, documenttest.Hand(documenttest.Checker), at))
	must(t, d.Finish(documenttest.Drafter, d.Assignments[0].ID, "Xong phần tôi.", at))
	if d.State != document.Assigned || !d.Assignments[1].DoneAt.IsZero() {
		t.Fatalf("%s, %+v", d.State, d.Assignments)
	}
	must(t, d.Finish(documenttest.Checker, d.Assignments[1].ID, "Xong.", at))
	if d.State != document.Completed || d.Holder != "" {
		t.Errorf("%s held by %q", d.State, d.Holder)
	}
}

// Taken back by all, it waits to be assigned again; a result that was not enough
// opens it again.
func TestDocumentGoesBackWhenNobodyHasIt(t *testing.T) {
	t.Parallel()
	d := documenttest.Reach(t, document.Completed)
	at, first := d.UpdatedAt.Add(time.Minute), d.Assignments[0].ID
	must(t, d.Resume(documenttest.Signer, first, at))
	if d.State != document.Assigned || d.Holder != documenttest.Drafter.Person || d.Assignments[0].Result != "" {
		t.Fatalf("opened again: %s held by %q, %+v", d.State, d.Holder, d.Assignments)
	}
	must(t, d.LetGo(documenttest.Signer, first, document.EndedRecalled, at))
	if d.State != document.Registered || d.Holder != "" {
		t.Errorf("taken back: %s held by %q", d.State, d.Holder)
	}
}
