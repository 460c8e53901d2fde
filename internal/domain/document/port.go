package document

import (
	"context"
	"io"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/layout"
	"antin/placement"
)

// Blob is an open stored file.
type Blob interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// Blobs keeps files write-once by SHA-256 (hex). Put and Append have the bytes
// on the disk when they return.
type Blobs interface {
	Put(ctx context.Context, r io.Reader, limit int64) (sha256 string, size int64, err error)
	Append(ctx context.Context, base string, tail []byte) (sha256 string, size int64, err error)
	// Open answers fs.ErrNotExist when there is no such file.
	Open(ctx context.Context, sha256 string) (Blob, error)
}

// Pages reads and draws the pages of a PDF in a limited process outside.
type Pages interface {
	Words(ctx context.Context, pdf Blob) ([]placement.Page, error)
	// Styled gives what is printed with its fonts and sizes.
	Styled(ctx context.Context, pdf Blob) ([]layout.PrintedPage, error)
	// Picture draws one page as PNG; sha256 names the file for a cache.
	Picture(ctx context.Context, sha256 string, pdf Blob, page, width int) ([]byte, error)
}

// Converter makes the PDF of a DOCX; tool is its name and version.
type Converter interface {
	PDF(ctx context.Context, docx Blob) (pdf io.ReadCloser, tool string, err error)
}

// Evidence gives what certificates are judged by: what is at hand. Revocation may
// ask over the net, waits only shortly, and leaves out what it does not get.
type Evidence interface {
	signing.Evidence
	// Bundle gives all revocation data at hand, for files whose certificates
	// are not known beforehand.
	Bundle(ctx context.Context) (crls, ocsps [][]byte, err error)
}

// Keys opens a signing key for one act of the actor.
type Keys interface {
	Unlock(ctx context.Context, by org.Actor, id signing.CertificateID, password string) (*signing.Key, error)
}
