package verifycmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"antin/internal/face/cli/anchors"
	"antin/internal/face/cli/batch"
	"antin/internal/face/cli/listfile"
	"antin/internal/face/sheet"
	"antin/pades"
)

// Command is what stands behind `antin verify`.
type Command struct {
	Files   []string `arg:"" name:"FILE" help:"Tệp PDF, thư mục (mọi tệp .pdf trong đó) hoặc mẫu tên như *.pdf."`
	JSON    bool     `name:"json" help:"In mỗi tệp một đối tượng JSON trên một dòng."`
	Offline bool     `help:"Không dùng mạng: chỉ dùng những gì có trong tệp và trong --anchors."`
	Allow   []string `placeholder:"HOST" help:"Máy chủ trong mạng nội bộ được phép hỏi về thu hồi. Mặc định chỉ hỏi địa chỉ công cộng."`
	Anchors string   `placeholder:"DIR" help:"Thư mục chứng thư gốc được tin cậy (.pem, .crt, .cer, .der) và danh sách thu hồi (.crl)."`
	List    string   `name:"algorithms" placeholder:"FILE" help:"Danh mục thuật toán và ngày hết hạn (TOML) dùng thay danh mục có sẵn."`
	Reports string   `placeholder:"DIR" help:"Ghi phiếu kiểm tra (PDF) và báo cáo theo ETSI TS 119 102-2 (XML) của mỗi tệp vào thư mục này."`
	Workers int      `placeholder:"N" help:"Số tệp kiểm tra cùng lúc; mặc định mỗi nhân một tệp."`
	Quiet   bool     `short:"q" help:"Không vẽ thanh tiến độ, không in dòng tổng kết (dòng này cũng không có khi dùng --json)."`
	At      string   `placeholder:"TIME" help:"Kiểm tra tại thời điểm này: 2026-11-22T18:45:12+07:00 hoặc 2026-11-22 (cuối ngày, giờ Việt Nam)."`
}

// Environment is what the command gets from the outside.
type Environment struct {
	Out, Err io.Writer
	Now      func() time.Time
	// Holders and Words may be left out: then nobody is known, and no legal
	// effect is stated.
	Holders func(sha256 string) sheet.Holder
	Words   sheet.Words
	// Trust is believed besides what --anchors names.
	Trust anchors.Set
	// Network makes what asks for issuers and revocation; nil asks nobody.
	Network func(allow []string) (pades.Answers, error)
	// Terminal says that Err is one, so that progress can be drawn.
	Terminal bool
}

// Exit ends the command with a status other than 0. Reason is set for wrong
// use only; verdicts have been printed already.
type Exit struct {
	Status int
	Reason string
}

func (e *Exit) Error() string {
	if e.Reason != "" {
		return e.Reason
	}
	return fmt.Sprintf("exit status %d", e.Status)
}

// The statuses of the command.
const (
	StatusPassed        = 0
	StatusFailed        = 1
	StatusIndeterminate = 2
	StatusNoSignature   = 3
	StatusUnreadable    = 4
	StatusWrongUse      = 64
)

func wrongUse(format string, args ...any) error {
	return &Exit{Status: StatusWrongUse, Reason: fmt.Sprintf(format, args...)}
}

// Run judges every file, several at once, and prints the verdicts in the order
// of the files, each as soon as it stands.
func (c *Command) Run(ctx context.Context, env Environment) error {
	at, err := c.time(env.Now)
	if err != nil {
		return err
	}
	trust := env.Trust
	if c.Anchors != "" {
		more, err := anchors.Read(c.Anchors)
		if err != nil {
			return wrongUse("Không đọc được thư mục chứng thư %q: %v", c.Anchors, err)
		}
		trust = trust.And(more)
	}
	if c.Offline {
		env.Network = nil
	}
	o := pades.Options{Anchors: trust.Anchors, Intermediates: trust.Intermediates, CRLs: trust.CRLs, At: at}
	if c.List != "" {
		if o.Algorithms, err = listfile.Read(c.List); err != nil {
			return wrongUse("%v", err)
		}
	}
	return c.judgeAll(ctx, env, o)
}

// judgeAll runs over the files with all cores. A bad file is a verdict like any
// other.
func (c *Command) judgeAll(ctx context.Context, env Environment, o pades.Options) error {
	files, err := batch.Files(c.Files)
	if err != nil {
		return wrongUse("%v", err)
	}
	o.Memory = new(pades.Memory)
	var answers pades.Answers
	if env.Network != nil {
		if answers, err = env.Network(c.Allow); err != nil {
			return wrongUse("Không hiểu địa chỉ được phép hỏi: %v", err)
		}
	}
	if c.Reports != "" {
		if err := os.MkdirAll(c.Reports, 0o755); err != nil {
			return wrongUse("Không tạo được thư mục %q: %v", c.Reports, err)
		}
	}
	plan := batch.Plan{Names: files, Workers: c.Workers}
	if env.Terminal && !c.Quiet {
		plan.Meter = batch.NewMeter(env.Err, env.Now)
	}
	t := tally{}
	printed := 0
	err = batch.Run(ctx, plan, func(ctx context.Context, name string) *pades.Report {
		report, err := judge(ctx, name, o, answers)
		if err != nil {
			return cannotOpen(err, o.At)
		}
		return report
	}, func(name string, r *pades.Report) error {
		t[r.Indication]++
		printed++
		if err := c.keep(env, name, r); err != nil {
			return err
		}
		return c.print(env, name, r, printed > 1)
	})
	if err != nil {
		return fmt.Errorf("verifying %d files: %w", len(files), err)
	}
	if len(files) > 1 && !c.Quiet && !c.JSON {
		fmt.Fprintln(env.Err, t)
	}
	if s := statusOf(t.worst()); s != StatusPassed {
		return &Exit{Status: s}
	}
	return nil
}

func statusOf(i pades.Indication) int {
	switch i {
	case pades.TotalPassed:
		return StatusPassed
	case pades.Indeterminate:
		return StatusIndeterminate
	case pades.NoSignature:
		return StatusNoSignature
	case pades.Unreadable:
		return StatusUnreadable
	}
	return StatusFailed
}

// StatusOf gives the exit status for what Run returned.
func StatusOf(err error) int {
	var e *Exit
	switch {
	case err == nil:
		return StatusPassed
	case errors.As(err, &e):
		return e.Status
	}
	return StatusFailed
}

func (c *Command) print(env Environment, name string, r *pades.Report, again bool) error {
	if c.JSON {
		line, err := sheet.JSON(name, r)
		if err != nil {
			return err
		}
		_, err = env.Out.Write(append(line, '\n'))
		return err
	}
	if again {
		if _, err := fmt.Fprintln(env.Out); err != nil {
			return err
		}
	}
	return c.sheet(env, name, r).Text(env.Out)
}

// time reads --at. A date alone means the end of that day in Vietnam, so that
// whatever began that day counts.
func (c *Command) time(now func() time.Time) (time.Time, error) {
	if c.At == "" {
		return now(), nil
	}
	if t, err := time.Parse(time.RFC3339, c.At); err == nil {
		return t, nil
	}
	day, err := time.ParseInLocation("2006-01-02", c.At, time.FixedZone("+07:00", 7*3600))
	if err != nil {
		return time.Time{}, wrongUse("Không hiểu thời điểm %q. Viết như 2026-11-22T18:45:12+07:00 hoặc 2026-11-22.", c.At)
	}
	return day.Add(24*time.Hour - time.Second), nil
}
