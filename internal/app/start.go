package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/BurntSushi/toml"

	"antin/internal/domain/org"
	"antin/internal/platform/sample"
)

// configFile stands in the folder of every installation; its presence says
// that the folder is complete.
const configFile = "antin.toml"

// accountsFile has the practice accounts, for the owner only.
const accountsFile = "accounts.txt"

// ensure gives the configuration of the folder and makes the practice province
// there when it is empty. It is made beside and renamed when whole, so that a
// start that was cut off begins anew.
func ensure(ctx context.Context, dir, listen, database string, out io.Writer) (Config, error) {
	if _, err := os.Stat(filepath.Join(dir, configFile)); err == nil {
		c, err := ReadConfig(dir)
		if err == nil && listen != "" {
			c.Listen = listen
			err = c.check()
		}
		return c, err
	} else if !errors.Is(err, fs.ErrNotExist) {
		return Config{}, fmt.Errorf("looking for %s: %w", configFile, err)
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return Config{}, fmt.Errorf("thư mục %s không trống và không phải của Ấn Tín; hãy chọn thư mục khác", dir)
	}
	fmt.Fprintln(out, "Lần đầu chạy: đang tạo tỉnh thực hành (khóa, chứng thư, tài khoản, văn bản mẫu)…")
	began := time.Now()
	unfinished := dir + ".new"
	if err := os.RemoveAll(unfinished); err != nil {
		return Config{}, fmt.Errorf("clearing an unfinished start: %w", err)
	}
	c := DefaultPractice(unfinished)
	c.Database = database
	if listen != "" {
		c.Listen = listen
	}
	if err := create(ctx, c, true); err != nil {
		return c, err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, fmt.Errorf("making room for the new folder: %w", err)
	}
	if err := os.Rename(unfinished, dir); err != nil {
		return c, fmt.Errorf("putting the new folder in its place: %w", err)
	}
	fmt.Fprintf(out, "Đã tạo xong trong %.0f giây.\n", time.Since(began).Seconds())
	c.Dir = dir
	return c, nil
}

// create makes a whole practice province in the folder of the configuration.
func create(ctx context.Context, c Config, drafts bool) error {
	a, err := Open(ctx, c, Options{})
	if err != nil {
		return err
	}
	if err := a.mustBeEmpty(ctx); err != nil {
		return errors.Join(err, a.Close())
	}
	p, err := makeProvince(ctx, a)
	if err == nil && drafts {
		err = p.samples(ctx)
	}
	if err = errors.Join(err, a.Close()); err != nil {
		return fmt.Errorf("making the practice province: %w", err)
	}
	return p.finish(c)
}

// mustBeEmpty refuses a database that has a province already: a folder is
// thrown away when its making was cut off, a database server's content is not.
func (a *App) mustBeEmpty(ctx context.Context) error {
	list, err := a.Org.Agencies(ctx, org.AgencyQuery{Province: a.Config.Province, At: a.Now(), Limit: 1})
	if err != nil {
		return err
	}
	if len(list) > 0 {
		return errors.New("cơ sở dữ liệu đã có dữ liệu của một tỉnh; hãy dùng cơ sở dữ liệu trống cho tỉnh thực hành mới")
	}
	return nil
}

