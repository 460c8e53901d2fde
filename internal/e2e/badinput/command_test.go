package badinput

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptrace"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the folder is changed behind the program's back

	"antin/internal/testkit/site"
)

// TestTourOnStrangersFiles: the main job on layouts that are not ours; each
// sealed file passes the line that the tour prints.
func TestTourOnStrangersFiles(t *testing.T) {
	t.Parallel()
	binary(t)
	if !strings.Contains(program.said, "sealed.pdf") || !strings.Contains(program.said, " ms") {
		t.Errorf("the tour printed\n%s", program.said)
	}
	dirs := map[string]string{"lo-congvan": program.base}
	for _, name := range []string{"pa-baocao", "wp-thongbao-bang", "cr-totrinh-dai", "cr-khong-neo"} {
		dir := filepath.Join(t.TempDir(), "tour")
		if status, out := run(t, "tour", "--in", "../../../placement/testdata/"+name+".pdf", "--out", dir); status != 0 {
			t.Errorf("%s: status %d\n%s", name, status, out)
			continue
		}
		dirs[name] = dir
	}
	for name, dir := range dirs {
		if status, out := run(t, "verify", "--offline", "--anchors", filepath.Join(dir, "anchors"), filepath.Join(dir, "sealed.pdf")); status != 0 {
			t.Errorf("%s: status %d\n%s", name, status, out)
		}
		if status, out := run(t, "check", "--data", dir); status != 0 {
			t.Errorf("%s: check %d\n%s", name, status, out)
		}
	}
	if status, out := run(t, "tour", "--in", "../../../placement/testdata/pa-baocao.pdf", "--out", program.base); status != 64 || !strings.Contains(out, "không trống") {
		t.Errorf("a folder that is not empty: %d\n%s", status, out)
	}
	if status, _ := run(t, "tour", "--in", filepath.Join(t.TempDir(), "absent.pdf"), "--out", t.TempDir()); status != 64 {
		t.Errorf("a file that is not there: %d", status)
	}
	bad := filepath.Join(t.TempDir(), "bad.pdf")
	site.Must(t, os.WriteFile(bad, []byte("không phải PDF"), 0o600))
	if status, out := run(t, "tour", "--in", bad, "--out", t.TempDir()); status != 1 || !strings.Contains(out, "✗") {
		t.Errorf("not a PDF: %d\n%s", status, out)
	}
}

// TestStatusesOfVerify: 0 1 2 3 4 64, and over several files 1 before 4 before
// 2 before 3 before 0.
func TestStatusesOfVerify(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	sealed, anchors := filepath.Join(dir, "sealed.pdf"), filepath.Join(dir, "anchors")
	raw, err := os.ReadFile(sealed)
	site.Must(t, err)
	put := func(name string, raw []byte) string {
		path := filepath.Join(dir, name)
		site.Must(t, os.WriteFile(path, raw, 0o600))
		return path
	}
	flipped := bytes.Clone(raw)
	flipped[bytes.Index(flipped, []byte("endstream"))-20] ^= 1
	passed, failed := sealed, put("flipped.pdf", flipped)
	none, broken := put("plain.pdf", site.Letter(t)), put("broken.pdf", []byte("không phải PDF"))
	for _, c := range []struct {
		want int
		args []string
	}{
		{0, []string{"--anchors", anchors, passed}}, {1, []string{"--anchors", anchors, failed}}, {2, []string{passed}},
		{3, []string{none}}, {4, []string{broken}}, {64, nil}, {64, []string{"--khong-co", passed}}, {64, []string{"--anchors", filepath.Join(dir, "absent"), passed}},
		{64, []string{"--at", "hôm qua", passed}},
		{3, []string{"--anchors", anchors, passed, none}}, {2, []string{none, passed, none}}, {4, []string{broken, none, passed}},
		{1, []string{"--anchors", anchors, broken, none, failed, passed}}, {4, []string{filepath.Join(dir, "absent.pdf"), none}},
	} {
		if got, out := run(t, append([]string{"verify", "--offline"}, c.args...)...); got != c.want {
			t.Errorf("verify %v: %d, want %d\n%s", c.args, got, c.want, out)
		}
	}
	_, out := run(t, "verify", "--offline", "--json", "--anchors", anchors, passed, failed, none, broken)
	want := []string{"TOTAL-PASSED", "TOTAL-FAILED", "NO-SIGNATURE", "UNREADABLE"}
	var got []string
	for d := json.NewDecoder(strings.NewReader(out)); ; {
		var line struct {
			File, SHA256, Indication string
			Signatures               []struct{ Field, Integrity, Modification, Trust string }
		}
		if err := d.Decode(&line); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
		got = append(got, line.Indication)
		if line.Indication == "TOTAL-PASSED" && (len(line.Signatures) != 2 || line.Signatures[0].Modification != "allowed" || line.Signatures[1].Trust != "passed" || len(line.SHA256) != 64) {
			t.Errorf("%+v", line)
		}
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("--json says %v, want %v", got, want)
	}
}

// behind changes the database as somebody with the file could.
func behind(t *testing.T, dir string, texts ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "antin.db"))
	site.Must(t, err)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), "select name from sqlite_master where type = 'trigger'")
	site.Must(t, err)
	var names []string
	for rows.Next() {
		var name string
		site.Must(t, rows.Scan(&name))
		names = append(names, name)
	}
	site.Must(t, rows.Close())
	if len(names) == 0 {
		t.Error("the log has no triggers against changes")
	}
	for _, text := range texts {
		if _, err := db.ExecContext(t.Context(), text); err == nil {
			t.Errorf("the database allows: %s", text)
		}
	}
	for _, name := range names {
		_, err := db.ExecContext(t.Context(), "drop trigger "+name)
		site.Must(t, err)
	}
	for _, text := range texts {
		_, err := db.ExecContext(t.Context(), text)
		site.Must(t, err)
	}
}

