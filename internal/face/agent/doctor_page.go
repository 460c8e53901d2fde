package agent

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"time"
)

type doctorPage struct {
	frame
	At       time.Time
	Findings []Finding
}

func (a *Agent) doctorPage(w http.ResponseWriter, r *http.Request) error {
	findings := Examine(r.Context(), a.Devices(), a.Store.Get(), a.Version, a.Now())
	a.pages.render(w, http.StatusOK, "doctor.html", doctorPage{frame: frame{Title: "Kiểm tra máy ký số"}, At: a.Now(), Findings: findings})
	return nil
}

// reach asks an address of a certificate or of a server, and gives the status.
// Only http and https, and only the begin of what comes back is read.
func (u *checkup) reach(method, address, kind string, body []byte) (int, error) {
	parsed, err := url.Parse(address)
	if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Host == "" {
		return 0, http.ErrNotSupported
	}
	ctx, cancel := context.WithTimeout(u.ctx, addressTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("User-Agent", "antin-agent/"+u.version)
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	transport := &http.Transport{Proxy: u.config.proxy(address), DisableKeepAlives: true}
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, err = io.CopyN(io.Discard, response.Body, 1)
	if err == io.EOF {
		err = nil
	}
	return response.StatusCode, err
}
