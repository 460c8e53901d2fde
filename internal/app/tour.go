package app

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/sheet"
	"antin/pades"
)

type tourCommand struct {
	In  string `help:"Tệp PDF của bạn." required:"" type:"path"`
	Out string `help:"Thư mục mới cho tỉnh thực hành và kết quả." required:"" type:"path"`
}

// maxTour bounds the file as an upload is bounded.
const maxTour = document.MaxUpload

// Run plays the main job on the user's PDF in a fresh practice province and
// prints each step with its time. The folder can be served afterwards.
func (c tourCommand) Run(ctx context.Context, t terminal) error {
	raw, err := readTour(c.In)
	if err != nil {
		return err
	}
	if entries, err := os.ReadDir(c.Out); err == nil && len(entries) > 0 {
		return exit{wrongUse, fmt.Errorf("thư mục %s không trống; hãy chọn thư mục mới", c.Out)}
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return exit{wrongUse, fmt.Errorf("không mở được thư mục %s: %w", c.Out, err)}
	}
	a, err := Open(ctx, DefaultPractice(c.Out), Options{})
	if err != nil {
		return err
	}
	j := &journey{out: t.out, name: filepath.Base(c.In), raw: raw}
	err = j.play(ctx, a)
	return errors.Join(err, a.Close())
}

func readTour(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, exit{wrongUse, fmt.Errorf("không đọc được tệp %s: %w", path, err)}
	}
	if info.IsDir() || info.Size() > maxTour {
		return nil, exit{wrongUse, fmt.Errorf("%s không phải một tệp PDF dưới 512 MB", path)}
	}
	return os.ReadFile(path)
}

// journey is one tour under way.
type journey struct {
	out  io.Writer
	name string
	raw  []byte
	run  *play
}

// step runs one step and prints its time, or why it failed.
func (j *journey) step(ctx context.Context, title string, do func(context.Context) error) error {
	began := time.Now()
	err := do(ctx)
	mark := "✓"
	if err != nil {
		mark = "✗"
	}
	fmt.Fprintf(j.out, "%s %s %6d ms\n", mark, pad(title, 62), time.Since(began).Milliseconds())
	if err != nil {
		return fmt.Errorf("bước “%s” không xong: %w", title, err)
	}
	return nil
}

