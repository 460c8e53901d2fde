package agent

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The PIN is never asked by the server (NA-20-1): no page of it has a field for
// one, and no type of the wire a place (ticket.TestNoTypeCarriesAPIN).
func TestNoPageOfTheServerAsksForAPIN(t *testing.T) {
	t.Parallel()
	field := regexp.MustCompile(`(?is)<(?:input|label)[^>]*>[^<]*`)
	pin := regexp.MustCompile(`(?i)(name|id|for)="[^"]*\b(so-?)?pin\b[^"]*"|(nhập|mã) pin`)
	pages := 0
	web := os.DirFS("../../face/web")
	err := fs.WalkDir(web, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".html") {
			return err
		}
		raw, err := fs.ReadFile(web, name)
		if err != nil {
			return err
		}
		pages++
		for _, found := range field.FindAllString(string(raw), -1) {
			if pin.MatchString(found) {
				t.Errorf("%s asks for a PIN: %s", name, found)
			}
		}
		return nil
	})
	if err != nil || pages < 20 {
		t.Fatalf("%d pages read: %v", pages, err)
	}
	if own := `<label for="pin">Mã PIN của thiết bị</label>`; !pin.MatchString(field.FindString(own)) {
		t.Error("the look would not see a field for a PIN")
	}
}
