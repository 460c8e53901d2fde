package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"antin/internal/domain/audit"
	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

type checkCommand struct {
	Data string `help:"Thư mục dữ liệu." default:"data" type:"path"`
	Mend bool   `help:"Sửa số, ngày, trạng thái theo chính tệp PDF đã ký."`
}

// errFound is the exit of a check that found something.
var errFound = errors.New("có chỗ không khớp, xem các dòng trên")

// Run proves the installation; the exit status is 1 when anything is wrong.
func (k checkCommand) Run(ctx context.Context, t terminal) error {
	c, err := ReadConfig(k.Data)
	if err != nil {
		return err
	}
	a, err := Open(ctx, c, Options{})
	if err != nil {
		return err
	}
	found, err := a.check(ctx, t.out, k.Mend)
	if err = errors.Join(err, a.Close()); err != nil {
		return err
	}
	if found > 0 {
		return exit{1, errFound}
	}
	return nil
}

// check runs every proof and counts what is wrong and not mended.
func (a *App) check(ctx context.Context, out io.Writer, mend bool) (int, error) {
	found := 0
	for _, part := range []struct {
		name string
		do   func(context.Context, bool) ([]string, error)
	}{
		{"Nhật ký", a.checkLog}, {"Dữ liệu theo nhật ký", a.checkRows}, {"Tệp", a.checkBlobs}, {"Hồ sơ bằng chứng", a.checkEvidence}, {"Người được xem", a.Documents.CheckReaders}, {"Sổ đăng ký", a.checkRegisters}, {"Danh sách thuê bao", a.checkStandings}, {"Văn bản theo tệp PDF", a.checkDocuments},
	} {
		lines, err := part.do(ctx, mend)
		if err != nil {
			return found, fmt.Errorf("%s: %w", part.name, err)
		}
		if len(lines) == 0 {
			fmt.Fprintf(out, "%s: nguyên vẹn\n", part.name)
		}
		for _, line := range lines {
			fmt.Fprintf(out, "%s: %s\n", part.name, line)
		}
		found += len(lines)
	}
	return found, a.noteWaiting(ctx, out)
}

// noteWaiting tells of evidence that waits for long: nothing is damaged, and yet
// somebody has to act.
func (a *App) noteWaiting(ctx context.Context, out io.Writer) error {
	n, err := a.Archive.Overdue(ctx)
	if err == nil && n > 0 {
		fmt.Fprintf(out, "Lưu ý: %d hồ sơ bằng chứng chờ dấu thời gian hơn một ngày; người quản trị kiểm tra nơi cấp dấu thời gian và đường mạng tới đó.\n", n)
	}
	return err
}

// checkLog recomputes the log and holds it against every signed head: those
// beside the database and those in the receipts of deliveries.
func (a *App) checkLog(ctx context.Context, _ bool) ([]string, error) {
	r, err := a.logReport(ctx)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, f := range r.Findings {
		lines = append(lines, fmt.Sprintf("mục %d: %s (%s)", f.Seq, f.Message, f.Check))
	}
	if r.More > 0 {
		lines = append(lines, fmt.Sprintf("và %d chỗ khác", r.More))
	}
	return lines, nil
}

func (a *App) checkBlobs(ctx context.Context, _ bool) ([]string, error) {
	list, err := a.Documents.CheckFiles(ctx)
	var lines []string
	for _, d := range list {
		lines = append(lines, fmt.Sprintf("văn bản %s: tệp %s đã bị thay đổi hoặc mất (%s)", d.Document, d.Cached, d.Evidence))
	}
	return lines, err
}

// checkEvidence holds each edition of evidence against its row and its file.
func (a *App) checkEvidence(ctx context.Context, _ bool) ([]string, error) {
	return a.Archive.Check(ctx)
}

func (a *App) checkRegisters(ctx context.Context, _ bool) ([]string, error) {
	p, err := a.Profiles.At(a.Config.Province, a.Now())
	if err != nil {
		return nil, err
	}
	agencies, err := a.Org.Agencies(ctx, org.AgencyQuery{Province: a.Config.Province, At: a.Now(), Limit: 1000})
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, agency := range agencies {
		for year := agency.ValidFrom.Year(); year <= a.Now().Year(); year++ {
			gaps, err := a.Documents.Gaps(ctx, agency.ID, p, year)
			if err != nil {
				return nil, err
			}
			for _, g := range gaps {
				lines = append(lines, agency.Name+": "+g)
			}
		}
	}
	return lines, nil
}

// checkDocuments reads state, number and date from the PDFs again.
func (a *App) checkDocuments(ctx context.Context, mend bool) ([]string, error) {
	var lines []string
	var after document.ID
	for {
		ids, err := a.Documents.Store.IDs(ctx, after, 200)
		if err != nil || len(ids) == 0 {
			return lines, err
		}
		for _, id := range ids {
			after = id
			list, err := a.Documents.Rebuild(ctx, id, mend)
			if err != nil {
				lines = append(lines, fmt.Sprintf("văn bản %s: không đọc được (%v)", id, err))
				continue
			}
			for _, d := range list {
				verb := "khác tệp PDF"
				if d.Mended {
					verb = "đã sửa theo tệp PDF"
				}
				lines = append(lines, fmt.Sprintf("văn bản %s: %s ghi %q, tệp PDF là %q, %s", id, d.What, d.Cached, d.Evidence, verb))
			}
		}
	}
}

func (a *App) logReport(ctx context.Context) (audit.Report, error) {
	signed, err := auditsql.ReadHeads(a.Config.path("audit-heads.log"))
	if err != nil {
		return audit.Report{}, err
	}
	receipts, err := a.Exchange.SignedHeads(ctx)
	if err != nil {
		return audit.Report{}, err
	}
	return auditsql.Check(ctx, a.Database, a.AuditKey.Verifier, append(signed, receipts...))
}
