package subscriber_test

import (
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/testkit/clause"
)

func TestPartyAgenciesAreSubscribersWhereTheRegulationSaysSo(t *testing.T) {
	t.Parallel()
	party := func(province string) func(bool) string {
		return func(eligible bool) string {
			w := plant(t, province, with(t, province, "subscribers.party_eligible", eligible))
			return w.entitled(w.agency("Văn phòng Tỉnh ủy", org.KindParty, org.LevelProvince, ""))
		}
	}
	yes, no := clause.Parameter(t, "LD-02.1", party("LD"), true, false)
	equal(t, "LD lets Party agencies in", yes, "party LD-02.1")
	equal(t, "switched off", no, "subscriber.agency-type")
	yes, no = clause.Parameter(t, "NA-02.1", party("NA"), true, false)
	equal(t, "NA with the switch", yes, "party NA-02.1")
	equal(t, "NA as its text stands", no, "subscriber.agency-type")
}

func TestNgheAnNamesDelegationAndCouncils(t *testing.T) {
	t.Parallel()
	w := plant(t, "NA", rules(t))
	equal(t, "Đoàn ĐBQH", w.entitled(w.agency("Đoàn đại biểu Quốc hội tỉnh", org.KindDelegation, org.LevelProvince, "")), "delegation NA-02.1")
	equal(t, "HĐND xã", w.entitled(w.agency("Hội đồng nhân dân xã Kim Liên", org.KindCouncil, org.LevelCommune, "")), "council NA-02.1")
	party := w.agency("Tỉnh ủy", org.KindParty, org.LevelProvince, "")
	_, err := w.judge.EntitleAgency(t.Context(), party, w.clock.Now())
	refused(t, err, "Không thuộc đối tượng Điều 2", "NA-02.1")
}

func TestCommitteesCountAtTheLevelsOfTheProvince(t *testing.T) {
	t.Parallel()
	both := []map[string]any{{"code": "province", "label": "Cấp tỉnh"}, {"code": "commune", "label": "Cấp xã"}}
	three := append([]map[string]any{{"code": "district", "label": "Cấp huyện"}}, both...)
	district := func(levels []map[string]any) string {
		w := plant(t, "NA", with(t, "NA", "subscribers.levels", levels))
		equal(t, "UBND xã", w.entitled(w.agency("Ủy ban nhân dân xã Kim Liên", "", "", "")), "committee NA-02.2")
		return w.entitled(w.agency("Ủy ban nhân dân huyện Nam Đàn", "", "", ""))
	}
	yes, no := clause.Parameter(t, "NA-02.2", district, three, both)
	equal(t, "with districts", yes, "committee NA-02.2")
	equal(t, "without districts", no, "subscriber.agency-type")
}

func TestUnitsOfDepartmentsNeedTheirSuperior(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "LD-02.2")
	w := plant(t, "LD", rules(t))
	department := w.agency("Sở Y tế", org.KindDepartment, org.LevelProvince, "")
	_, err := w.tryAgency("Trung tâm Kiểm nghiệm", org.KindPublicService, org.LevelProvince, "")
	refused(t, err, "Thiếu cơ quan chủ quản", "LD-02.2")
	centre := w.agency("Trung tâm Kiểm nghiệm", org.KindPublicService, org.LevelProvince, department)
	equal(t, "a centre of a department", w.entitled(centre), "department-unit LD-02.2")
}

func TestClosedOfficeOfADistrictIsStillFound(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "LD-02.3")
	w := plant(t, "LD", rules(t))
	district := w.agency("Ủy ban nhân dân huyện Lạc Dương", "", "", "")
	_, err := w.tryAgency("Phòng Tài chính", org.KindSpecialised, org.LevelDistrict, "")
	refused(t, err, "Thiếu cơ quan chủ quản", "LD-02.2")
	office := w.agency("Phòng Tài chính", org.KindSpecialised, org.LevelDistrict, district)
	equal(t, "an office of a district", w.entitled(office), "district-unit LD-02.3")
	then := w.clock.Now()
	w.clock.Add(30 * day)
	w.deed(org.Deed{Kind: org.DeedDissolve, DeedData: org.DeedData{Agency: office}})
	equal(t, "closed", w.entitled(office), "subscriber.agency-ended")
	old, err := w.org.AgencyAt(t.Context(), office, then)
	w.must(err)
	if old.Name != "Phòng Tài chính" || old.Parent != district || old.ValidTo.IsZero() {
		t.Errorf("the closed office is %+v", old)
	}
	if e, err := w.judge.EntitleAgency(t.Context(), office, then); err != nil || e.Clause != "LD-02.3" {
		t.Errorf("entitled then: %+v, %v", e, err)
	}
}

