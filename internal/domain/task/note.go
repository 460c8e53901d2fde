package task

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

// Note is one line of what was said about a task. It is never changed: a
// correction is a new note that names the one it corrects (BG-14.4).
type Note struct {
	ID         NoteID
	Task       ID
	Root       ID
	Document   document.ID
	Kind       Deed
	Author     org.PersonID
	AuthorName string
	Role       string // title of the author then: "Giám đốc"
	To         string // whom it goes to, in words
	At         time.Time
	Text       string
	Due        time.Time // that it lays down or asks for
	Files      []File
	Corrects   NoteID
	Hash       string // of everything above
}

// File is one attachment of a note.
type File struct {
	Name   string
	SHA256 string
	Size   int64
}

// Upload is an attachment on its way in.
type Upload struct {
	Name string
	Body io.Reader
}

// Digest computes the hash of the note anew; it differs from Hash when a row was
// changed behind our back.
func (n Note) Digest() string {
	files := make([]any, len(n.Files))
	for i, f := range n.Files {
		files[i] = []any{f.Name, f.SHA256, f.Size}
	}
	raw, err := json.Marshal([]any{n.ID, n.Task, n.Root, n.Document, n.Kind, n.Author, n.AuthorName, n.Role, n.To, millis(n.At), n.Text, millis(n.Due), files, n.Corrects})
	if err != nil {
		panic("task: a note that JSON cannot say: " + err.Error()) // strings and numbers only
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Whole reports whether the note still has its hash.
func (n Note) Whole() bool { return n.Hash == n.Digest() }

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
