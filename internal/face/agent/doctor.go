package agent

import (
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"time"

	"antin/certpath"
	"antin/internal/fault"
	"antin/internal/platform/token"
	"antin/ticket"
	"antin/tsp"
)

// Grade of a finding.
type Grade string

// Grades.
const (
	Fine    Grade = "ok"
	Caution Grade = "warn" // signing works now
	Broken  Grade = "bad"  // signing does not work until it is mended
)

// Finding is one thing that the doctor looked at.
type Finding struct {
	Code    string `json:"code"` // AT-xx, under which the manual says more
	Grade   Grade  `json:"grade"`
	Subject string `json:"subject"`
	Message string `json:"message"`
	Mend    string `json:"mend,omitempty"` // what to do; empty when it is fine
}

// Help codes of the doctor; they are never given to another matter.
const (
	helpDriver     = "AT-01" // no driver, or one that fails
	helpToken      = "AT-02" // no token
	helpPIN        = "AT-03" // tries, locked
	helpFirstPIN   = "AT-04" // not set, to be changed
	helpNone       = "AT-05" // no certificate on the token
	helpDates      = "AT-06" // not yet, expired, soon
	helpPurpose    = "AT-07" // not for documents, practice
	helpPath       = "AT-08" // not to an anchor of the server
	helpCRL        = "AT-09"
	helpOCSP       = "AT-10"
	helpTSA        = "AT-11"
	helpClock      = "AT-12"
	helpServer     = "AT-13" // not reached
	helpUnpaired   = "AT-14"
	helpVersion    = "AT-15"
	helpConfigured = "AT-16" // the configuration cannot be used
)

// Limits of the doctor's patience and tolerance.
const (
	expirySoon  = 30 * 24 * time.Hour
	clockDrift  = time.Minute // beyond it a ticket or a time-stamp may be refused
	addressTime = 10 * time.Second
)

// checkup gathers findings.
type checkup struct {
	ctx      context.Context
	config   Config
	version  string
	now      time.Time
	findings []Finding
	anchors  []*x509.Certificate
	practice bool
	asked    map[string]bool // addresses already tried
}

// Examine looks at everything that signing at this desk needs. It changes
// nothing and asks for no PIN.
func Examine(ctx context.Context, d Devices, c Config, version string, now time.Time) []Finding {
	u := &checkup{ctx: ctx, config: c, version: version, now: now, asked: map[string]bool{}}
	u.found(helpVersion, Fine, "Chương trình", "antin-agent "+version+" ("+runtime.GOOS+"/"+runtime.GOARCH+"), giao ước "+fmt.Sprint(ticket.Version)+".", "")
	for _, s := range c.Servers {
		u.server(s)
	}
	if len(c.Servers) == 0 {
		u.found(helpUnpaired, Caution, "Hệ thống", "Máy này chưa ghép nối với hệ thống nào.", "Mở hệ thống và bấm “Ghép nối”, hoặc chạy: antin-agent pair ĐỊA-CHỈ.")
	}
	u.devices(d.Look(ctx))
	return u.findings
}

func (u *checkup) found(code string, grade Grade, subject, message, mend string) {
	u.findings = append(u.findings, Finding{Code: code, Grade: grade, Subject: subject, Message: message, Mend: mend})
}

func (u *checkup) server(s Server) {
	subject := "Hệ thống " + s.URL
	cl, err := u.config.client(s, u.version)
	if err != nil {
		u.found(helpConfigured, Broken, subject, "Cấu hình không dùng được: "+err.Error()+".", "Sửa mục ca, proxy trong tệp cấu hình.")
		return
	}
	before := time.Now()
	about, err := cl.about(u.ctx)
	took := time.Since(before)
	if err != nil {
		message, mend := "Không hỏi được máy chủ.", "Kiểm tra mạng và proxy."
		if f, ok := fault.From(err); ok {
			message, mend = f.Message, f.Action
		}
		u.found(helpServer, Broken, subject, message, mend)
		return
	}
	u.found(helpServer, Fine, subject, fmt.Sprintf("%s, phiên bản %s, trả lời sau %d ms.", about.Name, about.Program, took.Milliseconds()), "")
	u.practice = u.practice || about.Practice
	for _, der := range about.Anchors {
		if a, err := x509.ParseCertificate(der); err == nil {
			u.anchors = append(u.anchors, a)
		}
	}
	u.clock(subject, about.Now, took)
	for _, address := range about.CRL {
		u.address(helpCRL, "Danh sách thu hồi (CRL)", address)
	}
	for _, address := range about.OCSP {
		u.address(helpOCSP, "Tra cứu trạng thái (OCSP)", address)
	}
	for _, address := range about.TSA {
		u.stamp(address)
	}
}

