package document_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documenttest"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

func dice() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// refusal is one thing that somebody tries in some state, and the code of the
// answer.
type refusal struct {
	name string
	in   document.State
	try  func(d *document.Document, p *profile.Profile, at time.Time) error
	code string
}

func checkRefusals(t *testing.T, tests []refusal) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := documenttest.Reach(t, test.in)
			err := test.try(d, documenttest.Law(t, "NA"), d.UpdatedAt.Add(time.Minute))
			f, ok := fault.From(err)
			if !ok || f.Code != test.code {
				t.Fatalf("got %v, want the refusal %s", err, test.code)
			}
			if f.Message == "" || d.State != test.in {
				t.Errorf("message %q, state %s", f.Message, d.State)
			}
		})
	}
}

type (
	doc = *document.Document
	law = *profile.Profile
)

func TestDraftRefuses(t *testing.T) {
	t.Parallel()
	drafter, other := documenttest.Drafter, documenttest.Colleague
	checkRefusals(t, []refusal{
		{"edit after submission", document.UnitReview, func(d doc, _ law, at time.Time) error { return d.Edit(drafter, documenttest.Fields(), at) }, "document.order"},
		{"edit by another", document.Drafting, func(d doc, _ law, at time.Time) error { return d.Edit(other, documenttest.Fields(), at) }, "document.not-drafter"},
		{"version by another", document.Drafting, func(d doc, _ law, at time.Time) error {
			return d.NewVersion(other, documenttest.Version("x"), at)
		}, "document.not-drafter"},
		{"version after submission", document.AwaitingClerk, func(d doc, _ law, at time.Time) error {
			return d.NewVersion(drafter, documenttest.Version("x"), at)
		}, "document.order"},
		{"version without file", document.Drafting, func(d doc, _ law, at time.Time) error { return d.NewVersion(drafter, nil, at) }, "document.no-file"},
		{"version of too many files", document.Drafting, func(d doc, _ law, at time.Time) error {
			return d.NewVersion(drafter, make([]document.File, document.MaxFiles+1), at)
		}, "document.files"},
		{"submission by another", document.Drafting, func(d doc, p law, at time.Time) error { return d.Submit(other, p, at) }, "document.not-drafter"},
		{"submission twice", document.UnitReview, func(d doc, p law, at time.Time) error { return d.Submit(drafter, p, at) }, "document.order"},
		{"submission during comments", document.Consulting, func(d doc, p law, at time.Time) error { return d.Submit(drafter, p, at) }, "document.order"},
		{"unknown type", document.Drafting, func(d doc, p law, at time.Time) error { d.Type = "XX"; return d.Submit(drafter, p, at) }, "document.type"},
		{"unknown origin", document.Drafting, func(d doc, p law, at time.Time) error { d.Origin = "telegram"; return d.Submit(drafter, p, at) }, "document.origin"},
		{"unknown urgency", document.Drafting, func(d doc, p law, at time.Time) error { d.Urgency = "now"; return d.Submit(drafter, p, at) }, "document.urgency"},
		{"sent to the own agency", document.Drafting, func(d doc, p law, at time.Time) error {
			d.Recipients[0].Agency = d.Agency
			return d.Submit(drafter, p, at)
		}, "recipient.self"},
		{"a paper submitted as if born digital", document.Drafting, func(d doc, _ law, at time.Time) error {
			d.Origin = document.Scanned
			return d.Submit(drafter, documenttest.Law(t, "BG"), at)
		}, "document.paper-flow"},
		{"a scan in place of the signed PDF", document.Numbered, func(d doc, _ law, at time.Time) error {
			d.Origin = document.Scanned
			return d.ScanStored(documenttest.Clerk, []document.File{documenttest.Upload(document.Main, "quét")}, true, documenttest.Law(t, "BG"), at)
		}, "scan.signed"},
		{"type that needs comments", document.Drafting, func(d doc, p law, at time.Time) error { d.Type = "ĐA"; return d.Submit(drafter, p, at) }, "opinion.required"},
	})
}

