package clauses

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/internal/app"
	"antin/internal/domain/document"
	"antin/internal/platform/practice"
)

// TestConditionsInTheLog: each condition of a safe signature has its own answer
// in the log, also of a signing that was refused.
func TestConditionsInTheLog(t *testing.T) {
	under(t, []string{"HT", "HD"}, func(t *testing.T, province string) {
		proves(t, province, "HT-02.1", "HD2-04.4", "HD2-15.5")
		w := open(t, province)
		j := w.write(draft{}).to("approve")
		refusals := func() []string {
			var out []string
			for _, e := range w.logged(string(j.id), "document.sign-refused") {
				line := e.Data["code"]
				for _, c := range []string{"certificate-valid", "verifiable", "sole-control"} {
					if e.Data["condition."+c] == "failed" {
						line += " " + c
					}
				}
				out = append(out, line)
			}
			return out
		}
		superior, err := w.Personal(w.ctx, director)
		w.must(err)
		refused(t, j.signWith(deputy, superior), "signing.not-owner")
		old, err := w.Certify(w.ctx, deputy, "Phó Giám đốc", "", practice.ValidTo(start.Add(time.Hour)))
		w.must(err)
		w.clock.pass(2 * time.Hour)
		refused(t, j.signWith(deputy, old), "signing.validity")
		good, err := w.Personal(w.ctx, deputy)
		w.must(err)
		wrong := good
		wrong.Password = "không-phải"
		refused(t, j.signWith(deputy, wrong), "practice.wrong-password")
		if good.Certificate == old.Certificate {
			t.Fatal("the expired certificate came first")
		}
		want := "practice.wrong-password sole-control|signing.validity certificate-valid|signing.not-owner sole-control"
		if got := strings.Join(refusals(), "|"); got != want {
			t.Errorf("log has %q, want %q", got, want)
		}
		// a certificate that is not for documents does not come into the register at all
		w.must(j.signWith(deputy, good))
		log := w.logged(string(j.id), "document.sign")
		for _, c := range []string{"certificate-valid", "verifiable", "sole-control"} {
			if len(log) != 1 || log[0].Data["condition."+c] != "passed" {
				t.Errorf("%s is not in the log of the signature", c)
			}
		}
		for _, e := range w.logged(string(j.id), "document.sign-refused") {
			for _, v := range e.Data {
				if strings.Contains(v, "không-phải") || strings.Contains(v, good.Password) {
					t.Error("a password is in the log")
				}
			}
		}
		seal, err := w.AgencyKey(w.ctx, clerk)
		w.must(err)
		other := w.write(draft{}).to("approve")
		refused(t, other.signWith(deputy, seal), "signing.not-custodian")
		beyond := w.write(draft{signer: deputy, direct: true})
		refused(t, beyond.submit(), "authority.beyond")
	})
}

// TestChecksBeforeRelease: all on one list, and nothing goes out while one of
// them fails.
func TestChecksBeforeRelease(t *testing.T) {
	t.Parallel()
	proves(t, "HT", "HT-11.2", "HT-07.5")
	w := open(t, "HT")
	j := w.write(draft{})
	check := func(want string) {
		t.Helper()
		list, err := w.Documents.ReleaseChecks(w.ctx, w.as(clerk), j.id)
		w.must(err)
		var got []string
		for _, c := range list {
			if c.Name == "" || c.Clause == "" || c.OK == (c.Why != "") {
				t.Errorf("check %+v", c)
			}
			if !c.OK {
				got = append(got, c.Code)
			}
		}
		if s := strings.Join(got, " "); s != want || len(list) != 4 {
			t.Errorf("%s: failing %q of %d, want %q", j.load().State, s, len(list), want)
		}
	}
	check("integrity authority signature seal")
	j.to("approve")
	check("integrity signature seal")
	refused(t, j.release(), "release.unsigned")
	j.from("sign", "recheck")
	check("seal")
	list, err := w.Documents.ReleaseChecks(w.ctx, w.as(clerk), j.id)
	w.must(err)
	if list[3].Why != "Chưa đáp ứng yêu cầu đóng dấu" {
		t.Errorf("without the seal: %q", list[3].Why)
	}
	refused(t, j.release(), "release.unsigned")
	j.must(j.seal())
	check("")
	rows, err := w.Signing.OfPerson(w.ctx, w.as(deputy).Person)
	w.must(err)
	leaf, err := rows[0].Leaf()
	w.must(err)
	w.must(w.PKI.Revoke(leaf.SerialNumber, w.clock.now().Add(-time.Hour), 1))
	w.clock.pass(time.Minute)
	check("integrity signature seal")
	refused(t, j.release(), "release.signature-invalid")
	j.state(document.SealedState)
}

// TestOtherAuthority: a signature of another authority gives no value, and the
// refusal says which authority counts.
func TestOtherAuthority(t *testing.T) {
	t.Parallel()
	proves(t, "BG", "BG-04.2")
	w := open(t, "BG")
	at := w.clock.now()
	foreign, err := app.NewPKI(filepath.Join(t.TempDir(), "pki"), at)
	w.must(err)
	cert, key, err := foreign.IssueAgency(practice.Agency{Name: "Sở Khoa học và Công nghệ", Code: sender}, at, practice.WithECDSA())
	w.must(err)
	raw := signedBy(t, letter(), cert, key, foreign.Chain(), at)
	sum, size, err := w.Blobs.Put(w.ctx, bytes.NewReader(raw), 1<<20)
	w.must(err)
	j := w.write(draft{}).to("seal")
	in := w.arrive(j, func(a *document.Arrival) {
		a.Files = []document.File{{Role: document.Main, Stage: document.Sealed, Name: "van-ban.pdf", SHA256: sum, Size: size, Pages: 1}}
	})
	if d := in.state(document.Held); !strings.Contains(d.Refusal.Text, "Chứng thư số không do Ban Cơ yếu Chính phủ cấp") {
		t.Errorf("held as %q", d.Refusal.Text)
	}
	_, err = in.register()
	refused(t, err, "incoming.unchecked", "Văn bản không đủ giá trị pháp lý theo Điều 4")
	r := w.verify(raw)
	if e, err := w.Documents.Effect(w.ctx, "BG", r, false, false); err != nil || e.Label != "" {
		t.Errorf("counts as %q, %v", e.Label, err)
	}
	if e, err := w.Documents.EffectOfDocument(w.ctx, w.as(clerk), j.id); err != nil || e.Label != "có giá trị pháp lý theo Điều 4" {
		t.Errorf("our own counts as %q, %v", e.Label, err)
	}
	if e, err := w.Documents.Effect(w.ctx, "BG", w.verify(letter()), false, false); err != nil || e.Label != "chỉ để tham khảo" {
		t.Errorf("without signature: %q, %v", e.Label, err)
	}
}
