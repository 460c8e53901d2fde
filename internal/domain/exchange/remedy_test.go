package exchange

import (
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/pades"
)

func TestEveryRefusalHasItsWayOut(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, code := range []string{"altered", "expired", "untrusted", "missing", "incomplete", "wrong-recipient", "other"} {
		words := Delivery{State: RefusedBy, Reason: document.Reason{Code: code}}.Remedy()
		if words == "" || seen[words] != "" {
			t.Errorf("%s: %q, as for %s", code, words, seen[words])
		}
		seen[words] = code
	}
	if words := (Delivery{State: RefusedBy, Reason: document.Reason{Code: "wrong-recipient"}}).Remedy(); !strings.Contains(words, "không phải làm gì thêm với cơ quan này") {
		t.Errorf("a document that went to the wrong agency: %q", words)
	}
	if words := (Delivery{State: Accepted}).Remedy(); words != "" {
		t.Errorf("what went well: %q", words)
	}
}

func TestReasonsThatTheCheckShows(t *testing.T) {
	t.Parallel()
	failed := func(sig pades.Signature) *pades.Report {
		sig.Indication = pades.TotalFailed
		return &pades.Report{Indication: pades.TotalFailed, Signatures: []pades.Signature{sig}}
	}
	for want, r := range map[string]*pades.Report{
		"altered": failed(pades.Signature{Integrity: pades.Failed}), "revoked": failed(pades.Signature{Integrity: pades.Passed, SubIndication: pades.Revoked}),
		"expired": failed(pades.Signature{Integrity: pades.Passed, SubIndication: pades.Expired}), "untrusted": failed(pades.Signature{Integrity: pades.Passed}),
		"unreadable": {Indication: pades.Unreadable}, "missing": {Indication: pades.NoSignature},
	} {
		if got := against(r); len(got) != 1 || got[0] != want || reasonOf(r) != want {
			t.Errorf("%s: %v, %s", want, got, reasonOf(r))
		}
	}
	if got := against(&pades.Report{Indication: pades.TotalPassed}); got != nil {
		t.Errorf("against what holds: %v", got)
	}
}