func TestOpinionsRefuse(t *testing.T) {
	t.Parallel()
	drafter, asked := documenttest.Drafter, documenttest.Colleague
	checkRefusals(t, []refusal{
		{"asked by another", document.Drafting, func(d doc, _ law, at time.Time) error {
			return d.AskOpinions(asked, people(asked), at.Add(time.Hour), at)
		}, "document.not-drafter"},
		{"asked of nobody", document.Drafting, func(d doc, _ law, at time.Time) error { return d.AskOpinions(drafter, nil, at.Add(time.Hour), at) }, "opinion.nobody"},
		{"due at once", document.Drafting, func(d doc, _ law, at time.Time) error { return d.AskOpinions(drafter, people(asked), at, at) }, "opinion.due"},
		{"asked before a file", document.Drafting, func(_ doc, _ law, at time.Time) error {
			return document.NewDraft(drafter, documenttest.Fields(), at).AskOpinions(drafter, people(asked), at.Add(time.Hour), at)
		}, "document.no-file"},
		{"asked after submission", document.UnitReview, func(d doc, _ law, at time.Time) error {
			return d.AskOpinions(drafter, people(asked), at.Add(time.Hour), at)
		}, "document.order"},
		{"empty", document.Consulting, func(d doc, _ law, at time.Time) error { return d.GiveOpinion(asked, " \n", at) }, "opinion.empty"},
		{"of who was not asked", document.Consulting, func(d doc, _ law, at time.Time) error { return d.GiveOpinion(documenttest.Checker, "Ý kiến.", at) }, "opinion.not-asked"},
		{"outside a round", document.Drafting, func(d doc, _ law, at time.Time) error { return d.GiveOpinion(asked, "Ý kiến.", at) }, "document.order"},
		{"closed by another", document.Consulting, func(d doc, _ law, at time.Time) error { return d.CloseOpinions(asked, at) }, "document.not-drafter"},
		{"closed after submission", document.UnitReview, func(d doc, _ law, at time.Time) error { return d.CloseOpinions(drafter, at) }, "document.order"},
		{"closed while format is checked", document.Formatting, func(d doc, _ law, at time.Time) error { return d.CloseOpinions(drafter, at) }, "document.order"},
		{"answered by another", document.Consulting, func(d doc, _ law, at time.Time) error { return d.AnswerOpinion(asked, "x", "tiep-thu", "", at) }, "document.not-drafter"},
		{"answered in other words", document.Consulting, func(d doc, _ law, at time.Time) error { return d.AnswerOpinion(drafter, "x", "đồng ý", "", at) }, "opinion.answer"},
		{"explained without words", document.Consulting, func(d doc, _ law, at time.Time) error { return d.AnswerOpinion(drafter, "x", "giai-trinh", " ", at) }, "opinion.explain"},
		{"answered before it was given", document.Consulting, func(d doc, _ law, at time.Time) error {
			return d.AnswerOpinion(drafter, d.Opinions[0].ID, "tiep-thu", "", at)
		}, "opinion.absent"},
		{"submitted with a comment unanswered", document.Consulting, func(d doc, p law, at time.Time) error {
			must(t, d.GiveOpinion(asked, "Sửa trang 2.", at))
			must(t, d.CloseOpinions(drafter, at))
			defer func() { d.State = document.Consulting }()
			return d.Submit(drafter, p, at)
		}, "opinion.unanswered"},
		{"submitted with the answer to older words", document.Consulting, func(d doc, p law, at time.Time) error {
			must(t, d.GiveOpinion(asked, "Sửa trang 2.", at))
			must(t, d.AnswerOpinion(drafter, d.Opinions[0].ID, "tiep-thu", "", at))
			must(t, d.GiveOpinion(asked, "Không sửa thì không ban hành được.", at))
			must(t, d.CloseOpinions(drafter, at))
			defer func() { d.State = document.Consulting }()
			return d.Submit(drafter, p, at)
		}, "opinion.unanswered"},
		{"answer changed after the release", document.Released, func(d doc, _ law, at time.Time) error {
			return d.AnswerOpinion(drafter, "x", "tiep-thu", "", at)
		}, "document.order"},
	})
}

