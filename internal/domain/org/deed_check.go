package org

import (
	"context"
	"errors"
	"slices"
	"time"

	"antin/internal/fault"
)

// checkDeed refuses a deed that cannot take effect on its day, fills what
// follows from what was given, and tells whom it touches.
func checkDeed(ctx context.Context, r Reader, d *Deed) (Concern, error) {
	switch d.Kind {
	case DeedAppoint:
		return checkAppoint(ctx, r, d)
	case DeedEndPost, DeedTransfer:
		return checkEndOfPost(ctx, r, d)
	case DeedRetire, DeedResign, DeedLeave, DeedDeath:
		return checkLeaving(ctx, r, d)
	case DeedChangePerson:
		return checkChangePerson(ctx, r, d)
	case DeedChangeHead:
		return checkChangeHead(ctx, r, d)
	case DeedRename:
		if err := named("name", d.Name); err != nil {
			return Concern{}, err
		}
		return checkTurn(ctx, r, d)
	case DeedMerge, DeedSplit, DeedDissolve:
		return checkEnding(ctx, r, d)
	case DeedMoveAgency:
		return checkMoveAgency(ctx, r, d)
	case DeedMoveUnit, DeedCloseUnit:
		return checkUnit(ctx, r, d)
	}
	return Concern{}, fault.New(fault.Invalid, "deed.kind", "Không có loại quyết định này.").At("kind", "Chọn trong danh sách.")
}

// living gives an agency that works on that day.
func living(ctx context.Context, r Reader, id AgencyID, at time.Time, field string) (Agency, error) {
	a, err := r.Agency(ctx, id)
	if err != nil {
		return a, missing(err, "org.agency", "Không có cơ quan này.")
	}
	if !a.LivesAt(at) {
		return a, fault.New(fault.Conflict, "org.agency-ended", a.Name+" không hoạt động vào ngày này.").At(field, "Chọn cơ quan đang hoạt động.")
	}
	return a, nil
}

// working gives a person who has not left by that day.
func working(ctx context.Context, r Reader, id PersonID, at time.Time) (Person, error) {
	p, err := r.Person(ctx, id)
	if err != nil {
		return p, missing(err, "org.person", "Không có người này.")
	}
	if p.Status != Working && !at.Before(p.StatusAt) {
		return p, fault.New(fault.Conflict, "person.left", p.Name+" không còn công tác ("+p.Status.Label()+").").At("person", "Chọn người đang làm việc.")
	}
	return p, nil
}

func checkAppoint(ctx context.Context, r Reader, d *Deed) (Concern, error) {
	if err := named("title", d.Title); err != nil {
		return Concern{}, err
	}
	if _, err := working(ctx, r, d.Person, d.At); err != nil {
		return Concern{}, err
	}
	if err := place(ctx, r, d.Agency, d.Unit, d.At); err != nil {
		return Concern{}, err
	}
	return Concern{People: []PersonID{d.Person}}, nil
}

func place(ctx context.Context, r Reader, agency AgencyID, unit UnitID, at time.Time) error {
	if _, err := living(ctx, r, agency, at, "agency"); err != nil {
		return err
	}
	if unit == "" {
		return nil
	}
	u, err := r.Unit(ctx, unit)
	if err != nil {
		return missing(err, "org.unit", "Không có đơn vị này.")
	}
	if u.Agency != agency || !within(at, u.ValidFrom, u.ValidTo) {
		return fault.New(fault.Invalid, "org.unit", "Đơn vị không thuộc cơ quan này vào ngày đó.").At("unit", "Chọn đơn vị khác.")
	}
	return nil
}

func checkEndOfPost(ctx context.Context, r Reader, d *Deed) (Concern, error) {
	post, err := r.Post(ctx, d.Post)
	if err != nil {
		return Concern{}, missing(err, "org.post", "Không có chức vụ này.")
	}
	if d.At.Before(post.From) || !post.To.IsZero() && !d.At.Before(post.To) {
		return Concern{}, fault.New(fault.Conflict, "org.period", "Chức vụ này không còn hoặc chưa được giữ vào ngày đó.").At("at", "Kiểm tra lại ngày hiệu lực.")
	}
	d.Person, d.FromAgency = post.Person, post.Agency
	if d.Kind == DeedEndPost {
		d.Agency = post.Agency
		return Concern{People: []PersonID{d.Person}}, nil
	}
	return checkAppoint(ctx, r, d)
}

func checkLeaving(ctx context.Context, r Reader, d *Deed) (Concern, error) {
	if _, err := working(ctx, r, d.Person, d.At); err != nil {
		return Concern{}, err
	}
	return Concern{People: []PersonID{d.Person}}, nil
}

