package pades

import (
	"bytes"
	"crypto/x509"
	"errors"
	"io"
	"slices"
	"time"

	"antin/algorithm"
	"antin/pades/internal/check"
	"antin/pdf"
	"antin/revocation"
)

// Options is everything a verdict depends on besides the file.
type Options struct {
	Anchors       []*x509.Certificate // nothing else is trusted, never the machine's own
	Intermediates []*x509.Certificate
	CRLs          [][]byte // DER
	OCSPs         [][]byte // DER

	// At is the time to judge at. When it is zero, Now is asked; one of the two
	// is required.
	At  time.Time
	Now func() time.Time
	// ReceivedAt is when this very file came in, as proven by our own intake:
	// the signatures existed then. Zero when nobody knows.
	ReceivedAt time.Time

	// Algorithms is the dated list that signatures, certificates and time-stamps
	// are held against; nil is [algorithm.Default].
	Algorithms *algorithm.List

	Policy Policy
	// WithoutRevocation judges the path alone. The report says so.
	WithoutRevocation bool

	// IsAgency says what a register knows of a certificate: whether it knows it at
	// all, and then whether it is an agency's. Where the seal of our flow was made
	// with one that is known to be no agency's, number and date stand under no
	// seal. Nil knows nothing, and the name of the field is all there is.
	IsAgency func(*x509.Certificate) (known, agency bool)

	// Memory saves work over many files; nil is none.
	Memory *Memory

	wanted *wanted // notes what is missing, for VerifyAsking
}

// ErrNoTime is returned when neither a time nor a clock is given.
var ErrNoTime = errors.New("pades: no time to judge at")

// Verify judges every signature that any revision of a file shows. The error
// is of the reader or the options; a bad file is a verdict, not an error. It
// never panics on a file, and its work is bounded.
func Verify(r io.ReaderAt, size int64, o Options) (*Report, error) {
	if o.At.IsZero() {
		if o.Now == nil {
			return nil, ErrNoTime
		}
		o.At = o.Now()
	}
	v := &verification{r: r, size: size, options: o, permissions: map[int]int{}, statuses: map[statusKey]revocation.Status{}, report: &Report{Size: size, JudgedAt: o.At.UTC(), Signatures: []Signature{}}}
	file, err := pdf.Open(r, size)
	if err != nil {
		if !pdf.IsMalformed(err) {
			return nil, err
		}
		return v.unreadable(err)
	}
	v.file = file
	return v.run()
}

// verification is one run over one file.
type verification struct {
	r           io.ReaderAt
	size        int64
	options     Options
	file        *pdf.File
	history     *history
	changes     *comparer
	store       *evidence
	proofs      *proofs
	holds       *holding // as extending would see it
	statuses    map[statusKey]revocation.Status
	permissions map[int]int // DocMDP in force before a revision
	treeFault   string      // why the pages or their structure cannot be told
	work        error       // the limit that was met, if any
	report      *Report
}

func (v *verification) unreadable(cause error) (*Report, error) {
	sum, err := hashAll(v.r, v.size, nil)
	if err != nil {
		return nil, err
	}
	v.report.SHA256, v.report.Indication, v.report.SubIndication = sum, Unreadable, FormatFailure
	v.report.Detail = cause.Error()
	return v.report, nil
}

func (v *verification) run() (*Report, error) {
	var err error
	if v.history, err = readHistory(v.file); err != nil && !errors.Is(err, errWork) {
		return nil, err
	}
	v.work = err
	if err = v.gatherSubjects(); err != nil {
		return nil, err
	}
	if err = readTransforms(v.history); err != nil {
		return nil, err
	}
	if v.changes, err = compareAll(v.history, v.options.Policy != PolicyStandard, v.options.IsAgency); err != nil {
		if !errors.Is(err, errWork) {
			return nil, err
		}
		if v.work == nil {
			v.work = err
		}
	}
	v.facts()
	v.prove()
	for _, s := range v.history.sigs {
		v.report.Signatures = append(v.report.Signatures, v.signature(s))
	}
	v.report.Chain = v.chain()
	if err := v.hidden(); err != nil {
		return nil, err
	}
	v.overall()
	if v.report.Indication == NoSignature {
		cut, err := v.cut()
		if err != nil {
			return nil, err
		}
		if cut {
			v.report.Indication, v.report.SubIndication = TotalFailed, FormatFailure
			v.report.Detail = "the file holds a signature that was cut off"
		}
	}
	v.report.clip()
	return v.report, nil
}