func TestEachRecipientStandsOnce(t *testing.T) {
	t.Parallel()
	f := documenttest.Fields()
	f.Recipients = append(f.Recipients, f.Recipients[0], document.Recipient{Name: "Lưu: VT"}, document.Recipient{Name: "Lưu: VT"})
	d := document.NewDraft(documenttest.Drafter, f, documenttest.Start)
	if len(d.Recipients) != 3 {
		t.Errorf("new: %+v", d.Recipients)
	}
	must(t, d.Edit(documenttest.Drafter, f, documenttest.Start))
	if len(d.Recipients) != 3 {
		t.Errorf("edited: %+v", d.Recipients)
	}
}

func TestSubmissionAfterARoundOfComments(t *testing.T) {
	t.Parallel()
	d := documenttest.Reach(t, document.Consulting)
	at, p := d.UpdatedAt, documenttest.Law(t, "NA")
	d.Type = "ĐA"
	must(t, d.GiveOpinion(documenttest.Colleague, "Thống nhất.", at))
	must(t, d.AnswerOpinion(documenttest.Drafter, d.Opinions[0].ID, "giai-trinh", "Đã rõ.", at))
	must(t, d.CloseOpinions(documenttest.Drafter, at))
	must(t, d.Submit(documenttest.Drafter, p, at))
	if d.State != document.UnitReview {
		t.Error(d.State)
	}
}

func TestSecretIsRefusedInEveryProvince(t *testing.T) {
	t.Parallel()
	for _, province := range provinces {
		p := documenttest.Law(t, province)
		for level, code := range map[document.Secrecy]string{
			document.Ordinary: "", document.Secret: "document.secret", document.TopSecret: "document.secret", document.UltraSecret: "document.secret",
			"": "document.secrecy-missing", "unknown": "document.secret",
		} {
			err := document.RefuseSecret(p, level)
			if code == "" && err != nil || code != "" && !fault.Is(err, code) {
				t.Errorf("%s, %q: %v", province, level, err)
			}
			if f, ok := fault.From(err); ok && code == "document.secret" && (f.Message == "" || f.Clause == "") {
				t.Errorf("%s, %q: %+v", province, level, f)
			}
		}
	}
}

var provinces = []string{"NA", "LD", "HT", "BG", "HD"}

// Whatever a province requires, one answer names all that is missing, and the
// complete draft passes.
func TestMissingFieldsAreListedAllAtOnce(t *testing.T) {
	t.Parallel()
	for _, province := range provinces {
		p := documenttest.Law(t, province)
		empty := document.NewDraft(documenttest.Drafter, document.Fields{}, documenttest.Start)
		f, ok := fault.From(empty.Submit(documenttest.Drafter, p, documenttest.Start))
		if !ok || f.Code != "document.incomplete" {
			t.Fatalf("%s: %v", province, f)
		}
		var named, want []string
		for _, field := range f.Fields {
			named = append(named, field.Name)
		}
		for _, field := range p.Documents.RequiredFields {
			want = append(want, field.Code)
		}
		if want = append(want, "main"); !slices.Equal(named, want) {
			t.Errorf("%s: named %v, want %v", province, named, want)
		}
		whole := documenttest.Fields()
		whole.Urgency = "express"
		d := document.NewDraft(documenttest.Drafter, whole, documenttest.Start)
		must(t, d.NewVersion(documenttest.Drafter, documenttest.Version("x"), documenttest.Start))
		if err := d.Submit(documenttest.Drafter, p, documenttest.Start); err != nil {
			t.Errorf("%s: the complete draft: %v", province, err)
		}
	}
}