func checkChangePerson(ctx context.Context, r Reader, d *Deed) (Concern, error) {
	p, err := r.Person(ctx, d.Person)
	if err != nil {
		return Concern{}, missing(err, "org.person", "Không có người này.")
	}
	if d.Name == "" {
		d.Name = p.Name
	}
	if d.Email == "" {
		d.Email = p.Email
	}
	if d.Name == p.Name && d.Email == p.Email {
		return Concern{}, fault.New(fault.Invalid, "deed.nothing", "Không có gì thay đổi.").At("name", "Ghi họ tên hoặc thư điện tử mới.")
	}
	if err := named("name", d.Name); err != nil {
		return Concern{}, err
	}
	terms, err := r.PersonTerms(ctx, d.Person)
	if err != nil {
		return Concern{}, err
	}
	if n := len(terms); n > 0 && d.At.Before(terms[n-1].From) {
		return Concern{}, tooEarly(terms[n-1].From)
	}
	return Concern{People: []PersonID{d.Person}}, nil
}

func checkChangeHead(ctx context.Context, r Reader, d *Deed) (Concern, error) {
	d.Unit = ""
	concern, err := checkAppoint(ctx, r, d)
	if err != nil {
		return Concern{}, err
	}
	if !(Post{Title: d.Title}).HeadsAgency() {
		return Concern{}, fault.New(fault.Invalid, "deed.title", "Chức danh này không phải của người đứng đầu.").At("title", "Ví dụ: Giám đốc, Chủ tịch, Trưởng ban.")
	}
	old, err := headOf(ctx, r, d.Agency, d.At)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Concern{}, err
	}
	if err == nil {
		if old.Person == d.Person {
			return Concern{}, fault.New(fault.Conflict, "deed.nothing", "Người này đang là người đứng đầu.").At("person", "Chọn người khác.")
		}
		d.Post, d.OldHead = old.ID, old.Person
		concern.People = append(concern.People, old.Person)
	}
	concern.Agencies = []AgencyID{d.Agency}
	return concern, nil
}

// checkTurn is for a change of an agency that begins a new term.
func checkTurn(ctx context.Context, r Reader, d *Deed) (Concern, error) {
	if _, err := living(ctx, r, d.Agency, d.At, "agency"); err != nil {
		return Concern{}, err
	}
	terms, err := r.Terms(ctx, d.Agency)
	if err != nil {
		return Concern{}, err
	}
	if n := len(terms); n > 0 && d.At.Before(terms[n-1].From) {
		return Concern{}, tooEarly(terms[n-1].From)
	}
	return everybody(ctx, r, d.Agency, d.At)
}

// everybody of an agency, with the agency.
func everybody(ctx context.Context, r Reader, agency AgencyID, at time.Time) (Concern, error) {
	people, err := r.PeopleOf(ctx, agency, at)
	c := Concern{Agencies: []AgencyID{agency}}
	for _, p := range people {
		c.People = append(c.People, p.ID)
	}
	return c, err
}

func checkEnding(ctx context.Context, r Reader, d *Deed) (Concern, error) {
	a, err := living(ctx, r, d.Agency, d.At, "agency")
	if err != nil {
		return Concern{}, err
	}
	if !a.ValidTo.IsZero() {
		return Concern{}, fault.New(fault.Conflict, "org.merge", "Đã có quyết định kết thúc hoạt động của cơ quan này.").At("agency", "Chọn cơ quan khác.")
	}
	heirs := d.Heirs
	if d.Kind == DeedMerge {
		heirs = []AgencyID{d.Target}
	}
	if d.Kind != DeedDissolve && (len(heirs) == 0 || heirs[0] == "") {
		return Concern{}, fault.New(fault.Invalid, "deed.heir", "Phải ghi cơ quan tiếp nhận.").At("target", "Chọn cơ quan tiếp nhận.")
	}
	for _, heir := range heirs {
		if heir == d.Agency {
			return Concern{}, fault.New(fault.Conflict, "org.merge", "Cơ quan tiếp nhận phải là cơ quan khác.").At("target", "Chọn cơ quan khác.")
		}
		if d.Kind == DeedDissolve {
			continue
		}
		if _, err := living(ctx, r, heir, d.At, "target"); err != nil {
			return Concern{}, err
		}
	}
	return everybody(ctx, r, d.Agency, d.At)
}