func (u *checkup) clock(subject string, server time.Time, took time.Duration) {
	drift := u.now.Sub(server)
	if drift.Abs() <= clockDrift+took {
		u.found(helpClock, Fine, "Đồng hồ máy", "Khớp với giờ của "+subject+".", "")
		return
	}
	word := "nhanh"
	if drift < 0 {
		word = "chậm"
	}
	u.found(helpClock, Broken, "Đồng hồ máy", fmt.Sprintf("Đồng hồ máy này %s %s so với %s.", word, spell(drift.Abs()), subject), "Đặt máy tự lấy giờ từ Internet hoặc máy chủ của cơ quan.")
}

// address tries whether something answers; what it says is no matter here.
func (u *checkup) address(help, what, address string) {
	if u.asked[address] {
		return
	}
	u.asked[address] = true
	if status, err := u.reach(http.MethodGet, address, "", nil); err != nil || status >= 500 {
		u.found(help, Caution, what, "Không tới được "+address+" từ máy này.", "Máy chủ vẫn tự lấy khi ký; nếu máy chủ cũng báo lỗi thì báo quản trị mạng mở đường tới địa chỉ này.")
		return
	}
	u.found(help, Fine, what, "Tới được "+address+".", "")
}

// stamp asks a time-stamp authority for a stamp over nothing in particular.
func (u *checkup) stamp(address string) {
	digest := sha256.Sum256([]byte("antin-agent doctor"))
	request := tsp.Request{Hash: crypto.SHA256, Digest: digest[:], CertReq: true}
	if status, err := u.reach(http.MethodPost, address, "application/timestamp-query", request.Marshal()); err != nil || status != http.StatusOK {
		u.found(helpTSA, Caution, "Dấu thời gian (TSA)", "Máy chủ dấu thời gian "+address+" không trả lời từ máy này.", "Máy chủ tự lấy dấu thời gian; nếu chữ ký thiếu dấu thời gian thì báo quản trị hệ thống.")
		return
	}
	u.found(helpTSA, Fine, "Dấu thời gian (TSA)", "Máy chủ dấu thời gian "+address+" trả lời.", "")
}

func (u *checkup) devices(libraries []token.Library) {
	tokens := 0
	for _, l := range libraries {
		subject := "Trình điều khiển " + l.Module.Name
		if l.Err != nil {
			message, mend := "Không dùng được.", "Cài lại trình điều khiển."
			if f, ok := fault.From(l.Err); ok {
				message, mend = f.Message, f.Action
			}
			u.found(helpDriver, Broken, subject, message+" "+l.Module.Path, mend)
			continue
		}
		u.found(helpDriver, Fine, subject, fmt.Sprintf("%s, phiên bản %s, %s.", l.Maker, l.Version, l.Module.Path), "")
		for _, t := range l.Tokens {
			tokens++
			u.token(t)
		}
	}
	if len(libraries) == 0 {
		u.found(helpDriver, Broken, "Trình điều khiển", "Không thấy trình điều khiển thiết bị nào trên máy.", "Cài phần mềm đi kèm thiết bị; nếu đã cài, thêm đường dẫn vào mục modules của cấu hình.")
	} else if tokens == 0 {
		u.found(helpToken, Broken, "Thiết bị lưu khóa", "Không thấy thiết bị nào đang cắm.", "Cắm thiết bị; thử cổng USB khác; Linux cần dịch vụ pcscd.")
	}
}

