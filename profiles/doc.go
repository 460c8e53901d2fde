// Package profiles carries the regulations of the provinces as data files,
// one for each province and national.toml beneath them; each value stands
// beside its clause. Package internal/domain/profile reads them, and its first
// call is profile.Load.
package profiles
