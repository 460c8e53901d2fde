package main

import (
	"flag"
	"fmt"
	"os"

	"antin/internal/e2e/verdicts"
)

func main() {
	copies := flag.Bool("copies", false, "judge all copies of the files as well")
	root := flag.String("root", ".", "folder of the project")
	flag.Parse()
	if err := run(*root, *copies); err != nil {
		fmt.Fprintln(os.Stderr, "verdicts:", err)
		os.Exit(1)
	}
}

func run(root string, copies bool) error {
	dir, err := verdicts.Folder(root)
	if err != nil {
		return err
	}
	rows, err := verdicts.Read(dir)
	if err != nil {
		return err
	}
	which := []verdicts.Copy{verdicts.AsIs}
	if copies {
		which = verdicts.Copies()
	}
	table, err := verdicts.Count(rows, which...)
	if err != nil {
		return err
	}
	fmt.Print(table.Reasons(), table)
	return nil
}
