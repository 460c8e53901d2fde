package profile

import "slices"

// Tasks holds who directs work, how long a slip may be taken back, and the
// words that every leader starts with.
type Tasks struct {
	Assigners      []string `toml:"assigners"`       // who gives an incoming document to be handled: "head", "leader"
	AssignRefusal  string   `toml:"assign_refusal"`  // said to everybody else
	Unassigned     string   `toml:"unassigned"`      // said when work begins on what nobody assigned
	DelegationDays int      `toml:"delegation_days"` // longest dated delegation, in days
	UndoMinutes    int      `toml:"undo_minutes"`    // how long an assignment may be undone where nothing followed
	SoonDays       int      `toml:"soon_days"`       // working days before the due time from which it counts as soon
	DueDays        int      `toml:"due_days"`        // working days offered for a new task; 0 offers none
	Phrases        []string `toml:"phrases"`         // ready words of a direction; each leader may keep other ones
}

// ByLeader reports that deputies assign as the head does; otherwise the head and
// the holder of a dated delegation alone.
func (t Tasks) ByLeader() bool { return slices.Contains(t.Assigners, "leader") }

// Files holds the rules of work files (hồ sơ công việc) and their hand-over.
type Files struct {
	Dossier         string   `toml:"dossier"`          // what a file is, in the words of the regulation
	Retentions      []Choice `toml:"retentions"`       // code: "vinh-vien" or the number of years
	HandOverDays    int      `toml:"hand_over_days"`   // days after the end of the work within which a file is handed over
	KeepBackYears   int      `toml:"keep_back_years"`  // longest time a unit may keep a file back with the head's consent
	NoticeDays      int      `toml:"notice_days"`      // days before it falls due at which its keeper is told
	HandOverFrom    int      `toml:"hand_over_from"`   // years of retention from which a file must be handed over
	DeleteRefusal   string   `toml:"delete_refusal"`   // said when a file is to be destroyed before its time
	DestroyDecision bool     `toml:"destroy_decision"` // destruction needs the number of a decision
	UnfiledEvery    string   `toml:"unfiled_every"`    // "year" or "month": when documents outside of every file are listed
}

// Retention finds a retention by its code.
func (f Files) Retention(code string) (Choice, bool) {
	i := slices.IndexFunc(f.Retentions, func(c Choice) bool { return c.Code == code })
	if i < 0 {
		return Choice{}, false
	}
	return f.Retentions[i], true
}
