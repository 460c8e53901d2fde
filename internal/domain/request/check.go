package request

import (
	"context"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
)

// Check lists everything that a request still lacks, with fields and clause;
// nil when it can be confirmed.
func (s *Service) Check(ctx context.Context, by org.Actor, id ID) error {
	r, err := s.load(ctx, by, id, ActRead)
	if err != nil {
		return err
	}
	p, err := s.law(r)
	if err != nil {
		return err
	}
	_, err = s.complete(ctx, r, p)
	return err
}

// complete holds the whole request against the rules and tells everything that
// fails at once, and says why the subject is entitled.
func (s *Service) complete(ctx context.Context, r *Request, p *profile.Profile) (by Entitled, err error) {
	missing, err := s.missing(ctx, r, p)
	if err != nil {
		return by, err
	}
	var entitled, mail error
	if r.Kind == New || r.Kind == Renew {
		by, entitled = s.Eligible.Entitle(ctx, r)
		if r.Fields["email"] != "" && r.Subject != ForService {
			mail = CheckEmail(p, r.Fields["email"])
		}
	}
	return by, all(entitled, missing, mail, unticked(r, p), s.noMinutes(r, p))
}

// missing lists the fields of the forms that are empty.
func (s *Service) missing(ctx context.Context, r *Request, p *profile.Profile) (error, error) {
	columns, err := s.columns(ctx, r)
	if err != nil {
		return nil, err
	}
	var names []string
	lack := invalid("missing", "").Under(p.Clause(keyForms))
	for _, c := range columns {
		if c.Required && r.Fields[c.Code] == "" {
			names = append(names, c.Label)
			lack = lack.At(c.Code, "Chưa có “"+c.Label+"”.")
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	lack.Message = "Còn thiếu: " + strings.Join(names, "; ") + "."
	return lack, nil
}

// unticked lists the conditions of national law without evidence (LD-07.1c,
// HT-06.1).
func unticked(r *Request, p *profile.Profile) error {
	var names []string
	lack := invalid("conditions", "").Under(p.Clause("subscribers.requests.checklist"))
	for _, c := range conditions(r, p) {
		if c.Evidence == "" {
			names = append(names, c.Label)
			lack = lack.At("tick."+c.Code, "Ghi căn cứ: "+c.Label+".")
		}
	}
	if len(names) == 0 {
		return nil
	}
	lack.Message = "Chưa đủ điều kiện: " + strings.Join(names, "; ") + "."
	return lack
}

// conditions are the lines of the checklist with what was ticked.
func conditions(r *Request, p *profile.Profile) []Condition {
	var out []Condition
	for _, item := range p.Subscribers.Requests.ChecklistOf(string(r.Kind), string(r.Subject)) {
		c := Condition{Code: item.Code, Label: item.Label}
		for _, t := range r.Ticks {
			if t.Code == item.Code {
				c.Evidence = t.Evidence
			}
		}
		out = append(out, c)
	}
	return out
}

// noMinutes wants the minutes of a loss where the profile does (HT-06.2c-2).
func (s *Service) noMinutes(r *Request, p *profile.Profile) error {
	rules := p.Subscribers.Requests
	if r.Kind != Revoke || r.Reason != ReasonLost || !rules.LossForm {
		return nil
	}
	lack := invalid("minutes", rules.LossRefusal+".").Under(p.Clause("subscribers.requests.loss_refusal"))
	for _, part := range [][2]string{{"minutes.date", r.Minutes.Date}, {"minutes.place", r.Minutes.Place},
		{"minutes.participants", r.Minutes.Participants}, {"minutes.file", r.file(r.Minutes.File, LossForm).ID}} {
		if strings.TrimSpace(part[1]) == "" {
			lack = lack.At(part[0], "Bắt buộc trong biên bản.")
		}
	}
	if r.DeviceSerial != "" && !strings.EqualFold(strings.TrimSpace(r.Minutes.DeviceSerial), r.DeviceSerial) {
		lack = lack.At("minutes.device_serial", "Ghi đúng số hiệu thiết bị trong sổ.")
	}
	if len(lack.Fields) == 0 {
		return nil
	}
	return lack
}

// ReasonLost is the reason of a revocation after which no device returns.
const ReasonLost = "lost"

// file finds a stored paper of that role.
func (r *Request) file(id string, role FileRole) File {
	for _, f := range r.Files {
		if f.ID == id && f.Role == role {
			return f
		}
	}
	return File{}
}
