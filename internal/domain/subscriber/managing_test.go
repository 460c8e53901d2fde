package subscriber_test

import (
	"testing"

	"antin/internal/domain/org"
	"antin/internal/testkit/clause"
)

func TestHaTinhNamesItsSubscribers(t *testing.T) {
	t.Parallel()
	full := []map[string]any{{"code": "department", "label": "Sở"}, {"code": "mass", "label": "Tổ chức, đoàn thể"}}
	council := func(types []map[string]any) string {
		w := plant(t, "HT", with(t, "HT", "subscribers.agency_types", types))
		return w.entitled(w.agency("Hội Nông dân", org.KindMass, org.LevelProvince, ""))
	}
	yes, no := clause.Parameter(t, "HT-01.2a", council, full, full[:1])
	equal(t, "named", yes, "mass HT-01.2a")
	equal(t, "not named", no, "subscriber.agency-type")
	w := plant(t, "HT", rules(t))
	committee := w.agency("Ủy ban nhân dân tỉnh Hà Tĩnh", "", "", "")
	for _, c := range []struct {
		id   org.AgencyID
		want string
	}{
		{w.agency("Sở Y tế", org.KindDepartment, org.LevelProvince, committee), "department HT-01.2a"},
		{w.agency("Ban Quản lý khu kinh tế", org.KindProvinceUnit, org.LevelProvince, committee), "province-unit HT-01.2a"},
		{w.agency("Ủy ban nhân dân huyện Kỳ Anh", "", "", ""), "district HT-01.2a"},
		{w.agency("Ủy ban nhân dân xã Kỳ Đồng", "", "", ""), "commune HT-01.2a"},
		{w.agency("Trường Cao đẳng Nghề", org.KindPublicService, org.LevelProvince, committee), "public-service HT-01.2a"},
	} {
		equal(t, "type", w.entitled(c.id), c.want)
	}
	_, err := w.judge.EntitleAgency(t.Context(), w.agency("Công ty Môi trường", org.KindOutside, org.LevelProvince, ""), w.clock.Now())
	refused(t, err, "Không thuộc điểm a khoản 2 Điều 1", "HT-01.2a")
}

func TestHaTinhLeavesWorkersOut(t *testing.T) {
	t.Parallel()
	kinds := []map[string]any{{"code": "civil-servant", "label": "Công chức"}, {"code": "worker", "label": "Người lao động"}}
	worker := func(kinds []map[string]any) string {
		w := plant(t, "HT", with(t, "HT", "subscribers.employment_kinds", kinds))
		department := w.agency("Sở Y tế", org.KindDepartment, org.LevelProvince, "")
		who := w.person("Lê Văn Ba", org.Worker)
		w.post(who, department, "Lái xe")
		return w.personEntitled(who, "")
	}
	yes, no := clause.Parameter(t, "HT-01.2b", worker, kinds, kinds[:1])
	equal(t, "with workers", yes, "department HT-01.2a")
	equal(t, "without", no, "subscriber.employment")
	w := plant(t, "HT", rules(t))
	who, idle := w.person("Lê Văn Ba", org.Worker), w.person("Lê Văn Tư", org.CivilServant)
	department := w.agency("Sở Y tế", org.KindDepartment, org.LevelProvince, "")
	w.post(who, department, "Lái xe")
	_, err := w.judge.EntitlePerson(t.Context(), who, "", w.clock.Now())
	refused(t, err, "Không thuộc đối tượng cấp chứng thư", "HT-01.2b")
	_, err = w.judge.EntitlePerson(t.Context(), idle, department, w.clock.Now())
	refused(t, err, "Không thuộc đối tượng cấp chứng thư", "HT-01.2b")
}

// haTinh is a province with its office, a department with a centre, and a
// district with a commune and an office.
type haTinh struct {
	*tree
	committee, office, department, centre, district, section org.AgencyID
	director, expert                                         org.PersonID
}

