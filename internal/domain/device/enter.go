package device

import (
	"context"
	"errors"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// Entering is a device on its way into the book.
type Entering struct {
	Serial       string
	Kind         Kind
	Model        string
	Agency       org.AgencyID // the managing agency
	Holder       org.PersonID // of a personal device; else empty
	Keeper       org.PersonID // of a service device: the responsible IT officer; else empty
	System       string       // name of the service or software; else empty
	Place        string       // where it is kept
	State        State        // AtAuthority, AtDepartment or Awaiting; empty is Awaiting
	Certificates []signing.CertificateID
}

// Enter puts a device into the book. Its certificates are blocked (holds
// no-paper, for an agency's, and not-confirmed) until a handover is confirmed.
func (s *Service) Enter(ctx context.Context, by org.Actor, in Entering) (Device, error) {
	if err := s.guard.Allow(ctx, by, ActManage, inAgency(by, in.Agency)...); err != nil {
		return Device{}, err
	}
	law, err := s.lawOf(ctx, in.Agency)
	if err != nil {
		return Device{}, err
	}
	d, err := s.entering(ctx, law, in)
	if err != nil {
		return Device{}, err
	}
	err = s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d.Certificates = nil
		if err := tx.AddDevice(ctx, d); err != nil {
			return serialTaken(err)
		}
		x := deed{s: s, tx: tx, by: by, law: law, d: &d}
		if err := x.write(ctx, "entered", "Vào sổ thiết bị: "+d.State.Name()+".", law.Clause("subscribers.handover_form"), ""); err != nil {
			return err
		}
		if err := x.book(ctx, "", ""); err != nil {
			return err
		}
		for _, c := range in.Certificates {
			if err := x.attach(ctx, c); err != nil {
				return err
			}
		}
		return x.audit(ctx, "device.entered", "agency", string(d.Agency))
	})
	return d, err
}

func serialTaken(err error) error {
	if errors.Is(err, ErrTaken) {
		return fault.New(fault.Conflict, "device.serial-taken", "Số sê-ri này đã có trong sổ thiết bị.").
			At("serial", "Kiểm tra lại số sê-ri trên thiết bị.")
	}
	return err
}

// Serial is a serial as the book keeps it: without spaces around, in capitals.
func Serial(typed string) string {
	return strings.ToUpper(norm.NFC.String(strings.Join(strings.Fields(typed), " ")))
}

func (s *Service) entering(ctx context.Context, law *profile.Profile, in Entering) (Device, error) {
	d := Device{Kind: in.Kind, Agency: in.Agency, Holder: in.Holder, Keeper: in.Keeper, State: in.State, AddedAt: s.now(), Since: s.now()}
	var err error
	if d.Serial, err = text("serial", Serial(in.Serial), maxSerial, "Ghi số sê-ri của thiết bị."); err != nil {
		return d, err
	}
	if strings.ContainsFunc(d.Serial, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return d, fault.New(fault.Invalid, "device.serial", "Số sê-ri có ký tự lạ.").At("serial", "Chỉ gồm chữ và số như trên thiết bị.")
	}
	if d.Model, err = text("model", in.Model, maxName, ""); err != nil {
		return d, err
	}
	if d.Place, err = text("place", in.Place, maxName, ""); err != nil {
		return d, err
	}
	if d.System, err = text("system", in.System, maxName, ""); err != nil {
		return d, err
	}
	if d.State == "" {
		d.State = Awaiting
	}
	if d.State != AtAuthority && d.State != AtDepartment && d.State != Awaiting {
		return d, fault.New(fault.Invalid, "device.state", "Thiết bị vào sổ phải ở Cục, ở đầu mối hoặc chờ nhận.")
	}
	switch in.Kind {
	case Token, SIM, HSM, Remote:
	default:
		return d, fault.New(fault.Invalid, "device.kind", "Chưa chọn loại thiết bị.").At("kind", "Chọn loại thiết bị.")
	}
	if err := s.checkOwner(ctx, law, d); err != nil {
		return d, err
	}
	id, err := newID()
	d.ID = ID(id)
	return d, err
}

// checkOwner holds the three sorts of devices apart: a person's, an agency's, a
// system's with its responsible officer (LD-20.3, NA-22.2, HD2-17.3).
func (s *Service) checkOwner(ctx context.Context, law *profile.Profile, d Device) error {
	switch {
	case d.Holder != "" && (d.System != "" || d.Keeper != ""):
		return fault.New(fault.Invalid, "device.owner", "Thiết bị cá nhân không ghi hệ thống hoặc người giữ khác.")
	case d.Holder != "":
		_, err := s.org.Person(ctx, d.Holder)
		return err
	case d.System == "" && d.Keeper != "":
		return fault.New(fault.Invalid, "device.owner", "Người giữ thiết bị của cơ quan được ghi bằng biên bản bàn giao.")
	case d.System != "":
		return s.checkOfficer(ctx, law, d.Agency, d.Keeper)
	}
	return nil
}

func (s *Service) checkOfficer(ctx context.Context, law *profile.Profile, agency org.AgencyID, person org.PersonID) error {
	ok := false
	if person != "" {
		var err error
		if ok, err = s.org.HasRole(ctx, person, agency, org.ITOfficer, s.now()); err != nil {
			return err
		}
	}
	if ok {
		return nil
	}
	return fault.New(fault.Invalid, "device.not-officer",
		"Thiết bị của hệ thống, dịch vụ, phần mềm chỉ giao cho người phụ trách: "+law.Subscribers.ITRoleLabel+".").
		Under(law.Clause("subscribers.it_role_label")).At("receiver", "Chọn người có vai trò cán bộ công nghệ thông tin của cơ quan.")
}