// finish writes accounts and configuration; the configuration last.
func (p *province) finish(c Config) error {
	if err := os.WriteFile(c.path(accountsFile), []byte(table(p.logins)), 0o600); err != nil {
		return fmt.Errorf("writing the accounts: %w", err)
	}
	f, err := os.OpenFile(c.path(configFile), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	return errors.Join(toml.NewEncoder(f).Encode(c), f.Sync(), f.Close())
}

// samples puts documents at every desk, so that each person finds work at the
// first sign-in.
func (p *province) samples(ctx context.Context) error {
	list := sample.Drafts()
	steps := []func(*play) []func(context.Context) error{
		func(r *play) []func(context.Context) error {
			return []func(context.Context) error{r.submit, r.consent, r.format, r.approve, r.sign}
		},
		func(r *play) []func(context.Context) error {
			return []func(context.Context) error{r.submit, r.consent, r.format, r.approve, r.sign}
		},
		func(r *play) []func(context.Context) error {
			return []func(context.Context) error{r.submit, r.consent, r.format}
		},
		func(r *play) []func(context.Context) error {
			return []func(context.Context) error{r.submit, r.consent, r.format}
		},
		func(r *play) []func(context.Context) error { return []func(context.Context) error{r.submit, r.consent} },
		func(r *play) []func(context.Context) error { return []func(context.Context) error{r.submit} },
		func(r *play) []func(context.Context) error { return nil },
	}
	for i, plan := range steps {
		if err := p.sample(ctx, list[i%len(list)], department, plan); err != nil {
			return fmt.Errorf("sample draft %d: %w", i+1, err)
		}
	}
	if err := p.arrivals(ctx); err != nil {
		return err
	}
	return p.registry(ctx)
}

func (p *province) sample(ctx context.Context, doc sample.Doc, who cast, plan func(*play) []func(context.Context) error) error {
	now := p.app.Now().In(hanoi)
	doc.Month, doc.Year, doc.SignerName = int(now.Month()), now.Year(), p.login(who.signer).Name
	doc.Capacity, doc.SignerSuperiorTitle, doc.SignerTitle = "KT.", "Giám đốc", "Phó Giám đốc"
	raw, err := sample.PDF(doc)
	if err != nil {
		return err
	}
	code := string(doc.Type)
	if code == "" {
		code = "CV"
	}
	r := &play{province: p, cast: who}
	d := draft{typeCode: code, subject: subjectOf(doc), area: "Chuyển đổi số", capacity: org.Deputy, name: "du-thao.pdf", main: raw}
	if err := r.write(ctx, d); err != nil {
		return err
	}
	for _, step := range plan(r) {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// subjectOf writes the subject of a letter as its line on paper begins.
func subjectOf(doc sample.Doc) string {
	if doc.Type == sample.Letter {
		return "V/v " + doc.Subject
	}
	return doc.Subject
}

var hanoi = time.FixedZone("+07:00", 7*3600)

// arrivals sends a letter of the other department, so that an incoming
// document waits at the clerk's desk.
func (p *province) arrivals(ctx context.Context) error {
	doc := sample.Drafts()[0]
	doc.Agency, doc.Symbol, doc.Subject = "Sở Nội vụ", "SNV-VP", "cung cấp danh sách cán bộ làm công tác văn thư, lưu trữ"
	doc.KinhGui = []string{"Sở Khoa học và Công nghệ"}
	doc.Body = []string{
		"Để phục vụ công tác quản lý về văn thư, lưu trữ trên địa bàn tỉnh, Sở Nội vụ đề nghị Sở Khoa học và Công nghệ cung cấp danh sách cán bộ, công chức làm công tác văn thư, lưu trữ của cơ quan.",
		"Danh sách ghi rõ họ tên, chức vụ, thời gian công tác và trình độ chuyên môn, gửi về Sở Nội vụ qua hệ thống quản lý văn bản và điều hành.",
		"Rất mong nhận được sự phối hợp của quý cơ quan./.",
	}
	doc.Recipients = []string{"Như trên", "Giám đốc Sở (b/c)", "Lưu: VT, VP"}
	who := cast{
		officer: "chuyenvien.snv", unitLeader: "chanhvanphong.snv", checker: "thethuc.snv", signer: "phogiamdoc.snv", clerk: "vanthu.snv",
		receiver: "H41.37", receivingClerk: "vanthu.skhcn",
	}
	err := p.sample(ctx, doc, who, func(r *play) []func(context.Context) error {
		return []func(context.Context) error{r.submit, r.consent, r.format, r.approve, r.sign, r.recheck, r.seal, r.release}
	})
	if err != nil {
		return err
	}
	return p.app.settle(ctx)
}
