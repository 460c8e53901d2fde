package verdicts

import (
	"crypto/x509"
	"encoding/csv"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrAbsent is returned by [Folder] where the collection is not at hand.
var ErrAbsent = errors.New("the collection of known verdicts is not there")

// Folder finds the collection: where ANTIN_CORPUS says, or beside the folder of
// the project, whose root is given.
func Folder(root string) (string, error) {
	dir := os.Getenv("ANTIN_CORPUS")
	if dir == "" {
		dir = filepath.Join(root, "..", "shared", "corpus")
	}
	if _, err := os.Stat(filepath.Join(dir, "verdicts.csv")); err != nil {
		return "", fmt.Errorf("%w: %w", ErrAbsent, err)
	}
	return dir, nil
}

// Row is one line of verdicts.csv: a file, a signature in it, and what is known.
type Row struct {
	File, Expected, Field, Why string
	Counted                    bool // sure enough, and of no particular policy
	Sure                       bool // the collection calls it of high confidence
	Encrypted                  bool // counted apart
	At                         time.Time
	Anchors                    []*x509.Certificate

	data      []byte
	collected []*x509.Certificate // anchors of the same source, for rows judged without any
}

// judgedAt is when rows are judged that name no time.
func judgedAt() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

// Read reads the collection: every line, file and anchor of it.
func Read(dir string) ([]Row, error) {
	f, err := os.Open(filepath.Join(dir, "verdicts.csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close() // read only: nothing to lose
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading verdicts.csv: %w", err)
	}
	anchors := anchorFiles{dir: dir, read: map[string][]*x509.Certificate{}}
	files := map[string][]byte{}
	var out []Row
	for n, line := range lines[1:] {
		named := map[string]string{}
		for i, name := range lines[0] {
			named[name] = line[i]
		}
		row, err := newRow(named, &anchors)
		if err != nil {
			return nil, fmt.Errorf("verdicts.csv, row %d: %w", n+1, err)
		}
		if files[row.File] == nil {
			if files[row.File], err = os.ReadFile(filepath.Join(dir, "pdf", row.File)); err != nil {
				return nil, err
			}
		}
		row.data = files[row.File]
		out = append(out, row)
	}
	return out, nil
}

func newRow(named map[string]string, anchors *anchorFiles) (Row, error) {
	row := Row{
		File: named["file"], Expected: named["expected"], Field: named["field"], Why: named["why"],
		Counted:   named["confidence"] != "low" && named["policy_dependent"] == "",
		Sure:      named["confidence"] == "high",
		Encrypted: named["needs_password"] != "",
		At:        judgedAt(),
	}
	var err error
	if text := named["validation_time"]; text != "" {
		if row.At, err = time.Parse(time.RFC3339, text); err != nil {
			return Row{}, err
		}
	}
	if row.Anchors, err = anchors.of(named["anchors"]); err != nil {
		return Row{}, err
	}
	if source, _, ok := strings.Cut(row.File, "/"); ok {
		row.collected, err = anchors.of(filepath.Join("anchors", source, "*.pem"))
	}
	return row, err
}

type anchorFiles struct {
	dir  string
	read map[string][]*x509.Certificate
}

// of reads the certificates that a pattern names. Words in its place ("as in
// test", "empty store") name none.
func (a *anchorFiles) of(pattern string) ([]*x509.Certificate, error) {
	if !strings.HasSuffix(pattern, ".pem") {
		return nil, nil
	}
	if known, ok := a.read[pattern]; ok {
		return known, nil
	}
	names, err := filepath.Glob(filepath.Join(a.dir, pattern))
	if err != nil {
		return nil, err
	}
	var out []*x509.Certificate
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
			if c, err := x509.ParseCertificate(block.Bytes); err == nil { // some are of algorithms Go has not
				out = append(out, c)
			}
		}
	}
	a.read[pattern] = out
	return out, nil
}
