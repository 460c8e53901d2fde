package subscriber

import (
	"context"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// List gives a page of what the reader may see: all of the province for who
// manages subscribers, inspects or administers, the own branch for a head
// (LD-06.2), the own agency for everybody else who keeps lists (HT-12.1-1).
func (s *Service) List(ctx context.Context, by org.Actor, f Filter) (Page, error) {
	scope, f, err := s.asked(ctx, by, f)
	if err != nil {
		return Page{}, err
	}
	limit := f.Limit
	f.Limit++
	most := MaxTotal + 1
	if f.After.ID != "" && f.After.Total > 0 {
		most = 0 // counted once
	}
	lines, total, err := s.Store.Counted(ctx, scope, f, most)
	if err != nil {
		return Page{}, err
	}
	if most == 0 {
		total = min(f.After.Total, MaxTotal+1)
	}
	page := Page{Lines: lines, Total: total}
	if len(lines) > limit {
		page.Lines = lines[:limit]
		page.Next = page.Lines[limit-1].At
		page.Next.Total = total
	}
	if page.More = page.Total > MaxTotal; page.More {
		page.Total = MaxTotal
	}
	return page, s.complete(ctx, by, page.Lines, f.At)
}

// Each visits every line of the filter, in pages, for exports.
func (s *Service) Each(ctx context.Context, by org.Actor, f Filter, visit func(Line) error) error {
	f.Limit = maxPage
	scope, f, err := s.asked(ctx, by, f)
	if err != nil {
		return err
	}
	for {
		lines, err := s.Store.Lines(ctx, scope, f)
		if err != nil {
			return err
		}
		if err := s.complete(ctx, by, lines, f.At); err != nil {
			return err
		}
		for _, l := range lines {
			if err := visit(l); err != nil {
				return err
			}
		}
		if len(lines) < f.Limit {
			return nil
		}
		f.After = lines[len(lines)-1].At
	}
}

const (
	usualPage = 50
	maxPage   = 500
)

// asked checks the permission and cuts the filter to what the reader may see.
func (s *Service) asked(ctx context.Context, by org.Actor, f Filter) (Scope, Filter, error) {
	if err := s.Guard.Allow(ctx, by, ActList, org.OfAgency); err != nil {
		return Scope{}, f, err
	}
	if f.Limit <= 0 || f.Limit > maxPage {
		f.Limit = usualPage
	}
	if serial := strings.ReplaceAll(f.Search, " ", ""); serial != "" && strings.Trim(serial, "0123456789abcdefABCDEF") == "" && strings.ContainsAny(serial, "0123456789") {
		f.Search = serial // pages show serials in groups
	}
	if f.At.IsZero() {
		f.At, f.Present = s.Now(), true
	}
	scope, err := s.scope(ctx, by)
	if err != nil || f.Agency == "" {
		return scope, f, err
	}
	branch := []org.AgencyID{f.Agency}
	if !f.OnlyOwn {
		if branch, err = s.branch(ctx, by.Province, f.Agency); err != nil {
			return scope, f, err
		}
	}
	if !scope.All {
		branch = slices.DeleteFunc(branch, func(id org.AgencyID) bool { return !slices.Contains(scope.Agencies, id) })
		if len(branch) == 0 {
			return scope, f, fault.New(fault.Forbidden, "registration.branch", "Danh sách này thuộc cơ quan khác.").
				Do("Mở danh sách của cơ quan mình.")
		}
	}
	return Scope{Province: by.Province, Agencies: branch}, f, nil
}

// scope is the widest list of a reader.
func (s *Service) scope(ctx context.Context, by org.Actor) (Scope, error) {
	if department(by) || by.Has(org.Inspector) {
		return Scope{Province: by.Province, All: true}, nil
	}
	agencies := []org.AgencyID{by.Agency}
	if by.Has(org.Leader) || by.Has(org.ITOfficer) {
		var err error
		if agencies, err = s.branch(ctx, by.Province, by.Agency); err != nil {
			return Scope{}, err
		}
	}
	return Scope{Province: by.Province, Agencies: agencies}, nil
}

// branch lists an agency and all below it.
func (s *Service) branch(ctx context.Context, province string, top org.AgencyID) ([]org.AgencyID, error) {
	all, err := s.Org.Agencies(ctx, org.AgencyQuery{Province: province, At: s.Now()})
	if err != nil {
		return nil, err
	}
	below := map[org.AgencyID][]org.AgencyID{}
	for _, a := range all {
		below[a.Parent] = append(below[a.Parent], a.ID)
	}
	list, seen := []org.AgencyID{top}, map[org.AgencyID]bool{top: true}
	for i := 0; i < len(list); i++ {
		for _, id := range below[list[i]] {
			if !seen[id] {
				list, seen[id] = append(list, id), true
			}
		}
	}
	return list, nil
}

// complete puts devices beside the lines.
func (s *Service) complete(ctx context.Context, by org.Actor, lines []Line, at time.Time) error {
	if s.Devices == nil || len(lines) == 0 {
		return nil
	}
	ids := make([]signing.CertificateID, len(lines))
	for i, l := range lines {
		ids[i] = l.Certificate
	}
	found, err := s.Devices.OnDevices(ctx, by, ids, at)
	if err != nil {
		return err
	}
	for i := range lines {
		if d, ok := found[lines[i].Certificate]; ok {
			lines[i].Device, lines[i].DeviceID, lines[i].DeviceState = d.Serial, d.ID, d.State
		}
	}
	return nil
}

// Mine lists the certificates that the actor holds or keeps for an agency, with
// their devices.
func (s *Service) Mine(ctx context.Context, by org.Actor) ([]Line, error) {
	if err := s.Guard.Allow(ctx, by, ActOwn, org.Own); err != nil {
		return nil, err
	}
	lines, err := s.Store.LinesOf(ctx, by.Person, s.Now())
	if err != nil {
		return nil, err
	}
	return lines, s.complete(ctx, by, lines, s.Now())
}

// Detail is the page of one certificate.
type Detail struct {
	Line
	Registration Registration
	Facts        signing.Certificate
	Changes      []signing.Change
	Holds        []signing.Hold
	Custodies    []signing.Custody
	Externals    []External
	Plan         Plan // of a certificate of another authority
	Notices      []Notice
	Uses         []Use // the newest
	MayRegister  bool
	MayConfirm   bool
}

// Detail gives all that the register knows of one certificate.
func (s *Service) Detail(ctx context.Context, by org.Actor, id signing.CertificateID) (Detail, error) {
	r, err := s.registration(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	rel, err := s.relation(ctx, by, r)
	if err != nil {
		return Detail{}, err
	}
	if err := s.Guard.Allow(ctx, by, signing.ActRead, rel...); err != nil {
		return Detail{}, err
	}
	d := Detail{Registration: r, MayRegister: s.Guard.Can(by, ActRegister, rel...), MayConfirm: s.Guard.Can(by, ActConfirm, rel...)}
	lines, err := s.Store.Lines(ctx, Scope{Province: r.Province, All: true}, Filter{Only: id, At: s.Now(), Present: true, Limit: 1})
	if err != nil {
		return d, err
	}
	if err := s.complete(ctx, by, lines, s.Now()); err != nil {
		return d, err
	}
	if len(lines) == 1 {
		d.Line = lines[0]
	}
	return d, s.fillDetail(ctx, by, id, &d)
}

// relation is how the actor stands to a certificate: its subject, its keeper,
// or of the agency or one above it.
func (s *Service) relation(ctx context.Context, by org.Actor, r Registration) ([]org.Relation, error) {
	rel, err := s.within(ctx, by, r.Agency)
	if err != nil {
		return nil, err
	}
	if r.Person != "" && r.Person == by.Person {
		return append(rel, org.Own), nil
	}
	custody, err := s.Signing.CustodianOf(ctx, r.Certificate, s.Now())
	if err == nil && custody.Holder == by.Person {
		return append(rel, org.Own), nil
	}
	if f, ok := fault.From(err); err != nil && (!ok || f.Kind != fault.NotFound) {
		return nil, err
	}
	return rel, nil
}

func (s *Service) fillDetail(ctx context.Context, by org.Actor, id signing.CertificateID, d *Detail) (err error) {
	if d.Facts, err = s.Signing.Certificate(ctx, id); err != nil {
		return err
	}
	if d.Changes, err = s.Signing.History(ctx, id); err != nil {
		return err
	}
	if d.Holds, err = s.Signing.AllHolds(ctx, id); err != nil {
		return err
	}
	if d.Custodies, err = s.Signing.Custodies(ctx, id); err != nil {
		return err
	}
	if d.Externals, err = s.Store.Externals(ctx, id); err != nil {
		return err
	}
	if d.Notices, err = s.Store.Notices(ctx, NoticeQuery{Certificate: id, Limit: 20}); err != nil {
		return err
	}
	if d.Registration.Kind == Outside {
		if d.Plan, err = s.Store.Plan(ctx, id); err != nil {
			return missing(err, "plan.unknown", "Chưa có kế hoạch chuyển đổi.")
		}
	}
	d.Uses, err = s.Store.Uses(ctx, UseQuery{Certificate: id, Limit: 10})
	return err
}
