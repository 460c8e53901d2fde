package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/archive"
	"antin/internal/domain/audit"
	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/org"
	"antin/internal/domain/register"
	"antin/internal/domain/signing"
)

// traces is what the log says of one thing, folded from its entries.
type traces struct {
	subject     string
	document    document.Trace
	delivery    exchange.Trace
	certificate *signing.Trace
	archive     archive.Trace
	register    *register.Trace
	copied      map[string]string
}

func newTraces(subject string) *traces {
	return &traces{subject: subject, document: document.Trace{}, delivery: exchange.Trace{}, archive: archive.Trace{}}
}

func (t *traces) add(e audit.Entry) {
	switch area, _, _ := strings.Cut(e.Action, "."); area {
	case "document", "incoming":
		t.document.Add(e)
	case "register":
		if t.register == nil {
			t.register = &register.Trace{}
		}
		t.register.Add(e)
	case "copy":
		t.copied = e.Data
	case "delivery":
		t.delivery.Add(e)
	case "archive":
		t.archive.Add(e)
	case "custody", "certificate":
		if t.certificate == nil {
			t.certificate = &signing.Trace{}
		}
		t.certificate.Add(e)
	}
}

// rowCheck holds the rows of the database against the log: each thing's rows
// must be what its last entry says, and nothing may be without one.
type rowCheck struct {
	app    *App
	grants map[grant]bool
	lines  map[string]int // logged lines by agency/book/year
	held   map[string]int // numbers of blocks that no document has, by the same
	before map[string]int // last numbers before the log was read
	notes  map[string]string
	began  time.Time
	out    []string
}

func (a *App) checkRows(ctx context.Context, _ bool) ([]string, error) {
	c := &rowCheck{app: a, grants: map[grant]bool{}, lines: map[string]int{}, held: map[string]int{}, before: map[string]int{}}
	c.start(a.Now())
	err := c.series(ctx, func(_ org.Agency, _, key string, last int) { c.before[key] = last })
	if err != nil {
		return nil, err
	}
	if err := c.walk(ctx); err != nil {
		return nil, err
	}
	for _, part := range []func(context.Context) error{c.said, c.unlogged, c.agencies, c.numbers} {
		if err := part(ctx); err != nil {
			return nil, err
		}
	}
	return c.out, nil
}

// walk compares each thing when the log has said everything of it.
func (c *rowCheck) walk(ctx context.Context) error {
	now := newTraces("")
	err := c.app.Audit.Walk(ctx, func(e auditsql.Stored) error {
		if e.Subject != now.subject {
			if err := c.close(ctx, now); err != nil {
				return err
			}
			now = newTraces(e.Subject)
		}
		now.add(e.Entry)
		fold(c.grants, e.Entry)
		c.noted(e.Entry)
		return nil
	})
	if err != nil {
		return err
	}
	return c.close(ctx, now)
}

// close compares one thing. The rows may have moved on since its entries were
// read, as the server may be at work: what does not fit is read again until the
// log stood still around it.
func (c *rowCheck) close(ctx context.Context, t *traces) error {
	for {
		found, line, err := c.untrue(ctx, t)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			c.count(line)
			return nil
		}
		again, err := c.again(ctx, t.subject)
		if err != nil {
			return err
		}
		if fmt.Sprint(again.document, again.delivery, again.certificate, again.archive, again.register, again.copied) == fmt.Sprint(t.document, t.delivery, t.certificate, t.archive, t.register, t.copied) {
			c.count(line)
			c.out = append(c.out, found...)
			return nil
		}
		t = again
	}
}

func (c *rowCheck) count(line string) {
	if line != "" {
		c.lines[line]++
	}
}

func (c *rowCheck) again(ctx context.Context, subject string) (*traces, error) {
	list, err := c.app.Audit.History(ctx, subject)
	t := newTraces(subject)
	for _, e := range list {
		t.add(e.Entry)
	}
	return t, err
}

// untrue names what does not fit, and the series in which the thing has a line.
func (c *rowCheck) untrue(ctx context.Context, t *traces) (out []string, line string, err error) {
	var found []string
	name := ""
	switch {
	case t.document.Known():
		var agency org.AgencyID
		name = "văn bản"
		if found, agency, err = c.app.Documents.Untrue(ctx, document.ID(t.subject), t.document); err != nil {
			return nil, "", err
		}
		if series, _, ok := t.document.Register(); ok {
			line = string(agency) + "/" + series
		}
	case len(t.delivery) > 0:
		name = "lần gửi"
		found, _, err = c.app.Exchange.Untrue(ctx, exchange.DeliveryID(t.subject), t.delivery)
	case len(t.archive) > 0:
		name = "hồ sơ bằng chứng"
		found, err = c.app.Archive.Untrue(ctx, archive.BundleID(t.subject), t.archive)
	case t.register.Known():
		name = "sổ"
		found, err = c.untrueSeries(ctx, t)
	case t.copied != nil:
		name = "bản sao"
		found, line, err = c.app.Documents.UntrueCopy(ctx, document.ID(t.subject), t.copied)
	case t.certificate != nil:
		name = "chứng thư số"
		found, err = c.app.Signing.Untrue(ctx, signing.CertificateID(t.subject), *t.certificate)
	}
	for _, f := range found {
		out = append(out, name+" "+t.subject+": "+f)
	}
	return out, line, err
}

// untrueSeries holds the held numbers of one register against the log.
func (c *rowCheck) untrueSeries(ctx context.Context, t *traces) ([]string, error) {
	series, ok := register.ParseSeries(t.subject)
	if !ok {
		return nil, nil // a slip or a fault
	}
	found, free, err := c.app.Register.Untrue(ctx, series, t.register)
	c.held[t.subject] = free
	return found, err
}

// unlogged names documents, deliveries and evidence that the log has never heard
// of.
func (c *rowCheck) unlogged(ctx context.Context) error {
	err := c.app.Archive.Store.Walk(ctx, func(e archive.Edition) error {
		if e.No > 1 {
			return nil
		}
		return c.known(ctx, string(e.Bundle), "hồ sơ bằng chứng")
	})
	if err != nil {
		return err
	}
	var after document.ID
	for {
		ids, err := c.app.Documents.Store.IDs(ctx, after, 200)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			after = id
			if err := c.known(ctx, string(id), "văn bản"); err != nil {
				return err
			}
			deliveries, err := c.app.Exchange.Store.OfDocument(ctx, id)
			if err != nil {
				return err
			}
			for _, d := range deliveries {
				if err := c.known(ctx, string(d.ID), "lần gửi"); err != nil {
					return err
				}
			}
		}
	}
}

func (c *rowCheck) known(ctx context.Context, subject, name string) error {
	list, err := c.app.Audit.Of(ctx, subject, 0, 1)
	if err == nil && len(list) == 0 {
		c.out = append(c.out, name+" "+subject+": có trong cơ sở dữ liệu mà nhật ký không ghi")
	}
	return err
}
