package requestweb

import (
	"slices"
	"strings"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// typed reads the form.
func (m *module) typed(r *web.Request) (request.Input, error) {
	in := request.Input{Kind: request.Kind(r.Text("loai")), Subject: request.Subject(r.Text("cho")), Reason: r.Text("ly-do"), Note: r.Text("ghi-chu"),
		Channel: request.Channel(r.Text("kenh")), System: r.Text("he-thong"), Fields: map[string]string{},
		Minutes: request.Minutes{Date: isoOf(r, "bb-ngay"), Place: r.Text("bb-noi"), Participants: r.Text("bb-nguoi"), DeviceSerial: r.Text("bb-thiet-bi")}}
	a := asked{Kind: in.Kind, Subject: in.Subject, Person: org.PersonID(r.Text("nguoi")), Agency: org.AgencyID(r.Text("co-quan"))}
	a.Certificate, a.Device = certificateID(r), deviceID(r)
	in.Person, in.Agency, in.Certificate, in.Device = a.Person, a.Agency, a.Certificate, a.Device
	for name := range r.PostForm {
		if code, ok := strings.CutPrefix(name, fieldPrefix); ok {
			in.Fields[code] = r.Text(name)
		}
		if code, ok := strings.CutPrefix(name, conditionPrefix); ok && r.Text(name) != "" {
			in.Ticks = append(in.Ticks, request.Tick{Code: code, Evidence: r.Text(name)})
		}
	}
	slices.SortFunc(in.Ticks, func(a, b request.Tick) int { return strings.Compare(a.Code, b.Code) })
	var err error
	in.EffectiveAt, err = dayOf(r, "thu-hoi-tu")
	return in, err
}

// fieldNames bring the service's names to those of the form.
func fieldNames(columns []request.Column, conditions []request.Condition) map[string]string {
	out := map[string]string{"reason": "ly-do", "note": "ghi-chu", "channel": "kenh", "person": "nguoi", "system": "he-thong", "kind": "ly-do", "certificate": "ly-do",
		"minutes.file": "bb-tep", "minutes.date": "bb-ngay", "minutes.place": "bb-noi", "minutes.participants": "bb-nguoi", "minutes.device_serial": "bb-thiet-bi"}
	if len(columns) > 0 {
		out["new"] = fieldPrefix + columns[0].Code
	}
	for _, c := range columns {
		out[c.Code] = fieldPrefix + c.Code
	}
	for _, c := range conditions {
		out["tick."+c.Code] = conditionPrefix + c.Code
	}
	return out
}

// lossFiles says whether the scanned minutes are there.
func lossFiles(file string) []ui.Choice {
	if file == "" {
		return []ui.Choice{{Value: "", Text: "Chưa đính kèm"}}
	}
	return []ui.Choice{{Value: file, Text: "Đã đính kèm"}}
}

func certificateID(r *web.Request) signing.CertificateID {
	return signing.CertificateID(r.Text("chung-thu"))
}

func deviceID(r *web.Request) device.ID { return device.ID(r.Text("thiet-bi")) }
