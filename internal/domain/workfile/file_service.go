package workfile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/task"
	"antin/internal/fault"
)

// New is what a file is made of. Code may be of the plan of the year or not.
type New struct {
	Code, Title, Retention string
	Job                    task.ID
	First                  document.ID
}

// Create (lập hồ sơ) makes a file with its first document; without one it is
// refused (BG-02.6).
func (s *Service) Create(ctx context.Context, by org.Actor, n New) (ID, error) {
	if err := s.Guard.Allow(ctx, by, ActCreate, org.OfAgency); err != nil {
		return "", err
	}
	p, err := s.law(by.Province)
	if err != nil {
		return "", err
	}
	n.Code, n.Title = strings.TrimSpace(n.Code), strings.TrimSpace(n.Title)
	if n.First == "" {
		return "", noMessage(p)
	}
	if n.Code == "" || len([]rune(n.Code)) > 20 {
		return "", fault.New(fault.Invalid, "file.code", "Hồ sơ phải có số và ký hiệu, không quá 20 ký tự.").At("ky-hieu", "Ví dụ 12.VP.")
	}
	item, err := s.item(ctx, by, p, n.First)
	if err != nil {
		return "", err
	}
	now := s.Now()
	f := File{
		ID: ID(newID()), Agency: by.Agency, Province: by.Province, Unit: by.Unit, Year: now.In(zone).Year(), Code: n.Code, Title: n.Title, Retention: n.Retention,
		Keeper: by.Person, KeeperName: by.Name, Job: n.Job, State: Open, OpenedAt: now, UpdatedAt: now,
	}
	if err := s.planned(ctx, &f); err != nil {
		return "", err
	}
	if err := f.put(item); err != nil {
		return "", err
	}
	return f.ID, s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.Add(ctx, &f); err != nil {
			return changed(err)
		}
		if err := tx.AddItem(ctx, f.ID, f.Items[0]); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "file.create", string(f.ID), p, map[string]string{"state": string(f.State), "items": "1", "contents": f.Contents()}))
	})
}

// planned takes title and retention from the plan of the year where it has the
// code.
func (s *Service) planned(ctx context.Context, f *File) error {
	plan, err := s.Store.Plan(ctx, f.Agency, f.Year)
	if err != nil {
		if err == ErrNotFound {
			return nil
		}
		return err
	}
	for _, r := range plan.Rows {
		if r.Code != f.Code {
			continue
		}
		f.Planned = true
		if f.Title == "" {
			f.Title = r.Title
		}
		if f.Retention == "" {
			f.Retention = r.Retention
		}
	}
	return nil
}

// item reads what a document is called and its hash, for somebody who may read it.
func (s *Service) item(ctx context.Context, by org.Actor, p *profile.Profile, id document.ID) (Item, error) {
	d, err := s.Documents.Get(ctx, by, id)
	if err != nil {
		return Item{}, err
	}
	if d.State != document.Released && d.State != document.Registered && d.State != document.Assigned && d.State != document.Completed {
		return Item{}, fault.New(fault.Conflict, "file.unfinished", "Chỉ đưa vào hồ sơ văn bản đi đã phát hành, văn bản đến đã vào sổ.").Do("Chờ văn bản xong bước “" + d.State.Name() + "”.")
	}
	main, ok := d.Current(document.Main)
	if !ok {
		return Item{}, fault.New(fault.Conflict, "file.no-bytes", "Văn bản không có tệp nên chưa đưa vào hồ sơ được.")
	}
	typ, _ := p.Documents.Type(d.Type)
	f := Fields{TypeName: typ.Name, Notation: d.Symbol, Issued: d.IssuedOn, Organ: d.FromName, Subject: d.Subject, Pages: d.Pages, Signer: d.Signer.Name, Title: d.Signer.Title, Arrival: d.Arrival}
	if d.Number != 0 {
		f.Number = fmt.Sprint(d.Number)
	}
	if d.Direction == document.Incoming {
		f.Number, f.Notation = number(d.SenderRef)
	} else {
		agency, err := s.Org.Agency(ctx, d.Agency)
		if err != nil {
			return Item{}, err
		}
		f.Organ = agency.Name
	}
	return Item{Document: id, Fields: f, SHA256: main.SHA256, At: s.Now(), By: by.Person, ByName: by.Name}, nil
}

// number parts "12/SNV-VP".
func number(ref string) (no, notation string) {
	no, notation, _ = strings.Cut(ref, "/")
	return no, notation
}

// Put (đưa vào hồ sơ) adds a document to a file; it may stand in others as well.
func (s *Service) Put(ctx context.Context, by org.Actor, id ID, doc document.ID) error {
	p, err := s.law(by.Province)
	if err != nil {
		return err
	}
	item, err := s.item(ctx, by, p, doc)
	if err != nil {
		return err
	}
	return s.act(ctx, by, id, ActKeep, Putting, func(f *File, _ *profile.Profile, _ time.Time) error { return f.put(item) })
}

