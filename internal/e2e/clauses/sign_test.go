package clauses

import (
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/platform/practice"
	"antin/pades"
)

// TestAuthorityTable: who is outside the table does not sign, and the row that
// allowed a signature is in the log with the post.
func TestAuthorityTable(t *testing.T) {
	texts := map[string]string{
		"NA": "Vượt thẩm quyền ký theo chức danh", "LD": "Không đúng chức danh trên chứng thư số", "HT": "Không đúng thẩm quyền/chức danh",
		"BG": "Vượt thẩm quyền ký theo chức danh", "HD": "Không đúng thẩm quyền ký",
	}
	under(t, all, func(t *testing.T, province string) {
		proves(t, province, "NA-04.3", "HT-07.3", "HD2-04.3")
		w := open(t, province)
		for _, d := range []draft{
			{signer: deputy, direct: true},               // a deputy in own right
			{signer: director, capacity: org.Deputy},     // the head for the head
			{signer: unitLeader, capacity: org.ByOrder},  // TL. for GM and TB, not for CV
			{signer: otherLeader, capacity: org.Deputy},  // of another agency
			{signer: deputy, capacity: org.Capacity("")}, // nothing chosen
		} {
			if d.capacity == "" {
				d.direct = true
			}
			refused(t, w.write(d).submit(), "authority.beyond", texts[province])
		}
		j := w.write(draft{}).to("sign")
		row, err := w.Org.AuthorityFor(w.ctx, w.as(deputy).Person, w.as(deputy).Agency, "CV", org.Deputy, w.clock.now())
		w.must(err)
		log := w.logged(string(j.id), "document.sign")
		if len(log) != 1 || log[0].Data["authority"] != string(row.ID) || log[0].Data["post"] != string(row.Post) {
			t.Errorf("the log of the signature holds %v, want row %s", log, row.ID)
		}
		other := w.write(draft{}).to("approve")
		with, err := w.Certify(w.ctx, deputy, "Phó Giám đốc", w.as(otherClerk).Agency)
		w.must(err)
		refused(t, other.signWith(deputy, with), "sign.other-agency", texts[province])
		other.state(document.AwaitingSignature)
	})
}

// TestTitleOfTheCertificate: a title that is not that of the post signs
// nothing; Hà Tĩnh asks the certificate for it.
func TestTitleOfTheCertificate(t *testing.T) {
	under(t, []string{"NA", "LD", "HT"}, func(t *testing.T, province string) {
		proves(t, province, "LD-11.2", "HT-07.4")
		j := open(t, province).write(draft{}).to("approve")
		text := "Không đúng chức danh trên chứng thư số"
		if province == "HT" {
			text = "Chức danh không khớp chứng thư số"
		}
		wrong, err := j.Certify(j.ctx, deputy, "Chánh Văn phòng", "")
		j.must(err)
		refused(t, j.signWith(deputy, wrong), "signing.title", text)
		bare, err := j.Certify(j.ctx, deputy, "", "")
		j.must(err)
		if province == "HT" {
			refused(t, j.signWith(deputy, bare), "signing.no-title", text)
			j.must(j.sign())
			return
		}
		j.must(j.signWith(deputy, bare)) // elsewhere the post decides
		if log := j.logged(string(j.id), "document.sign"); len(log) != 1 || log[0].Data["post"] != string(j.load().Signer.Post) {
			t.Errorf("the post is not in the log of the signature: %v", log)
		}
	})
}

// TestPostEnded: with the post ends the signing, on the same day.
func TestPostEnded(t *testing.T) {
	under(t, all, func(t *testing.T, province string) {
		w := open(t, province)
		j, next := w.write(draft{}).to("approve"), w.write(draft{})
		posts, err := w.Org.PostsOf(w.ctx, w.as(deputy).Person, w.as(deputy).Agency, w.clock.now())
		w.must(err)
		w.must(w.Org.EndPost(w.ctx, w.Installer(), posts[0].ID, w.clock.now().Add(time.Hour)))
		w.clock.pass(time.Hour + time.Minute)
		refused(t, j.sign(), "authority.beyond", "chức vụ đã hết hiệu lực")
		refused(t, next.submit(), "authority.beyond")
		j.state(document.AwaitingSignature)
	})
}

