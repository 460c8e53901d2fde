package vgca

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"antin/internal/fault"
)

// Limits of messages.
const (
	MaxMessage = 24 << 20 // a text to sign, in base64
	MaxFiles   = 200      // of SignFiles
	maxText    = 2000
	maxMeta    = 50
)

// Kind of a call.
type Kind int

// Kinds.
const (
	Refused  Kind = iota // not done here; Why says it
	SignPDF              // fetch, sign, upload
	Message              // sign a text
	Verify               // fetch and judge
	Info                 // tell the certificates
	Settings             // show the own page
)

// Action is one call of the service.
type Action struct {
	Name  string
	Kind  Kind
	Title string // for the person
	// Note is drawn at the top right of page 1 (NĐ 30/2020, annex I, box 14 and
	// the annexes in files of their own): upright, 10 points, black, no picture.
	Note bool
	Many bool
	Why  string
}

// actions are all calls of the script.
var actions = []Action{
	{Name: "SignApproved", Kind: SignPDF, Title: "Ký phê duyệt"},
	{Name: "SignIssued", Kind: SignPDF, Title: "Ký phát hành bằng chữ ký cơ quan"},
	{Name: "SignIncome", Kind: SignPDF, Title: "Ký văn bản đến", Note: true},
	{Name: "SignAppendix", Kind: SignPDF, Title: "Ký phụ lục", Note: true},
	{Name: "SignCopy", Kind: SignPDF, Title: "Ký bản sao điện tử", Note: true},
	{Name: "SignFile", Kind: SignPDF, Title: "Ký tệp"},
	{Name: "SignPDF", Kind: SignPDF, Title: "Ký tệp PDF"},
	{Name: "SignFiles", Kind: SignPDF, Title: "Ký nhiều tệp", Many: true},
	{Name: "SignMsg", Kind: Message, Title: "Ký dữ liệu"},
	{Name: "SignJson", Kind: Message, Title: "Ký dữ liệu JSON"},
	{Name: "Auth", Kind: Message, Title: "Ký xác nhận đăng nhập"},
	{Name: "VerifyPDF", Kind: Verify, Title: "Kiểm tra chữ ký trên tệp PDF"},
	{Name: "GetCertInfo", Kind: Info, Title: "Xem chứng thư số"},
	{Name: "Config", Kind: Settings, Title: "Thiết đặt"},
	{Name: "SignXML", Why: "Máy ký số này chưa ký được XML."},
	{Name: "SignXMLP12", Why: "Máy ký số này chỉ ký bằng khóa trong thiết bị, không ký bằng tệp khóa."},
	{Name: "SignPDFWP", Why: "Máy ký số này luôn hỏi người ký, không ký khi không có cửa sổ."},
	{Name: "SignOffice", Why: "Máy ký số này chỉ ký tệp PDF; chuyển tệp sang PDF trước."},
	{Name: "VerifyOffice", Why: "Máy ký số này chỉ kiểm tra tệp PDF."},
	{Name: "VerifyXML", Why: "Máy ký số này chỉ kiểm tra tệp PDF."},
	{Name: "VerifyMsg", Why: "Máy ký số này chỉ kiểm tra tệp PDF."},
	{Name: "Comment", Why: "Máy ký số này không ghi ý kiến lên văn bản; nhập ý kiến trong hệ thống quản lý văn bản."},
	{Name: "GetLicenseRequest", Why: "Máy ký số này không cần giấy phép."},
}

// Find gives the call of a name, exactly as it stands in the address.
func Find(name string) (Action, bool) {
	for _, a := range actions {
		if a.Name == name {
			return a, true
		}
	}
	return Action{}, false
}

// Pair is a line of MetaData.
type Pair struct{ Key, Value string }

// Request is what a page asks. Names are those of the script.
type Request struct {
	FileUploadHandler string
	SessionId         string //nolint:revive,staticcheck // the name of the script
	JWTToken          string
	FileName          string
	MetaData          []Pair
	DocNumber         string
	IssuedDate        string
	Base64Content     string
	JsonContent       string //nolint:revive,staticcheck // the name of the script
	Content           string // of a text that comes as it is
	Files             []File
}

// File is one of SignFiles.
type File struct{ FileName, FileUploadHandler string }

func bad(message string) error { return fault.New(fault.Invalid, "vgca.request", message) }

