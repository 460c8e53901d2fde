package request

import (
	"context"
	"slices"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
)

// changeable is what of a certificate can be changed (NA-11-3).
func changeable(subject Subject) []Column {
	agency := Column{Code: "agency", Label: "Tên cơ quan, tổ chức"}
	email := Column{Code: "email", Label: "Địa chỉ thư điện tử công vụ"}
	switch subject {
	case ForAgency:
		return []Column{{Code: "name", Label: "Tên cơ quan, tổ chức"}, {Code: "superior", Label: "Cơ quan cấp trên"},
			{Code: "head", Label: "Người đứng đầu"}, {Code: "head_title", Label: "Chức vụ người đứng đầu"}, email}
	case ForService:
		return []Column{{Code: "name", Label: "Tên thiết bị, dịch vụ, phần mềm"}, agency, email}
	}
	return []Column{{Code: "name", Label: "Họ và tên"}, {Code: "title", Label: "Chức vụ"}, agency, email}
}

// personal is what is asked of a person whatever the form has (LD-19.1).
func personal() []Column {
	return []Column{
		{Code: "name", Label: "Họ và tên", Required: true}, {Code: "birth", Label: "Ngày sinh", Required: true},
		{Code: "identity", Label: "Số định danh cá nhân, ngày cấp, nơi cấp", Required: true}, {Code: "title", Label: "Chức vụ", Required: true},
		{Code: "agency", Label: "Cơ quan, tổ chức công tác", Required: true},
		{Code: "email", Label: "Địa chỉ thư điện tử công vụ", Required: true}, {Code: "phone", Label: "Số điện thoại di động", Required: true},
	}
}

// derived are columns that the printer fills from the request itself.
var derived = []string{profile.ColumnOrder, "old", "new", "renew", "change", "service", "reason", "note"}

// columns are what the forms of the request ask, each code once; a form of the
// subscriber and its list by the agency ask mostly the same.
func (s *Service) columns(ctx context.Context, r *Request) ([]Column, error) {
	var out []Column
	if r.Kind == Change {
		out = changeable(r.Subject)
		for i := range out {
			out[i].Old, out[i].Value = r.Old[out[i].Code], r.Fields[out[i].Code]
		}
	}
	if r.Kind == New && r.Subject == ForPerson {
		for _, c := range personal() {
			c.Value = r.Fields[c.Code]
			out = append(out, c)
		}
	}
	for _, ref := range r.Terms.Forms {
		f, err := s.Forms.Exact(ctx, r.Province, ref)
		if err != nil {
			return nil, err
		}
		for _, field := range f.Fields() {
			if slices.Contains(derived, field.Code) {
				continue
			}
			at := slices.IndexFunc(out, func(c Column) bool { return c.Code == field.Code })
			if at >= 0 {
				out[at].Required = out[at].Required || field.Required && f.Maker == profile.MadeByAgency
				continue
			}
			out = append(out, Column{Code: field.Code, Label: field.Label, Value: r.Fields[field.Code], Required: field.Required && f.Maker == profile.MadeByAgency})
		}
	}
	return out, nil
}

// facts are what the records say for the columns of the forms.
func (s *Service) facts(ctx context.Context, by org.Actor, r *Request) (map[string]string, error) {
	p, err := s.Profiles.At(r.Province, s.Now())
	if err != nil {
		return nil, err
	}
	managing, err := s.Org.Agency(ctx, r.Managing)
	if err != nil {
		return nil, err
	}
	agency := managing
	if r.Agency != "" && r.Agency != r.Managing {
		if agency, err = s.Org.Agency(ctx, r.Agency); err != nil {
			return nil, err
		}
	}
	f := map[string]string{
		"agency": agency.Name, "province": p.Name, "address": agency.Address, "tax": agency.TaxCode, "budget": agency.BudgetCode,
		"serial": r.Serial, "old_serial": r.Serial, "device": r.DeviceSerial, "superior": agency.Superior,
		"receiver_address": managing.Address, "name": r.Whom,
	}
	if err := s.headFacts(ctx, agency, f); err != nil {
		return nil, err
	}
	if err := s.personFacts(ctx, by, r, f); err != nil {
		return nil, err
	}
	if r.Subject == ForAgency {
		f["email"] = agency.Email
	}
	return f, s.receiverFacts(ctx, by, r, f)
}

func (s *Service) headFacts(ctx context.Context, agency org.Agency, f map[string]string) error {
	post, err := s.Org.HeadOf(ctx, agency.ID, s.Now())
	if err != nil {
		return nothingMissing(err)
	}
	head, err := s.Org.Person(ctx, post.Person)
	if err != nil {
		return err
	}
	f["head"], f["head_title"] = head.Name, post.Title
	return nil
}

func (s *Service) personFacts(ctx context.Context, by org.Actor, r *Request, f map[string]string) error {
	if r.Person == "" {
		return nil
	}
	person, err := s.Org.Person(ctx, r.Person)
	if err != nil {
		return err
	}
	f["email"], f["phone"] = person.Email, person.Phone
	posts, err := s.Org.PostsOf(ctx, r.Person, r.Agency, s.Now())
	if err != nil {
		return err
	}
	for _, post := range posts {
		if post.ID == r.Post || r.Post == "" {
			f["title"] = post.Title
			break
		}
	}
	if identity, err := s.Org.Identity(ctx, by, r.Person); err == nil {
		if !identity.Birth.IsZero() {
			f["birth"] = identity.Birth.In(zone).Format("02/01/2006")
		}
		f["identity"] = identity.Number
		if !identity.IssuedAt.IsZero() {
			f["identity"] += ", cấp ngày " + identity.IssuedAt.In(zone).Format("02/01/2006")
		}
		if identity.IssuedBy != "" {
			f["identity"] += ", " + identity.IssuedBy
		}
	}
	return nil
}

// receiverFacts names who takes devices and news for the agency: whoever makes
// the dossier, as long as nothing else is said.
func (s *Service) receiverFacts(ctx context.Context, by org.Actor, r *Request, f map[string]string) error {
	if by.Person == "" || by.Agency != r.Managing {
		return nil
	}
	person, err := s.Org.Person(ctx, by.Person)
	if err != nil {
		return err
	}
	f["receiver_name"], f["receiver_email"], f["receiver_phone"] = person.Name, person.Email, person.Phone
	posts, err := s.Org.PostsOf(ctx, by.Person, by.Agency, s.Now())
	if err == nil && len(posts) > 0 {
		f["receiver_title"] = posts[0].Title
	}
	return err
}
