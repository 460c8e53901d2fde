package agent

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"

	"antin/internal/face/agent/vgca"
	"antin/internal/fault"
	"antin/pades"
)

// maxPaper bounds a file of the second face.
const maxPaper = 128 << 20

// maxPapers bounds all files of one call, which lie in memory until the person
// has signed; room is a smaller bound of tests.
const maxPapers = 256 << 20

func (a *Agent) room() int64 {
	if a.Papers > 0 {
		return a.Papers
	}
	return maxPapers
}

// allowed gives the server to which an address belongs: the paired one whose
// page is calling, or one whose pages the configuration lets call. Nothing else
// is asked or told anything, so that a page cannot use this program to reach
// what it must not, also not another server that is paired.
func (c call) allowed(address string) (Server, error) {
	settings := c.agent.Store.Get()
	for _, s := range settings.Servers {
		if s.owns(c.origin) && s.owns(address) {
			return s, nil
		}
	}
	if o := originOf(address); slices.Contains(settings.VGCA.Origins, o) {
		return Server{URL: o}, nil
	}
	return Server{}, fault.New(fault.Forbidden, "vgca.address", "Tệp hoặc nơi nhận tệp nằm ngoài các hệ thống đã ghép nối.").
		Do("Ghép nối hệ thống đó với máy này trước.")
}

// practiceOf reports whether a page is of this machine's practice server, which
// is the only one that http reaches.
func (a *Agent) practiceOf(origin string) bool { return strings.HasPrefix(origin, "http://") }

// send asks with the session that the page handed over, of that server alone.
func (c call) send(ctx context.Context, method, address, kind string, body []byte, limit int64) ([]byte, error) {
	server, err := c.allowed(address)
	if err != nil {
		return nil, err
	}
	cl, err := c.agent.Store.Get().client(server, c.agent.Version)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "antin-agent/"+c.agent.Version)
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	if c.request.JWTToken != "" {
		request.Header.Set("Authorization", "Bearer "+c.request.JWTToken)
	}
	if session := c.request.SessionId; session != "" {
		if !strings.Contains(session, "=") {
			session = "ASP.NET_SessionId=" + session
		}
		request.Header.Set("Cookie", session)
	}
	response, err := cl.http.Do(request)
	if err != nil {
		return nil, cl.unreached(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, cl.refusal(response.StatusCode, nil)
	}
	raw, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil {
		return nil, cl.unreached(err)
	}
	if int64(len(raw)) > limit {
		return nil, fault.New(fault.TooLarge, "vgca.size", "Tệp, hoặc các tệp của một lần ký cộng lại, lớn hơn giới hạn của máy ký số.").Do("Ký ít tệp hơn mỗi lần.")
	}
	return raw, nil
}

func (c call) download(ctx context.Context, address string, left int64) ([]byte, error) {
	return c.send(ctx, http.MethodGet, address, "", nil, max(min(maxPaper, left), 0))
}

// upload brings the signed file as the handlers of the script want it: one part
// "uploadfile".
func (c call) upload(ctx context.Context, p *paper, signed []byte) (vgca.Done, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	name := strings.TrimSuffix(p.name, ".pdf") + ".signed.pdf"
	part, err := form.CreateFormFile("uploadfile", name)
	if err != nil {
		return vgca.Done{}, err
	}
	if _, err := part.Write(signed); err != nil {
		return vgca.Done{}, err
	}
	if err := form.Close(); err != nil {
		return vgca.Done{}, err
	}
	raw, err := c.send(ctx, http.MethodPost, p.FileUploadHandler, form.FormDataContentType(), body.Bytes(), 64<<10)
	if err != nil {
		return vgca.Done{}, err
	}
	taken, err := vgca.ParseTaken(raw)
	if err != nil {
		return vgca.Done{}, err
	}
	if taken.FileName == "" {
		taken.FileName = name
	}
	return vgca.Done{FileName: taken.FileName, FileServer: taken.FileServer, Message: taken.Message}, nil
}

// verify judges by the anchors that the server of the file names. It asks no
// revocation: what the file itself does not prove stays indeterminate, and the
// words say so.
func (c call) verify(ctx context.Context) (vgca.Reply, error) {
	raw, err := c.download(ctx, c.request.FileName, maxPaper)
	if err != nil {
		return vgca.Reply{}, err
	}
	server, err := c.allowed(c.request.FileName)
	if err != nil {
		return vgca.Reply{}, err
	}
	report, err := pades.Verify(bytes.NewReader(raw), int64(len(raw)), pades.Options{Anchors: c.agent.anchorsOf(ctx, server), Now: c.agent.Now})
	if err != nil {
		return vgca.Reply{}, unreadable(nameOf(c.request.FileName))
	}
	reply := vgca.Reply{Status: vgca.Failed, FileName: nameOf(c.request.FileName), Report: string(report.Indication)}
	switch report.Indication {
	case pades.TotalPassed:
		reply.Status, reply.Message = vgca.OK, "Mọi chữ ký trên tệp hợp lệ."
	case pades.TotalFailed:
		reply.Message = "Tệp có chữ ký không hợp lệ hoặc đã bị sửa sau khi ký."
	case pades.NoSignature:
		reply.Message = "Tệp không có chữ ký số."
	default:
		reply.Message = "Chưa đủ căn cứ để kết luận chữ ký hợp lệ; kiểm tra trên trang kiểm tra chữ ký của hệ thống."
	}
	return reply, nil
}
