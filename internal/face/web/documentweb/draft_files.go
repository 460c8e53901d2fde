package documentweb

import (
	"slices"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/face/web/ui"
)

// keptFile is a separate file of the current version, which the next one keeps
// unless it is ticked.
type keptFile struct {
	ID, Name, Kind, Size string
	Dropped              bool
}

func keptFiles(d *document.Document, drop []document.FileID) []keptFile {
	var out []keptFile
	for _, f := range d.Files {
		if f.Version != d.Version || f.Stage != document.Uploaded || f.Role != document.Attachment && f.Role != document.Appendix {
			continue
		}
		out = append(out, keptFile{ID: string(f.ID), Name: f.Name, Kind: roleNames[f.Role], Size: ui.Size(f.Size), Dropped: slices.Contains(drop, f.ID)})
	}
	return out
}

// changedFiles says what the new version took, kept and left out, by name.
func changedFiles(before, after *document.Document) string {
	if before.Version == after.Version {
		return ""
	}
	old, now := uploaded(before), uploaded(after)
	in := func(list []document.File) func(document.File) bool {
		return func(f document.File) bool {
			return slices.ContainsFunc(list, func(o document.File) bool { return o.Role == f.Role && o.SHA256 == f.SHA256 && o.Name == f.Name })
		}
	}
	var fresh, kept, gone []string
	for _, f := range now {
		if in(old)(f) {
			kept = append(kept, "“"+f.Name+"”")
		} else {
			fresh = append(fresh, "“"+f.Name+"”")
		}
	}
	for _, f := range old {
		if !in(now)(f) {
			gone = append(gone, "“"+f.Name+"”")
		}
	}
	out := ""
	for _, part := range []struct {
		label string
		names []string
	}{{"Tệp mới", fresh}, {"Giữ lại", kept}, {"Không còn trong bản này", gone}} {
		if len(part.names) > 0 {
			out += " " + part.label + ": " + strings.Join(part.names, ", ") + "."
		}
	}
	return out
}

// uploaded are the files of the current version as people brought them.
func uploaded(d *document.Document) []document.File {
	var out []document.File
	for _, f := range d.Files {
		if f.Version == d.Version && f.Stage == document.Uploaded {
			out = append(out, f)
		}
	}
	return out
}
