package request

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/vntext"
)

const (
	maxValue = 500  // characters of one field
	maxNote  = 2000 // characters of a note or reason in words
	maxTicks = 50
)

func isNoDevice(err error) bool { return errors.Is(err, device.ErrNotFound) }

// fill sets a request from the page and the records, and refuses what it can
// never be. What may be added later is left to check.
func (s *Service) fill(ctx context.Context, by org.Actor, r *Request, in Input, p *profile.Profile) error {
	if r.Kind.Name() == string(r.Kind) || r.Subject.Name() == string(r.Subject) {
		return invalid("kind", "Chưa chọn loại yêu cầu hoặc loại thuê bao.").At("kind", "Chọn loại yêu cầu.").At("subject", "Chọn loại thuê bao.")
	}
	r.Secret = graded(p)
	if err := s.who(ctx, r, in); err != nil {
		return err
	}
	c, on, err := s.what(ctx, r, in)
	if err != nil {
		return err
	}
	in = r.unmasked(in)
	if err := s.whom(ctx, r); err != nil {
		return err
	}
	r.Reason, r.EffectiveAt = in.Reason, in.EffectiveAt
	if r.Channel = in.Channel; r.Channel == "" {
		r.Channel = usual(p)
	}
	if err := words(r, in, p); err != nil {
		return err
	}
	if r.CreatedAt.IsZero() || len(r.Terms.Forms) == 0 {
		var kind device.Kind
		if on != nil {
			kind = on.Kind
		}
		if r.Terms, err = s.terms(ctx, r, kind, p); err != nil {
			return err
		}
	}
	if err := s.values(ctx, by, r, in); err != nil {
		return err
	}
	if err := s.checkForms(r, in, p); err != nil {
		return err
	}
	if err := all(checkChannel(r.Channel, p), checkReason(r, p)); err != nil {
		return err
	}
	if err := s.checkKind(ctx, r, c, on, p); err != nil || r.Kind != Renew {
		return err
	}
	return s.countRenewals(ctx, r)
}

// countRenewals says which renewal this is (HD2-07b): one more than that which
// brought the certificate.
func (s *Service) countRenewals(ctx context.Context, r *Request) error {
	earlier, err := s.Store.List(ctx, r.Province, Query{Managing: r.Managing, Kinds: []Kind{Renew}, Subject: r.Subject, Limit: maxLines, Text: r.Whom})
	r.Renewals = 1
	for _, e := range earlier {
		if e.Issued == r.Certificate {
			r.Renewals = e.Renewals + 1
		}
	}
	return err
}

// usual is the channel of a new request: electronic wherever it is open.
func usual(p *profile.Profile) Channel {
	if slices.Contains(p.Subscribers.RequestChannels, string(Electronic)) {
		return Electronic
	}
	return Paper
}

// who finds the agencies and the person.
func (s *Service) who(ctx context.Context, r *Request, in Input) error {
	managing, err := s.Org.Agency(ctx, r.Managing)
	if err != nil {
		return err
	}
	r.ManagingName = managing.Name
	if r.Agency = in.Agency; r.Agency == "" {
		r.Agency = r.Managing
	}
	if _, err := s.Org.Agency(ctx, r.Agency); err != nil {
		return err
	}
	r.Person, r.Post, r.System = in.Person, in.Post, strings.TrimSpace(in.System)
	return nil
}

