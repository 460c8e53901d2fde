package agentcmd

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"antin/internal/face/agent"
	"antin/internal/fault"
	"antin/internal/platform/token"
)

type changeCommand struct {
	Serial string `help:"Số hiệu thiết bị, khi có nhiều thiết bị." placeholder:"SỐ"`
	Last   bool   `help:"Đồng ý dùng lần nhập cuối cùng trước khi thiết bị bị khóa."`
}

// Run changes the PIN by the old one.
func (p changeCommand) Run(ctx context.Context, e *Environment, c *commands) error {
	return e.setPIN(ctx, c, p.Serial, "Mã PIN đang dùng: ", "Đã đổi mã PIN.", func(d token.Desk, id token.ID, old, fresh []byte) error {
		return d.ChangePIN(ctx, id, token.Login{PIN: old, LastTry: p.Last}, fresh)
	})
}

type unlockCommand struct {
	Serial string `help:"Số hiệu thiết bị, khi có nhiều thiết bị." placeholder:"SỐ"`
	Last   bool   `help:"Đồng ý dùng lần nhập cuối cùng của mã mở khóa."`
}

// Run sets a new PIN by the code of the security officer.
func (p unlockCommand) Run(ctx context.Context, e *Environment, c *commands) error {
	fmt.Fprintln(e.Err, "Khôi phục thiết bị là việc của đầu mối được giao, theo đề nghị đã được duyệt. Khóa và chứng thư số được giữ nguyên.")
	return e.setPIN(ctx, c, p.Serial, "Mã mở khóa (SO PIN): ", "Thiết bị đã được khôi phục với mã PIN mới.", func(d token.Desk, id token.ID, old, fresh []byte) error {
		return d.Unlock(ctx, id, token.Login{PIN: old, LastTry: p.Last}, fresh)
	})
}

func (e *Environment) setPIN(ctx context.Context, c *commands, serial, ask, done string, set func(d token.Desk, id token.ID, old, fresh []byte) error) error {
	store, err := c.store()
	if err != nil {
		return err
	}
	desk := e.desk(store)
	t, err := only(desk.Look(ctx), serial)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.Err, "Thiết bị %s (số %s), mã PIN: %s\n", t.ID.Label, t.ID.Serial, agent.Tries(t.PIN))
	var typed [3][]byte
	defer func() { token.Wipe(typed[:]...) }()
	for i, prompt := range []string{ask, "Mã PIN mới: ", "Nhập lại mã PIN mới: "} {
		if typed[i], err = e.secret(prompt); err != nil {
			return err
		}
	}
	if !bytes.Equal(typed[1], typed[2]) {
		return fault.New(fault.Invalid, "agent.pin-again", "Hai lần nhập mã PIN mới không giống nhau.")
	}
	if err := set(desk, t.ID, typed[0], typed[1]); err != nil {
		return err
	}
	fmt.Fprintln(e.Out, done)
	return nil
}

// only picks the one token, or the one with the serial.
func only(libraries []token.Library, serial string) (token.Token, error) {
	var found []token.Token
	for _, l := range libraries {
		for _, t := range l.Tokens {
			if serial == "" || strings.EqualFold(t.ID.Serial, serial) {
				found = append(found, t)
			}
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return token.Token{}, fault.New(fault.Unready, token.CodeAbsent, "Không thấy thiết bị.").Do("Cắm thiết bị rồi làm lại.")
	}
	return token.Token{}, fault.New(fault.Invalid, "agent.which", "Đang cắm nhiều thiết bị.").Do("Chọn một bằng --serial; xem số hiệu bằng antin-agent list.")
}

// secret reads one line without showing it.
func (e *Environment) secret(prompt string) ([]byte, error) {
	fmt.Fprint(e.Err, prompt)
	if e.Secret != nil {
		line, err := e.Secret()
		fmt.Fprintln(e.Err)
		return line, err
	}
	if e.lines == nil {
		e.lines = bufio.NewReader(e.In)
	}
	line, err := e.lines.ReadBytes('\n')
	fmt.Fprintln(e.Err)
	if err != nil && !(errors.Is(err, io.EOF) && len(line) > 0) {
		return nil, fault.New(fault.Invalid, "agent.pin", "Chưa nhập đủ.")
	}
	return bytes.TrimRight(line, "\r\n"), nil
}

type pairCommand struct {
	URL    string `arg:"" help:"Địa chỉ hệ thống, ví dụ https://vanban.tinh.gov.vn."`
	Yes    bool   `help:"Đồng ý ngay, chỉ khi không cần đối chiếu khóa của máy chủ."`
	Forget bool   `help:"Bỏ ghép nối."`
}

// Run pairs with a server after the person has seen which.
func (p pairCommand) Run(ctx context.Context, e *Environment, c *commands) error {
	store, err := c.store()
	if err != nil {
		return err
	}
	clean, err := agent.ServerURL(p.URL)
	if err != nil {
		return err
	}
	if p.Forget {
		if err := store.Unpair(clean); err != nil {
			return err
		}
		fmt.Fprintln(e.Out, "Đã bỏ ghép nối với "+clean+".")
		return nil
	}
	server, err := agent.Greet(ctx, store.Get(), clean, Version())
	if err != nil {
		return err
	}
	fmt.Fprintf(e.Out, "%s\n%s\n", server.Name, server.URL)
	if server.Key != "" {
		fmt.Fprintf(e.Out, "Chứng thư TLS của máy chủ không do tổ chức tin cậy cấp. Vân tay khóa, đối chiếu với quản trị hệ thống:\n%s\n", agent.Grouped(server.Key))
	}
	if !p.Yes || server.Key != "" {
		fmt.Fprint(e.Out, "Cho phép hệ thống này gửi yêu cầu ký tới máy này? [c/K] ")
		if e.lines == nil {
			e.lines = bufio.NewReader(e.In)
		}
		line, _ := e.lines.ReadString('\n') // an end of input is a no
		if answer := strings.ToLower(strings.TrimSpace(line)); answer != "c" && answer != "có" {
			fmt.Fprintln(e.Out, "Không ghép nối.")
			return nil
		}
	}
	server.Paired = e.Now().UTC()
	if err := store.Pair(server); err != nil {
		return err
	}
	fmt.Fprintln(e.Out, "Đã ghép nối.")
	return nil
}
