package pades

import (
	"antin/pades/internal/check"
	"antin/pdf"
)

// checked asks the integrity of a signature once.
func (v *verification) checked(s *found) []check.Finding {
	if s.findings == nil {
		s.findings = check.Run(&s.subject)
		if s.broken != "" {
			s.findings = append([]check.Finding{{Name: "signature-dictionary", Result: check.Failed, Clause: "ISO 32000-2, 12.8.1, table 255", Detail: s.broken, Sub: check.FormatFailure}}, s.findings...)
		}
		s.findings = append(s.findings, v.structure())
	}
	return s.findings
}

// structure: a file whose cross-references had to be rebuilt has no history to
// judge; what it shows depends on the reader.
func (v *verification) structure() check.Finding {
	f := check.Finding{Name: "file-structure", Result: check.Passed, Clause: "ISO 32000-2, 7.5"}
	switch {
	case v.treeFault != "":
		f.Result, f.Sub, f.Detail = check.Failed, check.FormatFailure, v.treeFault
	case v.file.Repaired():
		f.Result, f.Sub, f.Detail = check.Indeterminate, check.FormatFailure, "the cross-references had to be rebuilt by scanning"
		if err := v.file.RepairCause(); err != nil {
			f.Detail += ": " + err.Error()
		}
	case v.ambiguous() != "":
		f.Result, f.Sub, f.Detail = check.Indeterminate, check.FormatFailure, "readers differ on what the file holds: "+v.ambiguous()
	case v.work != nil:
		f.Result, f.Sub, f.Detail = check.Indeterminate, check.FormatFailure, v.work.Error()
	}
	return f
}

// ambiguous names a tolerance of the reader under which another reader would
// see other objects.
func (v *verification) ambiguous() string {
	for _, t := range v.file.Tolerances() {
		switch t.Code {
		case pdf.TolerateShift, pdf.TolerateForwardPrev, pdf.TolerateRepeatedEntry:
			return t.Code
		}
	}
	return ""
}
