package app

import (
	"context"
	"crypto"
	"errors"
	"log/slog"

	"antin/pades"
)

// vouched gives only tokens of authorities that an anchor vouches for: one that
// is kept, or put into a signature, is there for good.
type vouched struct {
	pades.Stamper
	trust func(ctx context.Context, token, digest []byte) error
	log   *slog.Logger
}

// Stamp implements pades.Stamper.
func (v vouched) Stamp(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	token, err := v.Stamper.Stamp(ctx, hash, digest)
	if err == nil {
		err = v.trust(ctx, token, digest)
	}
	if errors.Is(err, pades.ErrStampUntrusted) {
		v.log.Warn("time-stamp refused: no anchor vouches for its authority; put the root of the time-stamp authority into the folder of anchors", "error", err)
	}
	if err != nil {
		return nil, err
	}
	return token, nil
}

// trustStamp holds a token against the anchors of the installation.
func (a *App) trustStamp(ctx context.Context, token, digest []byte) error {
	crls, ocsps, err := a.Evidence.Bundle(ctx)
	if err != nil {
		return err
	}
	return pades.TrustStamp(ctx, token, digest, pades.Options{
		Anchors: a.Evidence.Anchors(), Intermediates: a.Evidence.Intermediates(), CRLs: crls, OCSPs: ocsps, Now: a.Now,
	}, a.asking)
}