func TestReviewRefuses(t *testing.T) {
	t.Parallel()
	head, checker := documenttest.UnitHead, documenttest.Checker
	fault1 := documenttest.Law(t, "NA").Documents.FormatFaults[0].Code
	checkRefusals(t, []refusal{
		{"approval of other content", document.UnitReview, func(d doc, p law, at time.Time) error {
			return d.UnitApprove(head, documenttest.Hash("older"), "", false, p, at)
		}, "document.changed"},
		{"approval of no content", document.UnitReview, func(d doc, p law, at time.Time) error {
			return d.UnitApprove(head, "", "", false, p, at)
		}, "document.changed"},
		{"approval before submission", document.Drafting, func(d doc, p law, at time.Time) error {
			return d.UnitApprove(head, d.Binding(), "", false, p, at)
		}, "document.order"},
		{"own authority does not skip the submission", document.Formatting, func(d doc, p law, at time.Time) error {
			return d.UnitApprove(head, d.Binding(), "", true, p, at)
		}, "document.order"},
		{"return without reason", document.UnitReview, func(d doc, _ law, at time.Time) error { return d.Return(head, "  ", at) }, "document.return-reason"},
		{"return of a draft", document.Drafting, func(d doc, _ law, at time.Time) error { return d.Return(head, "Sửa.", at) }, "document.order"},
		{"return of a signed document", document.AwaitingClerk, func(d doc, _ law, at time.Time) error { return d.Return(head, "Sửa.", at) }, "document.order"},
		{"return of a numbered document", document.Numbered, func(d doc, _ law, at time.Time) error { return d.Return(head, "Sửa.", at) }, "document.order"},
		{"format passed without PDF", document.Formatting, func(d doc, _ law, at time.Time) error { return d.FormatPassed(checker, d.Seen(), "", at) }, "document.not-prepared"},
		{"format passed before approval", document.UnitReview, func(d doc, _ law, at time.Time) error { return d.FormatPassed(checker, d.Seen(), "", at) }, "document.order"},
		{"format failed without fault", document.Formatting, func(d doc, p law, at time.Time) error { return d.FormatFailed(checker, nil, "", p, at) }, "format.no-fault"},
		{"format failed with unknown fault", document.Formatting, func(d doc, p law, at time.Time) error {
			return d.FormatFailed(checker, []string{fault1, "unknown"}, "", p, at)
		}, "format.unknown-fault"},
		{"format failed in another step", document.AwaitingApproval, func(d doc, p law, at time.Time) error {
			return d.FormatFailed(checker, []string{fault1}, "", p, at)
		}, "document.order"},
		{"PDF laid after the signature", document.AwaitingClerk, func(d doc, _ law, at time.Time) error {
			return d.Laid(document.File{SHA256: documenttest.Hash("x")}, at)
		}, "document.order"},
		{"places moved after the signature", document.AwaitingClerk, func(d doc, _ law, at time.Time) error {
			return d.SetPlaces(documenttest.Clerk, documenttest.Places(), true, at)
		}, "document.order"},
		{"PDF laid on nothing", document.Drafting, func(_ doc, _ law, at time.Time) error {
			return document.NewDraft(documenttest.Drafter, documenttest.Fields(), at).Laid(document.File{}, at)
		}, "document.no-pdf"},
	})
}

