package routes

import (
	"strings"
	"testing"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/testkit/site"
)

// deviceThings are a device of the signer that was reported lost, with its
// minutes and the incident: no deed changes them any more.
type deviceThings struct{ device, minutes, incident string }

func prepareDevice(t *testing.T, s *site.Site, signer org.Actor) deviceThings {
	t.Helper()
	ctx := t.Context()
	by, err := s.Actor(ctx, "thuebao.skhcn")
	site.Must(t, err)
	d, err := s.Device.Enter(ctx, by, device.Entering{Serial: "GCA-1", Kind: device.Token, Agency: signer.Agency, Holder: signer.Person})
	site.Must(t, err)
	h, err := s.Device.Draft(ctx, by, device.Handover{Device: d.ID, Receiver: signer.Person, Condition: "Tốt", Place: "Trụ sở"})
	site.Must(t, err)
	f, err := s.Device.KeepFile(ctx, by, "bien-ban.pdf", strings.NewReader("%PDF-1.7 biên bản"))
	site.Must(t, err)
	i, err := s.Device.Report(ctx, signer, device.Reporting{Device: d.ID, Kind: device.IncidentLost, FoundAt: s.Now(), Note: "Mất", Minutes: f})
	site.Must(t, err)
	return deviceThings{string(d.ID), h.ID, i.ID}
}

// id is what stands for {id} in the pattern; empty where it is no device's.
func (x deviceThings) id(pattern string) string {
	switch {
	case strings.HasPrefix(pattern, "/ban-giao/"):
		return x.minutes
	case strings.HasPrefix(pattern, "/nhan-thiet-bi/"), strings.HasPrefix(pattern, "/tu-kiem-tra-thiet-bi/"), strings.HasPrefix(pattern, "/thong-bao-thiet-bi/"):
		return absent
	case strings.Contains(pattern, "thiet-bi/{id}") && !strings.HasPrefix(pattern, "/ky-"), strings.HasPrefix(pattern, "/lap-ban-giao/"):
		return x.device
	}
	return ""
}
