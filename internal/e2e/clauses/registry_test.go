package clauses

import (
	"strings"
	"testing"
	"time"

	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/platform/practice"
)

// TestRegistrationsOutside: what changes here is a task there.
func TestRegistrationsOutside(t *testing.T) {
	under(t, []string{"LD", "HT"}, func(t *testing.T, province string) {
		proves(t, province, "LD-12.1", "HT-03.2")
		w := open(t, province)
		revoked, renewed, standing := w.enter(w.personal(officer)), w.enter(w.personal(officer)), w.enter(w.personal(officer))
		for i, id := range []signing.CertificateID{revoked, renewed, standing} {
			e, err := w.Subscribers.AddExternal(w.ctx, w.as(manager), subscriber.External{Certificate: id, System: []string{"tax", "social-insurance", "treasury"}[i], Account: "29003255", Since: "2026-02-01"})
			w.must(err)
			if !strings.HasPrefix(e.Guidance, "https://") {
				t.Errorf("guidance %q", e.Guidance)
			}
		}
		if tasks, err := w.Subscribers.ExternalTasks(w.ctx, w.as(manager)); err != nil || len(tasks) != 0 {
			t.Errorf("%+v %v", tasks, err)
		}
		w.must(w.Signing.SetStatus(w.ctx, w.as(manager), revoked, signing.Revoked, "theo xác nhận của Cục"))
		next := w.personal(officer, practice.ValidTo(start.AddDate(2, 0, 0)))
		next.Renews = renewed
		w.enter(next)
		tasks, err := w.Subscribers.ExternalTasks(w.ctx, w.as(manager))
		w.must(err)
		seen := map[signing.CertificateID]string{}
		for _, x := range tasks {
			seen[x.Certificate] = x.System
		}
		if len(tasks) != 2 || seen[revoked] != "tax" || seen[renewed] != "social-insurance" {
			t.Errorf("%+v", tasks)
		}
		w.must(w.Subscribers.EndExternal(w.ctx, w.as(manager), tasks[0].ID, ""))
		if tasks, err = w.Subscribers.ExternalTasks(w.ctx, w.as(manager)); err != nil || len(tasks) != 1 {
			t.Errorf("%+v %v", tasks, err)
		}
	})
}

// TestPublicCertificatesAreToLeave: with a plan, and the late ones in sight.
func TestPublicCertificatesAreToLeave(t *testing.T) {
	t.Parallel()
	proves(t, "LD", "LD-17.1-2")
	w := open(t, "LD")
	in := w.stranger(officer)
	_, err := w.Subscribers.Register(w.ctx, w.as(manager), in)
	refused(t, err, "registration.outside-plan", "công cộng")
	in.Plan = subscriber.Plan{Target: "2026-04-30", Responsible: " "}
	_, err = w.Subscribers.Register(w.ctx, w.as(manager), in)
	refused(t, err, "plan.incomplete", "responsible")
	in.Plan.Responsible = "Cao Văn Dũng"
	id := w.enter(in)
	list, err := w.Subscribers.Outsiders(w.ctx, w.as(manager))
	w.must(err)
	if len(list) != 1 || list[0].Kind.Name() != "Công cộng" || list[0].Plan.Late("2026-04-30") || !list[0].Plan.Late("2026-05-01") {
		t.Errorf("%+v", list)
	}
	w.must(w.Subscribers.SavePlan(w.ctx, w.as(manager), subscriber.Plan{Certificate: id, Target: "2026-04-30", Responsible: "Cao Văn Dũng", State: subscriber.PlanDone}))
	if list, err = w.Subscribers.Outsiders(w.ctx, w.as(manager)); err != nil || list[0].Plan.Late("2027-01-01") {
		t.Errorf("%+v %v", list, err)
	}
	official := w.enter(w.personal(officer))
	refused(t, w.Subscribers.SavePlan(w.ctx, w.as(manager), subscriber.Plan{Certificate: official, Target: "2026-04-30", Responsible: "A"}), "plan.official")
}

