package checkweb

import (
	"crypto/rand"
	"sync"
	"time"

	"antin/internal/face/sheet"
	"antin/pades"
)

// How long and how much of the answers is kept, never of the files.
const (
	keepFor   = 10 * time.Minute
	keepBytes = 64 << 20
	keepCount = 200
)

// answer is what remains of a check.
type answer struct {
	file   string
	size   int64
	at     time.Time
	report *pades.Report
	sheet  *sheet.Sheet
	json   []byte
	xml    []byte
}

func (a *answer) weight() int {
	n := 3*len(a.json) + len(a.xml) + 4096 // the sheet says in words what the report says
	if a.sheet != nil {
		for _, p := range a.sheet.Pictures {
			n += len(p.PNG)
		}
	}
	return n
}

// answers keeps them for whoever had them made: the browser's own token and the
// answer's id together find one.
type answers struct {
	now    func() time.Time
	mu     sync.Mutex
	byKey  map[string]*answer
	oldest []string
	bytes  int
}

func newAnswers(now func() time.Time) *answers {
	return &answers{now: now, byKey: map[string]*answer{}}
}

func (k *answers) put(owner string, a *answer) (id string) {
	id = rand.Text()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.byKey[owner+"/"+id] = a
	k.oldest = append(k.oldest, owner+"/"+id)
	k.bytes += a.weight()
	k.drop()
	return id
}

func (k *answers) get(owner, id string) (*answer, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.drop()
	a, ok := k.byKey[owner+"/"+id]
	return a, ok && owner != ""
}

// drop forgets what is over its time, and the oldest when there is too much.
func (k *answers) drop() {
	for len(k.oldest) > 0 {
		a := k.byKey[k.oldest[0]]
		over := k.now().Sub(a.at) > keepFor
		if !over && k.bytes <= keepBytes && len(k.oldest) <= keepCount {
			return
		}
		delete(k.byKey, k.oldest[0])
		k.oldest = k.oldest[1:]
		k.bytes -= a.weight()
	}
}
