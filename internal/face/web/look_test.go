package web_test

import (
	"strings"
	"testing"
	"time"

	"antin/internal/testkit/browser"
)

// TestPagesLookAndRead goes through the shell's own pages as a clerk would, and
// leaves their pictures in build/shots.
func TestPagesLookAndRead(t *testing.T) {
	s := open(t, nil)
	p := browser.New(t, s.URL)
	p.Expect("status of 500") // the incident page is one of them
	p.Open("/login")
	p.Axe()
	p.Shots("login")
	p.Fill("#name", "vanthu")
	p.Fill("#password", "sai mật khẩu")
	p.PressThrough("Enter")
	p.See("Tên đăng nhập hoặc mật khẩu không đúng.")
	p.Axe()
	p.Shots("login-refused")

	for path, name := range map[string]string{"/official": "official", "/help/keys": "keys-public", "/khong-co": "not-found", "/broken": "incident"} {
		p.Open(path)
		p.Axe()
		p.Shots(name)
	}
}

func TestSignInByKeyboardAndHelp(t *testing.T) {
	s := open(t, nil)
	p := browser.New(t, s.URL)
	p.Open("/")
	if got := browser.Eval[string](p, "document.activeElement.id"); got != "name" {
		t.Errorf("the focus is on %q at first", got)
	}
	p.Fill("#name", "vanthu")
	p.Press("Tab")
	p.Fill("#password", password)
	p.Click("[data-reveal]")
	if got := browser.Eval[string](p, "document.getElementById('password').type"); got != "text" {
		t.Errorf("the password field is %q after Hiện", got)
	}
	p.PressThrough("Ctrl+S")
	if p.Path() != "/drafts" {
		t.Fatalf("came to %s", p.Path())
	}
	p.Axe()
	p.Shots("form")
	p.Press("?")
	p.See("làm việc chính của trang")
	p.Axe()
	p.Shot("keys-dialog-1440")
	p.Press("Escape")
	p.Press("/")
	if !browser.Eval[bool](p, "document.activeElement.matches('[data-search]')") {
		t.Error("/ does not lead to the search box")
	}
	p.Press("?")
	if p.Has("dialog[open]") {
		t.Error("a key pressed in a field opened the help")
	}
	p.Width(390)
	p.Click(".menu")
	p.Axe()
	p.Shot("rooms-390")
	p.Press("Escape")
	p.Width(1440)
	p.Open("/account")
	p.Axe()
	p.Shots("account")
	p.Through(".who button")
	p.See("Đã đăng xuất.")
}

func TestSessionGoneInTheBrowser(t *testing.T) {
	s := open(t, nil)
	p := browser.New(t, s.URL)
	p.Open("/login")
	p.Fill("#name", "vanthu")
	p.Fill("#password", password)
	p.PressThrough("Enter")
	p.Fill("#subject", "V/v rà soát chứng thư chữ ký số tại các xã, phường")
	s.wait(time.Hour)
	p.Through("main [data-primary]")
	p.See("Nội dung vừa nhập đã được giữ lại")
	p.Shots("login-resend")
	p.Fill("#name", "vanthu")
	p.Fill("#password", password)
	p.PressThrough("Enter")
	p.See("Gửi lại nội dung đang làm dở")
	p.Axe()
	p.Shots("resend")
	p.PressThrough("Ctrl+S")
	p.See("Đã lưu dự thảo.")
	if !strings.Contains(s.got(), "subject=V/v rà soát") {
		t.Errorf("received %q", s.got())
	}
}