// TestDepartmentEntersSeals: in Bắc Giang an agency signs with what the
// department entered, and with nothing else.
func TestDepartmentEntersSeals(t *testing.T) {
	t.Parallel()
	proves(t, "BG", "BG-21.1")
	w := open(t, "BG")
	_, err := w.Hire(w.ctx, clerk, "cntt.skhcn", "it-officer")
	w.must(err)
	c, err := w.Subscribers.Register(w.ctx, w.as("cntt.skhcn"), w.sealOf())
	w.must(err)
	usable := func() error { return w.Signing.CheckUsable(w.ctx, c, signing.ForAgency, w.clock.now(), w.Evidence) }
	refused(t, usable(), "signing.held.not-registered", "chưa được Sở Thông tin và Truyền thông ghi vào sổ")
	refused(t, w.Subscribers.Confirm(w.ctx, w.as("cntt.skhcn"), c.ID, "Biên bản 07"), "guard.forbidden")
	w.must(w.Subscribers.Confirm(w.ctx, w.as(manager), c.ID, "Biên bản 07/2026"))
	w.must(usable())
	d, err := w.Subscribers.Detail(w.ctx, w.as(manager), c.ID)
	if err != nil || d.Registration.Minutes != "Biên bản 07/2026" || d.Serial == "" || d.Holder == "" || d.NotAfter.IsZero() {
		t.Errorf("%+v %v", d.Registration, err)
	}
}

// TestRollout: the first sealed document is the day since which an agency signs.
func TestRollout(t *testing.T) {
	under(t, []string{"BG", "HD"}, func(t *testing.T, province string) {
		proves(t, province, "BG-22.3", "HD2-14.2", "HD2-15.1", "HD2-15.6")
		w := open(t, province)
		list, err := w.Subscribers.RolloutList(w.ctx, w.as(manager))
		w.must(err)
		for _, a := range list {
			if !a.FirstUse.IsZero() {
				t.Errorf("%s signs since %s", a.Name, a.FirstUse)
			}
		}
		w.write(draft{}).to("release")
		w.settle()
		if list, err = w.Subscribers.RolloutList(w.ctx, w.as(manager)); err != nil {
			t.Fatal(err)
		}
		for _, a := range list {
			if a.FirstUse.IsZero() != (a.Code != "H41.37") {
				t.Errorf("%s signs since %s", a.Name, a.FirstUse)
			}
		}
		w.used()
		if province == "HD" {
			w.kinds()
			w.subscriberPage()
		}
	})
}

// used counts what was used in the period, and the share of signed documents.
func (w *world) used() {
	w.t.Helper()
	st, err := w.Subscribers.Statistics(w.ctx, w.as(manager), start.AddDate(0, 0, -1), w.clock.now())
	w.must(err)
	for _, table := range st.Tables {
		for _, cell := range table.Cells {
			if n := len(w.lines(manager, cell.List)); n != cell.Count {
				w.t.Errorf("%s %s says %d and opens %d", table.Title, cell.Label, cell.Count, n)
			}
			if cell.Code == "used" && cell.Count != 2 {
				w.t.Errorf("%d certificates were used", cell.Count)
			}
		}
	}
	if st.Sent != 1 || st.Signed != 1 {
		w.t.Errorf("%d sent, %d signed", st.Sent, st.Signed)
	}
}

// kinds registers a certificate of each kind of subject.
func (w *world) kinds() {
	w.t.Helper()
	for _, kind := range []string{"service", "device", "software"} {
		in := w.personal(officer)
		in.Class, in.System, in.SystemKind = signing.ClassService, "Cổng "+kind, kind
		d, err := w.Subscribers.Detail(w.ctx, w.as(manager), w.enter(in))
		if err != nil || d.Registration.SystemKind != kind || d.Class != signing.ClassService {
			w.t.Errorf("%+v %v", d.Registration, err)
		}
	}
	w.enter(w.sealOf())
	w.enter(w.personal(officer))
}

