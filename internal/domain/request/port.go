package request

import (
	"context"
	"io"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
)

// Sheet is one filled form as PDF; the first of a letter is its text.
type Sheet struct {
	Name string // file name, "mau-06.pdf"
	PDF  []byte
}

// Letter is what goes to the head for signature.
type Letter struct {
	ID         string // chosen before, so that making it twice makes one
	Type       string // code of the document type: "CV"
	Subject    string // trích yếu
	Signer     Signer
	Recipients []string // codes of agencies
	Sheets     []Sheet
}

// Papers makes and reads official documents; package document stands behind it.
type Papers interface {
	// Draft makes the document and submits it; once for each Letter.ID.
	Draft(ctx context.Context, by org.Actor, l Letter) error
	// State reads a document of this installation, outgoing or incoming; a
	// refusal of kind NotFound when there is none.
	State(ctx context.Context, id string) (PaperState, error)
	// Received reads a document that came in to the agency, with its sender's
	// number; Signer is empty.
	Received(ctx context.Context, by org.Actor, id string) (PaperState, error)
}

// Forms fills the forms that the profile prescribes for lines of one kind and
// subject; package form and its renderer stand behind it.
type Forms interface {
	// Numbers are the forms of the letter, those of the managing agency.
	Numbers(p *profile.Profile, kind Kind, subject Subject) []string
	// Columns are what those forms ask for one line.
	Columns(p *profile.Profile, kind Kind, subject Subject) []Column
	// Render gives the sheets for all the lines.
	Render(ctx context.Context, p *profile.Profile, h Heading, lines []Request) ([]Sheet, error)
}

// Heading is what a form says beside its lines.
type Heading struct {
	From     org.Agency
	To       string // Kính gửi
	Signer   string // name
	Title    string
	Capacity org.Capacity
	At       time.Time
	List     bool // the list of a consolidated dispatch
}

// Vault keeps uploaded papers write-once.
type Vault interface {
	Put(ctx context.Context, r io.Reader, limit int64) (sha256 string, size int64, err error)
	Open(ctx context.Context, sha256 string) (io.ReadCloser, error)
}

// Eligible says whether the law lets the subject have a certificate; the
// refusal names the clause. Package subscriber stands behind it.
type Eligible interface {
	CheckRequest(ctx context.Context, r *Request) error
}

// Register enters the certificate that the authority issued.
type Register interface {
	// Enter gives the row of the certificate, entering it when it is new;
	// former is the one that it renews or replaces, empty for none.
	Enter(ctx context.Context, by org.Actor, r *Request, result Result, former signing.CertificateID) (signing.Certificate, error)
}
