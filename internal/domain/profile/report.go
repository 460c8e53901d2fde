package profile

// Reports holds periods, dates, senders and receivers of reports.
type Reports struct {
	Periods          []Choice `toml:"periods"`       // of certificates and signatures
	HalfYearDue      string   `toml:"half_year_due"` // "06-15": on time until the end of the day before; empty = not set
	YearDue          string   `toml:"year_due"`
	HalfYearCutoff   string   `toml:"half_year_cutoff"` // last day counted
	YearCutoff       string   `toml:"year_cutoff"`
	YearStart        string   `toml:"year_start"`
	DueOffsetDays    int      `toml:"due_offset_days"` // after the end of the period, where no date is given
	UnsetText        string   `toml:"unset_text"`      // shown while no date is configured
	LateText         string   `toml:"late_text"`
	AgencyReports    bool     `toml:"agency_reports"` // agencies report too, not the department alone
	Sender           string   `toml:"sender"`
	Receiver         string   `toml:"receiver"`
	Consolidated     []string `toml:"consolidated_recipients"`
	QuarterlyForm    bool     `toml:"quarterly_form"`
	Channels         []string `toml:"channels"`
	ChannelSource    string   `toml:"channel_source"`
	ReminderDays     []int    `toml:"reminder_days"`
	DeskPeriods      []Choice `toml:"desk_periods"` // of the one-stop desk
	DeskTrigger      string   `toml:"desk_trigger"` // "last-working-day"
	SystemPeriods    []Choice `toml:"system_periods"`
	ExchangePeriods  []Choice `toml:"exchange_periods"` // of documents sent and received
	ExchangeReceiver string   `toml:"exchange_receiver"`
	SecondeePeriod   string   `toml:"secondee_period"`
	DraftText        string   `toml:"draft_text"` // on prints while the regulation is a draft
}

// Administration holds the rules of running the system.
type Administration struct {
	Scope               []string `toml:"scope"` // kinds of agencies to which the regulation applies
	ScopeRefusal        string   `toml:"scope_refusal"`
	Modules             []string `toml:"modules"`
	DataCentre          string   `toml:"data_centre"`
	Backup              []string `toml:"backup"`
	PasswordMaxAgeDays  int      `toml:"password_max_age_days"` // 0 = no duty to change
	PasswordRefusal     string   `toml:"password_refusal"`
	SecurityCheckMonths int      `toml:"security_check_months"` // 0 = none
	EnactRefusal        string   `toml:"enact_refusal"`         // said when a draft is to be put in force without number and date
	IncidentReceivers   []string `toml:"incident_receivers"`
}
