package etsireport

import (
	"net/url"
	"strings"

	"antin/pades"
)

// constraintsOf lists the three axes and then every check (TS 119 102-2, 4.3.5.4).
func constraintsOf(s *pades.Signature) []constraint {
	out := []constraint{
		applied("axis:integrity", string(s.Integrity), "", ""),
		applied("axis:modification", modificationResult(s.Modification), "", ""),
		applied("axis:trust", string(s.Trust), string(s.TrustSub), ""),
	}
	out[1].Said = &said{Detail: string(s.Modification)}
	if s.TrustDetail != "" {
		out[2].Said = &said{Detail: s.TrustDetail}
	}
	for _, c := range s.Checks {
		one := applied("check:"+url.PathEscape(c.Name), string(c.Result), c.Sub, c.Clause)
		if c.Detail != "" {
			one.Said.Detail = c.Detail
		}
		out = append(out, one)
	}
	return out
}

func applied(name, result, sub, clause string) constraint {
	out := constraint{Identifier: ownConstraint + name, Applied: statusApplied, Status: partStatus(result, sub)}
	if clause != "" || strings.HasPrefix(name, "check:") {
		out.Said = &said{Clause: clause}
	}
	return out
}

func modificationResult(m pades.Modification) string {
	switch m {
	case pades.Unchanged, pades.AllowedChange:
		return "passed"
	case pades.SuspiciousChange:
		return "failed"
	case pades.UnclassifiedChange:
	}
	return "indeterminate"
}

// changeValue is one difference after the signature.
type changeValue struct {
	Change struct {
		Kind     string `xml:"kind,attr"`
		Verdict  string `xml:"verdict,attr"`
		Revision int    `xml:"revision,attr"`
		Object   string `xml:"object,attr,omitempty"`
		Field    string `xml:"field,attr,omitempty"`
		Rule     string `xml:"antin:Rule,omitempty"`
		Detail   string `xml:"antin:Detail,omitempty"`
	} `xml:"antin:Change"`
}

// gapValue is one reason why the signature is not verifiable for long.
type gapValue struct {
	Gap struct {
		Code        string `xml:"code,attr"`
		Certificate string `xml:"certificate,attr,omitempty"`
		Serial      string `xml:"serial,attr,omitempty"`
		Detail      string `xml:"antin:Detail,omitempty"`
	} `xml:"antin:Gap"`
}

// more carries what the standard has no element for (4.3.12.8).
func more(s *pades.Signature) *moreData {
	var out moreData
	for _, c := range s.Changes {
		var v changeValue
		v.Change.Kind, v.Change.Verdict, v.Change.Revision = c.Kind, string(c.Verdict), c.Revision
		v.Change.Object, v.Change.Field, v.Change.Rule, v.Change.Detail = c.Object, c.Field, c.Rule, c.Detail
		out.List = append(out.List, typedData{ownData + "change", v})
	}
	for _, g := range s.NotLTV {
		var v gapValue
		v.Gap.Code, v.Gap.Certificate, v.Gap.Serial, v.Gap.Detail = g.Code, g.Certificate, g.Serial, g.Detail
		out.List = append(out.List, typedData{ownData + "not-ltv", v})
	}
	if len(out.List) == 0 {
		return nil
	}
	return &out
}
