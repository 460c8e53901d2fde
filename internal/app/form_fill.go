package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"antin/internal/domain/form"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	printed "antin/internal/face/form"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// records fills forms from the books of people, agencies and certificates; it
// is formweb.Records.
type records struct {
	org      *org.Service
	signing  *signing.Service
	guard    *org.Guard
	profiles *profile.Set
	now      func() time.Time
}

// People lists the actor and, for those who may, the people of the agency.
func (r records) People(ctx context.Context, by org.Actor) ([]org.Person, error) {
	if by.Person == "" {
		return nil, nil
	}
	self, err := r.org.Person(ctx, by.Person)
	if err != nil {
		return nil, err
	}
	list := []org.Person{self}
	if by.Agency == "" || !r.guard.Can(by, form.ActionFill, org.OfAgency) {
		return list, nil
	}
	people, err := r.org.PeopleOf(ctx, by.Agency, r.now())
	for _, p := range people {
		if p.ID != self.ID {
			list = append(list, p)
		}
	}
	return list, err
}

// filling is what is known of one person for one form.
type filling struct {
	law    *profile.Profile
	agency org.Agency
	person org.Person
	title  string
	card   org.Identity
}

// Fill implements formweb.Records: it decides once, then reads.
func (r records) Fill(ctx context.Context, by org.Actor, f profile.Form, id org.PersonID) (printed.Data, error) {
	in, err := r.filling(ctx, by, id)
	if err != nil {
		return printed.Data{}, err
	}
	certificates, err := r.signing.OfPerson(ctx, id)
	if err != nil {
		return printed.Data{}, err
	}
	if slices.Equal(f.Subjects, []string{"agency"}) {
		if certificates, err = r.signing.OfAgency(ctx, in.agency.ID); err != nil {
			return printed.Data{}, err
		}
	}
	inForce := slices.DeleteFunc(slices.Clone(certificates), func(c signing.Certificate) bool {
		return c.Status != signing.Active || r.now().After(c.NotAfter)
	})
	data := printed.Data{Superior: in.agency.Superior, Agency: in.agency.Name, Symbol: in.agency.ShortName, Place: in.agency.Place,
		Head: in.head(f), Signers: map[string]printed.Signer{"subscriber": {Name: in.person.Name}, "holder": {Name: in.person.Name}}}
	if slices.Equal(f.Subjects, []string{"service"}) { // no book of services: the form names who asks
		return data, r.head(ctx, in, &data)
	}
	serials := []string{""}
	if !slices.Contains(f.Kinds, "new") && len(inForce) > 0 {
		serials = nil
		for _, c := range inForce {
			serials = append(serials, c.Serial)
		}
	}
	if len(f.Columns) == 0 {
		data.Head["serial"] = serials[0]
	} else {
		for _, serial := range serials {
			row := in.subject(f)
			row["serial"] = serial
			data.Rows = append(data.Rows, row)
		}
	}
	return data, r.head(ctx, in, &data)
}

// filling checks permission and reads the books.
func (r records) filling(ctx context.Context, by org.Actor, id org.PersonID) (filling, error) {
	var in filling
	unknown := fault.New(fault.NotFound, "person.unknown", "Không có người này trong cơ quan.").At("person", "Chọn một người trong danh sách.")
	if id == "" || by.Agency == "" {
		return in, unknown
	}
	posts, err := r.org.PostsOf(ctx, id, by.Agency, r.now())
	if err != nil {
		return in, err
	}
	var rel []org.Relation
	if id == by.Person {
		rel = append(rel, org.Own)
	}
	if len(posts) > 0 {
		rel = append(rel, org.OfAgency)
		in.title = posts[0].Title
	}
	if len(rel) == 0 {
		return in, unknown
	}
	if err := r.guard.Allow(ctx, by, form.ActionFill, rel...); err != nil {
		return in, err
	}
	if in.person, err = r.org.Person(ctx, id); err != nil {
		return in, err
	}
	if in.agency, err = r.org.Agency(ctx, by.Agency); err != nil {
		return in, err
	}
	if in.law, err = r.profiles.At(by.Province, r.now()); err != nil {
		return in, err
	}
	in.card, err = r.org.Identity(ctx, by, id)
	if _, refused := fault.From(err); refused { // who may not read it, or no card: the line stays blank
		err = nil
	}
	return in, err
}

// head adds the signer of the agency.
func (r records) head(ctx context.Context, in filling, data *printed.Data) error {
	post, err := r.org.HeadOf(ctx, in.agency.ID, r.now())
	if _, vacant := fault.From(err); vacant {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the head of the agency: %w", err)
	}
	person, err := r.org.Person(ctx, post.Person)
	if err != nil {
		return err
	}
	data.Signers["head"] = printed.Signer{Title: post.Title, Name: person.Name}
	return nil
}

// identity is number, day and place of the card in one text.
func (in filling) identity() string {
	if in.card.Number == "" {
		return ""
	}
	text := in.card.Number
	if !in.card.IssuedAt.IsZero() {
		text += ", " + ui.Day(in.card.IssuedAt)
	}
	if in.card.IssuedBy != "" {
		text += ", " + in.card.IssuedBy
	}
	return text
}

// subject is what the form says of the subscriber, by code.
func (in filling) subject(f profile.Form) map[string]string {
	if slices.Equal(f.Subjects, []string{"agency"}) {
		return map[string]string{"name": in.agency.Name, "address": in.agency.Address, "tax": in.agency.TaxCode, "budget": in.agency.BudgetCode,
			"province": in.law.Name, "email": in.agency.Email, "keeper_name": in.person.Name}
	}
	return map[string]string{"name": in.person.Name, "birth": ui.Day(in.card.Birth), "identity": in.identity(), "email": in.person.Email,
		"agency": in.agency.Name, "province": in.law.Name, "title": in.title, "phone": in.person.Phone}
}

// head is the lines above the table: the subscriber where there is no table,
// and whoever receives, keeps or holds.
func (in filling) head(f profile.Form) map[string]string {
	out := map[string]string{"at_place": in.agency.Name, "agency": in.agency.Name}
	if len(f.Columns) == 0 && !slices.Equal(f.Subjects, []string{"service"}) {
		out = in.subject(f)
	}
	for _, who := range []string{"receiver", "keeper", "holder", "giver"} {
		out[who+"_name"], out[who+"_title"], out[who+"_agency"] = in.person.Name, in.title, in.agency.Name
		out[who+"_phone"], out[who+"_email"], out[who+"_address"] = in.person.Phone, in.person.Email, in.agency.Address
		out[who+"_identity"], out[who+"_id"], out[who+"_id_day"], out[who+"_id_place"] = in.identity(), in.card.Number, ui.Day(in.card.IssuedAt), in.card.IssuedBy
	}
	return out
}
