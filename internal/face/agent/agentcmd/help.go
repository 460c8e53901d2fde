package agentcmd

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// inVietnamese puts what the library writes of its own.
var inVietnamese = strings.NewReplacer(
	"\nArguments:\n", "\nTham số:\n", "\nFlags:\n", "\nTùy chọn:\n", "\nCommands:\n", "\nCác lệnh:\n",
	"Show context-sensitive help.", "Xem hướng dẫn này.", "[flags]", "[tùy chọn]", "<command>", "<lệnh>",
)

// usage and more are its sentences, with the command within.
var (
	usage = regexp.MustCompile(`(?m)^Usage: `)
	more  = regexp.MustCompile(`(?m)^Run "([^"]+)" for more information( on a command)?\.`)
)

func translated(help string) string {
	help = usage.ReplaceAllString(help, "Cách dùng: ")
	help = more.ReplaceAllString(help, "Xem thêm: $1")
	return inVietnamese.Replace(help)
}

// help prints what the library prints, in Vietnamese.
func help(options kong.HelpOptions, ctx *kong.Context) error {
	out := ctx.Stdout
	defer func() { ctx.Stdout = out }()
	var b bytes.Buffer
	ctx.Stdout = &b
	if err := kong.DefaultHelpPrinter(options, ctx); err != nil {
		return err
	}
	_, err := out.Write([]byte(translated(b.String())))
	return err
}

// misunderstandings are the library's words for a wrong command line.
var misunderstandings = []struct {
	said *regexp.Regexp
	text string
}{
	{regexp.MustCompile(`^unknown flag (\S+?)(,.*)?$`), "không có tùy chọn $1"},
	{regexp.MustCompile(`^unexpected argument (\S+?)(,.*)?$`), "không có lệnh hay tham số $1"},
	{regexp.MustCompile(`^missing flags: (.*)$`), "thiếu tùy chọn $1"},
	{regexp.MustCompile(`^expected one of .*$`), "thiếu tên lệnh"},
	{regexp.MustCompile(`^expected "(.*)"$`), "thiếu $1"},
	{regexp.MustCompile(`^(--\S+?): .*$`), "giá trị của $1 không đúng"},
}

// misunderstood says what is wrong with the command line, and where to read on.
func misunderstood(err error) string {
	text := err.Error()
	for _, m := range misunderstandings {
		if m.said.MatchString(text) {
			text = m.said.ReplaceAllString(text, m.text)
			break
		}
	}
	return text + ". Xem: antin-agent --help"
}
