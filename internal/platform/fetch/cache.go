package fetch

import (
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"
)

// cache is what was fetched lately, bounded in bytes; what was not used for
// longest goes first.
type cache struct {
	limit int64

	mu    sync.Mutex
	size  int64
	order *list.List // of *entry, the last used in front
	byKey map[string]*list.Element
}

type entry struct {
	key   string
	kept  [][]byte
	err   error // a refusal is remembered as well, for a short while
	got   time.Time
	until time.Time
}

// entryCost is counted for each entry beside its bytes.
const entryCost = 1 << 10

func (e *entry) cost() int64 {
	n := int64(entryCost)
	for _, k := range e.kept {
		n += int64(len(k))
	}
	return n
}

func newCache(limit int64) *cache {
	return &cache{limit: limit, order: list.New(), byKey: map[string]*list.Element{}}
}

// cacheKey tells questions apart also by what they ask.
func cacheKey(q question) string {
	if q.body == nil {
		return q.accept + " " + q.address
	}
	sum := sha256.Sum256(q.body)
	return q.accept + " " + q.address + " " + hex.EncodeToString(sum[:])
}

// get gives an entry that still counts and was got at since or later. A clock
// that went back makes it count no more.
func (c *cache) get(key string, now, since time.Time) (*entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, ok := c.byKey[key]
	if !ok {
		return nil, false
	}
	e := at.Value.(*entry)
	if !now.Before(e.until) || now.Before(e.got) {
		c.drop(at)
		return nil, false
	}
	if e.got.Before(since) && e.err == nil {
		return nil, false
	}
	c.order.MoveToFront(at)
	return e, true
}

func (c *cache) put(key string, e entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old, ok := c.byKey[key]; ok {
		c.drop(old)
	}
	e.key = key
	if e.cost() > c.limit {
		return
	}
	c.byKey[key] = c.order.PushFront(&e)
	for c.size += e.cost(); c.size > c.limit; {
		c.drop(c.order.Back())
	}
}

func (c *cache) drop(at *list.Element) {
	e := c.order.Remove(at).(*entry)
	delete(c.byKey, e.key)
	c.size -= e.cost()
}