// TestOwnKeyForOthers: KT. and TL. are signed with the key of who signs.
func TestOwnKeyForOthers(t *testing.T) {
	under(t, all, func(t *testing.T, province string) {
		proves(t, province, "NA-10.5", "LD-11.3", "HD2-10.3", "LD-05.4-1")
		w := open(t, province)
		j := w.write(draft{}).to("approve")
		superior, err := w.Personal(w.ctx, director)
		w.must(err)
		refused(t, j.signWith(deputy, superior), "signing.not-owner", "Chứng thư số không thuộc người đang đăng nhập")
		seal, err := w.AgencyKey(w.ctx, clerk)
		w.must(err)
		refused(t, j.signWith(deputy, seal), "signing.not-custodian")
		if len(w.logged(string(superior.Certificate), "signing.not-holder")) != 1 {
			t.Error("the attempt is no security event")
		}
		if d := j.load(); d.Signer.Title != "Phó Giám đốc" || d.Signer.Name != "Trần Thị Minh" || d.Signer.Capacity != org.Deputy {
			t.Errorf("signer is %+v, want what the table of authority says", d.Signer)
		}
		_, err = w.Signing.AssignCustody(w.ctx, w.as("giamdoc.skhcn"), signing.Custody{
			Certificate: superior.Certificate, Holder: w.as(clerk).Person, Decision: "01/QĐ-SKHCN",
		})
		words := "Thiết bị cá nhân phải do chính cá nhân giữ"
		if province == "HT" { // HT-02.2 has its own words
			words = "Người nhận không phải đối tượng được giao"
		}
		refused(t, err, "custody.personal", words)
		j.must(j.sign())
		report := w.verify(w.bytes(j.at(document.Signed).SHA256))
		if got := report.Signatures[0].Signer; got != "Trần Thị Minh" {
			t.Errorf("signed by %q", got)
		}
	})
}

// TestOnlyTheNamedSigner signs, with a personal certificate, and the document
// is the clerk's.
func TestOnlyTheNamedSigner(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-16.1b-2")
	w := open(t, "NA")
	j := w.write(draft{}).to("approve")
	with, err := w.Personal(w.ctx, director)
	w.must(err)
	refused(t, j.signWith(director, with), "guard.forbidden")
	refused(t, j.signWith("giamdoc.snv", with), "document.absent")
	// a clerk who is the signer, too, cannot take the key of the agency
	w.must(w.Org.GrantRole(w.ctx, w.Installer(), w.as(deputy).Person, w.as(deputy).Agency, org.Clerk))
	list, err := w.Signing.OfAgency(w.ctx, w.as(deputy).Agency)
	w.must(err)
	_, err = w.Signing.AssignCustody(w.ctx, w.Installer(), signing.Custody{
		Certificate: list[0].ID, Holder: w.as(deputy).Person, Decision: "02/BB", From: w.clock.now().Add(time.Minute),
	})
	w.must(err)
	w.clock.pass(2 * time.Minute)
	refused(t, j.signWith(deputy, document.With{Certificate: list[0].ID, Password: w.KeyPassword(clerk)}), "signing.agency-certificate",
		"phải ký bằng chứng thư số cá nhân")
	j.must(j.sign())
	j.state(document.AwaitingClerk)
	queue, err := w.Documents.ListQueue(w.ctx, w.as(clerk), "cho-cap-so", document.Cursor{}, 10)
	w.must(err)
	if len(queue) != 1 || queue[0].ID != j.id {
		t.Errorf("the clerk's queue has %d documents", len(queue))
	}
}

// TestApproveBeforeSigning: two acts, and only what was approved is signed.
func TestApproveBeforeSigning(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-16.1b-1")
	j := open(t, "NA").write(draft{}).to("format")
	refused(t, j.sign(), "document.order")
	refused(t, j.Documents.Approve(j.ctx, j.as(deputy), j.id, j.load().ContentHash()), "document.changed")
	j.must(j.approve())
	dec, ok := j.load().Standing(document.Approval)
	if !ok || dec.Hash != j.prepared() || dec.By != j.as(deputy).Person || !dec.At.Equal(j.clock.now()) {
		t.Fatalf("approval is %+v", dec)
	}
	seal := placeOf(t, j.load(), document.PlaceSeal)
	seal.Y0, seal.Y1 = seal.Y0+3, seal.Y1+3
	j.must(j.Documents.MovePlaces(j.ctx, j.as(deputy), j.id, []document.Place{seal})) // other bytes
	refused(t, j.sign(), "document.order")
	j.state(document.AwaitingApproval)
	refused(t, j.Documents.Return(j.ctx, j.as(deputy), j.id, ""), "document.return-reason")
	j.must(j.Documents.Return(j.ctx, j.as(deputy), j.id, "Viết lại mục 2."))
	if d := j.state(document.Drafting); d.Holder != d.Drafter {
		t.Error("the drafter does not hold what was returned")
	}
}

