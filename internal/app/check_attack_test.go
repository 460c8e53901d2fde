package app

import (
	"context"
	"os"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/platform/sqldb"
)

// played is a province in which number 1 was cancelled, number 2 released and
// entered by its receiver, and a third document waits for the clerk.
type played struct {
	dir string
	ids *strings.Replacer // the {names} that attacks use
}

func playedProvince(t *testing.T) played {
	t.Helper()
	ctx := t.Context()
	dir := fresh(t)
	p, err := reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	runs := make([]*play, 3)
	for i := range runs {
		if runs[i], err = toClerk(ctx, p, samplePDF(t)); err != nil {
			t.Fatal(err)
		}
	}
	clerk, err := p.actor(ctx, department.clerk)
	if err != nil {
		t.Fatal(err)
	}
	cancel := func(ctx context.Context) error {
		return p.app.Documents.Cancel(ctx, clerk, runs[0].id, "Ban hành nhầm.")
	}
	for _, step := range []func(context.Context) error{
		runs[0].seal, cancel, runs[1].seal, runs[1].release, p.app.settle, runs[1].register, p.app.settle,
	} {
		if err := step(ctx); err != nil {
			t.Fatal(err)
		}
	}
	whole(t, p, 2)
	if _, err := p.app.Archive.CollectDue(ctx, 100); err != nil {
		t.Fatal(err)
	}
	bundles, err := p.app.Archive.Store.OfDocument(ctx, runs[1].id)
	if err != nil || len(bundles) != 1 {
		t.Fatal(bundles, err)
	}
	incoming, err := runs[1].arrival(ctx)
	if err != nil {
		t.Fatal(err)
	}
	list, err := p.app.Exchange.Store.OfDocument(ctx, runs[1].id)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	held, err := p.app.Signing.CustodiesOf(ctx, clerk.Person, p.app.Now())
	if err != nil || len(held) != 1 {
		t.Fatal(held, err)
	}
	officer, err := p.actor(ctx, department.officer)
	if err != nil {
		t.Fatal(err)
	}
	return played{dir, strings.NewReplacer(
		"{cancelled}", string(runs[0].id), "{released}", string(runs[1].id), "{waiting}", string(runs[2].id), "{incoming}", string(incoming),
		"{bundle}", string(bundles[0].ID), "{delivery}", string(list[0].ID), "{seal}", string(held[0].Certificate), "{officer}", string(officer.Person), "{agency}", string(clerk.Agency),
	)}
}

// attack is SQL that goes past the program, and what the check must say.
type attack struct{ name, sql, want string }

const ofReleased = "where document = '{released}' and sender = ''"