func newHaTinh(t *testing.T) *haTinh {
	w := &haTinh{tree: plant(t, "HT", rules(t))}
	w.committee = w.agency("Ủy ban nhân dân tỉnh Hà Tĩnh", "", "", "")
	w.office = w.agency("Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh", org.KindProvinceUnit, org.LevelProvince, w.committee)
	w.department = w.agency("Sở Y tế", org.KindDepartment, org.LevelProvince, w.committee)
	w.centre = w.agency("Trung tâm Kiểm nghiệm", org.KindPublicService, org.LevelProvince, w.department)
	w.district = w.agency("Ủy ban nhân dân huyện Kỳ Anh", "", "", w.committee)
	w.section = w.agency("Phòng Nội vụ", org.KindSpecialised, org.LevelDistrict, w.district)
	w.director, w.expert = w.person("Trần Văn Một", org.CivilServant), w.person("Trần Văn Hai", org.CivilServant)
	w.post(w.director, w.department, "Giám đốc")
	w.post(w.expert, w.department, "Chuyên viên")
	return w
}

func (w *haTinh) managed(agency org.AgencyID, person org.PersonID, by org.AgencyID, clause string) {
	w.t.Helper()
	m, err := w.judge.ManagingOf(w.t.Context(), agency, person, w.clock.Now())
	if err != nil || m.Direct != by || m.Clause != clause || m.Province != w.office {
		w.t.Errorf("managed by %+v, %v; want %s under %s", m, err, by, clause)
	}
}

func TestManagingAgencyHasLegalEntityAndSeal(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "HT-05.0")
	w := newHaTinh(t)
	for _, facts := range []org.Agency{{Dependent: true}, {Sealless: true}} {
		facts.ID, facts.Kind, facts.Level = w.department, org.KindDepartment, org.LevelProvince
		w.must(w.org.SaveAgencyFacts(t.Context(), w.by, facts))
		_, err := w.judge.Choose(t.Context(), w.centre, "", w.department, w.clock.Now())
		refused(t, err, "Cơ quan quản lý trực tiếp phải có tư cách pháp nhân và con dấu riêng", "HT-05.0")
		w.managed(w.centre, "", w.committee, "HT-05.3") // the next above that may
	}
}

func TestOfficeManagesAgenciesOfTheProvinceAndTheirLeaders(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "HT-05.1")
	w := newHaTinh(t)
	w.managed(w.department, "", w.office, "HT-05.1")
	w.managed(w.department, w.director, w.office, "HT-05.1")
	_, err := w.judge.Choose(t.Context(), w.department, "", w.department, w.clock.Now())
	refused(t, err, "Cơ quan quản lý trực tiếp do Quy chế xác định", "HT-05.1")
	if _, err := w.judge.Choose(t.Context(), w.department, "", w.office, w.clock.Now()); err != nil {
		t.Error(err)
	}
}

func TestDistrictManagesWhatStandsUnderIt(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "HT-05.2")
	w := newHaTinh(t)
	clerk := w.person("Trần Văn Ba", org.CivilServant)
	w.post(clerk, w.section, "Trưởng phòng")
	w.managed(w.section, "", w.district, "HT-05.2")
	w.managed(w.section, clerk, w.district, "HT-05.2")
	w.managed(w.district, "", w.district, "HT-05.2")
	_, err := w.judge.Choose(t.Context(), w.section, "", w.office, w.clock.Now())
	refused(t, err, "Cơ quan quản lý trực tiếp do Quy chế xác định", "HT-05.2")
}

func TestMovedUnitIsManagedAnewWithItsHistory(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "HT-05.3")
	w := newHaTinh(t)
	w.managed(w.centre, "", w.department, "HT-05.3")
	w.managed(w.department, w.expert, w.department, "HT-05.3")
	then := w.clock.Now()
	w.clock.Add(day)
	w.deed(org.Deed{Kind: org.DeedMoveAgency, DeedData: org.DeedData{Agency: w.centre, Target: w.district}})
	w.managed(w.centre, "", w.district, "HT-05.2")
	if m, err := w.judge.ManagingOf(t.Context(), w.centre, "", then); err != nil || m.Direct != w.department {
		t.Errorf("managed then by %+v, %v", m, err)
	}
}