// Close (kết thúc hồ sơ) lays down title and retention and ends the work.
func (s *Service) Close(ctx context.Context, by org.Actor, id ID, title, retention string) error {
	return s.act(ctx, by, id, ActKeep, Closing, func(f *File, p *profile.Profile, at time.Time) error {
		f.Title, f.Retention = strings.TrimSpace(title), retention
		return f.close(p, at)
	})
}

// Reopen takes the end of the work back.
func (s *Service) Reopen(ctx context.Context, by org.Actor, id ID) error {
	return s.act(ctx, by, id, ActKeep, Reopening, func(f *File, _ *profile.Profile, _ time.Time) error {
		f.ClosedAt = time.Time{}
		return f.move(Reopening)
	})
}

// HandIn (nộp lưu) hands a closed file over to the archive of the agency. The
// bytes of every message are read and compared first (NA-17.1).
func (s *Service) HandIn(ctx context.Context, by org.Actor, id ID) error {
	f, err := s.load(ctx, by, id, ActKeep)
	if err != nil {
		return err
	}
	for _, x := range f.Items {
		if err := s.whole(ctx, x); err != nil {
			return err
		}
		if err := s.Documents.PassGate(ctx, by, x.Document, document.GateArchive); err != nil {
			return err
		}
	}
	return s.act(ctx, by, id, ActKeep, HandingIn, func(f *File, _ *profile.Profile, at time.Time) error {
		f.HandedAt, f.Reason = at, ""
		return f.move(HandingIn)
	})
}

// whole reads the stored bytes of a message and compares their hash.
func (s *Service) whole(ctx context.Context, x Item) error {
	blob, err := s.Documents.Blobs.Open(ctx, x.SHA256)
	if err != nil {
		return fmt.Errorf("opening message %d: %w", x.Seq, err)
	}
	defer func() { _ = blob.Close() }() // only read
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(blob, 0, blob.Size())); err != nil {
		return fmt.Errorf("reading message %d: %w", x.Seq, err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != x.SHA256 {
		return fault.New(fault.Signed, "file.altered", fmt.Sprintf("Tệp của văn bản thứ %d không còn nguyên như khi đưa vào hồ sơ.", x.Seq)).Do("Báo quản trị hệ thống; không nộp lưu tệp này.")
	}
	return nil
}

// Retrieve opens the bytes of a message for somebody who may read the file; they
// are compared with their hash each time.
func (s *Service) Retrieve(ctx context.Context, by org.Actor, id ID, seq int) (Item, document.Blob, error) {
	f, err := s.load(ctx, by, id, ActRead)
	if err != nil {
		return Item{}, nil, err
	}
	if seq < 1 || seq > len(f.Items) {
		return Item{}, nil, fault.New(fault.NotFound, "file.absent", "Hồ sơ không có văn bản này.")
	}
	x := f.Items[seq-1]
	if err := s.whole(ctx, x); err != nil {
		return x, nil, err
	}
	blob, err := s.Documents.Blobs.Open(ctx, x.SHA256)
	return x, blob, err
}

// Accept (tiếp nhận) takes a file into the archive: read-only from now on.
func (s *Service) Accept(ctx context.Context, by org.Actor, id ID) error {
	return s.act(ctx, by, id, ActArchive, Accepting, func(f *File, _ *profile.Profile, at time.Time) error {
		f.AcceptedAt, f.AcceptedBy = at, by.Name
		return f.move(Accepting)
	})
}

// GiveBack (trả lại) returns a file to its keeper with the reason.
func (s *Service) GiveBack(ctx context.Context, by org.Actor, id ID, why string) error {
	if why = strings.TrimSpace(why); why == "" {
		return fault.New(fault.Invalid, "file.no-reason", "Trả lại hồ sơ phải ghi lý do.").At("ly-do", "Ghi lý do.")
	}
	return s.act(ctx, by, id, ActArchive, Returning, func(f *File, _ *profile.Profile, _ time.Time) error {
		f.Reason, f.ClosedAt, f.HandedAt = why, time.Time{}, time.Time{}
		return f.move(Returning)
	})
}

// Destroy (tiêu hủy) marks a file whose time is over as destroyed by a decision;
// before that every role is refused (LD-15.3-1). The list of contents stays.
func (s *Service) Destroy(ctx context.Context, by org.Actor, id ID, decision string) error {
	return s.act(ctx, by, id, ActArchive, Destroying, func(f *File, p *profile.Profile, at time.Time) error { return f.destroy(decision, p, at) })
}