// what finds the certificate and the device, each from the other.
func (s *Service) what(ctx context.Context, r *Request, in Input) (*signing.Certificate, *device.Device, error) {
	r.Certificate, r.Device, r.Serial, r.DeviceSerial = in.Certificate, in.Device, "", ""
	if r.Kind == New {
		r.Certificate = r.Former // only the records say which one it follows
	}
	on, err := s.deviceOf(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	if on != nil {
		r.Device, r.DeviceSerial = on.ID, on.Serial
		if on.Agency != r.Managing && on.Agency != r.Agency {
			return nil, nil, invalid("device-foreign", "Thiết bị này do cơ quan khác quản lý.").At("device", "Chọn thiết bị của cơ quan.")
		}
		if r.Certificate == "" && len(on.Certificates) > 0 {
			r.Certificate = on.Certificates[len(on.Certificates)-1]
		}
		if r.Person == "" {
			r.Person = on.Holder
		}
	}
	needs := r.Kind == Renew || r.Kind == Change || r.Kind == Revoke
	if r.Certificate == "" || r.Kind == New {
		if needs {
			return nil, nil, invalid("certificate", "Chưa chọn chứng thư số.").At("certificate", "Chọn chứng thư số.")
		}
		return nil, on, nil
	}
	c, err := s.Signing.Certificate(ctx, r.Certificate)
	if err != nil {
		return nil, nil, err
	}
	if needs && c.Class != classOf(r.Subject) {
		return nil, nil, invalid("class", "Chứng thư số này không phải của loại thuê bao đã chọn.").At("certificate", "Chọn chứng thư số khác.")
	}
	if c.Agency != r.Managing && c.Agency != r.Agency {
		return nil, nil, invalid("certificate-foreign", "Chứng thư số này do cơ quan khác quản lý.").At("certificate", "Chọn chứng thư số của cơ quan.")
	}
	r.Serial = strings.ToUpper(c.Serial)
	if r.Person == "" {
		r.Person = c.Person
	}
	return &c, on, nil
}

func (s *Service) deviceOf(ctx context.Context, r *Request) (*device.Device, error) {
	var on device.Device
	var err error
	switch {
	case r.Device != "":
		on, err = s.Book.Device(ctx, r.Device)
	case r.Certificate != "" && r.Kind != New:
		on, err = s.Book.OfCertificate(ctx, r.Certificate)
	default:
		err = device.ErrNotFound
	}
	switch {
	case err == nil:
		return &on, nil
	case !isNoDevice(err):
		return nil, err
	case r.Device != "":
		return nil, invalid("device-unknown", "Không có thiết bị này trong sổ.").At("device", "Chọn thiết bị khác.")
	case r.Kind == Recover || r.Kind == ReturnDevice:
		return nil, invalid("device", "Chưa chọn thiết bị.").At("device", "Chọn thiết bị.")
	}
	return nil, nil
}

func classOf(s Subject) signing.Class {
	switch s {
	case ForPerson:
		return signing.ClassPerson
	case ForAgency:
		return signing.ClassAgency
	}
	return signing.ClassService
}

// whom names of whom the request speaks.
func (s *Service) whom(ctx context.Context, r *Request) error {
	switch r.Subject {
	case ForPerson:
		if r.Person == "" {
			return invalid("person", "Chưa chọn người được cấp.").At("person", "Chọn người.")
		}
		person, err := s.Org.Person(ctx, r.Person)
		r.Whom = person.Name
		return err
	case ForAgency:
		agency, err := s.Org.Agency(ctx, r.Agency)
		r.Whom = agency.Name
		return err
	}
	if r.Whom = r.System; r.Whom == "" {
		return invalid("system", "Chưa ghi tên thiết bị, dịch vụ, phần mềm.").At("system", "Ghi tên.")
	}
	return nil
}

// words takes the free text, within limits.
func words(r *Request, in Input, p *profile.Profile) error {
	r.Note = strings.TrimSpace(in.Note)
	if utf8.RuneCountInString(r.Note) > maxNote || !utf8.ValidString(r.Note) || len(in.Ticks) > maxTicks {
		return fault.New(fault.TooLarge, "request.long", "Ghi chú dài quá 2.000 ký tự.").At("note", "Tối đa 2.000 ký tự.")
	}
	r.Minutes, r.Ticks = in.Minutes, nil
	for _, item := range p.Subscribers.Requests.ChecklistOf(string(r.Kind), string(r.Subject)) {
		for _, t := range in.Ticks {
			if evidence, ok := vntext.TypedLine(t.Evidence); ok && t.Code == item.Code && strings.TrimSpace(evidence) != "" && utf8.RuneCountInString(evidence) <= maxValue {
				r.Ticks = append(r.Ticks, Tick{t.Code, strings.TrimSpace(evidence)})
				break
			}
		}
	}
	return nil
}

// values takes what the form asks: from the page, else from the records.
func (s *Service) values(ctx context.Context, by org.Actor, r *Request, in Input) error {
	facts, err := s.facts(ctx, by, r)
	if err != nil {
		return err
	}
	before := r.Fields
	r.Fields = map[string]string{}
	columns, err := s.columns(ctx, r)
	if err != nil {
		return err
	}
	if r.Kind == Change && r.Old == nil {
		r.Old = map[string]string{}
		for _, c := range changeable(r.Subject) {
			r.Old[c.Code] = facts[c.Code]
		}
	}
	for _, c := range columns {
		value, given := in.Fields[c.Code]
		value, fine := vntext.TypedLine(value)
		if !fine || utf8.RuneCountInString(value) > maxValue {
			return invalid("value", "“"+c.Label+"” quá dài hoặc có ký tự điều khiển.").At(c.Code, "Tối đa 500 ký tự, không có ký tự điều khiển.")
		}
		switch {
		case given:
		case before[c.Code] != "":
			value = before[c.Code]
		default:
			value = facts[c.Code]
		}
		if value = strings.TrimSpace(value); value != "" {
			r.Fields[c.Code] = value
		}
	}
	maps.DeleteFunc(r.Fields, func(_, v string) bool { return v == "" })
	return nil
}

// checkForms refuses a form that the profile does not give to the subject
// (HT-06.2a).
func (s *Service) checkForms(r *Request, in Input, p *profile.Profile) error {
	for _, n := range in.Forms {
		if !slices.ContainsFunc(r.Terms.Forms, func(f profile.FormRef) bool { return f.Number == n }) {
			return invalid("form", "Mẫu đã chọn không dùng cho "+strings.ToLower(r.Kind.Name())+" của "+strings.ToLower(r.Subject.Name())+".").
				Under(p.Clause(keyForms)).At("forms", "Chọn mẫu khác.")
		}
	}
	return nil
}
