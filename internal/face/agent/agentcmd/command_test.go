//go:build cgo

package agentcmd_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"antin/internal/face/agent/agentcmd"
	"antin/internal/platform/token"
	"antin/internal/testkit/lockingtoken"
	"antin/internal/testkit/testpki"
)

var update = flag.Bool("update", false, "write the transcripts anew")

const hostVariable = "ANTIN_TEST_TOKEN_HOST"

func TestMain(m *testing.M) {
	if os.Getenv(hostVariable) != "" {
		os.Exit(token.Host(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

const (
	pin     = "12345678"
	officer = "87654321"
)

// terminal is a person's terminal with a token plugged in.
type terminal struct {
	t      *testing.T
	bench  *lockingtoken.Bench
	token  *lockingtoken.Token
	config string
}

func open(t *testing.T) *terminal {
	t.Helper()
	b, pki := lockingtoken.New(t), testpki.New(t)
	k := b.Token("Thiết bị 01", pin, officer)
	k.Put(pki.Certificate("person"), pki.Key("person"))
	config := filepath.Join(t.TempDir(), "agent.toml")
	return &terminal{t: t, bench: b, token: k, config: config}
}

// run gives one command what is typed and returns the transcript.
func (s *terminal) run(typed string, args ...string) string {
	s.t.Helper()
	var out bytes.Buffer
	e := &agentcmd.Environment{In: strings.NewReader(typed), Out: &out, Err: &out, Now: testpki.Now,
		Modules: []token.Module{{Name: "thử", Path: s.bench.Module()}}, Program: []string{os.Args[0]}, Children: append(s.bench.Environment(), hostVariable+"=1")}
	status := agentcmd.Main(append([]string{"--config", s.config}, args...), e)
	text := strings.NewReplacer(s.token.Serial, "SERIAL", s.bench.Module(), "DRIVER").Replace(out.String())
	var mine []string
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if !strings.Contains(line, "AT-15") { // versions differ
			mine = append(mine, strings.TrimRight(line, " "))
		}
	}
	return "$ antin-agent " + strings.Join(args, " ") + "\n" + strings.Join(mine, "\n") + "\n[" + strconv.Itoa(status) + "]\n\n"
}

func TestTranscripts(t *testing.T) {
	t.Parallel()
	for name, play := range map[string]func(s *terminal) string{
		"list":   func(s *terminal) string { return s.run("", "list") },
		"doctor": func(s *terminal) string { return s.run("", "doctor") },
		"pin": func(s *terminal) string {
			return s.run("00000000\n22446688\n22446688\n", "change-pin") + s.run(pin+"\n22446688\n22446680\n", "change-pin") +
				s.run(pin+"\n22446688\n22446688\n", "change-pin") + s.run(pin, "change-pin")
		},
		"unlock": func(s *terminal) string {
			s.token.Wrong(5)
			return s.run(pin+"\n22446688\n22446688\n", "change-pin") + s.run("", "doctor") + s.run(officer+"\n22446688\n22446688\n", "unlock") + s.run("", "list")
		},
		"wrong-use": func(s *terminal) string {
			return s.run("", "sign") + s.run("", "list", "--pin=1") + s.run("", "pair", "http://la.example") + s.run("", "change-pin", "--serial", "khác")
		},
		"help": func(s *terminal) string { return s.run("", "--help") + s.run("", "unlock", "--help") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := play(open(t))
			if strings.Contains(got, pin) || strings.Contains(got, officer) {
				t.Errorf("the transcript tells a PIN:\n%s", got)
			}
			golden(t, filepath.Join("testdata", name+".txt"), got)
		})
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s:\n%s\nwant\n%s", path, got, want)
	}
}

func TestJSONOfTheDoctorAndTheList(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, c := range []string{"doctor", "list"} {
		if out := s.run("", c, "--json"); !strings.Contains(out, "[\n  {") {
			t.Errorf("%s: %s", c, out)
		}
	}
}
