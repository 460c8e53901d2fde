package audit

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Head says that the log had exactly these entries.
type Head struct {
	Origin string // name of the installation, as in its key
	Size   int64
	Root   tlog.Hash
}

// maxHead bounds a signed head before it is parsed.
const maxHead = 4 << 10

// NewKey makes the key of an installation's log; origin names it for others
// ("antin.nghean.gov.vn/audit"). The signer text is a secret.
func NewKey(origin string) (signer, verifier string, err error) {
	return note.GenerateKey(rand.Reader, origin)
}

// SignHead writes the head as a signed checkpoint. The signer's name becomes
// the origin.
func SignHead(h Head, signer note.Signer) ([]byte, error) {
	text := fmt.Sprintf("%s\n%d\n%s\n", signer.Name(), h.Size, base64.StdEncoding.EncodeToString(h.Root[:]))
	return note.Sign(&note.Note{Text: text}, signer)
}

// OpenHead reads a signed checkpoint and checks its signature. It does not say
// whether the log still agrees: that is what Check is for.
func OpenHead(signed []byte, verifier note.Verifier) (Head, error) {
	if len(signed) > maxHead {
		return Head{}, fmt.Errorf("a signed head of %d bytes", len(signed))
	}
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return Head{}, fmt.Errorf("opening a signed head: %w", err)
	}
	h, err := parseHead(n.Text)
	if err != nil {
		return Head{}, err
	}
	if h.Origin != verifier.Name() {
		return Head{}, fmt.Errorf("a head of %q signed by %q", h.Origin, verifier.Name())
	}
	return h, nil
}

func parseHead(text string) (Head, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return Head{}, errors.New("a head has three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return Head{}, errors.New("a head's second line is its size")
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Head{}, errors.New("a head's third line is its root")
	}
	return Head{lines[0], size, root}, nil
}

// headEnd closes each head in a file; what comes after the last one was torn by
// a crash and never promised to anybody.
const headEnd = "---\n"

// JoinHead closes a signed head for appending to a file of heads.
func JoinHead(signed []byte) []byte { return append(bytes.Clone(signed), headEnd...) }

// SplitHeads cuts a file of heads, and tells how many bytes of it are whole.
func SplitHeads(file []byte) (heads [][]byte, whole int) {
	for {
		i := bytes.Index(file[whole:], []byte("\n"+headEnd))
		if i < 0 {
			return heads, whole
		}
		heads = append(heads, file[whole:whole+i+1])
		whole += i + 1 + len(headEnd)
	}
}

// HeadSize reads the size that a head states without checking its signature;
// -1 when it states none.
func HeadSize(signed []byte) int64 {
	lines := strings.SplitN(string(signed), "\n", 3)
	if len(lines) < 3 {
		return -1
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return -1
	}
	return size
}