func TestWorkersAreSubscribersByAPost(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "LD-02.4")
	w := plant(t, "LD", rules(t))
	department := w.agency("Sở Y tế", org.KindDepartment, org.LevelProvince, "")
	company := w.agency("Công ty Cấp nước", org.KindOutside, org.LevelProvince, "")
	worker := w.person("Lê Văn Ba", org.Worker)
	idle := func(agency org.AgencyID) {
		t.Helper()
		_, err := w.judge.EntitlePerson(t.Context(), worker, agency, w.clock.Now())
		refused(t, err, "Cá nhân không thuộc đối tượng Điều 2", "LD-02.4")
	}
	idle(department)
	w.post(worker, company, "Nhân viên")
	idle("")
	post := w.post(worker, department, "Nhân viên hợp đồng")
	equal(t, "by the post in the department", w.personEntitled(worker, ""), "department LD-02.1")
	w.clock.Add(day)
	w.must(w.org.EndPost(t.Context(), w.by, post, w.clock.Now()))
	idle("")
}

func TestProvincialPublicServiceStandsUnderTheCommittee(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "NA-02.3")
	w := plant(t, "NA", rules(t))
	committee := w.agency("Ủy ban nhân dân tỉnh Nghệ An", "", "", "")
	equal(t, "a department", w.entitled(w.agency("Sở Nội vụ", org.KindDepartment, org.LevelProvince, committee)), "department NA-02.3")
	_, err := w.tryAgency("Bệnh viện Đa khoa tỉnh", org.KindPublicService, org.LevelProvince, "")
	refused(t, err, "Thiếu cơ quan chủ quản", "NA-02.3")
	equal(t, "a hospital of the province", w.entitled(w.agency("Bệnh viện Đa khoa tỉnh", org.KindPublicService, org.LevelProvince, committee)), "public-service NA-02.3")
}

func TestOfficeOfADissolvedDistrictNeedsANewSuperior(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "NA-02.4")
	w := plant(t, "NA", rules(t))
	district := w.agency("Ủy ban nhân dân huyện Nam Đàn", "", "", "")
	commune := w.agency("Ủy ban nhân dân xã Kim Liên", "", "", "")
	office := w.agency("Trung tâm Văn hóa", org.KindPublicService, org.LevelDistrict, district)
	equal(t, "under the district", w.entitled(office), "specialised NA-02.4")
	w.clock.Add(day)
	w.deed(org.Deed{Kind: org.DeedDissolve, DeedData: org.DeedData{Agency: district}})
	_, err := w.judge.EntitleAgency(t.Context(), office, w.clock.Now())
	refused(t, err, "Cơ quan quản lý trực tiếp không còn hoạt động", "NA-02.4")
	w.clock.Add(day)
	w.deed(org.Deed{Kind: org.DeedMoveAgency, DeedData: org.DeedData{Agency: office, Target: commune}})
	equal(t, "under the commune", w.entitled(office), "specialised NA-02.4")
}

func TestBodiesOfStateAgenciesFallUnderTheirOwnParagraph(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "NA-02.5")
	w := plant(t, "NA", rules(t))
	body := w.agency("Quỹ Bảo vệ môi trường", org.KindStateBody, org.LevelProvince, "")
	equal(t, "tổ chức thuộc CQNN", w.entitled(body), "state-body NA-02.5")
	equal(t, "tổ chức CT-XH", w.entitled(w.agency("Hội Cựu chiến binh", org.KindPolitical, org.LevelProvince, "")), "political NA-02.5")
	equal(t, "a company", w.entitled(w.agency("Công ty Cấp nước", org.KindOutside, org.LevelProvince, "")), "subscriber.agency-type")
}

func TestLosingTheLastPostEndsTheEntitlement(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "NA-02.6")
	w := plant(t, "NA", rules(t))
	department := w.agency("Sở Nội vụ", org.KindDepartment, org.LevelProvince, "")
	who := w.person("Lê Thị Năm", org.PublicEmployee)
	first, second := w.post(who, department, "Chuyên viên"), w.post(who, department, "Kế toán")
	e, err := w.judge.EntitlePerson(t.Context(), who, department, w.clock.Now())
	if err != nil || e.Post != first || e.Agency != department || e.Clause != "NA-02.3" {
		t.Fatalf("%+v, %v", e, err)
	}
	w.clock.Add(time.Hour)
	w.deed(org.Deed{Kind: org.DeedEndPost, DeedData: org.DeedData{Post: first}})
	if w.left().LastPost {
		t.Error("another post is held, and the departure is told as the last")
	}
	w.deed(org.Deed{Kind: org.DeedEndPost, DeedData: org.DeedData{Post: second}})
	if said := w.left(); !said.LastPost || said.Person != who || said.Post != second {
		t.Errorf("the registry hears %+v", said)
	}
	equal(t, "without a post", w.personEntitled(who, department), "subscriber.no-post")
}
