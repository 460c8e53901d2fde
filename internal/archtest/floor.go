package archtest

import (
	"slices"
	"strings"
)

// Floors of the house, from the ground up.
const (
	ground   = "ground"   // public, pure: pdf, cms, pades, …
	data     = "profiles" // regulations as files
	words    = "words"    // fault, event, failpoint
	domain   = "domain"
	store    = "store" // internal/domain/X/Xsql and its generated db
	suite    = "suite" // internal/domain/X/Xtest: builders and store suites
	platform = "platform"
	schema   = "schema"
	face     = "face"
	agent    = "agent"
	app      = "app"
	command  = "command"
	testkit  = "testkit"
	trial    = "trial" // archtest, e2e: tests only
	unknown  = "unknown"
)

// subjects is the order of the domain floor: a subject imports only leftward.
var subjects = []string{"profile", "audit", "org", "form", "signing", "device", "subscriber", "request", "register", "document", "task", "workfile", "exchange", "onestop", "archive", "search", "report"}

// floorOf says on which floor a folder (from the root) stands.
func floorOf(dir string) string {
	parts := strings.Split(dir, "/")
	switch {
	case parts[0] == "cmd":
		return command
	case parts[0] == "profiles":
		return data
	case parts[0] != "internal":
		return ground
	case len(parts) < 2:
		return unknown
	}
	switch parts[1] {
	case "fault", "event", "failpoint":
		return words
	case "domain":
		return domainFloor(parts)
	case "face":
		if len(parts) > 2 && parts[2] == "agent" {
			return agent
		}
		return face
	case "archtest", "e2e":
		return trial
	case platform, schema, app, testkit:
		return parts[1]
	}
	return unknown
}

func domainFloor(parts []string) string {
	if len(parts) < 3 || !slices.Contains(subjects, parts[2]) {
		return unknown
	}
	for _, part := range parts[3:] {
		switch part {
		case parts[2] + "sql":
			return store
		case parts[2] + "test":
			return suite
		}
	}
	return domain
}

// mayImport lists the floors below each floor. Its own floor is judged by
// mayImportFrom.
var mayImport = map[string][]string{
	ground:   {ground},
	data:     {},
	words:    {words},
	domain:   {ground, data, words, domain},
	store:    {ground, words, domain, platform, store},
	suite:    {ground, words, domain, testkit, suite, platform, schema},
	platform: {ground, words, platform},
	schema:   {words, platform, schema},
	face:     {ground, words, domain, face},
	agent:    {ground, words, agent, face, platform},
	app:      {ground, data, words, domain, store, platform, schema, face, agent, app},
	command:  {words, app, face, agent, command},
	testkit:  {ground, data, words, domain, store, suite, platform, schema, face, agent, app, testkit},
	trial:    {ground, data, words, domain, store, suite, platform, schema, face, agent, app, testkit},
}

// whyNot says why a package may not import another of the module, empty when
// it may. Both are folders from the root.
func whyNot(from, to string) string {
	a, b := floorOf(from), floorOf(to)
	if a == unknown || b == unknown {
		return "a folder stands on no floor: see ARCHITECTURE.md"
	}
	if !slices.Contains(mayImport[a], b) {
		return "the floor " + a + " does not see " + b
	}
	switch {
	case a == domain && b == domain && rank(to) > rank(from):
		return "a subject imports only leftward; a need to the right is an event"
	case b == data && (a == domain) && !strings.HasPrefix(from, "internal/domain/profile"):
		return "regulations are read through the domain profile"
	case a == agent && b == platform && to != "internal/platform/token":
		return "the agent sees of the platform only the token"
	}
	return ""
}

func rank(dir string) int { return slices.Index(subjects, strings.Split(dir, "/")[2]) }

// bans are packages from outside that a floor must not use, with the reason.
var bans = map[string]map[string]string{
	ground: {"net/http": "the network is a parameter", "database/sql": "the ground floor knows no store", "log/slog": "libraries return errors"},
	domain: {"net/http": "rules know no transport", "database/sql": "SQL stands in the child package", "html/template": "rules know no page"},
	face:   {"database/sql": "pages ask services"},
}