// Attach puts one more certificate on a device, e.g. a renewed one. On a device
// in use it is usable at once and, an agency's, kept by the device's keeper.
func (s *Service) Attach(ctx context.Context, by org.Actor, id ID, c signing.CertificateID) error {
	d, err := s.store.Device(ctx, id)
	if err != nil {
		return missing(err, "device.unknown", "Không có thiết bị này trong sổ.")
	}
	if err := s.guard.Allow(ctx, by, ActManage, inAgency(by, d.Agency)...); err != nil {
		return err
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error { return s.AttachIn(ctx, tx, by, id, c) })
}

// AttachIn is Attach inside another subject's transaction; the caller asked
// whether by may.
func (s *Service) AttachIn(ctx context.Context, tx Tx, by org.Actor, id ID, c signing.CertificateID) error {
	d, err := lock(ctx, tx, id)
	if err != nil {
		return err
	}
	law, err := s.lawOf(ctx, d.Agency)
	if err != nil {
		return err
	}
	x := deed{s: s, tx: tx, by: by, law: law, d: &d}
	if err := x.attach(ctx, c); err != nil {
		return err
	}
	return x.audit(ctx, "device.certificate", "certificate", string(c))
}

func (x deed) attach(ctx context.Context, id signing.CertificateID) error {
	c, err := x.tx.Signing().Certificate(ctx, id)
	if errors.Is(err, signing.ErrNotFound) {
		return fault.New(fault.NotFound, "certificate.unknown", "Không có chứng thư số này trong danh sách.")
	}
	if err != nil {
		return err
	}
	if err := x.fits(c); err != nil {
		return err
	}
	if err := x.tx.PutCertificate(ctx, x.d.ID, id, x.s.now()); err != nil {
		if errors.Is(err, ErrTaken) {
			return fault.New(fault.Conflict, "device.certificate-taken", "Chứng thư số này đã nằm trên một thiết bị trong sổ.")
		}
		return err
	}
	x.d.Certificates = append(x.d.Certificates, id)
	if err := x.write(ctx, "certificate", "Ghi chứng thư số có số hiệu "+c.Serial+" vào thiết bị.", "", string(id)); err != nil {
		return err
	}
	if x.d.State == InUse {
		return x.keep(ctx, c)
	}
	one := *x.d
	one.Certificates = []signing.CertificateID{id}
	return deed{s: x.s, tx: x.tx, by: x.by, law: x.law, d: &one}.awaitReceipt(ctx, true)
}

// fits says whether the certificate can be on this device at all.
func (x deed) fits(c signing.Certificate) error {
	d := x.d
	ok := d.Holder == "" && d.System == "" && c.Class == signing.ClassAgency && c.Agency == d.Agency ||
		d.Holder != "" && c.Class == signing.ClassPerson && c.Person == d.Holder ||
		d.System != "" && c.Class == signing.ClassService
	switch {
	case d.State.Ended() || d.State == ReturnDue || d.State == Returned:
		return fault.New(fault.Conflict, "device.order", "Thiết bị “"+d.State.Name()+"”: không ghi thêm chứng thư số được.")
	case !ok:
		return fault.New(fault.Invalid, "device.certificate", "Chứng thư số không phải của chủ thể quản lý thiết bị này.").
			Under(x.law.Clause("subscribers.custody.not_holder_refusal"))
	case c.KeyKind != signing.KeyPractice && string(c.KeyKind) != string(d.Kind):
		return fault.New(fault.Invalid, "device.kind", "Loại thiết bị không khớp với nơi lưu khóa của chứng thư số.").At("kind", "Chọn đúng loại thiết bị.")
	}
	return nil
}

// keep gives the new certificate of an agency to who keeps the device already.
func (x deed) keep(ctx context.Context, c signing.Certificate) error {
	if c.Class != signing.ClassAgency {
		return nil
	}
	all, err := x.tx.Handovers(ctx, x.d.ID)
	if err != nil {
		return err
	}
	decision := ""
	for _, h := range all {
		if h.State == HandoverDone && !h.Temporary() {
			decision = h.Paper.Number
		}
	}
	_, err = x.s.signing.AssignCustodyIn(ctx, x.tx.Signing(), x.by, signing.Custody{
		Certificate: c.ID, Holder: x.d.Keeper, Assigner: x.by.Person, Decision: decision,
	})
	return err
}

// awaitReceipt blocks the certificates of a device that nobody has confirmed to
// have; paper says that an agency's also waits for its decision.
func (x deed) awaitReceipt(ctx context.Context, paper bool) error {
	words := x.law.Subscribers.Custody
	if paper && x.d.Holder == "" && x.d.System == "" {
		if err := x.block(ctx, signing.CauseNoPaper, words.NoPaper, x.law.Clause("subscribers.custody.no_paper_refusal")); err != nil {
			return err
		}
	}
	return x.block(ctx, signing.CauseNotConfirmed, words.NotConfirmed, x.law.Clause("subscribers.custody.not_confirmed_refusal"))
}
