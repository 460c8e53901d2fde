// Command antin is the server, the command line and the workers in one.
package main

import (
	"os"

	"antin/internal/app"
)

func main() { os.Exit(app.Main(os.Args[1:], os.Stdout, os.Stderr)) }
