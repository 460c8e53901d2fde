package profiles

import "embed"

// Files holds national.toml and one file for each province, named by its code.
//
//go:embed *.toml
var Files embed.FS
