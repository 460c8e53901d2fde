package profile

// CustodyRules are those of keeping, handing over and checking key devices; a
// number of zero asks for nothing.
type CustodyRules struct {
	KeeperApproval   bool `toml:"keeper_approval"`   // a change of keeper needs the head's consent in the system
	ReceptionContact bool `toml:"reception_contact"` // the agency's contact person confirms the minutes, too
	// What the screens say, in the words of the province.
	NoPaper        string   `toml:"no_paper_refusal"`       // an agency's device without decision or handover paper
	NoPermission   string   `toml:"no_permission_refusal"`  // a temporary handover without permission, or where none is allowed
	NotConfirmed   string   `toml:"not_confirmed_refusal"`  // signing before the receipt was confirmed
	NotHolder      string   `toml:"not_holder_refusal"`     // a personal device to somebody else
	NotClerk       string   `toml:"not_clerk_refusal"`      // an agency's device to who is no văn thư of it
	OtherSigner    string   `toml:"other_signer_refusal"`   // signing by who is not the keeper
	NotKeeper      string   `toml:"not_keeper_refusal"`     // signing with a device that somebody else keeps
	OutOfOffice    string   `toml:"out_of_office_refusal"`  // the agency's device leaves the office without a written permission
	Methods        []string `toml:"transfer_methods"`       // "direct", "post"; others are refused
	UnconfirmedFor int      `toml:"unconfirmed_days"`       // after so many days an unconfirmed handover is listed
	PresenceDays   int      `toml:"presence_days"`          // between two sightings of an agency's device
	InventoryEvery int      `toml:"inventory_months"`       // every device is counted
	HoldingEvery   int      `toml:"holding_months"`         // the holder says that the device is there
	SelfCheckEvery int      `toml:"self_check_months"`      // the agency checks its own management
	RemindDays     int      `toml:"check_reminder_days"`    // before the last day
	CheckDays      int      `toml:"check_days"`             // from the opening of a check to its last day
	Duties         []string `toml:"duties"`                 // that a receiver acknowledges
	SelfCheck      []string `toml:"self_check"`             // questions
	ChangeConsent  string   `toml:"change_consent_refusal"` // a change of data on the device without the authority's consent
}
