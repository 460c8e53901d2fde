package org

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// ActSet is setting a value of the province's profile.
const ActSet Action = "profile.set"

// Setting is one value of a profile that an administrator set. An empty Value
// gives the key back to the text of the regulation.
type Setting struct {
	ID       string
	Province string
	Key      string
	Value    string // as typed; JSON for a table (profile.Profile.Stored)
	Reason   string
	Paper    string // number and date of the decision, may be empty
	Person   PersonID
	At       time.Time
}

// SettingStore keeps settings; rows are only added.
type SettingStore interface {
	// Settings lists the newest of each key of a province, by key.
	Settings(ctx context.Context, province string) ([]Setting, error)
	// SettingHistory lists all of one key, newest first, at most 100.
	SettingHistory(ctx context.Context, province, key string) ([]Setting, error)
	// AddSetting saves a row with its audit entry in one transaction.
	AddSetting(ctx context.Context, s Setting, entry audit.Entry) error
}

// Settings changes values of profiles where the texts leave them open
// (profile.ByDefault) and puts them in force at once, without a restart.
type Settings struct {
	Store    SettingStore
	Guard    *Guard
	Profiles *profile.Set
	Now      func() time.Time

	one    sync.Mutex // two changes at once would lose one
	loaded map[string]Setting
}

// Load puts the stored settings of every province in force. A setting that the
// profile of this program refuses is left out and told in the error; the others
// count.
func (s *Settings) Load(ctx context.Context) error {
	s.one.Lock()
	defer s.one.Unlock()
	var problems []error
	next, all := s.Profiles, map[string]Setting{}
	for _, province := range s.Profiles.Provinces() {
		rows, err := s.Store.Settings(ctx, province)
		if err != nil {
			return fmt.Errorf("reading the settings of %s: %w", province, err)
		}
		for _, row := range rows {
			all[province+" "+row.Key] = row
			if known := s.loaded[province+" "+row.Key]; known.ID == row.ID {
				continue
			}
			changed, err := s.lay(next, row)
			if err != nil {
				problems = append(problems, fmt.Errorf("setting %s of %s: %w", row.Key, province, err))
				continue
			}
			next = changed
		}
	}
	s.loaded = all
	if next != s.Profiles {
		s.Profiles.Adopt(next)
	}
	return errors.Join(problems...)
}

// lay gives the set with one setting over it.
func (s *Settings) lay(set *profile.Set, row Setting) (*profile.Set, error) {
	p, err := set.At(row.Province, s.Now())
	if err != nil {
		return nil, err
	}
	if !p.Known(row.Key) {
		return nil, fmt.Errorf("no such value")
	}
	if row.Value == "" {
		return set.Without(row.Province, row.Key)
	}
	value, err := p.Stored(row.Key, row.Value)
	if err != nil {
		return nil, err
	}
	return set.With(row.Province, row.Key, value)
}

// Set changes one value of the actor's province; an empty text gives it back to
// the regulation. Only values that the texts leave open can be set: what stands
// in a regulation is changed by a regulation. The reason is required.
func (s *Settings) Set(ctx context.Context, by Actor, key, text, reason, paper string) error {
	if err := s.Guard.Allow(ctx, by, ActSet, Any); err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return fault.New(fault.Invalid, "setting.reason", "Đặt giá trị phải ghi lý do.").At("reason", "Ghi lý do.")
	}
	s.one.Lock()
	defer s.one.Unlock()
	p, err := s.Profiles.At(by.Province, s.Now())
	if err != nil {
		return err
	}
	if !p.Known(key) {
		return fault.New(fault.NotFound, "setting.key", "Không có giá trị này.")
	}
	if p.Source(key).Mark != profile.ByDefault {
		return fault.New(fault.Conflict, "setting.from-text", "Giá trị này do văn bản ấn định nên không đặt bằng tay.").
			Under(p.Clause(key)).Do("Chỉ sửa được khi có quy chế mới.")
	}
	id, err := newID()
	if err != nil {
		return err
	}
	row := Setting{ID: id, Province: by.Province, Key: key, Value: strings.TrimSpace(text), Reason: strings.TrimSpace(reason), Paper: strings.TrimSpace(paper), Person: by.Person, At: s.Now()}
	next, err := s.lay(s.Profiles, row)
	if err != nil {
		return fault.New(fault.Invalid, "setting.value", "Giá trị không dùng được: "+err.Error()+".").At("value", "Kiểm tra lại giá trị.")
	}
	sum := sha256.Sum256([]byte(row.Value))
	entry := audit.Entry{At: row.At, Account: string(by.Account), Person: string(by.Person), Agency: string(by.Agency), Action: "profile.set",
		Subject: id, Profile: p.Version, Clause: p.Clause(key), Data: map[string]string{"key": key, "value.sha256": hex.EncodeToString(sum[:])}}
	if err := s.Store.AddSetting(ctx, row, entry); err != nil {
		return fmt.Errorf("saving the setting %s: %w", key, err)
	}
	if s.loaded == nil {
		s.loaded = map[string]Setting{}
	}
	s.loaded[row.Province+" "+key] = row
	s.Profiles.Adopt(next)
	return nil
}

// History lists what was set for a key of the actor's province, newest first.
func (s *Settings) History(ctx context.Context, by Actor, key string) ([]Setting, error) {
	if err := s.Guard.Allow(ctx, by, "profile.read", Any); err != nil {
		return nil, err
	}
	return s.Store.SettingHistory(ctx, by.Province, key)
}
