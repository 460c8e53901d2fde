package verifycmd

import (
	"context"
	"errors"
	"os"
	"time"

	"antin/pades"
)

// errNotRegular is a folder, a pipe or a device.
var errNotRegular = errors.New("not a regular file")

// judge verifies one file from the disk.
func judge(ctx context.Context, name string, o pades.Options, answers pades.Answers) (*pades.Report, error) {
	// Asked by name first: opening a pipe waits for its other end.
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, errNotRegular)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	return pades.VerifyAsking(ctx, f, info.Size(), o, answers)
}

// cannotOpen is the report on a file that could not be read at all.
func cannotOpen(err error, at time.Time) *pades.Report {
	return &pades.Report{Indication: pades.Unreadable, SubIndication: pades.FormatFailure, Detail: err.Error(), Signatures: []pades.Signature{}, JudgedAt: at.UTC()}
}
