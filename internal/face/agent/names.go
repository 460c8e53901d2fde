package agent

import "antin/internal/platform/token"

// What the templates ask of a job.

// ID of the job, in the addresses of its pages.
func (j *job) ID() string { return j.id }

// Person who is signed in at the server.
func (j *job) Person() string { return j.ticket.Person }

// ServerName is the name of the installation.
func (j *job) ServerName() string { return j.server.Name }

// ServerURL is its address, so that a name alone convinces nobody.
func (j *job) ServerURL() string { return j.server.URL }

// Return is where the browser goes on.
func (j *job) Return() string { return j.ticket.Return }

// Tokens are those of the choices, each once, for a reading.
func (p windowPage) Tokens() []token.Token {
	var all []token.Token
	seen := map[token.ID]bool{}
	for _, c := range p.Choices {
		if !seen[c.Token.ID] {
			seen[c.Token.ID] = true
			all = append(all, c.Token)
		}
	}
	return all
}
