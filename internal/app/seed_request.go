package app

import (
	"context"
	"fmt"

	"antin/internal/domain/device"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
)

// requests puts one request at every desk: a renewal that is only begun, one
// that its subscriber must confirm, a recovery that the department has received.
func (p *province) requests(ctx context.Context) error {
	if _, err := p.renewal(ctx, manager, "chuyenvien2.skhcn", nil); err != nil {
		return fmt.Errorf("renewal that is begun: %w", err)
	}
	unchanged := []request.Tick{{Code: "unchanged", Evidence: "Đối chiếu hồ sơ cán bộ tháng này"}}
	if _, err := p.renewal(ctx, "vanthu.kimlien", "congchuc.kimlien", unchanged); err != nil {
		return fmt.Errorf("renewal that waits: %w", err)
	}
	if err := p.recovery(ctx); err != nil {
		return fmt.Errorf("recovery: %w", err)
	}
	return nil
}

// tokenOf is the device in the book that a person holds.
func (p *province) tokenOf(ctx context.Context, account string) (device.Device, error) {
	by, err := p.actor(ctx, account)
	if err != nil {
		return device.Device{}, err
	}
	list, err := p.app.Device.Mine(ctx, by)
	if err != nil {
		return device.Device{}, err
	}
	if len(list) == 0 {
		return device.Device{}, fmt.Errorf("%s holds no device", account)
	}
	return list[0], nil
}

func (p *province) renewal(ctx context.Context, preparer, account string, ticks []request.Tick) (request.ID, error) {
	by, err := p.actor(ctx, preparer)
	if err != nil {
		return "", err
	}
	d, err := p.tokenOf(ctx, account)
	if err != nil {
		return "", err
	}
	who, err := p.actor(ctx, account)
	if err != nil {
		return "", err
	}
	in := request.Input{Kind: request.Renew, Subject: request.ForPerson, Person: who.Person, Certificate: d.Certificates[0], Device: d.ID, Ticks: ticks}
	if ticks != nil {
		card, err := p.app.Org.Identity(ctx, by, by.Person)
		if err != nil {
			return "", err
		}
		in.Fields = map[string]string{"receiver_id": card.Number, "receiver_address": "Ủy ban nhân dân xã Kim Liên, tỉnh Nghệ An"}
	}
	return p.app.Requests.Draft(ctx, by, in)
}

// recovery carries two requests for locked devices to the department in one
// letter: one it has received, the other is new.
func (p *province) recovery(ctx context.Context) error {
	const officer = "chuyenvien.snv"
	by, err := p.actor(ctx, officer)
	if err != nil {
		return err
	}
	var ids []request.ID
	for _, account := range []string{officer, "thethuc.snv"} {
		id, err := p.locked(ctx, by, account)
		if err != nil {
			return fmt.Errorf("%s: %w", account, err)
		}
		ids = append(ids, id)
	}
	letter, err := p.app.Requests.ToHead(ctx, by, ids, request.Signer{})
	if err != nil {
		return err
	}
	r := &play{province: p, id: document.ID(letter), cast: cast{
		officer: officer, unitLeader: "chanhvanphong.snv", checker: "thethuc.snv", signer: "giamdoc.snv", clerk: "vanthu.snv", receiver: "H41.37",
	}}
	for _, step := range []func(context.Context) error{r.consent, r.format, r.approve, r.sign, p.app.settle, r.recheck, r.seal, r.release, p.app.settle} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	desk, err := p.actor(ctx, manager)
	if err != nil {
		return err
	}
	return p.app.Requests.Receive(ctx, desk, ids[0])
}

// locked asks for the recovery of a person's locked device, who confirms it.
func (p *province) locked(ctx context.Context, by org.Actor, account string) (request.ID, error) {
	d, err := p.tokenOf(ctx, account)
	if err != nil {
		return "", err
	}
	id, err := p.app.Requests.Draft(ctx, by, request.Input{
		Kind: request.Recover, Subject: request.ForPerson, Device: d.ID, Reason: "locked",
		Ticks:  []request.Tick{{Code: "holder", Evidence: "Sổ quản lý thiết bị của Sở Nội vụ"}},
		Fields: map[string]string{"receiver_address": "Sở Nội vụ, tỉnh Nghệ An"},
	})
	if err != nil {
		return "", err
	}
	who, err := p.actor(ctx, account)
	if err != nil {
		return "", err
	}
	v, err := p.app.Requests.Get(ctx, who, id)
	if err != nil {
		return "", err
	}
	return id, p.app.Requests.Confirm(ctx, who, id, v.Rev)
}
