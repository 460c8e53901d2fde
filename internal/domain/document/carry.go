package document

import "slices"

// carried are the files of the current version, as they were uploaded, that go
// on in the next one beside the new files.
func (d *Document) carried(fresh []File, drop []FileID) []File {
	newText := slices.ContainsFunc(fresh, func(f File) bool { return !separate(f.Role) })
	var kept []File
	for _, f := range d.Files {
		if f.Version != d.Version || f.Stage != Uploaded && f.Stage != Converted {
			continue
		}
		if separate(f.Role) {
			again := slices.ContainsFunc(fresh, func(n File) bool { return n.Role == f.Role && n.Name == f.Name })
			if again || slices.Contains(drop, f.ID) {
				continue
			}
		} else if newText {
			continue
		}
		kept = append(kept, File{Role: f.Role, Stage: f.Stage, Name: f.Name, SHA256: f.SHA256, Size: f.Size, Pages: f.Pages, From: f.From})
	}
	return kept
}

func separate(r Role) bool { return r == Attachment || r == Appendix }
