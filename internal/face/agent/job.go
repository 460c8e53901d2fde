package agent

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"slices"
	"sync"
	"time"

	"antin/cms"
	"antin/internal/fault"
	"antin/internal/platform/token"
	"antin/ticket"
)

// state of a job.
type state int

const (
	asking  state = iota // the person looks, and types the PIN
	working              // the token signs
	done                 // every item has its outcome, or the person stopped
)

// part is how many values go to the server in one answer.
const part = 25

// row is one item with what became of it.
type row struct {
	ticket.Item
	value   []byte // made, perhaps not yet delivered
	chain   [][]byte
	Over    bool   // the server has the last word on it
	Good    bool   // signed and taken
	Message string // what the token or the server said
	code    ticket.Code
}

// waits reports whether it may still be signed.
func (r row) waits() bool { return !r.Over && r.value == nil }

// job is one ticket at this desk, from the moment it came until the browser goes
// back.
type job struct {
	id     string
	server Server
	client *client
	ticket ticket.Ticket
	came   time.Time

	mu      sync.Mutex
	state   state
	rows    []row
	refused *fault.Fault // of the last try, shown above the form
}

func newJob(s Server, c *client, t ticket.Ticket, now time.Time) *job {
	j := &job{id: randomID(), server: s, client: c, ticket: t, came: now}
	for _, item := range t.Items {
		if !s.owns(item.View) {
			item.View = ""
		}
		j.rows = append(j.rows, row{Item: item})
	}
	return j
}

func randomID() string {
	b := make([]byte, 18)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b)
}

// expired asks by the clock of the server, whatever this machine's says.
func (j *job) expired(now time.Time) bool {
	return now.Sub(j.came) > j.ticket.Expires.Sub(j.ticket.Now)
}

// wants counts the waiting items by certificate.
func (j *job) wants() map[string]int {
	count := map[string]int{}
	for _, r := range j.rows {
		if !r.waits() {
			continue
		}
		for _, f := range r.Certificates {
			count[f]++
		}
	}
	return count
}

// counts says how many items there are, are over, and are good; the lock is held.
func (j *job) counts() (all, over, good int) {
	for _, r := range j.rows {
		if r.Over {
			over++
		}
		if r.Good {
			good++
		}
	}
	return len(j.rows), over, good
}

// begin takes the turn of a batch; false when one is under way or all is over.
func (j *job) begin() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.state != asking {
		return false
	}
	j.state, j.refused = working, nil
	return true
}

// finish ends a turn: over when nothing waits any more.
func (j *job) finish(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.state = asking
	if !slices.ContainsFunc(j.rows, func(r row) bool { return !r.Over }) {
		j.state = done
	}
	if err == nil {
		return
	}
	f, ok := fault.From(err)
	if !ok {
		f = fault.New(fault.Unready, "agent.failed", "Chưa ký được do lỗi trên máy này.").Do("Thử lại; nếu lặp lại, chạy antin-agent doctor.")
	}
	j.refused = f
}

// signer makes values by an open token; it is the token in life.
type signer interface {
	Sign(ctx context.Context, c *x509.Certificate, digest []byte, opts crypto.SignerOpts) ([]byte, error)
}

// batch signs every waiting item that the certificate may sign, in order, and
// delivers in parts. It stops at the first refusal of the token, so that neither
// a wrong PIN nor a missing device is tried again for the rest.
func (j *job) batch(ctx context.Context, s signer, c *x509.Certificate, chain [][]byte) error {
	print := token.Fingerprint(c.Raw)
	size := part
	if len(j.rows) <= part {
		size = 1
	}
	made := 0
	for i := range j.rows {
		if !j.rows[i].waits() || !slices.Contains(j.rows[i].Certificates, print) {
			continue
		}
		value, err := valueOf(ctx, s, c, j.rows[i].Item)
		if refusal, ok := fault.From(err); ok && refusal.Code == codeMalformed {
			j.note(i, refusal.Message, ticket.Malformed) // this item alone is bad
			continue
		}
		if err != nil {
			j.stopped(i, err)
			return errors.Join(err, j.deliver(ctx))
		}
		j.mu.Lock()
		j.rows[i].value, j.rows[i].chain, j.rows[i].Message = value, append([][]byte{c.Raw}, chain...), "Đã ký, đang gửi…"
		j.mu.Unlock()
		if made++; made%size == 0 {
			if err := j.deliver(ctx); err != nil {
				return err
			}
		}
	}
	return j.deliver(ctx)
}

const codeMalformed = "agent.malformed"

