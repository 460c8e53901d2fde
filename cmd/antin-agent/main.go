// Command antin-agent signs with the key device at the desk, for the servers
// that its person paired with. It is built with cgo; see docs/adr/0040.
package main

import (
	"os"

	"antin/internal/face/agent/agentcmd"
)

func main() { os.Exit(agentcmd.Main(os.Args[1:], agentcmd.Terminal())) }