func TestSigningRefuses(t *testing.T) {
	t.Parallel()
	signer := documenttest.Signer
	prepared := func(d doc) string { f, _ := d.AtStage(document.Prepared); return f.SHA256 }
	checkRefusals(t, []refusal{
		{"approval by another", document.AwaitingApproval, func(d doc, _ law, at time.Time) error { return d.Approve(documenttest.UnitHead, prepared(d), at) }, "sign.not-signer"},
		{"approval of another PDF", document.AwaitingApproval, func(d doc, _ law, at time.Time) error { return d.Approve(signer, documenttest.Hash("x"), at) }, "document.changed"},
		{"approval of the uploaded PDF", document.AwaitingApproval, func(d doc, _ law, at time.Time) error {
			f, _ := d.AtStage(document.Uploaded)
			return d.Approve(signer, f.SHA256, at)
		}, "document.changed"},
		{"approval twice", document.AwaitingSignature, func(d doc, _ law, at time.Time) error { return d.Approve(signer, prepared(d), at) }, "document.order"},
		{"approval before the format check", document.Formatting, func(d doc, _ law, at time.Time) error {
			must(t, documenttest.Lay(d, documenttest.Checker, "x", false, at))
			return d.Approve(signer, prepared(d), at)
		}, "document.order"},
		{"signature by another", document.AwaitingSignature, func(d doc, _ law, at time.Time) error {
			return documenttest.Sign(d, documenttest.Clerk, "x", at)
		}, "sign.not-signer"},
		{"signature before approval", document.AwaitingApproval, func(d doc, _ law, at time.Time) error { return documenttest.Sign(d, signer, "x", at) }, "sign.unapproved"},
		{"signature on other bytes", document.AwaitingSignature, func(d doc, _ law, at time.Time) error {
			return d.SignatureMade(signer, document.File{From: documenttest.Hash("x")}, at)
		}, "sign.other-bytes"},
		{"signature twice", document.AwaitingClerk, func(d doc, _ law, at time.Time) error { return documenttest.Sign(d, signer, "x", at) }, "document.order"},
	})
}

func TestSealRefuses(t *testing.T) {
	t.Parallel()
	clerk := documenttest.Clerk
	checkRefusals(t, []refusal{
		{"recheck before the signature", document.AwaitingSignature, func(d doc, _ law, at time.Time) error { return d.Rechecked(clerk, d.Seen(), nil, "", at) }, "document.order"},
		{"number before the recheck", document.AwaitingClerk, func(d doc, _ law, at time.Time) error { return d.Numbered(clerk, 1, "X", at) }, "seal.unchecked"},
		{"number for a draft", document.Drafting, func(d doc, _ law, at time.Time) error { return d.Numbered(clerk, 1, "X", at) }, "seal.unchecked"},
		{"number for a faulty document", document.Faulty, func(d doc, _ law, at time.Time) error { return d.Numbered(clerk, 1, "X", at) }, "seal.unchecked"},
		{"number after the seal", document.SealedState, func(d doc, _ law, at time.Time) error { return d.Numbered(clerk, 1, "X", at) }, "document.order"},
		{"seal before the number", document.AwaitingClerk, func(d doc, _ law, at time.Time) error { return documenttest.Seal(d, clerk, "x", at) }, "document.order"},
		{"seal on other bytes", document.Numbered, func(d doc, _ law, at time.Time) error {
			return d.SealStored(clerk, document.File{From: documenttest.Hash("x")}, make([]document.File, 1), at)
		}, "seal.other-bytes"},
		{"seal without the attachment", document.Numbered, func(d doc, _ law, at time.Time) error {
			f, _ := d.AtStage(document.Signed)
			return d.SealStored(clerk, document.File{From: f.SHA256}, nil, at)
		}, "seal.attachment-unsigned"},
		{"seal twice", document.SealedState, func(d doc, _ law, at time.Time) error { return documenttest.Seal(d, clerk, "x", at) }, "document.order"},
		{"release of a draft", document.Drafting, func(d doc, p law, at time.Time) error { return d.Release(clerk, p, at) }, "release.unsigned"},
		{"release with the person's signature alone", document.AwaitingClerk, func(d doc, p law, at time.Time) error { return d.Release(clerk, p, at) }, "release.unsigned"},
		{"release twice", document.Released, func(d doc, p law, at time.Time) error { return d.Release(clerk, p, at) }, "document.order"},
		{"release of a cancelled document", document.CancelledState, func(d doc, p law, at time.Time) error { return d.Release(clerk, p, at) }, "document.order"},
		{"release of an arrival", document.Valid, func(d doc, p law, at time.Time) error { return d.Release(clerk, p, at) }, "document.order"},
		{"release to a place without code", document.SealedState, func(d doc, p law, at time.Time) error {
			d.Recipients[1].Code = ""
			return d.Release(clerk, p, at)
		}, "release.no-code"},
		{"release with an attachment unsigned", document.SealedState, func(d doc, p law, at time.Time) error {
			d.Files = slices.DeleteFunc(d.Files, func(f document.File) bool {
				return f.Role == document.Attachment && f.Stage == document.Sealed
			})
			return d.Release(clerk, p, at)
		}, "seal.attachment-unsigned"},
		{"cancel without reason", document.SealedState, func(d doc, _ law, at time.Time) error { return d.Cancel(clerk, " ", at) }, "document.cancel-reason"},
		{"cancel before the number", document.AwaitingClerk, func(d doc, _ law, at time.Time) error { return d.Cancel(clerk, "Nhầm.", at) }, "document.order"},
		{"cancel after the release", document.Released, func(d doc, _ law, at time.Time) error { return d.Cancel(clerk, "Nhầm.", at) }, "document.order"},
	})
}

