package app

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/platform/sample"
)

// practiceSeals are the agencies with a seal on a device, and who leads and keeps.
var practiceSeals = []struct{ code, clerk, leader string }{
	{"H41", "vanthu.ubnd", "chutich.ubnd"},
	{"H41.37", "vanthu.skhcn", "giamdoc.skhcn"},
	{"H41.35", "vanthu.snv", "giamdoc.snv"},
	{"H41.412", "vanthu.kimlien", "chutich.kimlien"},
}

// practiceTokens are the officers with a device of their own: how many days
// their certificate still lasts, and what became of the device.
var practiceTokens = []struct {
	account string
	days    int
	state   device.State
}{
	{"chuyenvien.skhcn", 3 * 365, device.InUse},
	{"chuyenvien2.skhcn", 25, device.InUse},
	{"congchuc.kimlien", 50, device.InUse},
	{"chuyenvien.snv", 2 * 365, device.Locked},
	{"thethuc.snv", 2 * 365, device.Locked},
	{"chuyenvien.ubnd", 3 * 365, device.Awaiting},
	{"luutru.skhcn", -3, device.ReturnDue},
}

// devices enters the devices of the province with proper minutes, one of them
// at least in every state that asks somebody to do something.
func (p *province) devices(ctx context.Context) error {
	scan, err := p.scan(ctx)
	if err != nil {
		return err
	}
	for _, seal := range practiceSeals {
		if err := p.sealDevice(ctx, seal.code, seal.clerk, seal.leader, scan); err != nil {
			return fmt.Errorf("device of the seal of %s: %w", seal.code, err)
		}
	}
	for _, row := range practiceAgencies {
		for _, r := range row.people {
			if len(r.sign) == 0 {
				continue
			}
			if err := p.ownDevice(ctx, r.account); err != nil {
				return fmt.Errorf("device of %s: %w", r.account, err)
			}
		}
	}
	for _, t := range practiceTokens {
		if err := p.officerDevice(ctx, t.account, t.days, t.state); err != nil {
			return fmt.Errorf("device of %s: %w", t.account, err)
		}
	}
	stock := device.Entering{Agency: p.agencies["H41.412"].ID, State: device.AtDepartment, Place: "Két sắt Văn phòng Sở Khoa học và Công nghệ"}
	if _, err := p.enter(ctx, stock); err != nil {
		return err
	}
	return p.app.Device.Sweep(ctx) // the expired one is due for return
}

// scan is the decision that stands behind the devices of the seals.
func (p *province) scan(ctx context.Context) (device.File, error) {
	by, err := p.actor(ctx, manager)
	if err != nil {
		return device.File{}, err
	}
	doc := sample.Drafts()[0]
	now := p.app.Now().In(hanoi)
	doc.Month, doc.Year, doc.SignerName, doc.SignerTitle = int(now.Month()), now.Year(), p.login("giamdoc.skhcn").Name, "Giám đốc"
	doc.Subject = "giao quản lý thiết bị lưu khóa bí mật của cơ quan (thực hành)"
	doc.Body = []string{"Sở Khoa học và Công nghệ giao thiết bị lưu khóa bí mật con dấu của cơ quan cho văn thư quản lý, sử dụng theo quy định./."}
	raw, err := sample.PDF(doc)
	if err != nil {
		return device.File{}, err
	}
	return p.app.Device.KeepFile(ctx, by, "quyet-dinh-giao-thiet-bi.pdf", bytes.NewReader(raw))
}

func (p *province) sealDevice(ctx context.Context, code, clerk, leader string, scan device.File) error {
	agency := p.agencies[code].ID
	list, err := p.app.Signing.OfAgency(ctx, agency)
	if err != nil {
		return err
	}
	head, err := p.actor(ctx, leader)
	if err != nil {
		return err
	}
	in := device.Entering{Agency: agency, Place: "Két sắt phòng Văn thư", Certificates: []signing.CertificateID{list[0].ID}}
	return p.issueDevice(ctx, held{Entering: in, receiver: clerk, paper: device.Paper{
		Number: fmt.Sprintf("%02d/QĐ-%s", p.tokens+1, p.agencies[code].ShortName), Date: p.app.Now().AddDate(0, 0, -1), Signer: head.Name, By: head.Person, File: scan,
	}})
}