func TestProvinceManagerAndDirectManagerAreTwo(t *testing.T) {
	t.Parallel()
	manager := func(name string) string {
		w := plant(t, "LD", with(t, "LD", "subscribers.authorised_department", name))
		first := w.agency("Sở Thông tin và Truyền thông", org.KindDepartment, org.LevelProvince, "")
		w.agency("Văn phòng Tỉnh ủy", org.KindParty, org.LevelProvince, "")
		party := w.agency("Ban Dân vận Tỉnh ủy", org.KindParty, org.LevelProvince, "")
		m, err := w.judge.ManagingOf(t.Context(), party, "", w.clock.Now())
		if err != nil || m.Direct != party || m.Province == "" {
			t.Fatalf("%+v, %v", m, err)
		}
		if m.Province == first {
			return "department"
		}
		return "another"
	}
	a, b := clause.Parameter(t, "LD-16.1-0", manager, "Sở Thông tin và Truyền thông", "Văn phòng Tỉnh ủy")
	equal(t, "by the text", a, "department")
	equal(t, "as set", b, "another")
}

func TestHaiDuongRefusesOutsideAgencies(t *testing.T) {
	t.Parallel()
	kinds := []map[string]any{{"code": "department", "label": "Sở"}, {"code": "state-body", "label": "Tổ chức"}}
	body := func(types []map[string]any) string {
		w := plant(t, "HD", with(t, "HD", "subscribers.agency_types", types))
		return w.entitled(w.agency("Quỹ Phát triển đất", org.KindStateBody, org.LevelProvince, ""))
	}
	yes, no := clause.Parameter(t, "HD2-02", body, kinds, kinds[:1])
	equal(t, "in scope", yes, "state-body HD2-02")
	equal(t, "outside", no, "subscriber.agency-type")
	w := plant(t, "HD", rules(t))
	company := w.agency("Công ty Cấp nước", org.KindOutside, org.LevelProvince, "")
	who := w.person("Vũ Văn Một", org.Worker)
	w.post(who, company, "Giám đốc")
	equal(t, "somebody of a company", w.personEntitled(who, ""), "subscriber.no-post")
}

func TestHaiDuongAsksForACompetentTitle(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "HD2-03.3")
	w := plant(t, "HD", rules(t))
	department := w.agency("Sở Y tế", org.KindDepartment, org.LevelProvince, "")
	director, expert := w.person("Vũ Văn Một", org.CivilServant), w.person("Vũ Văn Hai", org.CivilServant)
	w.post(director, department, "Giám đốc")
	unit, err := w.org.CreateUnit(t.Context(), w.by, org.Unit{Agency: department, Name: "Phòng Nghiệp vụ"})
	w.must(err)
	head, err := w.org.Appoint(t.Context(), w.by, org.Post{Person: expert, Agency: department, Unit: unit.ID, Title: "Trưởng phòng"})
	w.must(err)
	post := head.ID
	_, err = w.judge.EntitlePerson(t.Context(), expert, department, w.clock.Now())
	refused(t, err, "Không thuộc đối tượng cấp chứng thư số cá nhân", "HD2-03.3")
	equal(t, "the director", w.personEntitled(director, department), "department HD2-02")
	row, err := w.org.GrantAuthority(t.Context(), w.by, org.Authority{Agency: department, Post: post, Type: "CV", Capacity: org.ByOrder})
	w.must(err)
	e, err := w.judge.EntitlePerson(t.Context(), expert, department, w.clock.Now())
	if err != nil || e.Post != post || e.Authority != row.ID {
		t.Errorf("with signing authority: %+v, %v", e, err)
	}
}
