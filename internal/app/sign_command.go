package app

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"antin/internal/face/cli/signcmd"
	"antin/internal/platform/fetch"
	"antin/pades"
)

// signEnvironment is what the commands that write signatures get from outside.
func signEnvironment(out, errs io.Writer) signcmd.Environment {
	e := signcmd.Environment{
		Out: out, Err: errs, Now: time.Now, Terminal: isTerminal(errs), Lookup: os.LookupEnv, Network: network,
	}
	if in := int(os.Stdin.Fd()); e.Terminal && term.IsTerminal(in) {
		e.AskPassword = func(prompt string) (string, error) {
			fmt.Fprint(errs, prompt)
			word, err := term.ReadPassword(in)
			fmt.Fprintln(errs)
			return string(word), err
		}
	}
	return e
}

// network makes the client for what the flags of a command ask.
func network(n signcmd.Network) (pades.Stamper, pades.Answers, error) {
	c := fetch.Config{Patience: n.Patience, Allow: n.Allow, Offline: n.Offline}
	for _, address := range n.Authorities {
		c.Authorities = append(c.Authorities, fetch.Authority{URL: address})
	}
	client, err := fetch.New(c)
	if err != nil {
		return nil, nil, err
	}
	if len(n.Authorities) == 0 {
		return nil, client, nil
	}
	return client, client, nil
}

// asking is the client of a command that only judges.
func asking(allow []string) (pades.Answers, error) {
	return fetch.New(fetch.Config{Allow: allow})
}
