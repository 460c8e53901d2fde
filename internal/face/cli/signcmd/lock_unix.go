//go:build unix

package signcmd

import (
	"os"
	"syscall"
)

// lock keeps other runs of these commands from replacing the same file at the
// same time. It ends with the file.
func lock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
