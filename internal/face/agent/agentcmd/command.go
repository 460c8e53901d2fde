package agentcmd

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"antin/internal/face/agent"
	"antin/internal/fault"
	"antin/internal/platform/token"
)

// Exit statuses.
const (
	refused  = 1  // a deed was refused, or the doctor found what is broken
	wrongUse = 64 // a command line that nobody understands
)

// Environment is where a command reads and writes.
type Environment struct {
	In       io.Reader
	Out, Err io.Writer
	Now      func() time.Time
	// Program runs a child that holds a driver, with Children added to its
	// environment.
	Program  []string
	Children []string
	// Modules are the drivers, where they are not looked for on the machine.
	Modules []token.Module
	// Secret reads a line without echo; nil reads In.
	Secret func() ([]byte, error)
	// Show opens an own page in the browser of the person; nil shows nothing.
	Show  func(address string)
	lines *bufio.Reader
}

// Terminal is the environment of a person at a terminal.
func Terminal() *Environment {
	e := &Environment{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: time.Now, Show: show}
	if self, err := os.Executable(); err == nil {
		e.Program = []string{self, token.HostCommand}
	}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		e.Secret = func() ([]byte, error) { return term.ReadPassword(int(os.Stdin.Fd())) }
	}
	return e
}

type commands struct {
	Config string `help:"Tệp cấu hình." placeholder:"TỆP" type:"path"`

	Run       runCommand     `cmd:"" default:"1" help:"Chạy máy ký số trên máy này (mặc định)."`
	Pair      pairCommand    `cmd:"" help:"Ghép nối với một hệ thống."`
	List      listCommand    `cmd:"" help:"Xem thiết bị và chứng thư số đang cắm."`
	Doctor    doctorCommand  `cmd:"" help:"Kiểm tra mọi thứ cần cho việc ký."`
	ChangePin changeCommand  `cmd:"" name:"change-pin" help:"Đổi mã PIN của thiết bị."`
	Unlock    unlockCommand  `cmd:"" help:"Khôi phục thiết bị bị khóa bằng mã mở khóa (SO PIN)."`
	Modules   modulesCommand `cmd:"" help:"Xem các trình điều khiển thiết bị trên máy."`
	Host      hostCommand    `cmd:"" name:"token-host" hidden:""`
}

// Main runs one command and gives the exit status.
func Main(args []string, e *Environment) int {
	var c commands
	status := -1
	parser, err := kong.New(&c, kong.Name("antin-agent"), kong.Description("Máy ký số tại bàn: ký bằng thiết bị lưu khóa cho các hệ thống đã ghép nối."),
		kong.Writers(e.Out, e.Err), kong.Exit(func(s int) { status = s }), kong.Help(help))
	if err != nil {
		fmt.Fprintln(e.Err, "antin-agent:", err)
		return refused
	}
	run, err := parser.Parse(args)
	if status >= 0 {
		return status // --help has answered
	}
	if err != nil {
		fmt.Fprintln(e.Err, "antin-agent:", misunderstood(err))
		return wrongUse
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	run.BindTo(ctx, (*context.Context)(nil))
	run.Bind(e, &c)
	return e.report(run.Run())
}

// errBroken ends a command whose output has said everything.
var errBroken = errors.New("the doctor found what is broken")

func (e *Environment) report(err error) int {
	if err == nil {
		return 0
	}
	if f, ok := fault.From(err); ok {
		fmt.Fprintln(e.Err, "antin-agent:", f.Message, f.Action)
	} else if !errors.Is(err, errBroken) {
		fmt.Fprintln(e.Err, "antin-agent:", err)
	}
	return refused
}

// store opens the configuration, by default that of the person.
func (c *commands) store() (*agent.Store, error) {
	path := c.Config
	if path == "" {
		folder, err := os.UserConfigDir()
		if err != nil {
			return nil, fmt.Errorf("finding the folder of the configuration: %w", err)
		}
		path = filepath.Join(folder, "antin-agent", "agent.toml")
	}
	return agent.OpenStore(path)
}

// desk is the drivers that are here now.
func (e *Environment) desk(s *agent.Store) token.Desk {
	modules := e.Modules
	if modules == nil {
		var err error
		if modules, err = token.FindModules(s.Get().Modules); err != nil {
			fmt.Fprintln(e.Err, "antin-agent:", err)
		}
	}
	return token.Desk{Modules: modules, Program: e.Program, Environment: e.Children}
}

type runCommand struct{}

// Run serves until Ctrl-C or SIGTERM.
func (runCommand) Run(ctx context.Context, e *Environment, c *commands) error {
	store, err := c.store()
	if err != nil {
		return err
	}
	a, err := agent.New(agent.Options{
		Devices: func() agent.Devices { return e.desk(store) }, Store: store, Version: Version(), Now: e.Now,
		Log: slog.New(slog.NewTextHandler(e.Err, nil)), Show: e.Show,
	})
	if err != nil {
		return err
	}
	l, err := a.Listen()
	if err != nil {
		return fault.New(fault.Unready, "agent.port", "Không mở được cổng của máy ký số: "+err.Error()+".").
			Do("Có thể chương trình đang chạy rồi; nếu cổng bị chương trình khác dùng, đổi mục port trong cấu hình.")
	}
	fmt.Fprintf(e.Out, "Máy ký số đang chạy tại http://%s\nNhấn Ctrl-C để dừng.\n", l.Addr())
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var second sync.WaitGroup
	defer second.Wait()
	if !store.Get().VGCA.Off {
		second.Go(func() { e.second(ctx, a) })
	}
	err = a.Serve(ctx, l)
	stop()
	return err
}

// second serves the calls of the national service. That its port is taken, as by
// that service itself, is no reason not to sign for paired servers.
func (e *Environment) second(ctx context.Context, a *agent.Agent) {
	l, err := a.ListenVGCA()
	if err == nil {
		err = a.ServeVGCA(ctx, l)
	}
	if err != nil {
		fmt.Fprintln(e.Err, "antin-agent: không mở được cổng của dịch vụ ký VGCA:", err)
	}
}

type hostCommand struct{}

// Run is the child that holds a driver.
func (hostCommand) Run(e *Environment) error {
	if status := token.Host(e.In, e.Out); status != 0 {
		return errors.New("the pipe broke")
	}
	return nil
}

// show opens the browser of the person at a page of this program.
func show(address string) {
	name, args := "xdg-open", []string{address}
	if runtime.GOOS == "windows" {
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	opener := exec.Command(name, args...)
	if opener.Start() == nil {
		go func() { _ = opener.Wait() }() // its status says nothing of the page
	}
}

// Version of this build.
func Version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}
