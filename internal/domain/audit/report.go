package audit

// Finding is one thing wrong in the log. Check is stable; Message is Vietnamese.
type Finding struct {
	Check   string // "entry-gap", "entry-hash", "head-cut-off", …
	Seq     int64  // entry, or size of the head, that it is about
	Message string
}

// maxFindings keeps a report readable when everything is wrong.
const maxFindings = 100

// Report is the outcome of recomputing the whole log.
type Report struct {
	Entries  int64
	Root     string // recomputed, hex
	Heads    int    // signed heads from outside that were compared
	Findings []Finding
	More     int // findings left out
}

// OK reports whether nothing was found. Without any head from outside it says
// nothing about entries cut off at the end: see Heads.
func (r *Report) OK() bool { return len(r.Findings) == 0 }

// Add records one finding.
func (r *Report) Add(check string, seq int64, message string) {
	if len(r.Findings) == maxFindings {
		r.More++
		return
	}
	r.Findings = append(r.Findings, Finding{check, seq, message})
}