func (u *checkup) token(t token.Token) {
	subject := "Thiết bị " + t.ID.Label + " (" + t.ID.Serial + ")"
	p := t.PIN
	switch {
	case p.Locked:
		u.found(helpPIN, Broken, subject, "Thiết bị đã bị khóa do nhập sai mã PIN.", "Báo người quản lý thuê bao để đề nghị khôi phục thiết bị.")
	case !p.Set || p.ToChange:
		u.found(helpFirstPIN, Broken, subject, "Thiết bị còn mã PIN ban đầu.", "Đổi mã PIN: antin-agent change-pin, hoặc mục Thiết bị trên trang của máy ký số.")
	case p.LastTry:
		u.found(helpPIN, Caution, subject, "Chỉ còn một lần nhập mã PIN.", "Chỉ nhập khi chắc chắn nhớ; nếu không, đề nghị khôi phục thiết bị trước.")
	case p.Low:
		u.found(helpPIN, Caution, subject, "Đã có lần nhập sai mã PIN.", "Nhập đúng một lần thì số lần sai được xóa.")
	default:
		u.found(helpPIN, Fine, subject, "Mã PIN chưa nhập sai lần nào.", "")
	}
	if len(t.Certificates) == 0 {
		u.found(helpNone, Broken, subject, "Không có chứng thư số trên thiết bị.", "Cắm đúng thiết bị; nếu đúng thì báo người quản lý thuê bao.")
	}
	var above []*x509.Certificate
	for _, der := range t.Authorities {
		if c, err := x509.ParseCertificate(der); err == nil {
			above = append(above, c)
		}
	}
	for _, c := range t.Certificates {
		u.certificate(c, above)
	}
}

func (u *checkup) certificate(held token.Certificate, above []*x509.Certificate) {
	c, err := held.Parsed()
	if err != nil {
		u.found(helpPurpose, Caution, "Chứng thư số "+held.Label, "Không đọc được.", "Báo người quản lý thuê bao.")
		return
	}
	subject := "Chứng thư số " + ownerOf(c)
	switch {
	case u.now.Before(c.NotBefore) || u.now.After(c.NotAfter):
		u.found(helpDates, Broken, subject, "Ngoài thời hạn "+day(c.NotBefore)+" – "+day(c.NotAfter)+".", "Đề nghị gia hạn hoặc cấp mới; kiểm tra cả đồng hồ máy.")
	case c.NotAfter.Sub(u.now) < expirySoon:
		u.found(helpDates, Caution, subject, "Hết hạn ngày "+day(c.NotAfter)+".", "Đề nghị gia hạn ngay.")
	default:
		u.found(helpDates, Fine, subject, "Còn hạn đến "+day(c.NotAfter)+".", "")
	}
	if why := unfit(c, u.practice || len(u.config.Servers) == 0, c.NotBefore); why != "" {
		u.found(helpPurpose, Caution, subject, why, "Chọn chứng thư số khác khi ký.")
	} else {
		u.found(helpPurpose, Fine, subject, "Mục đích: "+purposeOf(c)+".", "")
	}
	u.path(subject, c, above)
	for _, address := range c.CRLDistributionPoints {
		u.address(helpCRL, "Danh sách thu hồi (CRL)", address)
	}
	for _, address := range c.OCSPServer {
		u.address(helpOCSP, "Tra cứu trạng thái (OCSP)", address)
	}
}

func (u *checkup) path(subject string, c *x509.Certificate, above []*x509.Certificate) {
	if len(u.anchors) == 0 {
		return // nobody said what is to be trusted
	}
	result := certpath.Build(c, slices.Concat(above, u.anchors), u.anchors, u.now)
	if !result.OK() {
		u.found(helpPath, Caution, subject, "Không nối được tới tổ chức chứng thực mà hệ thống tin cậy từ những gì có trên máy này.", "Máy chủ có thể tự bổ sung chứng thư trung gian; nếu máy chủ cũng từ chối thì kiểm tra nơi cấp.")
		return
	}
	u.found(helpPath, Fine, subject, "Nối được tới tổ chức chứng thực mà hệ thống tin cậy.", "")
}
