package agentcmd

import (
	"context"
	"encoding/json"
	"fmt"

	"antin/internal/face/agent"
	"antin/internal/fault"
	"antin/internal/platform/token"
)

type listCommand struct {
	JSON bool `help:"Ghi kết quả dạng JSON."`
}

// Run lists tokens and certificates; no PIN is asked.
func (l listCommand) Run(ctx context.Context, e *Environment, c *commands) error {
	store, err := c.store()
	if err != nil {
		return err
	}
	libraries := e.desk(store).Look(ctx)
	if l.JSON {
		return e.json(libraries)
	}
	seen := 0
	for _, library := range libraries {
		if f, ok := fault.From(library.Err); ok {
			fmt.Fprintf(e.Out, "Trình điều khiển %s: %s\n", library.Module.Name, f.Message)
		}
		for _, t := range library.Tokens {
			seen++
			e.token(t)
		}
	}
	if seen == 0 {
		fmt.Fprintln(e.Out, "Không thấy thiết bị nào. Cắm thiết bị, hoặc chạy: antin-agent doctor")
	}
	return nil
}

func (e *Environment) token(t token.Token) {
	fmt.Fprintf(e.Out, "Thiết bị %s\n  số %s, %s %s\n  mã PIN: %s\n", t.ID.Label, t.ID.Serial, t.Maker, t.Model, agent.Tries(t.PIN))
	for _, c := range t.Certificates {
		parsed, err := c.Parsed()
		if err != nil {
			fmt.Fprintln(e.Out, "  - chứng thư số không đọc được")
			continue
		}
		d := agent.Describe(parsed, e.Now())
		fmt.Fprintf(e.Out, "  - %s\n    %s, hiệu lực %s – %s, cấp bởi %s\n", d.Owner, d.Purpose, d.From, d.To, d.Issuer)
		if d.Unfit != "" {
			fmt.Fprintf(e.Out, "    không dùng để ký: %s\n", d.Unfit)
		}
	}
}

func (e *Environment) json(v any) error {
	out := json.NewEncoder(e.Out)
	out.SetIndent("", "  ")
	return out.Encode(v)
}

type modulesCommand struct{}

// Run tells which drivers are here, and which are looked for.
func (modulesCommand) Run(e *Environment, c *commands) error {
	store, err := c.store()
	if err != nil {
		return err
	}
	found := e.desk(store).Modules
	for _, m := range found {
		fmt.Fprintf(e.Out, "%s\n  %s\n", m.Name, m.Path)
	}
	if len(found) == 0 {
		fmt.Fprintln(e.Out, "Không thấy trình điều khiển nào.")
	}
	known, err := token.KnownModules()
	if err != nil {
		return err
	}
	fmt.Fprintln(e.Out, "\nCác trình điều khiển được tìm:")
	for _, k := range known {
		fmt.Fprintf(e.Out, "  %s (%s)\n", k.Name, marks[k.Mark])
	}
	return nil
}

var marks = map[token.Mark]string{token.Standard: "theo tài liệu của hãng", token.Seen: "thấy ở phần mềm khác", token.Recalled: "chưa kiểm chứng"}

type doctorCommand struct {
	JSON bool `help:"Ghi kết quả dạng JSON."`
}

// words of the grades on a terminal.
var grades = map[agent.Grade]string{agent.Fine: "tốt   ", agent.Caution: "chú ý ", agent.Broken: "HỎNG  "}

// Run examines the desk; the exit status is 1 when something is broken.
func (d doctorCommand) Run(ctx context.Context, e *Environment, c *commands) error {
	store, err := c.store()
	if err != nil {
		return err
	}
	findings := agent.Examine(ctx, e.desk(store), store.Get(), Version(), e.Now())
	broken := false
	for _, f := range findings {
		broken = broken || f.Grade == agent.Broken
	}
	if d.JSON {
		if err := e.json(findings); err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			fmt.Fprintf(e.Out, "%s %s  %s: %s\n", grades[f.Grade], f.Code, f.Subject, f.Message)
			if f.Mend != "" {
				fmt.Fprintf(e.Out, "               → %s\n", f.Mend)
			}
		}
	}
	if broken {
		return errBroken
	}
	return nil
}
