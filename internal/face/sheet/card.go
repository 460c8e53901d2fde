package sheet

import (
	"fmt"
	"strings"
	"time"

	"antin/pades"
)

// card explains one signature.
func card(sig pades.Signature, holders func(string) Holder, by signers) Card {
	c := Card{Verdict: verdictOf(sig.Indication), Title: sig.Signer, Stamp: sig.Kind == "timestamp"}
	holder := Holder{Kind: Unknown}
	if sig.Certificate != nil {
		holder = holders(sig.Certificate.SHA256)
	}
	if holder.Name != "" {
		c.Title = holder.Name
	}
	if c.Title == "" {
		c.Title = noName
	}
	c.As = asWhat(sig, holder)
	c.Why, c.Main = reasons(sig, by), mainReason(sig, by)
	c.Do = remedies(sig)
	c.facts(sig)
	c.Stamps, c.Gaps, c.Detail = stamps(sig), gaps(sig), detail(sig, by)
	c.Lasting = lasts(sig)
	if c.Stamp {
		c.ofStamp()
	}
	if sig.Integrity != pades.Passed {
		return c // against what was signed nothing can be measured
	}
	for _, ch := range sig.Changes {
		if len(c.Changes) == maxChangeLines {
			c.Changes = append(c.Changes, fmt.Sprintf(moreChanges, len(sig.Changes)-maxChangeLines))
			break
		}
		if line := by.changeLine(ch); line != "" && !contains(c.Changes, line) {
			c.Changes = append(c.Changes, line)
		}
	}
	return c
}

// lasts: all that a later check needs lies in the file; what could only be
// better stands in no one's way.
func lasts(sig pades.Signature) bool {
	for _, g := range sig.NotLTV {
		if g.Code != pades.GapOlder && g.Code != pades.GapResponder {
			return false
		}
	}
	return sig.Level == pades.LevelLTA
}

// ofStamp says of a time-stamp what is said of a signature.
func (c *Card) ofStamp() {
	c.Main = strings.ReplaceAll(c.Main, thisSignature, thisStamp)
	for i, w := range c.Why {
		c.Why[i] = strings.ReplaceAll(w, thisSignature, thisStamp)
	}
}

// What a card is about, within a sentence.
const (
	thisSignature = "chữ ký này"
	thisStamp     = "dấu thời gian này"
)

// TitleChanges stands over what came after it.
func (c Card) TitleChanges() string {
	if c.Stamp {
		return "Thay đổi sau " + thisStamp
	}
	return "Thay đổi sau " + thisSignature
}

// TitleGaps stands over what a check in years will miss.
func (c Card) TitleGaps() string {
	if c.Lasting {
		return titleRemarks
	}
	return titleGaps
}

// kind is what a list of cards calls it.
func (c Card) kind() string {
	if c.Stamp {
		return asTimestamp
	}
	return "Chữ ký"
}

// maxChangeLines keeps a sheet readable; the report for programs has them all.
const maxChangeLines = 12

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

func asWhat(sig pades.Signature, h Holder) string {
	if sig.Kind == "timestamp" {
		return asTimestamp
	}
	text := holderKinds[h.Kind]
	if text == "" {
		text = holderKinds[Unknown]
	}
	if h.Title != "" {
		text += ": " + h.Title
	}
	return text
}

// reasons says why the verdict is what it is, gravest first.
func reasons(sig pades.Signature, by signers) []string {
	var out []string
	if sig.Removed {
		out = append(out, whyRemoved)
	}
	switch sig.Integrity {
	case pades.Passed:
		out = append(out, whyIntact)
	default:
		out = append(out, broken(sig)...)
	}
	if sig.Integrity != pades.Failed {
		out = append(out, modified(sig, by))
	}
	out = append(out, trustWhy(sig))
	return out
}

// broken says which checks brought the integrity down. Where one fails that
// others rest on, the others say nothing more.
func broken(sig pades.Signature) []string {
	var all, base []string
	for _, c := range sig.Checks {
		if string(c.Result) != string(sig.Integrity) {
			continue
		}
		all = appendOnce(all, checkWhy(c.Name))
		switch c.Name {
		case "byte-range", "contents", "cms", "one-signer", "signature-dictionary", "file-structure":
			base = appendOnce(base, checkWhy(c.Name))
		}
	}
	if len(base) > 0 {
		return base
	}
	return all
}

