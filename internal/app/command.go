package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"antin/internal/face/cli/signcmd"
	"antin/internal/face/cli/verifycmd"
	"antin/internal/fault"
)

// wrongUse is the exit status for a command line that nobody understands.
const wrongUse = 64

// commands is the command line.
type commands struct {
	Serve serveCommand `cmd:"" help:"Chạy máy chủ; lần đầu thì tạo tỉnh thực hành."`
	Tour  tourCommand  `cmd:"" help:"Chạy trọn một vòng đời văn bản trên tệp PDF của bạn."`
	Check checkCommand `cmd:"" help:"Chứng minh nhật ký, tệp và sổ còn nguyên; dựng lại dữ liệu từ các tệp PDF."`

	Admin adminCommand `cmd:"" help:"Tạo quản trị đầu tiên của một hệ thống chính thức."`

	Verify    verifycmd.Command `cmd:"" help:"Kiểm tra chữ ký số trên tệp PDF."`
	Sign      signcmd.Sign      `cmd:"" help:"Ký tệp PDF bằng khóa trong tệp, mức B, T, LT hoặc LTA."`
	Timestamp signcmd.Timestamp `cmd:"" help:"Đóng dấu thời gian lên tệp PDF, đã ký hay chưa."`
	Extend    signcmd.Extend    `cmd:"" help:"Nâng mức chữ ký có sẵn để kiểm tra được lâu dài."`
}

// terminal is where a command writes.
type terminal struct{ out, err io.Writer }

// exit is an error with its own status.
type exit struct {
	status int
	err    error
}

func (e exit) Error() string { return e.err.Error() }

// Main runs one command and gives the exit status.
func Main(args []string, out, errs io.Writer) int {
	var c commands
	status := -1
	parser, err := kong.New(&c, kong.Name("antin"), kong.Description("Ấn Tín: ký số, đóng dấu, gửi nhận và kiểm tra văn bản của một tỉnh."),
		kong.Writers(out, errs), kong.Exit(func(s int) { status = s }), kong.UsageOnError(), kong.Help(help))
	if err != nil {
		fmt.Fprintln(errs, "antin:", err)
		return 1
	}
	run, err := parser.Parse(args)
	if status >= 0 {
		return status // --help has answered
	}
	if err != nil {
		fmt.Fprintln(errs, "antin:", misunderstood(err))
		return wrongUse
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	run.BindTo(ctx, (*context.Context)(nil))
	run.Bind(terminal{out, errs})
	run.Bind(verifycmd.Environment{Out: out, Err: errs, Now: time.Now, Words: words(), Network: asking, Terminal: isTerminal(errs)})
	run.Bind(signEnvironment(out, errs))
	return report(run.Run(), errs)
}

// isTerminal reports whether a person watches what is written there.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func report(err error, errs io.Writer) int {
	var e exit
	var verdict *verifycmd.Exit
	var signed *signcmd.Exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &signed):
		if signed.Reason != "" {
			fmt.Fprintln(errs, "antin:", signed.Reason)
		}
		return signed.Status
	case errors.As(err, &verdict):
		if verdict.Reason != "" {
			fmt.Fprintln(errs, "antin:", verdict.Reason)
		}
		return verdict.Status
	}
	if errors.As(err, &e) {
		if e.err != nil {
			fmt.Fprintln(errs, "antin:", e.err)
		}
		return e.status
	}
	if f, ok := fault.From(err); ok {
		fmt.Fprintln(errs, "antin:", f.Message, f.Action)
		return 1
	}
	fmt.Fprintln(errs, "antin:", err)
	return 1
}

type serveCommand struct {
	Data   string `help:"Thư mục dữ liệu." default:"data" type:"path"`
	Listen string `help:"Địa chỉ nghe, thay cho antin.toml." placeholder:"127.0.0.1:8080"`

	Database string `help:"Lần đầu: tạo tỉnh thực hành trên PostgreSQL này thay cho SQLite." placeholder:"postgres://…"`
}

// Run serves until Ctrl-C or SIGTERM.
func (s serveCommand) Run(ctx context.Context, t terminal) error {
	c, err := ensure(ctx, s.Data, s.Listen, s.Database, t.out)
	if err != nil {
		return err
	}
	began := time.Now()
	a, err := Open(ctx, c, Options{Log: slog.New(slog.NewTextHandler(t.err, nil))})
	if err != nil {
		return err
	}
	accounts := ""
	if c.Mode == Practice {
		raw, err := os.ReadFile(c.path(accountsFile))
		if err != nil {
			return errors.Join(fmt.Errorf("reading the accounts: %w", err), a.Close())
		}
		accounts = string(raw)
	}
	err = a.Serve(ctx, func(address string) {
		banner(t.out, c, address, accounts)
		a.Log.Info("serving", "address", address, "start", time.Since(began).Round(time.Millisecond))
	})
	return errors.Join(err, a.Close())
}
