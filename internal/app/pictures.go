package app

import (
	"container/list"
	"fmt"
	"sync"
)

// pictures keeps the page pictures that were drawn last, so that the same page
// is not drawn again for each reader; 64 MB at the most.
type pictures struct {
	mu    sync.Mutex
	byKey map[string]*list.Element
	order *list.List // newest first
	bytes int
}

type picture struct {
	key string
	png []byte
}

const maxPictures = 64 << 20

func newPictures() *pictures { return &pictures{byKey: map[string]*list.Element{}, order: list.New()} }

// get gives the picture of a page of the file with this hash, drawing it at need.
func (p *pictures) get(sha256 string, page, width int, draw func() ([]byte, error)) ([]byte, error) {
	key := fmt.Sprintf("%s/%d/%d", sha256, page, width)
	p.mu.Lock()
	if e, ok := p.byKey[key]; ok {
		p.order.MoveToFront(e)
		p.mu.Unlock()
		return e.Value.(*picture).png, nil
	}
	p.mu.Unlock()
	png, err := draw()
	if err != nil {
		return nil, err
	}
	p.put(key, png)
	return png, nil
}

func (p *pictures) put(key string, png []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.byKey[key]; ok {
		return
	}
	p.byKey[key] = p.order.PushFront(&picture{key, png})
	p.bytes += len(png)
	for p.bytes > maxPictures {
		last := p.order.Back()
		old := last.Value.(*picture)
		p.order.Remove(last)
		delete(p.byKey, old.key)
		p.bytes -= len(old.png)
	}
}
