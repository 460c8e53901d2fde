package request

import (
	"context"
	"errors"
	"io"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
)

var errAhead = errors.New("request: not there yet")

// Draft makes a draft, filled from the records; what is missing may come later.
func (s *Service) Draft(ctx context.Context, by org.Actor, in Input) (ID, error) { return "", errAhead }

// Edit replaces what the form asks. A request that waits for the head or is
// signed goes back to the draft, and its confirmations are void (LD-17.3).
func (s *Service) Edit(ctx context.Context, by org.Actor, id ID, rev int, in Input) error {
	return errAhead
}

// Attach stores a paper of the request.
func (s *Service) Attach(ctx context.Context, by org.Actor, id ID, u Upload) (File, error) {
	return File{}, errAhead
}

// OpenFile opens a stored paper of a request that the actor may read.
func (s *Service) OpenFile(ctx context.Context, by org.Actor, id ID, file string) (File, io.ReadCloser, error) {
	return File{}, nil, errAhead
}

// Check lists everything that a request still lacks, with fields and clause;
// nil when it can be confirmed.
func (s *Service) Check(ctx context.Context, by org.Actor, id ID) error { return errAhead }

// Confirm is the subscriber's word that the data is right (LD-19.1, HT-10.1).
func (s *Service) Confirm(ctx context.Context, by org.Actor, id ID, rev int) error { return errAhead }

// ToHead (Trình ký) makes one letter of confirmed requests of one agency, kind
// and subject and puts it to the head; it gives the document. Again after a
// crash it finishes what was begun.
func (s *Service) ToHead(ctx context.Context, by org.Actor, ids []ID, signer Signer) (document string, err error) {
	return "", errAhead
}

// Send sends a signed request whose letter is released; it is what the release
// does by itself, and says to others why not: an individual cannot send, the
// head has to sign, the clerk has to release.
func (s *Service) Send(ctx context.Context, by org.Actor, id ID) error { return errAhead }

// Withdraw ends a draft.
func (s *Service) Withdraw(ctx context.Context, by org.Actor, id ID, why string) error {
	return errAhead
}

// Again makes a new draft from one that was returned or refused.
func (s *Service) Again(ctx context.Context, by org.Actor, id ID) (ID, error) { return "", errAhead }

// ReceivePaper takes a dossier that came on paper, where the profile has that channel.
func (s *Service) ReceivePaper(ctx context.Context, by org.Actor, id ID, d PaperDossier) error {
	return errAhead
}

// Receive takes a sent request at the department; its signatures must verify.
func (s *Service) Receive(ctx context.Context, by org.Actor, id ID) error { return errAhead }

// Accept says that the dossier is valid: the clock starts.
func (s *Service) Accept(ctx context.Context, by org.Actor, id ID) error { return errAhead }

// Return gives a request back with the reason; a new round may follow.
func (s *Service) Return(ctx context.Context, by org.Actor, id ID, why string) error { return errAhead }

// RecordContact writes down that the department reached the agency (LD-08.2).
func (s *Service) RecordContact(ctx context.Context, by org.Actor, id ID, c Contact) error {
	return errAhead
}

// Approve approves a list, line by line: what may not be approved is told by
// line, and the others are approved.
func (s *Service) Approve(ctx context.Context, by org.Actor, ids []ID) (map[ID]error, error) {
	return nil, errAhead
}

// Forward bundles approved requests of one kind and subject into a letter to
// the authority and puts it to the signer.
func (s *Service) Forward(ctx context.Context, by org.Actor, ids []ID, signer Signer) (dispatch string, err error) {
	return "", errAhead
}

// Export writes the approved requests (or those of a dispatch) as a workbook.
func (s *Service) Export(ctx context.Context, by org.Actor, dispatch string, w io.Writer) error {
	return errAhead
}

// Restore completes a recovery: by the department where it is delegated, or as
// the authority's result. The agency is told in the same transaction.
func (s *Service) Restore(ctx context.Context, by org.Actor, id ID, r Result) error { return errAhead }

// Decline refuses a delegated recovery; it needs a reason and an issued document.
func (s *Service) Decline(ctx context.Context, by org.Actor, id ID, r Result) error { return errAhead }

// Reached records that the authority has received it.
func (s *Service) Reached(ctx context.Context, by org.Actor, id ID, at time.Time) error {
	return errAhead
}

// Grant enters the authority's result: a certificate, a return, or, for a
// revocation, the time from which it counts.
func (s *Service) Grant(ctx context.Context, by org.Actor, id ID, r Result) error { return errAhead }

// Refuse enters the authority's refusal with its document and reason.
func (s *Service) Refuse(ctx context.Context, by org.Actor, id ID, r Result) error { return errAhead }

// Close ends a request whose result is in use.
func (s *Service) Close(ctx context.Context, by org.Actor, id ID) error { return errAhead }

// Get gives one request for its page.
func (s *Service) Get(ctx context.Context, by org.Actor, id ID) (View, error) {
	return View{}, errAhead
}

// List gives what the actor may see: everything at the department, else the own
// agency's, else one's own.
func (s *Service) List(ctx context.Context, by org.Actor, q Query) ([]Summary, error) {
	return nil, errAhead
}

// Counts counts them by state.
func (s *Service) Counts(ctx context.Context, by org.Actor) ([]Count, error) { return nil, errAhead }

// Desk is the department's table of work.
func (s *Service) Desk(ctx context.Context, by org.Actor) (Desk, error) { return Desk{}, errAhead }

// Undone lists the drafts that the records opened and nobody finished (LD-20.5-2).
func (s *Service) Undone(ctx context.Context, by org.Actor) ([]Summary, error) { return nil, errAhead }

// Dispatches lists the newest consolidated dispatches with their lines by Query.Dispatch.
func (s *Service) Dispatches(ctx context.Context, by org.Actor) ([]Dispatch, error) {
	return nil, errAhead
}

// Notices lists what the actor's agency was told, the newest first.
func (s *Service) Notices(ctx context.Context, by org.Actor) ([]Notice, error) { return nil, errAhead }

// Officers lists the assignments to subscriber management at the department.
func (s *Service) Officers(ctx context.Context, by org.Actor) ([]Officer, error) {
	return nil, errAhead
}

// Assign lays down that somebody manages subscribers, with scope and dates.
func (s *Service) Assign(ctx context.Context, by org.Actor, o Officer) (Officer, error) {
	return Officer{}, errAhead
}

// EndOfficer ends an assignment.
func (s *Service) EndOfficer(ctx context.Context, by org.Actor, id string, at time.Time) error {
	return errAhead
}

// Route gives a request to an officer by hand.
func (s *Service) Route(ctx context.Context, by org.Actor, id ID, to org.PersonID) error {
	return errAhead
}

// Columns are what the form of the kind and subject asks today, filled from the
// records, for the page of a new draft.
func (s *Service) Columns(ctx context.Context, by org.Actor, in Input) ([]Column, []Condition, []profile.Choice, error) {
	return nil, nil, nil, errAhead
}

// HandleDocument moves requests on when their letter was signed, released,
// returned or cancelled.
func (s *Service) HandleDocument(ctx context.Context, e event.Event) error { return errAhead }
