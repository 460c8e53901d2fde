package subscriber

import (
	"context"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// Duties are those of a subscriber in the words of the province, and under
// which version they read so.
func (s *Service) Duties(province string) ([]profile.Duty, string, error) {
	law, err := s.law(province)
	if err != nil {
		return nil, "", err
	}
	return withClauses(law.Subscribers.Register.SubscriberDuties, law.Clause("subscribers.register.subscriber_duties")), law.Version, nil
}

// AgencyDuties are those of the managing agency, each with its screen (NA-19.3, HD2-14.1).
func (s *Service) AgencyDuties(ctx context.Context, by org.Actor) ([]profile.Duty, error) {
	if err := s.Guard.Allow(ctx, by, ActList, org.OfAgency); err != nil {
		return nil, err
	}
	law, err := s.law(by.Province)
	if err != nil {
		return nil, err
	}
	return withClauses(law.Subscribers.Register.AgencyDuties, law.Clause("subscribers.register.agency_duties")), nil
}

func withClauses(list []profile.Duty, clause string) []profile.Duty {
	out := append([]profile.Duty(nil), list...)
	for i := range out {
		if out[i].Clause == "" {
			out[i].Clause = clause
		}
	}
	return out
}

// AcceptDuties writes down that the actor read and accepted the duties of a
// subscriber for one of the own certificates; twice changes nothing.
func (s *Service) AcceptDuties(ctx context.Context, by org.Actor, id signing.CertificateID) error {
	r, err := s.registration(ctx, id)
	if err != nil {
		return err
	}
	rel, err := s.relation(ctx, by, r)
	if err != nil {
		return err
	}
	if err := s.Guard.Allow(ctx, by, ActOwn, onlyOwn(rel)...); err != nil {
		return err
	}
	duties, version, err := s.Duties(by.Province)
	if err != nil {
		return err
	}
	a := Acceptance{Person: by.Person, Certificate: id, Version: version, At: s.Now()}
	for _, d := range duties {
		a.Duties = append(a.Duties, d.Label)
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddAcceptance(ctx, a); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "duty.accepted", string(id), version))
	})
}

func onlyOwn(rel []org.Relation) []org.Relation {
	for _, r := range rel {
		if r == org.Own {
			return []org.Relation{org.Own}
		}
	}
	return nil
}

// MyAcceptances lists what the actor accepted, the newest first.
func (s *Service) MyAcceptances(ctx context.Context, by org.Actor) ([]Acceptance, error) {
	if err := s.Guard.Allow(ctx, by, ActOwn, org.Own); err != nil {
		return nil, err
	}
	return s.Store.Acceptances(ctx, by.Person)
}

// MySignatures is the own signing log (HD2-15.1).
func (s *Service) MySignatures(ctx context.Context, by org.Actor, from, until time.Time) ([]Use, error) {
	if err := s.Guard.Allow(ctx, by, ActOwn, org.Own); err != nil {
		return nil, err
	}
	return s.Store.Uses(ctx, UseQuery{Person: by.Person, From: from, Until: until, Limit: maxLog})
}

const maxLog = 10_000 // lines of one signing log