var attacks = []attack{
	{"released goes back to sealed", "update document set state = 'sealed' where id = '{released}'", "{released}"},
	{"cancelled goes back to sealed", "update document set state = 'sealed' where id = '{cancelled}'", "{cancelled}"},
	{"line: symbol", "update register_entry set symbol = '9/XX' " + ofReleased, "{released}: dòng số 2 trong sổ"},
	{"line: subject", "update register_entry set subject = 'V/v khác' " + ofReleased, "{released}: dòng số 2 trong sổ"},
	{"line: recipients", "update register_entry set recipients = 'Nơi khác' " + ofReleased, "{released}: dòng số 2 trong sổ"},
	{"line: date", "update register_entry set date = '2025-01-02' " + ofReleased, "{released}: dòng số 2 trong sổ"},
	{"line: signer", "update register_entry set signer = 'Người khác' " + ofReleased, "{released}: dòng số 2 trong sổ"},
	{"line: cancelled is entered", "update register_entry set state = 'entered' where document = '{cancelled}'", "{cancelled}: dòng số 1 trong sổ"},
	{"line: reason of the cancelling", "update register_entry set reason = 'khác' where document = '{cancelled}'", "{cancelled}: dòng số 1 trong sổ"},
	{"line: of another document", "update register_entry set document = 'zzz' " + ofReleased, "{released}: dòng số 2 trong sổ"},
	{"line: incoming", "update register_entry set subject = 'V/v khác' where document = '{incoming}'", "{incoming}: dòng số 1 trong sổ"},
	{"newest line deleted with its number", `delete from register_entry ` + ofReleased + `;
		update series set last = 1 where agency = '{agency}' and last = 2`, "{released}: dòng số 2 trong sổ"},
	{"last number lowered", "update series set last = 1 where agency = '{agency}' and last = 2", "đã cấp 1 số, theo nhật ký là 2"},
	{"a line beside the log", `insert into register_entry (agency, book, year, number, document, state, date, symbol, type, subject, signer,
		recipients, pages, sha256, sender, reason, at) select agency, book, year, 3, '{waiting}', state, date, symbol, type, subject, signer,
		recipients, pages, sha256, sender, reason, at from register_entry ` + ofReleased + `;
		update series set last = 3 where agency = '{agency}' and last = 2`, "đã cấp 3 số, theo nhật ký là 2"},
	{"issued in another year", "update document set issued_on = '2020' || substr(issued_on, 5) where id = '{released}'", "{released}: ngày ban hành"},
	{"issued in another month", "update document set issued_on = substr(issued_on, 1, 5) || '02' || substr(issued_on, 8) where id = '{released}'", "{released}: ngày ban hành"},
	{"symbol", "update document set symbol = 'XX' where id = '{released}'", "{released}: ký hiệu"},
	{"subject", "update document set subject = 'V/v khác' where id = '{released}'", "{released}: thông tin của văn bản"},
	{"recipient", "update document_recipient set name = 'Nơi khác' where document = '{released}'", "{released}: thông tin của văn bản"},
	{"decisions deleted", "delete from document_decision where document = '{released}'", "{released}: các quyết định"},
	{"a decision by another person", "update document_decision set person_name = 'Người khác' where document = '{waiting}' and kind = 'approval'", "{waiting}: các quyết định"},
	{"a verification deleted", "delete from document_check where document = '{released}'", "{released}: ý kiến, phân công"},
	{"an older version forgotten", "delete from document_file where document = '{released}' and stage = 'prepared'", "{released}: danh sách tệp"},
	{"a released document deleted whole", `delete from archive_edition; delete from archive_bundle where document = '{released}';
		delete from delivery where document = '{released}'; delete from document_recipient where document = '{released}';
		delete from document_decision where document = '{released}'; delete from document_file where document = '{released}';
		delete from document_version where document = '{released}'; delete from document_place where document = '{released}';
		delete from document_check where document = '{released}'; delete from document_step where document = '{released}';
		delete from document_reader where document = '{released}'; delete from document_changed where document = '{released}';
		delete from search_document where document = '{released}'; delete from document_access where document = '{released}';
		delete from document where id = '{released}'`, "{released}: nhật ký có văn bản này"},
	{"a document beside the log", `insert into document select 'zzz', direction, agency, unit, drafter, province, type, subject, area, urgency, secrecy, origin,
		signer, signer_name, signer_post, signer_title, capacity, authority, state, holder, version, number, symbol, issued_on, pages, sender, sender_name,
		sender_ref, delivery, document_ref, arrived_at, arrival, refusal_code, refusal_text, created_at, updated_at, rev from document where id = '{waiting}'`, "zzz: có trong cơ sở dữ liệu"},
	{"delivery state", "update delivery set state = 'refused' where id = '{delivery}'", "{delivery}: trạng thái"},
	{"delivery arrival", "update delivery set arrival = 7 where id = '{delivery}'", "{delivery}: số đến"},
	{"delivery receipt", "update delivery set answered_at = 1 where id = '{delivery}'", "{delivery}: nội dung"},
	{"delivery deleted", "delete from delivery where id = '{delivery}'", "{delivery}: nhật ký có lần gửi"},
	{"evidence replaced", "update archive_edition set sha256 = (select max(sha256) from document_file) where bundle = '{bundle}'", "{bundle}: bản 1 ghi"},
	{"evidence deleted", "delete from archive_edition where bundle = '{bundle}'", "{bundle}: bản 1 ghi"},
	{"a bundle deleted", "delete from archive_edition where bundle = '{bundle}'; delete from archive_bundle where id = '{bundle}'", "{bundle}: nhật ký có hồ sơ"},
	{"evidence beside the log", "insert into archive_edition (bundle, no, sha256, size, level, at) select bundle, 2, sha256, size, level, at from archive_edition where bundle = '{bundle}'", "{bundle}: có bản bằng chứng"},
	{"a bundle beside the log", `insert into archive_bundle select 'zzz', document, 'zzz', agency, direction, name, sha256, state, level, why, attempts, next_at, stamp,
		summary, created_at, updated_at from archive_bundle where id = '{bundle}'; insert into archive_edition (bundle, no, sha256, size, level, at)
		select 'zzz', 1, sha256, size, level, at from archive_edition where bundle = '{bundle}'`, "hồ sơ bằng chứng zzz: có trong cơ sở dữ liệu"},
	{"what is missing hidden", "update archive_bundle set summary = '{}' where id = '{bundle}'", "{bundle}, bản 1: phần tóm tắt"},
	{"evidence of another file", "update archive_bundle set sha256 = (select max(f.sha256) from document_file f where f.sha256 <> archive_bundle.sha256) where id = '{bundle}'", "{bundle}: tệp ghi"},
	{"incoming state", "update document set state = 'refused' where id = '{incoming}'", "{incoming}: trạng thái"},
	{"incoming arrival", "update document set arrival = 7 where id = '{incoming}'", "{incoming}: số đến"},
	{"custody moved", "update custody set holder = '{officer}' where certificate = '{seal}'", "{seal}: việc giao quản lý"},
	{"certificate unblocked", "update certificate set status = 'revoked' where id = '{seal}'", "{seal}: trạng thái"},
	{"a role granted", `insert into role_grant (id, person, agency, role, valid_from, valid_to)
		values ('zzz', '{officer}', '{agency}', 'clerk', 1, 0)`, "{officer}: có vai trò"},
	{"roles taken", "delete from role_grant where person = '{officer}'", "{officer}: theo nhật ký có vai trò"},
	{"an entry of the log changed", `drop trigger audit_entry_no_update;
		update audit_entry set leaf = replace(leaf, '"state":"released"', '"state":"sealed"') where subject = '{released}'`, "đã bị sửa: nội dung không khớp mã băm"},
	{"the newest entry of the log deleted", `drop trigger audit_entry_no_delete;
		delete from audit_entry where seq = (select max(seq) from audit_entry)`, "Dòng đầu cây nhật ký không khớp"},
}

