//go:build !cgo

package token

// load has nothing to load with.
func load(string) (engine, error) { return nil, refused{CodeNoDrivers, ""} }