// AskInformation writes down that an authority asks for information about a
// subscriber, with the day by which it is answered (HD2-15.6).
func (s *Service) AskInformation(ctx context.Context, by org.Actor, i Information) (Information, error) {
	rel, err := s.within(ctx, by, i.Agency)
	if err != nil {
		return Information{}, err
	}
	if err := s.Guard.Allow(ctx, by, ActInform, rel...); err != nil {
		return Information{}, err
	}
	i.AskedBy, i.Paper, i.Question = strings.TrimSpace(i.AskedBy), strings.TrimSpace(i.Paper), strings.TrimSpace(i.Question)
	bad := fault.New(fault.Invalid, "information.incomplete", "Yêu cầu cung cấp thông tin phải ghi cơ quan yêu cầu, văn bản yêu cầu, nội dung và hạn trả lời.")
	switch _, err := time.Parse(time.DateOnly, i.DueOn); {
	case i.AskedBy == "":
		return Information{}, bad.At("asked_by", "Ghi cơ quan yêu cầu.")
	case i.Paper == "":
		return Information{}, bad.At("paper", "Ghi số, ngày văn bản yêu cầu.")
	case i.Question == "" || len(i.Question) > 4000 || len(i.AskedBy)+len(i.Paper) > 1000:
		return Information{}, bad.At("question", "Ghi nội dung yêu cầu (tối đa 4.000 ký tự).")
	case err != nil:
		return Information{}, bad.At("due_on", "Ghi hạn trả lời.")
	}
	if _, err := s.Org.Person(ctx, i.Person); err != nil {
		return Information{}, err
	}
	if i.ID, err = newID(); err != nil {
		return Information{}, err
	}
	i.ReceivedAt, i.By = s.Now(), by.Person
	return i, s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddInformation(ctx, i); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "information.asked", i.ID, "", "person", string(i.Person)))
	})
}

// AnswerInformation writes down the answer and the letter that carried it.
func (s *Service) AnswerInformation(ctx context.Context, by org.Actor, id, answer, paper string) error {
	i, err := s.Information(ctx, by, id)
	if err != nil {
		return err
	}
	if !i.AnsweredAt.IsZero() {
		return fault.New(fault.Conflict, "information.answered", "Yêu cầu này đã được trả lời.")
	}
	i.Answer, i.AnswerPaper = strings.TrimSpace(answer), strings.TrimSpace(paper)
	if i.Answer == "" || len(i.Answer) > 4000 || len(i.AnswerPaper) > 500 {
		return fault.New(fault.Invalid, "information.answer", "Phải ghi nội dung trả lời (tối đa 4.000 ký tự).").At("answer", "Ghi nội dung trả lời.")
	}
	i.AnsweredBy, i.AnsweredAt = by.Person, s.Now()
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AnswerInformation(ctx, i); err != nil {
			return missing(err, "information.answered", "Yêu cầu này đã được trả lời.")
		}
		return tx.Audit(ctx, s.entry(by, "information.answered", id, ""))
	})
}

// Information gives one request for those who handle it and the person asked about.
func (s *Service) Information(ctx context.Context, by org.Actor, id string) (Information, error) {
	i, err := s.Store.Information(ctx, id)
	if err != nil {
		return i, missing(err, "information.unknown", "Không có yêu cầu cung cấp thông tin này.")
	}
	rel, err := s.within(ctx, by, i.Agency)
	if err != nil {
		return i, err
	}
	if i.Person == by.Person {
		rel = append(rel, org.Own)
	}
	return i, s.Guard.Allow(ctx, by, ActInform, rel...)
}

// InformationList lists what the agency handles, the open ones first.
func (s *Service) InformationList(ctx context.Context, by org.Actor) ([]Information, error) {
	if err := s.Guard.Allow(ctx, by, ActInform, org.OfAgency); err != nil {
		return nil, err
	}
	scope, err := s.scope(ctx, by)
	if err != nil {
		return nil, err
	}
	return s.Store.InformationOpen(ctx, scope)
}

// MyInformation lists what is asked about the actor.
func (s *Service) MyInformation(ctx context.Context, by org.Actor) ([]Information, error) {
	if err := s.Guard.Allow(ctx, by, ActOwn, org.Own); err != nil {
		return nil, err
	}
	return s.Store.InformationOf(ctx, by.Person)
}

// SignaturesFor is the signing log of the subscriber whom a request is about,
// for the authority that asks.
func (s *Service) SignaturesFor(ctx context.Context, by org.Actor, id string) (Information, []Use, error) {
	i, err := s.Information(ctx, by, id)
	if err != nil {
		return i, nil, err
	}
	uses, err := s.Store.Uses(ctx, UseQuery{Person: i.Person, Limit: maxLog})
	if err != nil {
		return i, nil, err
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		return tx.Audit(ctx, s.entry(by, "information.log-taken", id, "", "person", string(i.Person)))
	})
	return i, uses, err
}
