package org

import (
	"context"
	"errors"
	"strings"
	"testing"

	"antin/internal/fault"
)

func TestGuardOpensByRoleAndRelation(t *testing.T) {
	t.Parallel()
	g := guard(t, nil)
	clerk := Actor{Account: "a", Person: "p", Agency: "x", Roles: []Role{Clerk}}
	leader := Actor{Account: "b", Person: "q", Agency: "x", Roles: []Role{Leader}}
	for name, c := range map[string]struct {
		by     Actor
		action Action
		rel    []Relation
		want   string
	}{
		"clerk seals for the agency":       {clerk, "document.seal", []Relation{OfAgency}, ""},
		"clerk seals for another agency":   {clerk, "document.seal", nil, "guard.forbidden"},
		"leader does not seal":             {leader, "document.seal", []Relation{OfAgency, NamedSigner, Own}, "guard.forbidden"},
		"named signer signs":               {leader, "document.sign", []Relation{NamedSigner}, ""},
		"another leader does not sign":     {leader, "document.sign", []Relation{OfAgency}, "guard.forbidden"},
		"drafter edits":                    {clerk, "document.edit", []Relation{Own}, ""},
		"asked person does not edit":       {clerk, "document.edit", []Relation{Asked}, "guard.forbidden"},
		"drafter does not cancel":          {leader, "document.cancel", []Relation{Own, OfAgency}, "guard.forbidden"},
		"anybody checks a signature":       {Actor{}, "verify.public", nil, ""},
		"nobody reads the log without one": {Actor{}, "audit.read", nil, "session.needed"},
		"clerk does not read the log":      {clerk, "audit.read", []Relation{Own, OfUnit, OfAgency, OfRecipient}, "guard.forbidden"},
	} {
		err := g.Allow(t.Context(), c.by, c.action, c.rel...)
		if c.want == "" && err != nil || c.want != "" && !fault.Is(err, c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if g.Can(c.by, c.action, c.rel...) != (c.want == "") {
			t.Errorf("%s: Can and Allow differ", name)
		}
	}
}

func TestGuardRefusalNamesWhoMay(t *testing.T) {
	t.Parallel()
	err := guard(t, nil).Allow(t.Context(), Actor{Account: "a"}, "document.seal")
	f, ok := fault.From(err)
	if !ok || f.Kind != fault.Forbidden || !strings.Contains(f.Message, "cấp số và ký số cơ quan") || !strings.Contains(f.Message, "văn thư") {
		t.Errorf("refusal %v", err)
	}
}

func TestGuardUnknownActionIsOurMistake(t *testing.T) {
	t.Parallel()
	err := guard(t, nil).Allow(t.Context(), Installer("NA"), "document.no-such")
	if _, isFault := fault.From(err); isFault || !errors.Is(err, ErrUnknownAction) {
		t.Errorf("got %v", err)
	}
}

func TestGuardTellsTheObserver(t *testing.T) {
	t.Parallel()
	var heard []string
	g := guard(t, func(province string, action Action) { heard = append(heard, province+" "+string(action)) })
	_ = g.Allow(context.Background(), Actor{Account: "a", Province: "NA"}, "audit.read") // refused, and still heard
	g.Can(Actor{Account: "a"}, "audit.read")
	if len(heard) != 1 || heard[0] != "NA audit.read" {
		t.Errorf("heard %q", heard)
	}
}

// Every action that services and pages were promised has its line.
func TestGuardHasTheActionsOfTheProduct(t *testing.T) {
	t.Parallel()
	g := guard(t, nil)
	for _, action := range strings.Fields(`document.draft document.read document.edit document.opinion-ask
		document.opinion-give document.submit document.unit-approve document.format-check document.place
		document.approve document.sign document.recheck document.seal document.release document.return
		document.cancel document.print register.read incoming.read incoming.receive incoming.refuse
		incoming.register incoming.assign incoming.complete delivery.read verify.public account.self
		account.manage org.manage certificate.manage certificate.report certificate.read custody.assign
		archive.retry practice-key.use image.manage audit.read profile.read home.view session.sign-in session.sign-out static.read`) {
		if !g.Known(Action(action)) {
			t.Errorf("%s has no line", action)
		}
	}
}

func TestGuardRefusesABadTable(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`"a.b" = { name = "x", who = ["clrk:any"] }`,
		`"a.b" = { name = "x", who = ["clerk:everywhere"] }`,
		`"a.b" = { name = "x", who = ["clerk"] }`,
		`"a.b" = { name = "x", who = [] }`,
		`"a.b" = { who = ["clerk:any"] }`,
		`"a.b" = { name = "x", who = ["clerk:any"], extra = 1 }`,
		`nonsense`,
	} {
		if _, err := readGuard(text, nil); err == nil {
			t.Errorf("accepted %s", text)
		}
	}
}

func TestEveryRoleHasItsWord(t *testing.T) {
	t.Parallel()
	for _, role := range Roles {
		if role.Label() == string(role) {
			t.Errorf("role %s has no Vietnamese word", role)
		}
	}
}

func guard(t *testing.T, seen func(string, Action)) *Guard {
	t.Helper()
	g, err := NewGuard(seen)
	if err != nil {
		t.Fatal(err)
	}
	return g
}