// TestCheckNamesEveryChangeBesideTheProgram: whoever writes into the database
// past the program is found by the log, whichever row it was.
func TestCheckNamesEveryChangeBesideTheProgram(t *testing.T) {
	t.Parallel()
	base := playedProvince(t)
	for _, k := range attacks {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(base.dir)); err != nil {
				t.Fatal(err)
			}
			p, err := reopen(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer p.app.Close()
			for _, statement := range strings.Split(base.ids.Replace(k.sql), ";") {
				forge(t, p.app, statement)
			}
			var out outLines
			found, err := p.app.check(t.Context(), &out, false)
			if want := base.ids.Replace(k.want); err != nil || found == 0 || !strings.Contains(out.text, want) {
				t.Errorf("found %d, %v, want %q in:\n%s", found, err, want, out.text)
			}
		})
	}
}

func forge(t *testing.T, a *App, statement string) {
	t.Helper()
	err := a.Database.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, statement)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// TestMendHidesNothing: a mend by the PDFs brings back the state, and what the
// PDFs do not prove is still found by the next check.
func TestMendHidesNothing(t *testing.T) {
	t.Parallel()
	base := playedProvince(t)
	p, err := reopen(base.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	released := document.ID(base.ids.Replace("{released}"))
	forge(t, p.app, "update document set number = 9, subject = 'V/v khác' where id = '"+string(released)+"'")
	check := func(mend bool) string {
		var out outLines
		if _, err := p.app.check(t.Context(), &out, mend); err != nil {
			t.Fatal(err)
		}
		return out.text
	}
	check(true)
	if text := check(false); !strings.Contains(text, "thông tin của văn bản") || strings.Contains(text, "number ghi") {
		t.Errorf("after the mend:\n%s", text)
	}
	d, err := p.app.Documents.Store.Load(t.Context(), released)
	if err != nil || d.Number != 2 {
		t.Errorf("number %d, %v", d.Number, err)
	}
	forge(t, p.app, "update document set subject = (select subject from register_entry where document = '"+string(released)+"' and sender = '') where id = '"+string(released)+"'")
	if text := check(false); strings.Contains(text, string(released)) {
		t.Errorf("a document that was mended whole is still named:\n%s", text)
	}
}
