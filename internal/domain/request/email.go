package request

import (
	"slices"
	"strings"

	"antin/internal/domain/profile"
	"antin/internal/fault"
)

const maxEmail = 254 // RFC 5321, 4.5.3.1.3

// CheckEmail wants an official address: its host after the '@' is one of the
// profile's to the letter, so that neither a longer host nor letters of another
// script pass for it (LD-07.1b). A profile without domains asks nothing.
func CheckEmail(p *profile.Profile, address string) error {
	rules := p.Exchange
	if len(rules.EmailDomains) == 0 {
		return nil
	}
	local, host, ok := strings.Cut(address, "@")
	good := ok && local != "" && len(address) <= maxEmail && plain(address)
	host = strings.ToLower(host)
	if good && slices.Contains(rules.EmailDomains, host) {
		return nil
	}
	if good && rules.VerticalSectorMail && slices.Contains(p.Subscribers.Requests.VerticalDomains, host) {
		return nil
	}
	words := rules.EmailRefusal
	if rules.VerticalSectorMail {
		words += " hoặc của ngành dọc"
	}
	return fault.New(fault.Invalid, "request.email", words+".").Under(p.Clause("exchange.email_domains")).At("email", words+".")
}

// plain reports whether every letter is one that addresses of offices have;
// what merely looks like one is not.
func plain(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		return !letter && !strings.ContainsRune("@.-_+", c)
	}) < 0 && strings.Count(s, "@") == 1
}
