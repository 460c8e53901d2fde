package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/tlog"
)

// Entry is one change: who did what to which thing, under which rules.
type Entry struct {
	At      time.Time // kept in milliseconds
	Account string    // id of the account that was signed in; empty for the program itself
	Person  string    // id of the person
	Agency  string    // id of the agency for which it was done
	Action  string    // "document.sealed"
	Subject string    // id of the thing changed
	Profile string    // province@version of the regulation in force
	Clause  string    // clause that asks for the record, may be empty
	Data    map[string]string
}

// Limits of one entry. They are far above what ids and hashes need; more means
// that text has got into the log.
const (
	maxData  = 64
	maxValue = 1024
)

const leafVersion = 1

// leaf fixes the order of the fields; a map is written with sorted keys.
type leaf struct {
	Version int               `json:"v"`
	At      int64             `json:"at"`
	Account string            `json:"account"`
	Person  string            `json:"person"`
	Agency  string            `json:"agency"`
	Action  string            `json:"action"`
	Subject string            `json:"subject"`
	Profile string            `json:"profile"`
	Clause  string            `json:"clause"`
	Data    map[string]string `json:"data"`
}

// Leaf writes the entry in its one spelling, the text that is hashed.
func (e Entry) Leaf() (string, error) {
	switch {
	case e.Action == "" || e.At.IsZero():
		return "", errors.New("an audit entry needs an action and a time")
	case !utf8.ValidString(e.Subject):
		return "", fmt.Errorf("audit entry %s: the subject is not UTF-8", e.Action)
	case len(e.Data) > maxData:
		return "", fmt.Errorf("audit entry %s has %d values, more than %d", e.Action, len(e.Data), maxData)
	}
	data := make(map[string]string, len(e.Data))
	for key, value := range e.Data {
		if len(key) > maxValue || len(value) > maxValue {
			return "", fmt.Errorf("audit entry %s: value of %.40q is longer than %d bytes", e.Action, key, maxValue)
		}
		data[text(key)] = text(value)
	}
	for _, value := range []string{e.Account, e.Person, e.Agency, e.Action, e.Subject, e.Profile, e.Clause} {
		if len(value) > maxValue {
			return "", fmt.Errorf("audit entry %.40q: a field is longer than %d bytes", e.Action, maxValue)
		}
	}
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	err := w.Encode(leaf{
		leafVersion, e.At.UnixMilli(), text(e.Account), text(e.Person), text(e.Agency), text(e.Action), e.Subject,
		text(e.Profile), text(e.Clause), data,
	})
	if err != nil {
		return "", fmt.Errorf("writing audit entry %s: %w", e.Action, err)
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// text replaces what is not UTF-8, or the leaf could not be read back.
func text(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// ParseLeaf reads an entry back and refuses every spelling but the one of Leaf.
func ParseLeaf(text string) (Entry, error) {
	var l leaf
	r := json.NewDecoder(bytes.NewReader([]byte(text)))
	r.DisallowUnknownFields()
	if err := r.Decode(&l); err != nil {
		return Entry{}, fmt.Errorf("reading an audit entry: %w", err)
	}
	if l.Version != leafVersion {
		return Entry{}, fmt.Errorf("audit entry of version %d", l.Version)
	}
	e := Entry{
		At: time.UnixMilli(l.At).UTC(), Account: l.Account, Person: l.Person, Agency: l.Agency,
		Action: l.Action, Subject: l.Subject, Profile: l.Profile, Clause: l.Clause, Data: l.Data,
	}
	again, err := e.Leaf()
	if err != nil {
		return Entry{}, err
	}
	if again != text {
		return Entry{}, errors.New("audit entry is not in its canonical spelling")
	}
	return e, nil
}

// LeafHash is the hash of one leaf in the tree.
func LeafHash(leaf string) tlog.Hash { return tlog.RecordHash([]byte(leaf)) }
