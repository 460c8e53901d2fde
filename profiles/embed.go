package profiles

import "embed"

// Files holds national.toml, one file for each province, named by its code, and
// in forms the printed forms of each act.
//
//go:embed *.toml forms/*.toml
var Files embed.FS
