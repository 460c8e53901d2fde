package sheet

import (
	"strings"

	"antin/pades"
)

// Detail is what stands behind the verdict on one signature: every check with
// its clause, the path, and every change with the rule that allows or condemns
// it. The engine's own notes are for programs and stay out of it.
type Detail struct {
	Checks  []Step
	Path    []Step
	Changes []ChangeStep
}

// Step is one thing that was looked at.
type Step struct {
	Name   string
	Result string // "Đạt"
	Grade  Grade
	Clause string
	Why    string // empty where it holds
}

// Grade orders results for the eye.
type Grade int

// The grades.
const (
	Good Grade = iota
	Doubtful
	Bad
)

// ChangeStep is one change after a signature.
type ChangeStep struct {
	Step
	Revision int
	Object   string // "12 0"
}

func detail(sig pades.Signature, by signers) Detail {
	var d Detail
	for _, c := range sig.Checks {
		one := Step{Name: checkNames[c.Name], Result: checkResults[string(c.Result)], Grade: gradeOf(string(c.Result)), Clause: clauseText(c.Clause)}
		if one.Name == "" {
			one.Name = checkUnknownAs
		}
		if one.Grade != Good {
			one.Why = checkWhy(c.Name)
		}
		d.Checks = append(d.Checks, one)
	}
	for _, p := range sig.Path {
		d.Path = append(d.Path, pathStep(p))
	}
	if sig.Integrity != pades.Passed {
		return d // against what was signed nothing can be measured
	}
	for _, ch := range sig.Changes {
		if len(d.Changes) == maxDetailChanges {
			break
		}
		d.Changes = append(d.Changes, ChangeStep{
			Step:     Step{Name: sentenceStart(by.changeWhole(ch)), Result: sentenceStart(changeVerdicts[ch.Verdict]), Grade: gradeOf(string(ch.Verdict)), Clause: clauseText(ch.Rule)},
			Revision: ch.Revision, Object: ch.Object,
		})
	}
	return d
}

// maxDetailChanges bounds the detailed page; programs get all of them.
const maxDetailChanges = 200

func gradeOf(result string) Grade {
	switch result {
	case "passed", "allowed":
		return Good
	case "failed", "suspicious":
		return Bad
	}
	return Doubtful
}

func pathStep(p pades.PathStep) Step {
	s := Step{Name: commonName(p.Subject), Result: pathSound, Clause: "số sê-ri " + p.Serial}
	switch {
	case p.Fault != "":
		s.Result, s.Grade = sentenceStart(pathWords(p.Fault)), Bad
		if strings.HasPrefix(p.Fault, "revocation") && !strings.Contains(p.Fault, "revoked") && !strings.Contains(p.Fault, "key lost") {
			s.Grade = Doubtful
		}
	case p.Anchor:
		s.Result = pathAnchor
	}
	return s
}

// stamps says what each time-stamp that speaks for the signature proves.
func stamps(sig pades.Signature) []Step {
	var out []Step
	for _, f := range sig.Stamps {
		s := Step{Name: stampKinds[f.Kind], Result: checkResults["indeterminate"], Grade: Doubtful}
		if s.Name == "" {
			s.Name = asTimestamp
		}
		switch f.Indication {
		case pades.TotalPassed:
			s.Result, s.Grade = checkResults["passed"], Good
		case pades.TotalFailed:
			s.Result, s.Grade = checkResults["failed"], Bad
		}
		if !f.Time.IsZero() {
			s.Name += " lúc " + clock(f.Time)
		}
		if f.Authority != "" {
			s.Name += ", do " + f.Authority + " cấp"
		}
		if s.Grade != Good {
			s.Why = stampWhy(f.SubIndication)
		}
		out = append(out, s)
	}
	return out
}

// gaps says why the file alone will not do in years.
func gaps(sig pades.Signature) []string {
	var out []string
	if sig.Indication == pades.TotalFailed {
		return nil // it will not be checked again
	}
	for _, g := range sig.NotLTV {
		out = appendOnce(out, sentence(GapText(g)))
	}
	return out
}

const (
	titleStamps = "Dấu thời gian"
	titleGaps   = "Vì sao chưa đủ để kiểm tra lâu dài"
	// titleRemarks: the file has all that is needed.
	titleRemarks = "Lưu ý khi kiểm tra lâu dài"
)

// stampLines are the time-stamps in a line each.
func stampLines(c Card) []string {
	out := make([]string, len(c.Stamps))
	for i, s := range c.Stamps {
		out[i] = s.Name + ": " + strings.ToLower(s.Result) + "."
		if s.Why != "" {
			out[i] += " " + s.Why
		}
	}
	return out
}