// subscriberPage is what the deputy who signed sees of the own certificate.
func (w *world) subscriberPage() {
	w.t.Helper()
	by := w.as(deputy)
	mine, err := w.Subscribers.Mine(w.ctx, by)
	if err != nil || len(mine) != 1 {
		w.t.Fatalf("%+v %v", mine, err)
	}
	w.must(w.Subscribers.AcceptDuties(w.ctx, by, mine[0].Certificate))
	accepted, err := w.Subscribers.MyAcceptances(w.ctx, by)
	if err != nil || len(accepted) != 1 || accepted[0].At.IsZero() || len(accepted[0].Duties) == 0 {
		w.t.Errorf("%+v %v", accepted, err)
	}
	log, err := w.Subscribers.MySignatures(w.ctx, by, time.Time{}, time.Time{})
	if err != nil || len(log) != 1 || !strings.Contains(log[0].Symbol, "SKHCN") {
		w.t.Errorf("%+v %v", log, err)
	}
	i, err := w.Subscribers.AskInformation(w.ctx, w.as(manager), subscriber.Information{Person: by.Person, Agency: by.Agency, AskedBy: "Công an tỉnh",
		Paper: "12/CA-PA05", Question: "Nhật ký ký số", DueOn: "2026-03-20"})
	w.must(err)
	_, uses, err := w.Subscribers.SignaturesFor(w.ctx, w.as(manager), i.ID)
	if err != nil || len(uses) != 1 || uses[0] != log[0] {
		w.t.Errorf("%+v %v", uses, err)
	}
	w.must(w.Subscribers.AnswerInformation(w.ctx, by, i.ID, "Đã gửi nhật ký", "15/SKHCN"))
	if i, err = w.Subscribers.Information(w.ctx, w.as(manager), i.ID); err != nil || i.AnsweredAt.IsZero() || i.DueOn != "2026-03-20" {
		w.t.Errorf("%+v %v", i, err)
	}
}

// TestDutiesOfTheAgency are the profile's, each with its screen, beside the
// list that the agency keeps.
func TestDutiesOfTheAgency(t *testing.T) {
	under(t, []string{"NA", "HD"}, func(t *testing.T, province string) {
		proves(t, province, "NA-19.3", "HD2-14.1")
		w := open(t, province)
		duties, err := w.Subscribers.AgencyDuties(w.ctx, w.as(director))
		w.must(err)
		if len(duties) < 5 {
			t.Errorf("%d duties", len(duties))
		}
		want := map[string]bool{"requests": false, "revoke": false, "subscribers": false, "devices": false, "statistics": false}
		for _, d := range duties {
			if d.Label == "" || d.Screen == "" || d.Clause == "" {
				t.Errorf("%+v", d)
			}
			want[d.Screen] = true
		}
		for screen, there := range want {
			if !there {
				t.Errorf("no duty leads to %s", screen)
			}
		}
		w.enter(w.personal(officer))
		if lines := w.lines(director, subscriber.Filter{}); len(lines) < 5 || lines[0].NotAfter.IsZero() {
			t.Errorf("%d subscribers", len(lines))
		}
		_, err = w.Subscribers.AgencyDuties(w.ctx, w.as(officer))
		refused(t, err, "guard.forbidden")
	})
}

// TestReminders come at 90, 60 and 30 days, once each, and stop at the renewal.
func TestReminders(t *testing.T) {
	t.Parallel()
	proves(t, "HD", "HD2-07b")
	w := open(t, "HD")
	id := w.enter(w.personal(officer, practice.ValidTo(start.AddDate(0, 0, 91))))
	rung := func() int {
		_, err := w.Subscribers.Sweep(w.ctx)
		w.must(err)
		_, err = w.Subscribers.Sweep(w.ctx) // again does no harm
		w.must(err)
		list, err := w.Subscribers.MyNotices(w.ctx, w.as(officer))
		w.must(err)
		if len(list) == 0 {
			return 0
		}
		if len(list) > 1 {
			t.Errorf("%d reminders stand open", len(list))
		}
		return list[0].Rung
	}
	for _, step := range []struct{ days, want int }{{0, 0}, {2, 90}, {30, 60}, {29, 30}, {20, 30}} {
		w.clock.pass(time.Duration(step.days) * 24 * time.Hour)
		if got := rung(); got != step.want {
			t.Errorf("after %d days more: rung %d, want %d", step.days, got, step.want)
		}
	}
	next := w.personal(officer, practice.ValidTo(w.clock.now().AddDate(2, 0, 0)))
	next.Renews = id
	w.enter(next)
	if got := rung(); got != 0 {
		t.Errorf("rung %d after the renewal", got)
	}
}
