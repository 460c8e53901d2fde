package exchangeweb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/face/web"
	"antin/internal/face/web/checkweb"
	"antin/internal/fault"
	"antin/pdf"
)

// desk is the left side: pictures of the pages of one file.
type desk struct {
	Name      string
	Pages     []sheetPicture
	From, To  int
	All       int
	Back, On  string // the pages before and after
	Revision  int    // an earlier state of the file; 0 is the file as it is
	Signed    string // who made that state
	Now       string // address of the file as it is
	Get       string
	NoPicture string // why there is none
}

type sheetPicture struct {
	Address, Alt  string
	Width, Height int
	Later         bool // loaded when it comes into sight
}

const (
	pagesAtOnce  = 10
	pictureWidth = 1100
)

// desk opens the file and pages that the address asks for.
func (m *module) desk(r *web.Request, d *document.Document) (desk, error) {
	f, ok := chosen(d, r.URL.Query().Get("tep"))
	if !ok {
		return desk{NoPicture: "Văn bản đến không kèm tệp nào."}, nil
	}
	at := here(d.ID, "tep", string(f.ID))
	out := desk{Name: f.Name, All: f.Pages, Get: at, Now: here(d.ID) + "?tep=" + string(f.ID)}
	view := out.Now
	if n, err := strconv.Atoi(r.URL.Query().Get("ban")); err == nil && n > 0 {
		out.Revision, out.Signed = n, signerOf(d, f, n)
		at += "/ban/" + strconv.Itoa(n)
		out.Get, view = at, view+"&ban="+strconv.Itoa(n)
	}
	sheets, err := m.Documents.Sheets(r.Context(), r.Actor, d.ID, f.ID)
	if errors.Is(err, fs.ErrNotExist) {
		out.NoPicture = "Nơi gửi nêu tên tệp này nhưng tệp không đến."
		return out, nil
	}
	if err != nil {
		if f.Pages > 0 { // the pages are there, only their sizes are not known
			sheets = make([]document.Sheet, f.Pages)
		}
	}
	if len(sheets) == 0 {
		out.NoPicture = "Tệp này không phải PDF xem được ở đây; tải về để mở."
		return out, nil
	}
	out.All = len(sheets)
	out.cut(r.URL.Query().Get("trang"), view)
	for n := out.From; n <= out.To; n++ {
		s := sheetPicture{Address: fmt.Sprintf("%s/trang/%d.png", at, n), Alt: fmt.Sprintf("Trang %d của %s", n, f.Name), Later: n > out.From}
		if size := sheets[n-1]; size.Width > 0 && size.Height > 0 {
			s.Width, s.Height = pictureWidth, int(pictureWidth*size.Height/size.Width)
		}
		out.Pages = append(out.Pages, s)
	}
	return out, nil
}

// cut picks the run of pages that is shown.
func (k *desk) cut(from, view string) {
	k.From, _ = strconv.Atoi(from) // not a number is the first page
	k.From = min(max(k.From, 1), k.All)
	k.To = min(k.From+pagesAtOnce-1, k.All)
	if k.From > 1 {
		k.Back = view + "&trang=" + strconv.Itoa(max(k.From-pagesAtOnce, 1))
	}
	if k.To < k.All {
		k.On = view + "&trang=" + strconv.Itoa(k.To+1)
	}
}

// chosen is the file that was asked for, or the document itself.
func chosen(d *document.Document, id string) (document.File, bool) {
	for _, f := range d.Files {
		if string(f.ID) == id {
			return f, true
		}
	}
	if f, ok := d.Current(document.Main); ok {
		return f, true
	}
	if len(d.Files) > 0 {
		return d.Files[0], true
	}
	return document.File{}, false
}

func signerOf(d *document.Document, f document.File, revision int) string {
	c, ok := lastCheck(d, f.ID)
	if !ok {
		return ""
	}
	report, err := exchange.Report(c)
	if err != nil {
		return ""
	}
	for _, s := range report.Signatures {
		if s.Revision == revision {
			return s.Signer
		}
	}
	return ""
}