func (j *journey) play(ctx context.Context, a *App) error {
	var p *province
	err := j.step(ctx, "Tạo tỉnh thực hành", func(ctx context.Context) (err error) {
		p, err = makeProvince(ctx, a)
		if err == nil {
			j.run = &play{province: p, cast: department}
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, s := range j.steps(a) {
		if err := j.step(ctx, s.title, s.do); err != nil {
			return err
		}
	}
	if err := p.finish(a.Config); err != nil {
		return err
	}
	fmt.Fprintf(j.out, "\nKết quả trong thư mục %s:\n  sealed.pdf       văn bản đã ký, đã đóng dấu\n  phieu-kiem-tra.* phiếu kiểm tra chữ ký\n  anchors/         gốc tin cậy và danh sách thu hồi thực hành\n\n", a.Config.Dir)
	fmt.Fprintf(j.out, "Kiểm tra lại:  antin verify --offline --anchors %s %s\n", a.Config.path("anchors"), a.Config.path("sealed.pdf"))
	fmt.Fprintf(j.out, "Mở để xem:     antin serve --data %s\n", a.Config.Dir)
	return nil
}

type tourStep struct {
	title string
	do    func(context.Context) error
}

func (j *journey) steps(a *App) []tourStep {
	r := j.run
	write := func(ctx context.Context) error {
		return r.write(ctx, draft{typeCode: "CV", subject: "Văn bản chạy thử: " + j.name, area: "Chuyển đổi số", capacity: org.Deputy, name: j.name, main: j.raw})
	}
	return []tourStep{
		{"Chuyên viên soạn và tải tệp lên", write}, {"Trình lãnh đạo phòng", r.submit}, {"Lãnh đạo phòng đồng ý nội dung", r.consent},
		{"Kiểm tra thể thức, tìm chỗ đặt số, ngày, chữ ký, dấu", r.format},
		{"Chỗ đặt trên trang", j.places}, {"Phó Giám đốc duyệt", r.approve}, {"Phó Giám đốc ký số (KT.)", r.sign},
		{"Văn thư kiểm tra lại", r.recheck}, {"Văn thư cấp số và ký cơ quan", r.seal}, {"Vào sổ và phát hành", r.release},
		{"Gửi; nơi nhận tự kiểm tra từng chữ ký", a.settle}, {"Nơi nhận vào sổ đến", r.register}, {"Lãnh đạo nơi nhận phân công", r.assign},
		{"Người được giao hoàn thành", r.complete}, {"Biên nhận về nơi gửi", a.settle}, {"Ghi tệp kết quả và phiếu kiểm tra", j.results},
		{"Kiểm tra nhật ký, tệp, sổ", func(ctx context.Context) error {
			found, err := a.check(ctx, io.Discard, false)
			if err == nil && found > 0 {
				err = fmt.Errorf("%d chỗ không khớp", found)
			}
			return err
		}},
	}
}

// places prints where the fields went and why.
func (j *journey) places(ctx context.Context) error {
	d, err := j.run.app.Documents.Store.Load(ctx, j.run.id)
	if err != nil {
		return err
	}
	for _, p := range d.Places {
		how := "chỗ mặc định"
		if p.Found {
			how = "theo chữ trên trang"
		}
		if p.Absent {
			how = "đã in sẵn, không điền"
		}
		fmt.Fprintf(j.out, "    %s trang %d, %s: %s\n", pad(p.Field, 8), p.Page, how, p.Why)
	}
	return nil
}

// results leaves the sealed PDF, the sheet and what is needed to check it.
func (j *journey) results(ctx context.Context) error {
	a := j.run.app
	d, err := a.Documents.Store.Load(ctx, j.run.id)
	if err != nil {
		return err
	}
	f, ok := d.AtStage(document.Sealed)
	if !ok {
		return errors.New("văn bản chưa có bản đóng dấu")
	}
	blob, err := a.Documents.Blobs.Open(ctx, f.SHA256)
	if err != nil {
		return err
	}
	defer blob.Close()
	raw, err := io.ReadAll(io.NewSectionReader(blob, 0, blob.Size()))
	if err != nil {
		return err
	}
	if err := os.WriteFile(a.Config.path("sealed.pdf"), raw, 0o600); err != nil {
		return err
	}
	if err := a.writeAnchors(); err != nil {
		return err
	}
	return a.writeSheet(ctx, blob)
}

// writeAnchors puts the practice roots and CRLs where antin verify takes them.
func (a *App) writeAnchors() error {
	dir := a.Config.path("anchors")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for i, c := range append(a.Evidence.Anchors(), a.Evidence.Intermediates()...) {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.crt", i+1)), certificatePEM(c), 0o600); err != nil {
			return err
		}
	}
	crls, _, err := a.Evidence.Bundle(context.Background())
	if err != nil {
		return err
	}
	for i, crl := range crls {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.crl", i+1)), crl, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func certificatePEM(c *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
}

// writeSheet verifies the sealed file anew and writes the sheet.
func (a *App) writeSheet(ctx context.Context, blob document.Blob) error {
	report, err := a.Documents.Verify(ctx, blob, time.Time{})
	if err != nil {
		return err
	}
	raw, err := sheet.JSON("sealed.pdf", report)
	if err != nil {
		return err
	}
	made := sheet.Make(sheet.Input{File: "sealed.pdf", Report: report, Holders: a.holders(ctx), Words: a.words(), Practice: a.PKI != nil})
	var text, printed bytes.Buffer
	if err := errors.Join(made.Text(&text), made.PDF(&printed, a.Now())); err != nil {
		return err
	}
	for name, content := range map[string][]byte{"phieu-kiem-tra.json": raw, "phieu-kiem-tra.txt": text.Bytes(), "phieu-kiem-tra.pdf": printed.Bytes()} {
		if err := os.WriteFile(a.Config.path(name), content, 0o600); err != nil {
			return err
		}
	}
	if report.Indication != pades.TotalPassed {
		return fmt.Errorf("bản đóng dấu không đạt kiểm tra: %s", report.SubIndication)
	}
	return nil
}
