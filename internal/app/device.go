package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"antin/internal/domain/audit"
	"antin/internal/domain/device"
	"antin/internal/domain/device/devicesql"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/platform/blob"
)

// openDevices comes after the register of signing, which asks it back: onDevice
// and intruder answer for it.
func (a *App) openDevices(context.Context, Options) (err error) {
	a.Device, err = device.NewService(device.Config{
		Store: devicesql.New(a.Database, a.Audit.Append, a.Queue.Emit), Org: a.Org, Signing: a.Signing, Guard: a.Guard, Law: a.Profiles.At,
		Files: attachments{a.Blobs}, Now: a.Now,
	})
	return err
}

// onDevice says that a certificate changes hands by minutes alone.
func (a *App) onDevice(ctx context.Context, id signing.CertificateID) (bool, error) {
	return a.Device.Has(ctx, id)
}

// intruder raises the incident of somebody who tried to sign with what is another's.
func (a *App) intruder(ctx context.Context, by org.Actor, c signing.Certificate, entry audit.Entry) error {
	return a.Device.Misused(ctx, by, c, entry)
}

// attachments are the blobs as the subject of devices asks for them.
type attachments struct{ *blob.Store }

// Open implements device.Files.
func (f attachments) Open(ctx context.Context, sum string) (io.ReadSeekCloser, error) {
	file, err := f.Store.Open(ctx, sum)
	if errors.Is(err, blob.ErrMissing) {
		return nil, fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	}
	if err != nil {
		return nil, err
	}
	return attachment{io.NewSectionReader(file, 0, file.Size()), file}, nil
}

// attachment reads a blob from its beginning.
type attachment struct {
	*io.SectionReader
	io.Closer
}
