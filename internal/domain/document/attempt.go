package document

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Conditions of a safe signature (NĐ 130/2018, Điều 9; HT-02.1), as they stand
// in the log of every signing.
const (
	conditionValid      = "certificate-valid" // in force, of a trusted authority, not revoked
	conditionVerifiable = "verifiable"        // by the public key of that certificate
	conditionControl    = "sole-control"      // in the custody of who signs
)

var conditions = []string{conditionValid, conditionVerifiable, conditionControl}

// failedCondition tells which condition a refusal speaks of; "" for none.
func failedCondition(code string) string {
	switch {
	case code == "signing.not-owner" || code == "signing.not-custodian" || strings.HasPrefix(code, "practice."):
		return conditionControl
	case code == "sign.not-good":
		return conditionVerifiable
	case strings.HasPrefix(code, "signing.") || code == "certificate.unknown":
		return conditionValid
	}
	return ""
}

// tried logs a signing that was refused, with its reason, and hands the refusal
// on (HD2-04.4, HD2-15.5). Who may not even see the document leaves no entry on it.
func (s *Service) tried(ctx context.Context, by org.Actor, id ID, action string, with With, err error) error {
	f, refused := fault.From(err)
	if !refused || f.Kind == fault.NotFound && f.Code == "document.absent" || f.Kind == fault.SignInNeed {
		return err
	}
	p, broken := s.Profile(by.Province)
	if broken != nil {
		return traced(err, broken)
	}
	data := map[string]string{"code": f.Code, "certificate": idOnly(string(with.Certificate))}
	if c := failedCondition(f.Code); c != "" {
		data["condition."+c] = "failed"
	}
	broken = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		e := s.entry(by, action+"-refused", string(id), p, data)
		e.Clause = f.Clause
		return tx.Audit(ctx, e)
	})
	return traced(err, broken)
}

// traced hands a refusal on when its trace stands in the log. Without the trace
// the answer is the failure that kept it out, not the refusal: nobody shall try
// in silence.
func traced(refusal, broken error) error {
	if broken == nil {
		return refusal
	}
	return fmt.Errorf("logging the refusal %q: %w", refusal.Error(), broken)
}

// idOnly keeps what is an id and nothing that somebody typed, as the log can
// never be cleaned of it.
func idOnly(text string) string {
	id, err := uuid.Parse(text)
	if err != nil {
		return ""
	}
	return id.String()
}

// levelOnly is a level of the profile's list, or that it is none of them.
func levelOnly(p *profile.Profile, level Secrecy) string {
	for _, known := range p.Documents.Secrecies {
		if known.Code == string(level) {
			return known.Code
		}
	}
	return "unknown"
}