// Parse reads the message of an action. Unknown names are passed over, as
// versions of the script differ.
func Parse(a Action, raw []byte) (Request, error) {
	if len(raw) > MaxMessage {
		return Request{}, bad("Yêu cầu ký quá lớn.")
	}
	if a.Kind == Info || a.Kind == Settings {
		return Request{}, nil // the script sends a word
	}
	var r Request
	if err := json.Unmarshal(raw, &r); err != nil {
		return Request{}, bad("Yêu cầu ký không đúng dạng JSON.")
	}
	if len(r.MetaData) > maxMeta || len(r.Files) > MaxFiles || r.long() {
		return Request{}, bad("Yêu cầu ký quá lớn.")
	}
	return r, r.fits(a)
}

func (r Request) long() bool {
	all := []string{r.FileUploadHandler, r.FileName, r.DocNumber, r.IssuedDate}
	for _, m := range r.MetaData {
		all = append(all, m.Key, m.Value)
	}
	for _, f := range r.Files {
		all = append(all, f.FileName, f.FileUploadHandler)
	}
	for _, s := range all {
		if len(s) > maxText {
			return true
		}
	}
	return len(r.SessionId) > 16<<10 || len(r.JWTToken) > 16<<10 || strings.ContainsAny(r.SessionId+r.JWTToken, "\r\n\x00")
}

func (r Request) fits(a Action) error {
	switch {
	case a.Kind == SignPDF && a.Many && len(r.Files) == 0, a.Kind == SignPDF && !a.Many && r.FileName == "", a.Kind == Verify && r.FileName == "":
		return bad("Yêu cầu không nêu tệp. Máy ký số này không mở hộp chọn tệp; chọn tệp trong hệ thống rồi ký.")
	case a.Kind == SignPDF && !a.Many && r.FileUploadHandler == "":
		return bad("Yêu cầu không nêu nơi nhận tệp đã ký (FileUploadHandler).")
	case a.Kind == Message:
		_, err := r.Text()
		return err
	}
	return nil
}

// All lists the files to sign, each with where it goes.
func (r Request) All(a Action) []File {
	if !a.Many {
		return []File{{r.FileName, r.FileUploadHandler}}
	}
	out := append([]File(nil), r.Files...)
	for i := range out {
		if out[i].FileUploadHandler == "" {
			out[i].FileUploadHandler = r.FileUploadHandler
		}
	}
	return out
}

// Text is what a message signs.
func (r Request) Text() ([]byte, error) {
	switch {
	case r.Base64Content != "":
		raw, err := base64.StdEncoding.DecodeString(r.Base64Content)
		if err != nil || len(raw) == 0 {
			return nil, bad("Dữ liệu cần ký không đúng dạng base64.")
		}
		return raw, nil
	case r.JsonContent != "":
		return []byte(r.JsonContent), nil
	case r.Content != "":
		return []byte(r.Content), nil
	}
	return nil, bad("Yêu cầu không có dữ liệu cần ký.")
}

// Statuses of replies.
const (
	OK     = 0
	Failed = 1
)

// Reply is the answer to a call.
type Reply struct {
	Status         int
	Message        string
	FileName       string
	FileServer     string
	DocumentNumber string
	DocumentDate   string
	Signature      string `json:",omitempty"` // base64, of messages
	CertInfo       []Held `json:",omitempty"`
	Files          []Done `json:",omitempty"` // of SignFiles
	Report         string `json:",omitempty"` // of VerifyPDF
}

// Done is the outcome of one of many files.
type Done struct {
	Status     int
	Message    string
	FileName   string
	FileServer string
}

// Held is one certificate on the devices of the desk, base64 of its DER.
type Held struct{ Subject, Issuer, Serial, From, To, Base64 string }

// Bytes writes a reply.
func (r Reply) Bytes() []byte {
	raw, err := json.Marshal(r)
	if err != nil {
		panic("vgca: writing a reply: " + err.Error()) // strings and numbers only
	}
	return raw
}

// Taken is what an upload handler answers; some say only that it went well.
type Taken struct {
	Status     bool
	Message    string
	FileName   string
	FileServer string
}

// ParseTaken reads the answer of an upload handler.
func ParseTaken(raw []byte) (Taken, error) {
	var t Taken
	if len(raw) > 64<<10 || json.Unmarshal(raw, &t) != nil {
		return Taken{}, bad("Hệ thống không xác nhận đã nhận tệp đã ký.")
	}
	if !t.Status {
		return Taken{}, bad("Hệ thống không nhận tệp đã ký: " + t.Message)
	}
	return t, nil
}
