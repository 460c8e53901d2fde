package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	proofs := flag.String("proofs", "", "file of JSON lines that the tests wrote")
	out := flag.String("out", "", "Markdown page to write; none when empty")
	floor := flag.String("floor", "", "file with the least number of rows for each province; none when empty")
	flag.Parse()
	if err := run(*proofs, *out, *floor); err != nil {
		fmt.Fprintln(os.Stderr, "clauses:", err)
		os.Exit(1)
	}
}

func run(proofs, out, floor string) error {
	in, err := os.Open(proofs)
	if err != nil {
		return fmt.Errorf("opening the proofs: %w", err)
	}
	defer in.Close() // read only: nothing to lose
	found, err := read(in)
	if err != nil {
		return err
	}
	fmt.Print(found.table())
	if out != "" {
		if err := os.WriteFile(out, []byte(found.page()), 0o644); err != nil {
			return fmt.Errorf("writing the page: %w", err)
		}
	}
	if floor == "" {
		return nil
	}
	rules, err := os.ReadFile(floor)
	if err != nil {
		return fmt.Errorf("reading the floors: %w", err)
	}
	return found.above(string(rules))
}
