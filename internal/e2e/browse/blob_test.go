package browse

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"antin/internal/testkit/site"
)

// spoil flips one byte of a file in the store of the province.
func spoil(t *testing.T, s *site.Site, raw []byte) {
	t.Helper()
	sum := sha256.Sum256(raw)
	name := hex.EncodeToString(sum[:])
	path := filepath.Join(s.Dir, "blobs", name[:2], name)
	site.Must(t, os.Chmod(path, 0o600))
	site.Must(t, os.WriteFile(path, flipped(t, raw), 0o600))
}
