package request

import (
	"context"
	"io"

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
	// Verify checks the signatures of a sealed document as it lies here now;
	// problem is empty when all of them hold.
	Verify(ctx context.Context, id string) (problem string, err error)
	// Received reads a document that came in to the agency, with its sender's
	// number; Signer is empty.
	Received(ctx context.Context, by org.Actor, id string) (PaperState, error)
}

// Print is what one form says: the sender, the fields above the table, the
// lines, and who signs.
type Print struct {
	Superior, Agency, Place string
	Head                    map[string]string
	Rows                    []map[string]string
	Signer, SignerTitle     string
	Symbol                  string // after the blank of the number: "SNV-VP"
	Footer                  string
}

// Printer makes the PDF of a form.
type Printer interface {
	Print(f profile.Form, p Print) ([]byte, error)
}

// Table is a list for a workbook.
type Table struct {
	Title  string
	Header []string
	Rows   [][]string
}

// Workbook writes a table as XLSX.
type Workbook interface {
	Write(w io.Writer, t Table) error
}

// Vault keeps uploaded papers write-once.
type Vault interface {
	Put(ctx context.Context, r io.Reader, limit int64) (sha256 string, size int64, err error)
	Open(ctx context.Context, sha256 string) (io.ReadCloser, error)
}

// Entitled is why the subject of a request may have a certificate.
type Entitled struct {
	Basis string     // in words, with the khoản: "Thuộc đối tượng theo NA-02.3."
	Post  org.PostID // of a person: the post that entitles on that day (NA-02.6)
}

// Eligible says by which clause the subject may have a certificate, or refuses
// with the clause. Package subscriber stands behind it.
type Eligible interface {
	Entitle(ctx context.Context, r *Request) (Entitled, error)
}

// Register enters the certificate that the authority issued.
type Register interface {
	// Enter gives the row of the certificate, entering it when it is new;
	// former is the one that it renews or replaces, empty for none.
	Enter(ctx context.Context, by org.Actor, r *Request, result Result, former signing.CertificateID) (signing.Certificate, error)
}