// mainReason is the one that decided.
func mainReason(sig pades.Signature, by signers) string {
	switch {
	case sig.Removed:
		return whyRemoved
	case sig.Integrity == pades.Failed:
		return firstCheck(sig)
	case sig.Modification == pades.SuspiciousChange:
		return modified(sig, by)
	case sig.Trust == pades.Failed:
		return trustWhy(sig)
	case sig.Integrity != pades.Passed:
		return firstCheck(sig)
	case sig.Trust != pades.Passed:
		return trustWhy(sig)
	}
	return modified(sig, by)
}

// modified says what the axis modification found, with the first change that
// decided it.
func modified(sig pades.Signature, by signers) string {
	why := modificationWhy[sig.Modification]
	for _, c := range sig.Changes {
		if string(c.Verdict) == string(sig.Modification) && c.Verdict != pades.ChangeAllowed {
			return strings.TrimSuffix(why, ".") + ": " + by.changeText(c) + "."
		}
	}
	return why
}

func firstCheck(sig pades.Signature) string {
	for _, c := range sig.Checks {
		if string(c.Result) == string(sig.Integrity) {
			return checkWhy(c.Name)
		}
	}
	return checkWhy("")
}

// trustWhy explains the trust axis in a sentence.
func trustWhy(sig pades.Signature) string {
	if sig.Trust == pades.Passed {
		if sig.Revocation == nil {
			return whyTrustedPath
		}
		return whyTrusted
	}
	if w := subWhy[sig.TrustSub]; w != "" {
		if broken := brokenStep(sig); broken != "" {
			return w + " (" + broken + ")."
		}
		return w + "."
	}
	return whyTrustUnknown
}

func brokenStep(sig pades.Signature) string {
	for _, p := range sig.Path {
		if p.Fault != "" && !p.Anchor {
			return fmt.Sprintf("chứng thư của %s, số sê-ri %s", commonName(p.Subject), p.Serial)
		}
	}
	return ""
}

// commonName picks CN out of a distinguished name.
func commonName(dn string) string {
	for _, part := range strings.Split(dn, ",") {
		if name, ok := strings.CutPrefix(strings.TrimSpace(part), "CN="); ok {
			return name
		}
	}
	return dn
}

func remedies(sig pades.Signature) []string {
	switch {
	case sig.Integrity == pades.Failed, sig.Modification == pades.SuspiciousChange:
		return []string{doAskAgain}
	case sig.Indication == pades.TotalPassed:
		return nil
	}
	if d := subDo[sig.TrustSub]; d != "" && sig.Trust != pades.Passed {
		return []string{d}
	}
	return []string{doAskSender}
}

func (c *Card) facts(sig pades.Signature) {
	add := func(label, text string) {
		if text != "" {
			c.Facts = append(c.Facts, Fact{label, text})
		}
	}
	if sig.TrustedTime != nil {
		add(labelProven, clock(*sig.TrustedTime))
	}
	if sig.ClaimedTime != nil && sig.Kind != "timestamp" { // its time is what it proves
		note := claimedNote
		if sig.TrustedTime != nil {
			note = claimedBesides
		}
		add(labelClaimed, clock(*sig.ClaimedTime)+note)
	}
	add(labelLevel, levelWords[sig.Level])
	add(labelCoverage, coverageOf(sig))
	if k := sig.Certificate; k != nil {
		add(labelIssuer, commonName(k.Issuer))
		add(labelCertificate, fmt.Sprintf(certificateText, k.Serial, day(k.NotBefore), day(k.NotAfter)))
	}
	add(labelRevocation, revocationText(sig.Revocation))
	add(labelAlgorithm, strings.ReplaceAll(sig.Algorithms, " with ", ", "))
	add(labelField, sig.Field)
}

func day(t time.Time) string {
	return t.In(time.FixedZone("+07:00", 7*3600)).Format("02/01/2006")
}

func coverageOf(sig pades.Signature) string {
	if sig.Integrity == pades.Failed {
		return ""
	}
	if sig.CoversFile {
		return fmt.Sprintf(coversAll, sig.PagesCovered)
	}
	return fmt.Sprintf(coversRevision, sig.Revision, sig.PagesCovered)
}

func revocationText(r *pades.RevocationFacts) string {
	if r == nil {
		return ""
	}
	text := revocationStatus[r.Status]
	if r.RevokedAt != nil && r.Status == "revoked" {
		text += " " + fmt.Sprintf(revokedSince, clock(*r.RevokedAt))
	}
	if kind, _, ok := strings.Cut(r.Source, " "); ok && r.ThisUpdate != nil {
		text += "; " + fmt.Sprintf(revocationSource, kind, clock(*r.ThisUpdate))
	}
	return text
}