// TestCheckCatchesTampering: a row changed, the newest rows deleted, a blob
// changed; the triggers stop what does not know them.
func TestCheckCatchesTampering(t *testing.T) {
	t.Parallel()
	const newest = " where seq > (select max(seq) - 3 from audit_entry)"
	cases := map[string]struct {
		do    func(t *testing.T, dir string)
		words string
	}{
		"a row changed": {func(t *testing.T, dir string) {
			behind(t, dir, "update audit_entry set leaf = leaf || ' ' where seq = 20")
		}, "Nhật ký: mục"},
		"the newest rows deleted": {func(t *testing.T, dir string) { behind(t, dir, "delete from audit_entry"+newest) }, "Nhật ký: mục"},
		"a blob changed":          {func(t *testing.T, dir string) { spoilLargest(t, dir) }, "đã bị thay đổi hoặc mất"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := folder(t)
			if status, out := run(t, "check", "--data", dir); status != 0 || strings.Count(out, "nguyên vẹn") != 8 {
				t.Fatalf("before: %d\n%s", status, out)
			}
			c.do(t, dir)
			status, out := run(t, "check", "--data", dir)
			if status != 1 || !strings.Contains(out, c.words) {
				t.Errorf("check: %d\n%s", status, out)
			}
		})
	}
}

// spoilLargest flips a byte in every blob of some size.
func spoilLargest(t *testing.T, dir string) {
	t.Helper()
	site.Must(t, filepath.WalkDir(filepath.Join(dir, "blobs"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil || !bytes.HasPrefix(raw, []byte("%PDF")) {
			return err
		}
		raw[len(raw)/2] ^= 1
		if err := os.Chmod(path, 0o600); err != nil {
			return err
		}
		return os.WriteFile(path, raw, 0o600)
	}))
}

// TestProductionRefusesPractice: the folder, its keys in the database, its
// roots among the anchors.
func TestProductionRefusesPractice(t *testing.T) {
	t.Parallel()
	production := func(dir, anchors string) {
		site.Must(t, os.WriteFile(filepath.Join(dir, "antin.toml"), []byte("mode = \"production\"\nlisten = \"127.0.0.1:0\"\nprovince = \"NA\"\nagency = \"H41\"\nanchors = \""+anchors+"\"\n"), 0o600))
	}
	for name, make := range map[string]func(dir string){
		"practice folder": func(dir string) { production(dir, filepath.Join(dir, "anchors")) },
		"practice roots": func(dir string) {
			roots := filepath.Join(t.TempDir(), "roots")
			site.Must(t, os.CopyFS(roots, os.DirFS(filepath.Join(dir, "anchors"))))
			site.Must(t, os.RemoveAll(dir))
			site.Must(t, os.MkdirAll(dir, 0o700))
			production(dir, roots)
		},
		"practice keys": func(dir string) {
			site.Must(t, os.RemoveAll(filepath.Join(dir, "practice")))
			production(dir, realRoot(t))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t)
			make(dir)
			status, out := run(t, "serve", "--data", dir)
			if status == 0 || !strings.Contains(out, "thực hành") {
				t.Errorf("status %d\n%s", status, out)
			}
			t.Logf("%s: %.200s", name, out)
		})
	}
}

// TestTermFinishesWhatIsUnderWay: a request that is being sent when the signal
// comes is answered; then the program ends by itself with status 0. A second
// start is quick.
func TestTermFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	began := time.Now()
	s := start(t, binary(t), "serve", "--data", dir, "--listen", "127.0.0.1:0")
	t.Logf("a later start took %v to its address", time.Since(began).Round(time.Millisecond))
	raw, err := os.ReadFile(filepath.Join(dir, "sealed.pdf"))
	site.Must(t, err)
	in, out := io.Pipe()
	reading := make(chan struct{}) // closed when the server asks for the file
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got100Continue: func() { close(reading) }})
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/api/kiem-tra", in)
	site.Must(t, err)
	r.Header.Set("Content-Type", "application/pdf")
	r.Header.Set("Expect", "100-continue")
	type answer struct {
		page *site.Page
		err  error
	}
	answered := make(chan answer, 1)
	go func() {
		page, err := site.Guest(t, s.url).Try(r)
		answered <- answer{page, err}
	}()
	_, err = out.Write(raw[:len(raw)/2])
	site.Must(t, err)
	<-reading // before that, the connection may still stand in the queue of the kernel
	ended := make(chan error, 1)
	go func() { ended <- s.stop() }()
	for { // until no new connection is taken
		client := http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
		reply, err := client.Get(s.url + "/login")
		if err != nil {
			break
		}
		_ = reply.Body.Close()
	}
	_, err = out.Write(raw[len(raw)/2:])
	site.Must(t, err)
	site.Must(t, out.Close())
	a := <-answered
	if a.err != nil || a.page.Status != http.StatusOK || !bytes.Contains(a.page.Body, []byte("TOTAL-PASSED")) {
		t.Errorf("the request under way got %+v, %v", a.page, a.err)
	}
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v\n%s", err, s.said())
	}
}