// TestOrderOfSignatures names the signature that is missing.
func TestOrderOfSignatures(t *testing.T) {
	blank := map[string]string{
		"NA": "Không ký số khống", "LD": "Văn bản chưa có chữ ký số của người có thẩm quyền", "HT": "Không ký số khống",
		"BG": "Không ký số khống", "HD": "Không ký số khống",
	}
	under(t, all, func(t *testing.T, province string) {
		proves(t, province, "NA-16.1-0", "NA-05.1", "NA-10.2", "NA-16.1c-1.2", "LD-18.2-1", "HD2-11.3b")
		w := open(t, province)
		j := w.write(draft{})
		unsigned := func(missing string) {
			t.Helper()
			refused(t, j.release(), "release.unsigned", "Văn bản phải được ký số trước khi phát hành", missing)
		}
		for _, s := range steps[:4] { // up to the approval
			unsigned("thiếu chữ ký của người có thẩm quyền")
			refused(t, j.seal(), "seal.unsigned", blank[province])
			j.must(s.do(j))
		}
		refused(t, j.seal(), "seal.unsigned", blank[province])
		j.must(j.sign())
		unsigned("thiếu chữ ký của cơ quan")
		refused(t, j.seal(), "seal.unchecked", "chưa kiểm tra lại")
		j.must(j.recheck())
		j.must(j.seal())
		first, last := w.bytes(j.at(document.Signed).SHA256), w.bytes(j.at(document.Sealed).SHA256)
		if len(last) <= len(first) || string(last[:len(first)]) != string(first) {
			t.Error("the seal is no appended revision of what the person signed")
		}
		r := w.verify(last)
		if len(r.Signatures) != 2 || r.Indication != pades.TotalPassed || r.Signatures[0].Modification != pades.AllowedChange {
			t.Fatalf("sealed file is %s with %d signatures", r.Indication, len(r.Signatures))
		}
		j.must(j.release())
		if got := w.logged(string(j.id), "document.seal"); len(got) != 1 || got[0].Data["number"] != "1" {
			t.Errorf("log of the seal: %v", got)
		}
	})
}

// TestSealNeedsAGoodSignature: the person's signature is verified on the stored
// bytes before the seal is put on them, and both before the release.
func TestSealNeedsAGoodSignature(t *testing.T) {
	under(t, all, func(t *testing.T, province string) {
		proves(t, province, "LD-12.2-1")
		w := open(t, province)
		for _, c := range []struct {
			last, gate string
			stage      document.Stage
			next       func(*journey) error
		}{
			{"recheck", "seal", document.Signed, (*journey).seal}, {"seal", "release", document.Sealed, (*journey).release},
		} {
			j := w.write(draft{}).to(c.last)
			sum, before := j.at(c.stage).SHA256, j.load()
			good := w.bytes(sum)
			bad := flipped(good)
			w.tamper(sum, bad)
			f := refused(t, c.next(j), "file.altered", "Văn bản đã bị thay đổi sau khi ký", sum)
			incident(t, w, j.id, c.gate, sum, f.Message)
			if d := j.load(); d.State != before.State || d.Number != before.Number {
				t.Errorf("%s went on to %s", c.gate, d.State)
			}
			w.tamper(sum, good)
			j.must(c.next(j))
		}
	})
}

// incident wants one entry with both hashes.
func incident(t *testing.T, w *world, id document.ID, gate, want string, texts ...string) {
	t.Helper()
	list := w.logged(string(id), "incident.altered")
	if len(list) != 1 {
		t.Fatalf("%d incidents of %s", len(list), id)
	}
	got := list[0].Data
	if got["gate"] != gate || got["want"] != want || len(got["got"]) != 64 || got["got"] == want {
		t.Errorf("incident holds %v", got)
	}
}

// TestSigningCertificateIsCheckedFirst: class, status, validity, revocation;
// nothing is written when one fails.
func TestSigningCertificateIsCheckedFirst(t *testing.T) {
	under(t, all, func(t *testing.T, province string) {
		proves(t, province, "LD-11.4", "HD2-01.1")
		w := open(t, province)
		j := w.write(draft{}).to("approve")
		mine, err := w.Personal(w.ctx, deputy)
		w.must(err)
		files := w.count()
		soon, err := w.Certify(w.ctx, deputy, "Phó Giám đốc", "", practice.ValidTo(start.Add(time.Hour)))
		w.must(err)
		w.clock.pass(2 * time.Hour)
		refused(t, j.signWith(deputy, soon), "signing.validity", "đã hết hạn")
		w.must(w.Signing.SetStatus(w.ctx, w.Installer(), mine.Certificate, signing.Suspended, "tạm dừng để kiểm tra"))
		refused(t, j.signWith(deputy, mine), "signing.status", "đang tạm dừng")
		w.must(w.Signing.SetStatus(w.ctx, w.Installer(), mine.Certificate, signing.Active, "hết tạm dừng"))
		real := w.Documents.Evidence
		w.Documents.Evidence = silent{real}
		refused(t, j.sign(), "signing.revocation-unknown", "Chưa kiểm tra được tình trạng thu hồi")
		w.Documents.Evidence = real
		stranger := map[string]string{"HD": "Chứng thư số không thuộc danh mục chuyên dùng"}[province]
		refused(t, j.signWith(deputy, document.With{Certificate: "0198c0de-0000-7000-8000-000000000000", Password: "x"}), "certificate.unknown", stranger)
		row, err := w.Signing.Certificate(w.ctx, mine.Certificate)
		w.must(err)
		leaf, err := row.Leaf()
		w.must(err)
		w.must(w.PKI.Revoke(leaf.SerialNumber, w.clock.now(), 1))
		w.clock.pass(time.Minute)
		refused(t, j.signWith(deputy, mine), "signing.revoked", "đã bị thu hồi")
		if n := w.count(); n != files {
			t.Errorf("%d files were written", n-files)
		}
		j.state(document.AwaitingSignature)
	})
}