// facts fills in what is known of the file as a whole.
func (v *verification) facts() {
	v.report.Revisions = len(v.file.Revisions())
	v.report.Encrypted = v.file.Encrypted()
	pages, err := v.file.Last().Pages()
	v.report.Pages = len(pages)
	if err != nil && v.pagesLoop() {
		v.treeFault = err.Error()
	} else if err == nil && v.changes != nil && v.changes.loops {
		v.treeFault = "the structure tree leads back to itself"
	}
	seen := map[string]bool{}
	for _, t := range v.file.Tolerances() {
		if !seen[t.Code] {
			seen[t.Code] = true
			v.report.Tolerances = append(v.report.Tolerances, t.Code)
		}
	}
	v.report.Values = readValues(v.history)
}

// pagesLoop: a page tree that leads back to itself has no pages to agree on;
// one that is broken otherwise only shows less.
func (v *verification) pagesLoop() bool {
	tree, err := readPageTree(v.file.Last(), &v.history.left)
	return err == nil && tree.circled
}

// signature puts the three axes of one signature together.
func (v *verification) signature(s *found) Signature {
	out := Signature{
		Field: s.field, Kind: s.kind(), Revision: s.revision + 1, Removed: s.removed >= 0,
		SubFilter: string(s.dict.Name("SubFilter")), Changes: []Change{}, Algorithms: s.subject.Judged.Algorithm,
		Checks: slices.Clone(v.checked(s)),
	}
	result, sub := check.Worst(out.Checks)
	out.Integrity = Outcome(result)
	out.CoversFile = s.subject.Range.Fault == "" && v.size == v.file.Last().End && s.subject.RevisionEnd == v.size &&
		len(bytes.Trim(s.subject.Tail, "\r\n")) == 0
	out.PagesCovered, out.RevisionEnd = v.pagesAt(s.revision), v.file.Revisions()[s.revision].End
	v.modification(s, &out)
	v.trust(s, &out)
	out.ClaimedTime, out.TrustedTime = claimedTime(v.file.Revisions()[s.revision], s), v.trustedTime(s)
	out.Checks = append(out.Checks, v.timeFindings(s, &out)...)
	for _, st := range v.speakingFor(s) {
		out.Stamps = append(out.Stamps, st.facts())
	}
	v.level(s, &out)
	out.Used = v.used(s)
	conclude(&out, SubIndication(sub))
	return out
}

func (v *verification) pagesAt(revision int) int {
	if revision == len(v.file.Revisions())-1 {
		return v.report.Pages
	}
	pages, err := v.file.Revisions()[revision].Pages()
	if err != nil {
		return 0
	}
	return len(pages)
}

// conclude derives the indication from the axes, gravest first.
func conclude(out *Signature, integritySub SubIndication) {
	set := func(i Indication, sub SubIndication) { out.Indication, out.SubIndication = i, sub }
	trustSub := out.TrustSub
	switch {
	case out.Integrity == Failed:
		set(TotalFailed, integritySub)
	case out.Modification == SuspiciousChange, out.Removed:
		set(TotalFailed, FormatFailure)
	case out.Trust == Failed:
		set(trustFailure(trustSub), trustSub)
	case out.Integrity == Undecided:
		set(Indeterminate, integritySub)
	case out.Trust == Undecided:
		set(Indeterminate, trustSub)
	case out.Modification == UnclassifiedChange:
		set(Indeterminate, SigConstraintsFailure)
	default:
		set(TotalPassed, "")
	}
}

// overall: a file is as good as its worst signature.
func (v *verification) overall() {
	r := v.report
	if len(r.Signatures) == 0 {
		r.Indication = NoSignature
		if v.work != nil {
			r.Indication, r.SubIndication, r.Detail = Indeterminate, FormatFailure, v.work.Error()
		}
		return
	}
	r.Indication = TotalPassed
	for _, s := range r.Signatures {
		if s.Indication.Severity() > r.Indication.Severity() {
			r.Indication, r.SubIndication = s.Indication, s.SubIndication
		}
	}
}
