package app

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antin/internal/testkit/testpki"
)

func TestFirstAdministratorIsMadeOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pki, anchors := testpki.New(t), filepath.Join(dir, "anchors")
	must(t, os.Mkdir(anchors, 0o700))
	must(t, os.WriteFile(filepath.Join(anchors, "root.cer"), pki.Certificate("root").Raw, 0o600))
	config := fmt.Sprintf("mode = \"production\"\nlisten = \"127.0.0.1:0\"\nprovince = \"NA\"\nagency = \"H41.37\"\nanchors = %q\norigin = \"https://vanban.example.vn\"\n", anchors)
	must(t, os.WriteFile(filepath.Join(dir, "antin.toml"), []byte(config), 0o600))
	args := []string{"admin", "--data", dir, "--code", "H41.37", "--agency", "Sở Khoa học và Công nghệ", "--short", "SKHCN", "--person", "Đặng Minh Tuấn", "--email", "tuan@nghean.gov.vn"}
	var out, errs bytes.Buffer
	if status := Main(args, &out, &errs); status != 0 {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	_, rest, ok := strings.Cut(out.String(), "Mật khẩu       ")
	password, _, _ := strings.Cut(rest, "\n")
	if !ok || len(password) < 16 {
		t.Fatalf("no password in %q", out.String())
	}
	c, err := ReadConfig(dir)
	must(t, err)
	a, err := Open(t.Context(), c, Options{})
	must(t, err)
	by, err := a.Org.SignIn(t.Context(), "quantri", password)
	must(t, err)
	if !by.Has("administrator") {
		t.Errorf("the first one holds %v", by.Roles)
	}
	must(t, a.Close())
	out.Reset()
	if status := Main(args, &out, &errs); status == 0 || !strings.Contains(errs.String(), "Đã có quản trị hệ thống.") {
		t.Errorf("a second one: status %d, %s%s", status, out.String(), errs.String())
	}
}