// open finds the file that the address names; the caller closes it.
func (m *module) open(r *web.Request) (document.File, document.Blob, error) {
	f, blob, err := m.Documents.File(r.Context(), r.Actor, idOf(r), document.FileID(r.PathValue("file")))
	if errors.Is(err, fs.ErrNotExist) {
		err = fault.New(fault.NotFound, "file.missing", "Nơi gửi nêu tên tệp này nhưng tệp không đến.")
	}
	return f, blob, err
}

func (m *module) download(w http.ResponseWriter, r *web.Request) error {
	f, blob, err := m.open(r)
	if err != nil {
		return err
	}
	defer blob.Close()
	if err := m.Documents.Accessed(r.Context(), r.Actor, idOf(r), document.Downloaded); err != nil {
		return err
	}
	return send(w, f.Name, blob)
}

func send(w http.ResponseWriter, name string, blob document.Blob) error {
	kind := "application/octet-stream"
	if strings.HasSuffix(strings.ToLower(name), ".pdf") {
		kind = "application/pdf"
	}
	checkweb.Attach(w, kind, name)
	w.Header().Set("Content-Length", strconv.FormatInt(blob.Size(), 10))
	_, _ = io.Copy(w, io.NewSectionReader(blob, 0, blob.Size())) // the status is out; the browser sees a short file
	return nil
}

// picture of one page of the file as it is.
func (m *module) picture(w http.ResponseWriter, r *web.Request) error {
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	png, err := m.Documents.Picture(r.Context(), r.Actor, idOf(r), document.FileID(r.PathValue("file")), n, pictureWidth)
	if err != nil {
		return err
	}
	sendPicture(w, png)
	return nil
}

func sendPicture(w http.ResponseWriter, png []byte) {
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "no-store") // nothing of a document stays on the machine after sign-out
	_, _ = w.Write(png)                         // the browser went away: nothing to do
}

// pageNumber reads "3.png".
func pageNumber(r *web.Request) (int, error) {
	n, err := strconv.Atoi(strings.TrimSuffix(r.PathValue("page"), ".png"))
	if err != nil || n < 1 {
		return 0, fault.New(fault.NotFound, "file.no-page", "Tệp không có trang này.")
	}
	return n, nil
}

// revision is the file as it was after one of its revisions: a prefix of its bytes.
type revision struct {
	document.Blob
	end int64
}

// Size is the length of the prefix.
func (v *revision) Size() int64 { return v.end }

// openRevision finds the revision that the address names; the caller closes it.
func (m *module) openRevision(r *web.Request) (document.File, *revision, error) {
	f, blob, err := m.open(r)
	if err != nil {
		return f, nil, err
	}
	file, err := pdf.Open(blob, blob.Size())
	n, number := strconv.Atoi(r.PathValue("revision"))
	if err != nil || number != nil || n < 1 || n > len(file.Revisions()) {
		_ = blob.Close() // only read
		return f, nil, fault.New(fault.NotFound, "file.no-revision", "Tệp không có bản này.")
	}
	return f, &revision{blob, file.Revisions()[n-1].End}, nil
}

func (m *module) downloadRevision(w http.ResponseWriter, r *web.Request) error {
	f, v, err := m.openRevision(r)
	if err != nil {
		return err
	}
	defer v.Close()
	return send(w, strings.TrimSuffix(f.Name, ".pdf")+"-ban-"+r.PathValue("revision")+".pdf", v)
}

// revisionTime bounds the drawing of one page.
const revisionTime = time.Minute

func (m *module) pictureOfRevision(w http.ResponseWriter, r *web.Request) error {
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	f, v, err := m.openRevision(r)
	if err != nil {
		return err
	}
	defer v.Close()
	if n > f.Pages {
		return fault.New(fault.NotFound, "file.no-page", "Tệp không có trang này.")
	}
	ctx, cancel := context.WithTimeout(r.Context(), revisionTime)
	defer cancel()
	png, err := m.Documents.Pages.Picture(ctx, f.SHA256+"@"+strconv.FormatInt(v.end, 10), v, n, pictureWidth)
	if err != nil {
		return err
	}
	sendPicture(w, png)
	return nil
}