// valueOf hashes the signed attributes here and has them signed. What is no set
// of signed attributes that names this certificate gets no signature: a server
// cannot have anything else signed under the name of a document.
func valueOf(ctx context.Context, s signer, c *x509.Certificate, item ticket.Item) ([]byte, error) {
	var options []cms.Option
	for _, h := range []crypto.Hash{crypto.SHA384, crypto.SHA512} {
		if item.Hash == h.String() {
			options = append(options, cms.WithHash(h))
		}
	}
	if item.PSS {
		options = append(options, cms.WithPSS())
	}
	b, err := cms.Resume(c, nil, item.Attributes, options...)
	if err != nil {
		return nil, fault.New(fault.Signed, codeMalformed, "Dữ liệu máy chủ đưa ra không phải dữ liệu ký văn bản của chứng thư số này nên không được ký.").
			Do("Báo quản trị hệ thống.")
	}
	return s.Sign(ctx, c, b.Digest(), b.SignerOpts())
}

func (j *job) note(i int, message string, code ticket.Code) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.rows[i].Message, j.rows[i].code = message, code
	j.rows[i].Over = code == ticket.Malformed
}

// stopped puts the reason on the item where the batch stopped, and says on the
// ones behind it that they were not reached.
func (j *job) stopped(at int, err error) {
	message, code := "Chưa ký được.", ticket.Failed
	if f, ok := fault.From(err); ok {
		message, code = f.Message, codeOf(f.Code)
	}
	j.note(at, message, code)
	for i := at + 1; i < len(j.rows); i++ {
		if j.rows[i].waits() {
			j.note(i, "Chưa ký: lượt ký đã dừng ở mục trước.", ticket.NotReached)
		}
	}
}

func codeOf(code string) ticket.Code {
	switch code {
	case token.CodeWrongPIN:
		return ticket.WrongPIN
	case token.CodeLocked:
		return ticket.Locked
	case token.CodeRemoved:
		return ticket.Removed
	case token.CodeAbsent:
		return ticket.NoToken
	case token.CodeNoKey:
		return ticket.NoCertificate
	}
	return ticket.Failed
}

// deliver brings the values that are made to the server; what could not be
// delivered is kept and goes with the next try, without PIN.
func (j *job) deliver(ctx context.Context) error {
	for {
		results := j.undelivered()
		if len(results) == 0 {
			return nil
		}
		receipt, err := j.client.answer(ctx, j.ticket.ID, ticket.Answer{Results: results})
		if err != nil {
			return err
		}
		if !j.take(results, receipt) {
			return j.client.understood(errors.New("an item without outcome"))
		}
	}
}

func (j *job) undelivered() []ticket.Result {
	j.mu.Lock()
	defer j.mu.Unlock()
	var results []ticket.Result
	for _, r := range j.rows {
		if !r.Over && r.value != nil && len(results) < part {
			results = append(results, ticket.Result{Item: r.ID, Value: r.value, Chain: r.chain})
		}
	}
	return results
}

// take puts the outcomes on their items; false when one is missing.
func (j *job) take(results []ticket.Result, receipt ticket.Receipt) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, result := range results {
		at := slices.IndexFunc(receipt.Outcomes, func(o ticket.Outcome) bool { return o.Item == result.Item })
		i := slices.IndexFunc(j.rows, func(r row) bool { return r.ID == result.Item })
		if at < 0 || i < 0 {
			return false
		}
		o := receipt.Outcomes[at]
		j.rows[i].Over, j.rows[i].Good, j.rows[i].Message = true, o.Done, legible(o.Message)
		if o.Message == "" && o.Done {
			j.rows[i].Message = "Đã ký."
		}
		if o.Message == "" && !o.Done {
			j.rows[i].Message = "Máy chủ không nhận chữ ký này."
		}
	}
	return true
}

// stop tells the server that the person ended it, with the reason for each item
// that has no value, and is over whatever the server says.
func (j *job) stop(ctx context.Context) error {
	err := j.deliver(ctx)
	var results []ticket.Result
	j.mu.Lock()
	for i := range j.rows {
		r := &j.rows[i]
		if r.Good || r.value != nil || r.Over && r.code != ticket.Malformed {
			continue
		}
		refusal := &ticket.Refusal{Code: r.code, Message: r.Message}
		if r.code == "" {
			refusal = &ticket.Refusal{Code: ticket.Declined, Message: "Người ký đã dừng, không ký."}
		}
		r.Over, r.Message = true, refusal.Message
		results = append(results, ticket.Result{Item: r.ID, Refusal: refusal})
	}
	j.state = done
	j.mu.Unlock()
	for chunk := range slices.Chunk(results, part) {
		_, failed := j.client.answer(ctx, j.ticket.ID, ticket.Answer{Results: chunk})
		err = errors.Join(err, failed)
	}
	return err
}
