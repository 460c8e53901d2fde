package document

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Workstation is a desk as its signing program last told of itself (HD2-17.1).
type Workstation struct {
	Address  string // where it asked from
	Person   org.PersonID
	Version  string
	At       time.Time // when it told this version first since the server started
	Outdated bool      // older than the newest that was seen, or than the minimum
	Refused  bool      // below the minimum of the profile
}

// maxAgents bounds what is remembered so as not to be written twice.
const maxAgents = 4096

// agents remembers which desks told which version.
type agents struct {
	mu   sync.Mutex
	seen map[string]bool
}

func (a *agents) first(key string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.seen == nil || len(a.seen) >= maxAgents {
		a.seen = map[string]bool{}
	}
	known := a.seen[key]
	a.seen[key] = true
	return !known
}

// CheckAgent writes down which version the program has that came with a ticket,
// and refuses one below the minimum before anything is prepared for it. A build
// without a version number is let through, and listed as outdated.
func (s *Service) CheckAgent(ctx context.Context, secret, version string) error {
	if len(version) > 64 {
		version = version[:64]
	}
	_, by, err := s.bySecret(ctx, secret)
	if err != nil {
		return err
	}
	p, err := s.Profile(by.Province)
	if err != nil {
		return err
	}
	if err := s.noteAgent(ctx, by, p, version); err != nil {
		return err
	}
	if !below(version, p.Signing.AgentMinimum) {
		return nil
	}
	return fault.New(fault.Conflict, "agent.outdated", fmt.Sprintf("%s: máy này đang dùng bản %s, cần bản %s trở lên.", p.Signing.AgentRefusal, version, p.Signing.AgentMinimum)).
		Under(p.Clause("signing.agent_minimum")).Do("Nhờ cán bộ công nghệ thông tin cài Máy ký số bản mới rồi ký lại.")
}

func (s *Service) noteAgent(ctx context.Context, by org.Actor, p *profile.Profile, version string) error {
	address := org.AddressOf(ctx)
	if !s.agents.first(string(by.Account) + " " + address + " " + version) {
		return nil
	}
	e := s.entry(by, "agent.version", agentSubject(by.Agency), p, map[string]string{"version": version, "address": address})
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error { return tx.Audit(ctx, e) })
}

// agentSubject is under which the desks of an agency stand in the log.
func agentSubject(agency org.AgencyID) string { return "agent-" + string(agency) }

// Workstations lists the desks of the actor's agency with the version that each
// told last, for who looks after them.
func (s *Service) Workstations(ctx context.Context, by org.Actor) ([]Workstation, error) {
	if err := s.Guard.Allow(ctx, by, "device.manage", org.OfAgency); err != nil {
		return nil, err
	}
	p, err := s.Profile(by.Province)
	if err != nil || s.AgentLog == nil {
		return nil, err
	}
	entries, err := s.AgentLog(ctx, agentSubject(by.Agency))
	if err != nil {
		return nil, fmt.Errorf("reading what the signing programs told: %w", err)
	}
	return workstations(entries, p.Signing.AgentMinimum), nil
}

// workstations takes the last entry of each desk, newest first.
func workstations(entries []audit.Entry, minimum string) []Workstation {
	var out []Workstation
	seen, newest := map[string]bool{}, minimum
	for _, e := range entries {
		if key := e.Account + " " + e.Data["address"]; !seen[key] {
			seen[key] = true
			out = append(out, Workstation{Address: e.Data["address"], Person: org.PersonID(e.Person), Version: e.Data["version"], At: e.At})
		}
		if newest == "" || below(newest, e.Data["version"]) {
			newest = e.Data["version"]
		}
	}
	for i := range out {
		_, numbered := numbersOf(out[i].Version)
		out[i].Refused = below(out[i].Version, minimum)
		out[i].Outdated = !numbered || below(out[i].Version, newest)
	}
	return out
}

// below compares two versions by their first three numbers; what has none is
// below nothing.
func below(version, other string) bool {
	a, ok := numbersOf(version)
	b, known := numbersOf(other)
	if !ok || !known {
		return false
	}
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2])) < 0
}

// numbersOf reads "v1.2.3", "1.2" and "1.2.3-rc1".
func numbersOf(version string) (out [3]int, ok bool) {
	plain, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), "-")
	parts := strings.Split(plain, ".")
	if len(parts) > len(out) {
		return out, false
	}
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return out, false
		}
		out[i] = n
	}
	return out, true
}
