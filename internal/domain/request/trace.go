package request

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"antin/internal/domain/audit"
)

// entry is what the log keeps of a deed: ids and hashes, no words of people.
func (s *Service) entry(d *deed, what Deed) audit.Entry {
	e := d.by.Entry(d.at, "request."+string(what), string(d.ID), "state", string(d.State), "kind", string(d.Kind))
	e.Profile = d.law.Version
	for key, value := range map[string]string{"document": d.Document, "snapshot": d.Snapshot, "certificate": string(d.Certificate),
		"dispatch": d.Dispatch, "answer": d.Answer.Document} {
		if value != "" {
			if e.Data == nil {
				e.Data = map[string]string{}
			}
			e.Data[key] = value
		}
	}
	return e
}

// digest is the SHA-256 of everything that the head takes responsibility for.
func (r *Request) digest() string {
	raw, err := json.Marshal(struct {
		ID          ID
		Kind        Kind
		Subject     Subject
		Managing    string
		Agency      string
		Person      string
		System      string
		Certificate string
		Device      string
		Reason      string
		Note        string
		Fields, Old map[string]string
		Ticks       []Tick
		Minutes     Minutes
		Effective   int64
		Files       []File
	}{r.ID, r.Kind, r.Subject, string(r.Managing), string(r.Agency), string(r.Person), r.System, string(r.Certificate), string(r.Device),
		r.Reason, r.Note, r.Fields, r.Old, r.Ticks, r.Minutes, r.EffectiveAt.UnixMilli(), r.Files})
	if err != nil {
		panic("request: a request cannot be written: " + err.Error())
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
