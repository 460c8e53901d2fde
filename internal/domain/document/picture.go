package document

import (
	"sync"

	"antin/internal/domain/signing"
	"antin/pades"
)

// drawn keeps the pictures of signatures and seals as they go into PDFs: to
// read and pack one takes longer than to sign.
type drawn struct {
	mu     sync.Mutex
	images map[string]*pades.Image // by SHA-256 of the PNG
}

// maxDrawn bounds the memory: a seal packs to about 50 KB.
const maxDrawn = 500

func (d *drawn) of(img signing.Image) (*pades.Image, error) {
	d.mu.Lock()
	ready := d.images[img.SHA256]
	d.mu.Unlock()
	if ready != nil {
		return ready, nil
	}
	ready, err := pades.NewImage(img.PNG)
	if err != nil {
		return nil, unsignable(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.images == nil || len(d.images) >= maxDrawn {
		d.images = map[string]*pades.Image{}
	}
	d.images[img.SHA256] = ready
	return ready, nil
}