func checkMoveAgency(ctx context.Context, r Reader, d *Deed) (Concern, error) {
	if _, err := living(ctx, r, d.Target, d.At, "target"); err != nil {
		return Concern{}, err
	}
	a, err := r.Agency(ctx, d.Agency)
	if err != nil {
		return Concern{}, missing(err, "org.agency", "Không có cơ quan này.")
	}
	if a.Parent == d.Target {
		return Concern{}, fault.New(fault.Invalid, "deed.nothing", "Cơ quan đã ở dưới cơ quan cấp trên này.").At("target", "Chọn cơ quan khác.")
	}
	for id, n := d.Target, 0; id != "" && n < maxLine; n++ {
		if id == d.Agency {
			return Concern{}, fault.New(fault.Conflict, "org.loop", "Cơ quan không thể ở dưới chính mình hoặc cơ quan trực thuộc của mình.").At("target", "Chọn cơ quan khác.")
		}
		above, err := r.Agency(ctx, id)
		if err != nil {
			return Concern{}, err
		}
		id = above.Parent
	}
	return checkTurn(ctx, r, d)
}

func checkUnit(ctx context.Context, r Reader, d *Deed) (Concern, error) {
	u, err := r.Unit(ctx, d.Unit)
	if err != nil {
		return Concern{}, missing(err, "org.unit", "Không có đơn vị này.")
	}
	if !within(d.At, u.ValidFrom, u.ValidTo) || !u.ValidTo.IsZero() {
		return Concern{}, fault.New(fault.Conflict, "org.unit-ended", "Đơn vị không hoạt động vào ngày này.").At("at", "Kiểm tra lại ngày hiệu lực.")
	}
	d.Agency = u.Agency
	people, below, err := peopleOfUnit(ctx, r, u, d.At)
	if err != nil {
		return Concern{}, err
	}
	if d.Kind == DeedCloseUnit {
		if len(people) > 0 || len(below) > 0 {
			return Concern{}, fault.New(fault.Conflict, "org.unit-busy", "Đơn vị còn người giữ chức vụ hoặc còn đơn vị bên dưới.").
				Do("Điều động người và chuyển đơn vị bên dưới trước.")
		}
		return Concern{}, nil
	}
	return Concern{People: people}, checkUnitGoal(ctx, r, d, u, below)
}

func checkUnitGoal(ctx context.Context, r Reader, d *Deed, u Unit, below []Unit) error {
	if d.Target == "" {
		d.Target = u.Agency
	}
	if d.Target == u.Agency && d.UnitAbove == u.Parent {
		return fault.New(fault.Invalid, "deed.nothing", "Đơn vị đã ở vị trí này.").At("target", "Chọn nơi khác.")
	}
	if d.UnitAbove == u.ID || slices.ContainsFunc(below, func(b Unit) bool { return b.ID == d.UnitAbove }) {
		return fault.New(fault.Conflict, "org.loop", "Đơn vị không thể ở dưới chính mình.").At("unit_above", "Chọn đơn vị khác.")
	}
	terms, err := r.UnitTerms(ctx, u.ID)
	if err != nil {
		return err
	}
	if n := len(terms); n > 0 && d.At.Before(terms[n-1].From) {
		return tooEarly(terms[n-1].From)
	}
	return place(ctx, r, d.Target, d.UnitAbove, d.At)
}

// peopleOfUnit are those with a post in the unit or in one below it.
func peopleOfUnit(ctx context.Context, r Reader, u Unit, at time.Time) ([]PersonID, []Unit, error) {
	units, err := r.UnitsAt(ctx, u.Agency, at)
	if err != nil {
		return nil, nil, err
	}
	below := under(units, u.ID)
	posts, err := r.PostsIn(ctx, u.Agency, at)
	var people []PersonID
	for _, p := range posts {
		if p.Unit != "" && (p.Unit == u.ID || slices.ContainsFunc(below, func(b Unit) bool { return b.ID == p.Unit })) {
			people = append(people, p.Person)
		}
	}
	return people, below, err
}

// under are the units below one, at any depth.
func under(units []Unit, id UnitID) []Unit {
	var below []Unit
	for _, u := range units {
		if u.Parent == id && id != "" {
			below = append(below, u)
			below = append(below, under(slices.DeleteFunc(slices.Clone(units), func(x Unit) bool { return x.ID == u.ID }), u.ID)...)
		}
	}
	return below
}

func tooEarly(last time.Time) error {
	day := last.In(time.FixedZone("+07", 7*60*60)).Format("02/01/2006")
	return fault.New(fault.Conflict, "deed.too-early", "Đã có thay đổi từ ngày "+day+".").At("at", "Ngày hiệu lực phải từ "+day+" trở đi.")
}