// ownDevice holds the practice certificate of a signer.
func (p *province) ownDevice(ctx context.Context, account string) error {
	by, err := p.actor(ctx, account)
	if err != nil {
		return err
	}
	list, err := p.app.Signing.OfPerson(ctx, by.Person)
	if err != nil {
		return err
	}
	in := device.Entering{Agency: by.Agency, Holder: by.Person, Certificates: []signing.CertificateID{list[0].ID}}
	return p.issueDevice(ctx, held{Entering: in, receiver: account})
}

func (p *province) officerDevice(ctx context.Context, account string, days int, state device.State) error {
	now := p.app.Now()
	until := now.AddDate(0, 0, days)
	cert, err := p.onToken(ctx, account, until.AddDate(-3, 0, -1), until)
	if err != nil {
		return err
	}
	in := device.Entering{Agency: cert.Agency, Holder: cert.Person, Certificates: []signing.CertificateID{cert.ID}}
	if state == device.Awaiting {
		_, _, err := p.draftMinutes(ctx, held{Entering: in, receiver: account})
		return err
	}
	if err := p.issueDevice(ctx, held{Entering: in, receiver: account}); err != nil || state != device.Locked {
		return err
	}
	by, err := p.actor(ctx, account)
	if err != nil {
		return err
	}
	d, err := p.app.Device.OfCertificate(ctx, cert.ID)
	if err == nil {
		_, err = p.app.Device.Report(ctx, by, device.Reporting{
			Device: d.ID, Kind: device.IncidentLocked, FoundAt: now.Add(-time.Hour), Note: "Nhập sai mật khẩu quá số lần cho phép khi đổi máy tính làm việc.",
		})
	}
	return err
}

// draftMinutes enters the device and writes the minutes; nobody has confirmed.
func (p *province) draftMinutes(ctx context.Context, in held) (device.Device, device.Handover, error) {
	d, err := p.enter(ctx, in.Entering)
	if err != nil {
		return d, device.Handover{}, err
	}
	giver, err := p.actor(ctx, manager)
	if err != nil {
		return d, device.Handover{}, err
	}
	receiver, err := p.actor(ctx, in.receiver)
	if err != nil {
		return d, device.Handover{}, err
	}
	h, err := p.app.Device.Draft(ctx, giver, device.Handover{
		Device: d.ID, Giver: giver.Person, Receiver: receiver.Person, Condition: "Thiết bị mới, nguyên niêm phong, hoạt động bình thường.",
		Place: "Văn phòng Sở Khoa học và Công nghệ", Storage: in.Place, Paper: in.paper,
	})
	return d, h, err
}

// issueDevice enters a device and hands it over as those people would.
func (p *province) issueDevice(ctx context.Context, in held) error {
	d, h, err := p.draftMinutes(ctx, in)
	if err != nil {
		return err
	}
	var giver, receiver org.Actor
	if giver, err = p.actor(ctx, manager); err != nil {
		return err
	}
	if receiver, err = p.actor(ctx, in.receiver); err != nil {
		return err
	}
	version, _, err := p.app.Device.Duties(ctx, receiver)
	if err != nil {
		return err
	}
	if err := p.app.Device.ConfirmGiving(ctx, giver, h.ID); err != nil {
		return err
	}
	if err := p.app.Device.ConfirmReceipt(ctx, receiver, h.ID, device.Receipt{Serial: d.Serial, Duties: version}); err != nil {
		return err
	}
	return p.app.Device.ChangedPIN(ctx, receiver, d.ID)
}
