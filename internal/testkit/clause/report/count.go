package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"antin/internal/testkit/clause"
)

// texts are the regulations in the order of the columns.
var texts = []string{"NA", "LD", "HT", "BG", "HD1", "HD2"}

// proven maps each row to the tests that proved it, "package.Test".
type proven map[string][]string

func read(in io.Reader) (proven, error) {
	found := proven{}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var p clause.Proof
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			return nil, fmt.Errorf("reading a proof: %w", err)
		}
		if !clause.Known(p.ID) {
			return nil, fmt.Errorf("%s claims %q, which is no row", p.Test, p.ID)
		}
		if len(p.Saw) == 0 {
			return nil, fmt.Errorf("%s claims %s and saw nothing", p.Test, p.ID)
		}
		test := strings.TrimPrefix(p.Package, "antin/") + " " + p.Test
		if !slices.Contains(found[p.ID], test) {
			found[p.ID] = append(found[p.ID], test)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading the proofs: %w", err)
	}
	return found, nil
}

// count gives the proven rows and all rows that a choice takes in.
func (p proven) count(in func(clause.Row) bool) (done, all int) {
	for _, row := range clause.Rows() {
		if !in(row) {
			continue
		}
		all++
		if len(p[row.ID]) > 0 {
			done++
		}
	}
	return done, all
}

func systems() []string {
	var list []string
	for _, row := range clause.Rows() {
		if !slices.Contains(list, row.System) {
			list = append(list, row.System)
		}
	}
	slices.Sort(list)
	return list
}

// cells is the table of proven/total: one line for each system, then the sum.
func (p proven) cells() [][]string {
	lines := [][]string{append(append([]string{"system"}, texts...), "all")}
	for _, system := range append(systems(), "all") {
		line := []string{system}
		for _, text := range append(slices.Clone(texts), "") {
			done, all := p.count(func(r clause.Row) bool {
				return (system == "all" || r.System == system) && (text == "" || r.Text == text)
			})
			line = append(line, fmt.Sprintf("%d/%d", done, all))
		}
		lines = append(lines, line)
	}
	return lines
}

func (p proven) table() string {
	var b strings.Builder
	b.WriteString("Rows of the requirements proven by tests that ran and passed:\n")
	for _, line := range p.cells() {
		fmt.Fprintf(&b, "%-13s", line[0])
		for _, cell := range line[1:] {
			fmt.Fprintf(&b, "%9s", cell)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func (p proven) page() string {
	var b strings.Builder
	b.WriteString("# Clauses proven\n\nWritten by `./test`; do not edit. A row counts when a test that names it ran and passed, and the product acted under that province's profile.\n\n")
	for i, line := range p.cells() {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(line, " | "))
		if i == 0 {
			b.WriteString("|---" + strings.Repeat("|---:", len(line)-1) + "|\n")
		}
	}
	for _, text := range texts {
		fmt.Fprintf(&b, "\n## %s\n\n| row | clause | duty | tests |\n|---|---|---|---|\n", text)
		for _, row := range clause.Rows() {
			if tests := slices.Sorted(slices.Values(p[row.ID])); row.Text == text && len(tests) > 0 {
				fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", row.ID, plain(row.Clause), plain(row.Duty), plain(strings.Join(tests, ", ")))
			}
		}
	}
	return b.String()
}

// plain keeps a cell in its cell.
func plain(text string) string { return strings.ReplaceAll(text, "|", "\\|") }

// above checks lines of "PROVINCE LEAST [system,system…]"; # begins a comment.
func (p proven) above(rules string) error {
	var short []error
	for line := range strings.Lines(rules) {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if len(words) < 2 || len(words) > 3 {
			return fmt.Errorf("floor %q is not PROVINCE LEAST [systems]", strings.TrimSpace(line))
		}
		least, err := strconv.Atoi(words[1])
		if err != nil {
			return fmt.Errorf("floor of %s: %w", words[0], err)
		}
		done, all := p.count(func(r clause.Row) bool {
			return r.Profile() == words[0] && (len(words) == 2 || slices.Contains(strings.Split(words[2], ","), r.System))
		})
		if all == 0 {
			return fmt.Errorf("floor %q takes in no row", strings.TrimSpace(line))
		}
		if done < least {
			short = append(short, fmt.Errorf("%s: %d of %d rows proven, at least %d wanted", strings.Join(slices.Delete(words, 1, 2), " "), done, all, least))
		}
	}
	return errors.Join(short...)
}
