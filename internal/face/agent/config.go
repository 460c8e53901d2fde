package agent

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"

	"antin/internal/fault"
	"antin/ticket"
)

// maxConfig bounds the file of the configuration.
const maxConfig = 256 << 10

// VGCAPort is where web systems look for the national signing service.
const VGCAPort = 8987

// Config is what the agent keeps between starts: no PIN, no key, no ticket.
type Config struct {
	Port    int      `toml:"port"`              // of 127.0.0.1
	Modules []string `toml:"modules,omitempty"` // further PKCS#11 drivers, absolute paths
	Proxy   string   `toml:"proxy,omitempty"`   // of the agency; empty: as the environment says
	CA      []string `toml:"ca,omitempty"`      // PEM files of authorities that vouch for servers, with those of the system
	VGCA    VGCA     `toml:"vgca"`
	Servers []Server `toml:"server,omitempty"`
}

// VGCA is the second face, which speaks the calls of the national service.
type VGCA struct {
	Off     bool     `toml:"off,omitempty"`
	Port    int      `toml:"port"`
	Origins []string `toml:"origins,omitempty"` // of web systems that may call, besides paired servers
}

// Server is one that the person at this desk paired with.
type Server struct {
	URL     string    `toml:"url"` // https, or http on this machine; without slash at the end
	Name    string    `toml:"name"`
	Key     string    `toml:"key,omitempty"` // "sha256:…" of its TLS key, where no trusted authority vouches for it
	Origins []string  `toml:"origins"`
	Paired  time.Time `toml:"paired"`
}

// ParseConfig reads a configuration; unknown keys are refused.
func ParseConfig(raw []byte) (Config, error) {
	c := Config{Port: ticket.Port, VGCA: VGCA{Port: VGCAPort}}
	if len(raw) > maxConfig {
		return Config{}, fmt.Errorf("the configuration has more than %d bytes", maxConfig)
	}
	meta, err := toml.NewDecoder(bytes.NewReader(raw)).Decode(&c)
	if err != nil {
		return Config{}, err
	}
	if left := meta.Undecoded(); len(left) > 0 {
		return Config{}, fmt.Errorf("unknown key %s", left[0])
	}
	return c, c.check()
}

func (c Config) check() error {
	if c.Port < 0 || c.Port > 65535 || c.VGCA.Port < 0 || c.VGCA.Port > 65535 {
		return errors.New("a port is out of range")
	}
	for _, path := range slices.Concat(c.Modules, c.CA) {
		if !filepath.IsAbs(path) {
			return fmt.Errorf("%q is no absolute path", path)
		}
	}
	if c.Proxy != "" {
		if u, err := url.Parse(c.Proxy); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return fmt.Errorf("proxy %q is no http address", c.Proxy)
		}
	}
	for _, o := range c.VGCA.Origins {
		if originOf(o) != o {
			return fmt.Errorf("%q is no origin", o)
		}
	}
	for _, s := range c.Servers {
		if clean, err := ServerURL(s.URL); err != nil || clean != s.URL {
			return fmt.Errorf("server %q: not an address as it is kept", s.URL)
		}
		if slices.ContainsFunc(s.Origins, func(o string) bool { return originOf(o) != o }) {
			return fmt.Errorf("server %q: origins", s.URL)
		}
	}
	return nil
}

// Bytes writes the configuration.
func (c Config) Bytes() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("# antin-agent: máy ký số tại bàn. Không có mã PIN hay khóa trong tệp này.\n")
	if err := toml.NewEncoder(&b).Encode(c); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// ServerURL reads the address of a server: https, or http on this machine.
func ServerURL(text string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	bad := fault.New(fault.Invalid, "agent.server", "Địa chỉ máy chủ không đúng.").Do("Nhập dạng https://tên-máy-chủ.")
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || len(text) > ticket.MaxAddress {
		return "", bad
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return "", fault.New(fault.Invalid, "agent.server", "Máy chủ phải dùng https.").Do("Nhập dạng https://tên-máy-chủ.")
	}
	if strings.ContainsFunc(u.Host, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("%<>\"\\^`{|}", r) }) {
		return "", fault.New(fault.Invalid, "agent.server", "Tên máy chủ có chữ ngoài bảng chữ cái không dấu, dễ nhầm với tên khác.").Do("Hỏi quản trị hệ thống địa chỉ đúng; tên quốc tế hóa thì nhập dạng xn--.")
	}
	return u.Scheme + "://" + strings.ToLower(u.Host) + strings.TrimRight(u.EscapedPath(), "/"), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// originOf is scheme and host of an address, empty when there is none.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return ""
	}
	return u.Scheme + "://" + strings.ToLower(u.Host)
}

// owns reports whether an address lies on the server: its own origin, or one of
// those that it named when it was paired.
func (s Server) owns(address string) bool {
	o := originOf(address)
	return o != "" && (o == originOf(s.URL) || slices.Contains(s.Origins, o))
}

// Store keeps the configuration in a file that only its owner can read.
type Store struct {
	path   string
	mu     sync.Mutex
	config Config
}

// OpenStore reads the file; one that is not there is the default.
func OpenStore(path string) (*Store, error) {
	raw, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	c, err := ParseConfig(raw)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration %s: %w", path, err)
	}
	return &Store{path: path, config: c}, nil
}

// Folder is where the configuration stands, with the certificate of the second
// face.
func (s *Store) Folder() string { return filepath.Dir(s.path) }

// Get gives the configuration as it is now.
func (s *Store) Get() Config {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.config
	c.Servers = slices.Clone(c.Servers)
	return c
}

// Pair keeps a server; the same address again is replaced.
func (s *Store) Pair(server Server) error {
	return s.change(func(c *Config) {
		c.Servers = append(slices.DeleteFunc(c.Servers, func(o Server) bool { return o.URL == server.URL }), server)
	})
}

// Unpair forgets a server.
func (s *Store) Unpair(address string) error {
	return s.change(func(c *Config) {
		c.Servers = slices.DeleteFunc(c.Servers, func(o Server) bool { return o.URL == address })
	})
}

func (s *Store) change(do func(*Config)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.config
	c.Servers = slices.Clone(c.Servers)
	do(&c)
	raw, err := c.Bytes()
	if err != nil {
		return err
	}
	if err := writeOwn(s.path, raw); err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	s.config = c
	return nil
}

// writeOwn puts a file in place of another at once, readable by its owner.
func writeOwn(path string, raw []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".agent-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // gone after the rename
	if _, err := f.Write(raw); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