// TestClerkInPerson: only the custodian seals, each time with the password.
func TestClerkInPerson(t *testing.T) {
	under(t, all, func(t *testing.T, province string) {
		proves(t, province, "NA-21.2-1", "HT-11.1-1", "HD2-16.1")
		w := open(t, province)
		j := w.write(draft{}).to("recheck")
		key, err := w.AgencyKey(w.ctx, clerk)
		w.must(err)
		try := func(account string, with document.With) error {
			return j.Documents.Seal(w.ctx, w.as(account), j.id, w.fit(with))
		}
		refused(t, try(clerk, document.With{Certificate: key.Certificate}), "practice.wrong-password")
		refused(t, try(clerk, document.With{}), "sign.no-certificate")
		refused(t, try(officer, key), "guard.forbidden")
		refused(t, try(deputy, key), "guard.forbidden")
		// a second clerk without custody
		w.must(w.Org.GrantRole(w.ctx, w.Installer(), w.as(checker).Person, w.as(checker).Agency, org.Clerk))
		words := "Bạn không được giao chứng thư số cơ quan"
		if province == "HD" { // HD2-10.2a has its own words
			words = "Chỉ văn thư được giao thiết bị mới được ký số cơ quan"
		}
		refused(t, try(checker, key), "signing.not-custodian", words)
		foreign, err := w.AgencyKey(w.ctx, otherClerk)
		w.must(err)
		refused(t, try(clerk, foreign), "signing.not-custodian")
		refused(t, try(otherClerk, foreign), "document.absent")
		if d := j.state(document.AwaitingClerk); d.Number != 0 {
			t.Error("a refused seal took a number")
		}
		refused(t, w.Documents.Release(w.ctx, w.as(officer), j.id), "guard.forbidden")
		for code, id := range map[string]document.ID{"cho-cap-so": j.id} {
			list, err := w.Documents.ListQueue(w.ctx, w.as(clerk), code, document.Cursor{}, 5)
			w.must(err)
			if len(list) != 1 || list[0].ID != id || list[0].UpdatedAt.IsZero() {
				t.Errorf("work list %s has %d", code, len(list))
			}
		}
		j.must(j.seal())
		list, err := w.Documents.ListQueue(w.ctx, w.as(clerk), "cho-phat-hanh", document.Cursor{}, 5)
		w.must(err)
		if len(list) != 1 {
			t.Errorf("work list of releases has %d", len(list))
		}
		j.must(j.release())
	})
}

// TestPurposeOfASigning: what for is in the log of each, in Hà Tĩnh by kind.
func TestPurposeOfASigning(t *testing.T) {
	under(t, []string{"LD", "HT"}, func(t *testing.T, province string) {
		proves(t, province, "HT-03.1")
		j := open(t, province).write(draft{}).to("approve")
		with, err := j.Personal(j.ctx, deputy)
		j.must(err)
		plain := func() error { return j.Documents.Sign(j.ctx, j.as(deputy), j.id, j.prepared(), with) }
		if province == "LD" {
			j.must(plain())
			return
		}
		refused(t, plain(), "sign.transaction", "Chưa chọn loại giao dịch")
		with.Transaction = "unheard-of"
		refused(t, plain(), "sign.transaction")
		with.Transaction = "internal"
		j.must(plain())
		j.from("recheck", "recheck")
		key, err := j.AgencyKey(j.ctx, clerk)
		j.must(err)
		refused(t, j.Documents.Seal(j.ctx, j.as(clerk), j.id, key), "sign.transaction")
		j.must(j.seal())
		for action, want := range map[string]string{"document.sign": "internal", "document.seal": "between-agencies"} {
			if log := j.logged(string(j.id), action); len(log) != 1 || log[0].Data["transaction"] != want {
				t.Errorf("%s logged %v", action, log)
			}
		}
	})
}
