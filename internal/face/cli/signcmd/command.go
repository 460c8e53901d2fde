package signcmd

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"antin/internal/face/cli/anchors"
	"antin/internal/face/cli/batch"
	"antin/pades"
)

// Environment is what the commands get from the outside.
type Environment struct {
	Out, Err io.Writer
	Now      func() time.Time
	// Terminal says that Err is one, so that progress can be drawn.
	Terminal bool
	// Lookup reads a variable of the environment.
	Lookup func(name string) (string, bool)
	// AskPassword asks the person at the terminal; nil when there is none.
	AskPassword func(prompt string) (string, error)
	// Network makes what asks authorities and fetches answers.
	Network func(Network) (pades.Stamper, pades.Answers, error)
}

// Network is what the commands ask of the network.
type Network struct {
	Authorities []string // addresses of time-stamp authorities, in order of preference
	Patience    time.Duration
	Allow       []string // hosts and addresses of the own network that may be asked
	Offline     bool
}

// NetworkFlags say whom to ask.
type NetworkFlags struct {
	TSA      []string      `name:"tsa" placeholder:"URL" help:"Địa chỉ dịch vụ dấu thời gian; nêu nhiều lần thì hỏi theo thứ tự."`
	Patience time.Duration `default:"150s" help:"Chờ dấu thời gian lâu nhất bao nhiêu (dịch vụ quốc gia có lúc mất hơn hai phút)."`
	Allow    []string      `placeholder:"HOST" help:"Máy chủ trong mạng nội bộ được phép hỏi, như tsa.tinh.local hoặc 10.1.2.3. Mặc định chỉ hỏi địa chỉ công cộng."`
	Anchors  string        `placeholder:"DIR" help:"Thư mục chứng thư gốc, chứng thư cấp trên và danh sách thu hồi đã có."`
	Offline  bool          `help:"Không dùng mạng: chỉ dùng những gì có trong tệp và trong --anchors."`
}

// RunFlags are the same for all three commands.
type RunFlags struct {
	JSON    bool `name:"json" help:"In mỗi tệp một đối tượng JSON trên một dòng."`
	Workers int  `placeholder:"N" help:"Số tệp làm cùng lúc; mặc định mỗi nhân một tệp."`
	Quiet   bool `short:"q" help:"Không vẽ thanh tiến độ, không in dòng tổng kết."`
}

// open makes what asks the network, and the certificates at hand.
func (f NetworkFlags) open(env Environment) (pades.Stamper, pades.Answers, anchors.Set, error) {
	var set anchors.Set
	if f.Anchors != "" {
		var err error
		if set, err = anchors.Read(f.Anchors); err != nil {
			return nil, nil, set, refuse("Không đọc được thư mục chứng thư %q: %w", f.Anchors, err)
		}
	}
	stamper, answers, err := env.Network(Network{Authorities: f.TSA, Patience: f.Patience, Allow: f.Allow, Offline: f.Offline})
	if err != nil {
		return nil, nil, set, refuse("Không dùng được địa chỉ đã nêu: %w", err)
	}
	return stamper, answers, set, nil
}

// over runs the work over all files but those it made before, and prints what
// came of each.
func (f RunFlags) over(ctx context.Context, env Environment, names []string, made, verb string, work func(context.Context, string) result) error {
	files, err := batch.Files(names, made+".pdf")
	if err != nil {
		return wrongUse(err)
	}
	files = once(files)
	plan := batch.Plan{Names: files, Workers: f.Workers}
	if env.Terminal && !f.Quiet {
		plan.Meter = batch.NewMeter(env.Err, env.Now)
	}
	status, counts := StatusDone, map[int]int{}
	err = batch.Run(ctx, plan, work, func(_ string, r result) error {
		status = gravest(status, r.status())
		counts[r.status()]++
		return f.print(env.Out, r)
	})
	if err != nil {
		return fmt.Errorf("working through %d files: %w", len(files), err)
	}
	if len(files) > 1 && !f.Quiet && !f.JSON {
		fmt.Fprintf(env.Err, "%s: %d tệp, %d xong, %d chưa đạt mức yêu cầu, %d không làm được.\n", verb, len(files), counts[StatusDone], counts[StatusLower], counts[StatusRefused])
	}
	if status != StatusDone {
		return &Exit{Status: status}
	}
	return nil
}

func (f RunFlags) print(out io.Writer, r result) error {
	line := r.text()
	if f.JSON {
		var err error
		if line, err = r.json(); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(out, line)
	return err
}

// once leaves out files that were named before, by whatever name: two signings
// of one file at a time would lose one of them.
func once(names []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(names, func(name string) bool {
		real, err := filepath.EvalSymlinks(name)
		if err != nil {
			return false // will be told when it is opened
		}
		if abs, err := filepath.Abs(real); err == nil {
			real = abs
		}
		again := seen[real]
		seen[real] = true
		return again
	})
}
