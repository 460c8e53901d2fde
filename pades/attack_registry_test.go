package pades_test

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// assault is one attack: a file of ours that passes, and a twin that must not.
type assault struct {
	name    string
	base    func(testing.TB) []byte // the control; passes under the same options
	make    func(t testing.TB, file []byte) []byte
	options func() pades.Options // nil trusts the fixture's own root
	axis    string               // that condemns the twin: integrity, modification, trust; "" is any
	unsure  bool                 // INDETERMINATE is enough: the design promises no more
	built   bool                 // signed by the attacker in this shape, no mutation of a file that we signed
}

// attackClass is one class of the published attacks.
type attackClass struct {
	name, source string
	assaults     []assault
}

const (
	mladenov = "Mladenov and others, CCS 2019"
	mainka   = "Mainka and others, NDSS 2021"
	rohlmann = "Rohlmann and others, IEEE S&P 2021"
	engine   = "the engine's own list"
)

// attackClasses is the list of the design. A class without its table does not
// compile; one with a thin table fails the test below.
func attackClasses() []attackClass {
	return []attackClass{
		{"universal forgery", mladenov, universalForgeries},
		{"incremental saving", mladenov, incrementalSavings},
		{"signature wrapping", mladenov, wrappings},
		{"shadow: hide", mainka, shadowHides},
		{"shadow: replace", mainka, shadowReplaces},
		{"shadow: hide and replace", mainka, shadowSwaps},
		{"shadow by fonts and forms", mainka, shadowFonts},
		{"shadow: dangling references", mainka, danglingFills},
		{"certification: annotations under P 3", rohlmann, slices.Concat(annotationAssaults, drawnAssaults())},
		{"certification: signature overlay under P 2", rohlmann, slices.Concat(overlayAssaults, fieldAssaults)},
		{"signature overlay far along the line", rohlmann, gapOverlays},
		{"FieldMDP and lock bypass", engine, lockBypasses},
		{"appearance", engine, appearanceAssaults},
		{"appearance overwritten in its place", engine, overwrittenLooks},
		{"value against appearance: lists and formats", engine, contradictions},
		{"signature dictionary spoofed, field removed", engine, dictionarySpoofs},
		{"CMS confusion", engine, cmsConfusions},
		{"time-stamp substitution", engine, stampSubstitutions},
		{"revocation substitution", engine, revocationSubstitutions},
		{"DSS and VRI tampering", engine, storeTamperings},
		{"parser differentials", engine, parserDifferentials},
	}
}

// TestEveryAttackClassHasThreeTests, of them one by mutation of a file that we
// signed ourselves, and no name twice.
func TestEveryAttackClassHasThreeTests(t *testing.T) {
	t.Parallel()
	const classes = 21
	if n := len(attackClasses()); n < classes {
		t.Errorf("%d classes, there were %d", n, classes)
	}
	total := 0
	for _, c := range attackClasses() {
		own, names := 0, map[string]bool{}
		for _, a := range c.assaults {
			if !a.built {
				own++
			}
			if names[a.name] {
				t.Errorf("%s: %q stands twice", c.name, a.name)
			}
			names[a.name] = true
		}
		if len(c.assaults) < 3 || own < 1 {
			t.Errorf("%s: %d tests, %d of them mutations of our own files; at least 3 and 1", c.name, len(c.assaults), own)
		}
		t.Logf("%-45s %2d tests, %2d of them mutations of our own files", c.name, len(c.assaults), own)
		total += len(c.assaults)
	}
	t.Logf("%d tests", total)
}

// TestAttacks holds every attack against its control.
func TestAttacks(t *testing.T) {
	t.Parallel()
	for _, c := range attackClasses() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, a := range c.assaults {
				t.Run(a.name, a.run)
			}
		})
	}
}

func (a assault) run(t *testing.T) {
	t.Parallel()
	options := trusting
	if a.options != nil {
		options = a.options
	}
	base := a.base(t)
	if r := verify(t, base, options()); r.Indication != pades.TotalPassed {
		t.Fatalf("the untouched file: %s", summary(r))
	}
	twin := a.make(t, bytes.Clone(base))
	if bytes.Equal(twin, base) {
		t.Fatal("nothing was changed")
	}
	r := verify(t, twin, options())
	if r.Indication != pades.TotalFailed && !(a.unsure && r.Indication == pades.Indeterminate) {
		t.Errorf("it is %s", summary(r))
	}
	if a.axis != "" && !condemns(r, a.axis) {
		t.Errorf("the axis %s does not condemn it: %s", a.axis, summary(r))
	}
}

// condemns reports whether an axis of any signature did not hold.
func condemns(r *pades.Report, axis string) bool {
	for _, s := range r.Signatures {
		switch {
		case axis == "integrity" && s.Integrity != pades.Passed,
			axis == "modification" && (s.Modification == pades.SuspiciousChange || s.Modification == pades.UnclassifiedChange || s.Removed),
			axis == "trust" && s.Trust != pades.Passed:
			return true
		}
	}
	return false
}

// once makes a file at its first use and keeps it.
func once(build func(testing.TB) []byte) func(testing.TB) []byte {
	var mu sync.Mutex
	var kept []byte
	return func(t testing.TB) []byte {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		if kept == nil {
			kept = build(t)
		}
		return kept
	}
}

// editing makes an attack of a well-formed update.
func editing(change func(t testing.TB, rev *pdf.Revision, u *pdf.Update)) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		return update(t, file, func(rev *pdf.Revision, u *pdf.Update) { change(t, rev, u) })
	}
}
