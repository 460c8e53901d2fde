package verdicts

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"antin/pades"
)

// Axis is what of a row is counted.
type Axis string

// The axes. Verdict is the row as a whole; the others are counted for rows that
// say something of them.
const (
	Verdict      Axis = "verdict"
	Integrity    Axis = "integrity"
	Modification Axis = "modification"
	Trust        Axis = "trust"
)

// Judged is what the engine said of one row.
type Judged struct {
	Row      Row
	Right    map[Axis]bool // axes that the row speaks of
	Accepted bool          // integrity passed, nothing suspicious after
	Rejected bool
	Said     string // the engine's reasons, for wrong rows
}

var (
	speaksOfRevocation = regexp.MustCompile(`REVOKED|revo(ked|cation)`)
	wasIntact          = regexp.MustCompile(`intact=True valid=True|crypto integrity ok`)
)

// judge asks the engine about one copy of a row's file.
func judge(row Row, data []byte) (Judged, error) {
	rep, err := pades.Verify(bytes.NewReader(data), int64(len(data)), options(row))
	if err != nil {
		return Judged{}, fmt.Errorf("%s: %w", row.File, err)
	}
	return weigh(row, rep), nil
}

// options are what a row is judged with: revocation off unless the row speaks
// of it.
func options(row Row) pades.Options {
	o := pades.Options{At: row.At, Anchors: row.Anchors, WithoutRevocation: true, Policy: pades.PolicyOffice}
	if speaksOfRevocation.MatchString(row.Why) {
		o.WithoutRevocation, o.Anchors = false, row.collected
	}
	return o
}

// weigh compares a report with what is known.
func weigh(row Row, rep *pades.Report) Judged {
	j := Judged{Row: row, Right: map[Axis]bool{}}
	named := signaturesOf(row, rep)
	rejected := rep.Indication == pades.Unreadable || len(rep.Signatures) == 0 && rep.Indication == pades.TotalFailed
	intact, unharmed, trusted := len(named) > 0, len(named) > 0, len(named) > 0
	for _, s := range named {
		fine := s.Modification == pades.Unchanged || s.Modification == pades.AllowedChange
		rejected = rejected || s.Indication == pades.TotalFailed
		intact, unharmed = intact && s.Integrity == pades.Passed, unharmed && fine
		trusted = trusted && s.Trust == pades.Passed
	}
	accepted := intact && unharmed
	j.Accepted, j.Rejected, j.Said = accepted, rejected, reasons(rep, named)
	switch row.Expected {
	case "valid", "modified-after-sign-allowed":
		j.Right[Verdict], j.Right[Integrity], j.Right[Modification] = accepted, intact, unharmed
		if strings.Contains(row.Why, "trusted=True") {
			j.Right[Trust] = trusted
		}
	case "chain-fails":
		j.Right[Verdict] = !rejected && !trusted && rep.Indication != pades.NoSignature
		j.Right[Trust] = !trusted
		if wasIntact.MatchString(row.Why) {
			j.Right[Integrity], j.Right[Modification] = intact, unharmed
		}
	case "no-signature":
		j.Right[Verdict] = rep.Indication == pades.NoSignature
	default:
		j.Right[Verdict] = rejected
	}
	return j
}

// signaturesOf picks the signatures a row speaks of: by name or place, or all.
// Names in an encrypted file are encrypted as well.
func signaturesOf(row Row, rep *pades.Report) []pades.Signature {
	var out []pades.Signature
	for i, s := range rep.Signatures {
		switch {
		case row.Field == "" || row.Encrypted, s.Field == row.Field,
			row.Field == "first" && i == 0, row.Field == "second" && i == 1:
			out = append(out, s)
		}
	}
	return out
}

// reasons says in one line what the engine holds against a file.
func reasons(rep *pades.Report, named []pades.Signature) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s", rep.Indication, rep.SubIndication, rep.Detail)
	for _, s := range named {
		fmt.Fprintf(&b, " [%q %s/%s/%s %s%s", s.Field, s.Integrity, s.Modification, s.Trust, s.SubIndication, s.TrustDetail)
		for _, c := range s.Checks {
			if c.Result != "passed" {
				fmt.Fprintf(&b, "; %s=%s (%s)", c.Name, c.Result, c.Detail)
			}
		}
		for _, c := range s.Changes {
			if c.Verdict != pades.ChangeAllowed {
				fmt.Fprintf(&b, "; %s: %s %s %q (%s)", c.Verdict, c.Kind, c.Object, c.Field, c.Detail)
			}
		}
		b.WriteByte(']')
	}
	return b.String()
}
