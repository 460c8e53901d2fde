package documentweb_test

import (
	"strconv"
	"testing"
	"time"

	"antin/internal/testkit/htmlcheck"
)

func year() string { return strconv.Itoa(time.Now().Year()) }

func TestTemplatesFitTheirStructs(t *testing.T) {
	t.Parallel()
	s := open(t)
	htmlcheck.Templates(t, s.shell.Set(), s.shell.Pages())
}