func TestIncomingRefuses(t *testing.T) {
	t.Parallel()
	clerk := documenttest.Clerk
	to := documenttest.Hand(documenttest.Drafter)
	checkRefusals(t, []refusal{
		{"register before the check", document.Arrived, func(d doc, _ law, at time.Time) error { return d.Register(clerk, 1, at) }, "incoming.unchecked"},
		{"register while held", document.Held, func(d doc, _ law, at time.Time) error { return d.Register(clerk, 1, at) }, "incoming.unchecked"},
		{"register a refused one", document.Refused, func(d doc, _ law, at time.Time) error { return d.Register(clerk, 1, at) }, "document.order"},
		{"register twice", document.Registered, func(d doc, _ law, at time.Time) error { return d.Register(clerk, 1, at) }, "document.order"},
		{"judge twice", document.Valid, func(d doc, p law, at time.Time) error { return d.Judge(document.Verdict{OK: true}, p, at) }, "document.order"},
		{"refuse without reason", document.Valid, func(d doc, p law, at time.Time) error { return d.Refuse(clerk, document.Reason{}, p, at) }, "incoming.refusal-reason"},
		{"refuse without words", document.Valid, func(d doc, p law, at time.Time) error {
			return d.Refuse(clerk, document.Reason{Code: documenttest.Reason.Code}, p, at)
		}, "incoming.refusal-reason"},
		{"refuse before the check", document.Arrived, func(d doc, p law, at time.Time) error { return d.Refuse(clerk, documenttest.Reason, p, at) }, "document.order"},
		{"refuse what is registered", document.Registered, func(d doc, p law, at time.Time) error { return d.Refuse(clerk, documenttest.Reason, p, at) }, "document.order"},
		{"assign before the check", document.Arrived, func(d doc, _ law, at time.Time) error { return d.Hand(clerk, to, at) }, "incoming.unregistered"},
		{"assign before the register", document.Valid, func(d doc, _ law, at time.Time) error { return d.Hand(clerk, to, at) }, "incoming.unregistered"},
		{"assign a refused one", document.Refused, func(d doc, _ law, at time.Time) error { return d.Hand(clerk, to, at) }, "document.order"},
		{"assign to nobody", document.Registered, func(d doc, _ law, at time.Time) error { return d.Hand(clerk, document.Assignment{}, at) }, "assign.nobody"},
		{"complete what nobody has", document.Assigned, func(d doc, _ law, at time.Time) error { return d.Finish(clerk, "none", "Xong.", at) }, "assign.absent"},
		{"complete twice", document.Completed, func(d doc, _ law, at time.Time) error { return d.Finish(clerk, d.Assignments[0].ID, "Xong.", at) }, "assign.ended"},
		{"complete what is not assigned", document.Registered, func(d doc, _ law, at time.Time) error { return d.Finish(clerk, "none", "Xong.", at) }, "document.order"},
		{"take back what nobody has", document.Assigned, func(d doc, _ law, at time.Time) error { return d.LetGo(clerk, "none", document.EndedRecalled, at) }, "assign.absent"},
		{"open again what is not assigned", document.Registered, func(d doc, _ law, at time.Time) error { return d.Resume(clerk, "none", at) }, "document.order"},
	})
}
