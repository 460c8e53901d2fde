package app

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"time"

	"github.com/BurntSushi/toml"

	"antin/ticket"
)

// Mode separates practice from production.
type Mode string

// Modes of an installation.
const (
	Practice   Mode = "practice"   // practice keys and data, 127.0.0.1 only
	Production Mode = "production" // refuses practice keys, roots and data
)

// Config of one installation, read from antin.toml in its folder; unknown keys
// are refused.
type Config struct {
	Mode     Mode   `toml:"mode"`
	Listen   string `toml:"listen"`   // "127.0.0.1:8080"
	Database string `toml:"database"` // "postgres://…"; empty = SQLite in the folder
	Origin   string `toml:"origin"`   // public address behind a proxy, "https://…"
	Anchors  string `toml:"anchors"`  // folder with trust anchors and CRLs of production
	Province string `toml:"province"` // profile of this installation
	Agency   string `toml:"agency"`   // code of the agency that runs it, for public pages
	// Algorithms is a file with the list of algorithms and their end dates, in
	// place of the embedded one.
	Algorithms string `toml:"algorithms,omitempty"`

	Timestamp Timestamp `toml:"timestamp,omitempty"`
	Fetch     Fetch     `toml:"fetch,omitempty"`
	Archive   Archive   `toml:"archive,omitempty"`
	Agent     Agent     `toml:"agent,omitempty"`

	Dir string `toml:"-"` // the folder itself
}

// Timestamp says where time-stamps come from. A practice province without
// authorities has its own.
type Timestamp struct {
	Authorities []string      `toml:"authorities,omitempty"` // in the order of asking
	Patience    time.Duration `toml:"patience,omitempty"`    // with one authority; 180 s when zero
	Hedge       time.Duration `toml:"hedge,omitempty"`       // before the next one is asked as well; 5 s when zero
	// AtSigning is how long somebody who signs waits for the time-stamp in the
	// signature (PAdES B-T); 3 s when zero. Without an answer, and always when
	// Later is set, the signature is stamped afterwards, in its evidence.
	AtSigning time.Duration `toml:"at_signing,omitempty"`
	Later     bool          `toml:"later,omitempty"`
}

// Fetch says what may be asked for over the net.
type Fetch struct {
	// Allow names hosts, addresses and networks of one's own that may be asked;
	// everything else inside private networks is refused.
	Allow   []string          `toml:"allow,omitempty"`
	Rename  map[string]string `toml:"rename,omitempty"` // hosts of old certificates
	Offline bool              `toml:"offline,omitempty"`
}

// Archive is about the evidence that is kept.
type Archive struct {
	// Statement names the practice statement of the authority whose certificates
	// do not say where it is published.
	Statement string `toml:"statement,omitempty"`
	// RenewBefore is how many days before the end of what protects it a copy is
	// renewed; 365 when zero, less where the time-stamp does not last as long.
	RenewBefore int `toml:"renew_before_days,omitempty"`
}

// Agent is about signing with the devices at people's desks.
type Agent struct {
	// Port is where the agents listen on 127.0.0.1; 9797 when zero. It is the same
	// at every desk.
	Port int `toml:"port,omitempty"`
	// TLSKey is "sha256:…" of the key that serves the public address, shown on the
	// page of pairing where no trusted authority vouches for it.
	TLSKey string `toml:"tls_key,omitempty"`
	// ServicePort is where the national signing service listens on 127.0.0.1, at
	// desks where it is installed; 8987 when zero, never asked when negative.
	ServicePort int `toml:"service_port,omitempty"`
}

// service is where our pages look for the national signing service.
func (a Agent) service() string {
	if a.ServicePort < 0 {
		return ""
	}
	return "wss://127.0.0.1:" + strconv.Itoa(cmp.Or(a.ServicePort, ticket.ServicePort))
}

// origin is where the forms of our pages may go.
func (a Agent) origin() string {
	return "http://127.0.0.1:" + strconv.Itoa(cmp.Or(a.Port, ticket.Port))
}

// DefaultPractice is the configuration that ./run starts with.
func DefaultPractice(dir string) Config {
	return Config{Mode: Practice, Listen: "127.0.0.1:8080", Province: "NA", Agency: "H41", Dir: dir}
}

// ReadConfig reads antin.toml of a folder.
func ReadConfig(dir string) (Config, error) {
	c := Config{Dir: dir}
	if abs, err := filepath.Abs(dir); err == nil {
		c.Dir = abs
	}
	meta, err := toml.DecodeFile(filepath.Join(dir, "antin.toml"), &c)
	if err != nil {
		return c, fmt.Errorf("reading antin.toml: %w", err)
	}
	if left := meta.Undecoded(); len(left) > 0 {
		return c, fmt.Errorf("reading antin.toml: unknown key %s", left[0])
	}
	if c.Anchors != "" && !filepath.IsAbs(c.Anchors) {
		c.Anchors = c.path(c.Anchors) // beside antin.toml, wherever the program is started
	}
	if c.Algorithms != "" && !filepath.IsAbs(c.Algorithms) {
		c.Algorithms = c.path(c.Algorithms)
	}
	return c, c.check()
}

// maxRenewBefore is ten years.
const maxRenewBefore = 3650

func (c Config) check() error {
	host, _, err := net.SplitHostPort(c.Listen)
	switch {
	case c.Mode != Practice && c.Mode != Production:
		return fmt.Errorf("antin.toml: mode is %q, not practice or production", c.Mode)
	case err != nil:
		return fmt.Errorf("antin.toml: listen: %w", err)
	case c.Mode == Practice && !loopback(host):
		return errors.New("antin.toml: practice mode listens on 127.0.0.1 only")
	case c.Mode == Production && c.Anchors == "":
		return errors.New("antin.toml: production needs a folder of trust anchors (anchors)")
	case c.Archive.RenewBefore < 0 || c.Archive.RenewBefore > maxRenewBefore:
		return fmt.Errorf("antin.toml: [archive] renew_before_days là số ngày từ 1 đến %d", maxRenewBefore)
	case c.Agent.Port < 0 || c.Agent.Port > 65535 || c.Agent.ServicePort > 65535:
		return errors.New("antin.toml: [agent] port là số cổng từ 1 đến 65535")
	case c.Province == "":
		return errors.New("antin.toml: province is missing")
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// dsn is the database of the configuration.
func (c Config) dsn() string {
	if c.Database != "" {
		return c.Database
	}
	return "sqlite:" + filepath.Join(c.Dir, "antin.db")
}

func (c Config) path(names ...string) string {
	return filepath.Join(append([]string{c.Dir}, names...)...)
}
