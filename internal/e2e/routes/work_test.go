package routes

import (
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/workfile"
	"antin/internal/testkit/site"
)

// workThings are the completed work on the arrived document and a file of the
// receiver that holds it.
type workThings struct{ task, file string }

func prepareWork(t *testing.T, s *site.Site, in document.ID) workThings {
	t.Helper()
	ctx := t.Context()
	head, err := s.Actor(ctx, site.OtherLeader)
	site.Must(t, err)
	list, err := s.Tasks.OfDocument(ctx, head, in)
	site.Must(t, err)
	if len(list) == 0 {
		t.Fatal("the assignment made no task")
	}
	officer, err := s.Actor(ctx, site.OtherOfficer)
	site.Must(t, err)
	file, err := s.Files.Create(ctx, officer, workfile.New{Code: "12.VP", Title: "Trao đổi với Sở", First: in})
	site.Must(t, err)
	return workThings{string(list[0].ID), string(file)}
}

// fill gives what stands for the names of the pattern; nil where it is about
// neither work, files nor administration.
func (x workThings) fill(pattern string) map[string]string {
	switch {
	case strings.HasPrefix(pattern, "/cong-viec/"):
		return map[string]string{"{id}": x.task}
	case strings.HasPrefix(pattern, "/ho-so/"):
		return map[string]string{"{id}": x.file, "{seq}": "1"}
	case strings.HasPrefix(pattern, "/quan-tri/"):
		return map[string]string{"{seq}": "3", "{key}": "signing.person_image.max_width_mm"}
	}
	return nil
}
