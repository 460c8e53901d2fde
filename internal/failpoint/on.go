//go:build failpoint

package failpoint

import (
	"os"
	"strconv"
	"sync/atomic"
	"syscall"
)

var hits atomic.Int64 // counts passes of the armed point: only crash-test binaries have it

// Hit kills the process with SIGKILL when ANTIN_FAILPOINT names this step.
// ANTIN_FAILPOINT_SKIP lets that many passes go by first, and
// ANTIN_FAILPOINT_LOG collects the names of all steps that were passed.
func Hit(name string) {
	if path := os.Getenv("ANTIN_FAILPOINT_LOG"); path != "" {
		if f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
			_, _ = f.WriteString(name + "\n") // best effort: the log only helps the test
			_ = f.Close()
		}
	}
	if os.Getenv("ANTIN_FAILPOINT") != name {
		return
	}
	skip, _ := strconv.ParseInt(os.Getenv("ANTIN_FAILPOINT_SKIP"), 10, 64) // absent means zero
	if hits.Add(1) > skip {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}
