package request

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/event"
)

// opening is a draft that the records ask for.
type opening struct {
	kind   Kind
	reason string
	why    string    // for the history, in words
	from   time.Time // since when it counts
	fields map[string]string
	hold   bool   // block the certificate from then on
	source string // of the hold
}

// HandleOrg opens the drafts that a change in the records of people and
// agencies asks for (LD-20.5-2, HD2-03.2, HD2-07c). It may hear an event twice.
func (s *Service) HandleOrg(ctx context.Context, e event.Event) error {
	switch e.Kind {
	case org.EventPersonLeft:
		return heard(e, func(m org.PersonLeft) error { return s.personLeft(ctx, m) })
	case org.EventPersonMoved:
		return heard(e, func(m org.PersonMoved) error { return s.personMoved(ctx, m) })
	case org.EventPersonChanged:
		return heard(e, func(m org.PersonChanged) error {
			return s.openForPerson(ctx, m.Person, "", opening{kind: Change, why: "Họ tên hoặc thư điện tử công vụ thay đổi.", from: m.From})
		})
	case org.EventHeadChanged:
		return heard(e, func(m org.HeadChanged) error {
			o := opening{kind: Change, why: "Người đứng đầu cơ quan thay đổi: thay đổi thông tin hoặc cấp lại chứng thư số cơ quan.", from: m.From}
			return s.openForAgency(ctx, m.Agency, o)
		})
	case org.EventAgencyRenamed:
		return heard(e, func(m org.AgencyRenamed) error {
			return s.openForAgency(ctx, m.Agency, opening{kind: Change, why: "Cơ quan đổi tên.", from: m.From})
		})
	case org.EventAgencyMoved:
		return heard(e, func(m org.AgencyMoved) error {
			return s.openForAgency(ctx, m.Agency, opening{kind: Change, why: "Cơ quan chuyển sang cơ quan cấp trên khác.", from: m.From})
		})
	case org.EventAgencyMerged, org.EventAgencyDissolved:
		return heard(e, func(m org.AgencyEnded) error {
			o := opening{kind: Revoke, reason: "agency-ended", why: "Cơ quan kết thúc hoạt động.", from: m.From, hold: true, source: string(m.Agency)}
			return s.openForAgency(ctx, m.Agency, o)
		})
	}
	return nil
}

// heard reads the payload of an event.
func heard[Message any](e event.Event, do func(Message) error) error {
	var m Message
	if err := json.Unmarshal(e.Payload, &m); err != nil {
		return fmt.Errorf("reading the message of %s: %w", e.Kind, err)
	}
	return do(m)
}

// personLeft asks for the revocation of what the person held there, and blocks
// it from the day of leaving.
func (s *Service) personLeft(ctx context.Context, m org.PersonLeft) error {
	reasons := map[org.Status]string{org.Retired: "retired", org.Resigned: "resigned", org.Transferred: "transferred", org.Dead: "dead"}
	o := opening{kind: Revoke, reason: reasons[m.Status], why: "Người được cấp chứng thư số nghỉ hưu, thôi việc, chuyển công tác hoặc từ trần.",
		from: m.From, hold: true, source: string(m.Person)}
	agency := m.Agency
	if o.reason == "" {
		o.reason = "transferred"
	} else {
		agency = "" // of every agency
	}
	return s.openForPerson(ctx, m.Person, agency, o)
}

func (s *Service) personMoved(ctx context.Context, m org.PersonMoved) error {
	if m.OldAgency == m.NewAgency {
		return s.openForPerson(ctx, m.Person, m.NewAgency, opening{kind: Change, why: "Chức vụ, đơn vị công tác thay đổi.", from: m.From})
	}
	agency, err := s.Org.Agency(ctx, m.OldAgency)
	if err != nil {
		return err
	}
	p, err := s.Profiles.At(agency.Province, s.Now())
	if err != nil {
		return err
	}
	if p.Subscribers.Requests.OnTransfer == string(Change) {
		return s.openForPerson(ctx, m.Person, m.OldAgency, opening{kind: Change, why: "Chuyển cơ quan công tác.", from: m.From})
	}
	return s.openForPerson(ctx, m.Person, m.OldAgency, opening{kind: Revoke, reason: "transferred", why: "Chuyển công tác sang cơ quan khác.",
		from: m.From, hold: true, source: string(m.Person)})
}

func (s *Service) openForPerson(ctx context.Context, person org.PersonID, agency org.AgencyID, o opening) error {
	list, err := s.Signing.OfPerson(ctx, person)
	if err != nil {
		return err
	}
	for _, c := range list {
		if agency != "" && c.Agency != agency {
			continue
		}
		if err := s.open(ctx, c, ForPerson, o); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) openForAgency(ctx context.Context, agency org.AgencyID, o opening) error {
	list, err := s.Signing.OfAgency(ctx, agency)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := s.open(ctx, c, ForAgency, o); err != nil {
			return err
		}
	}
	return nil
}

// HandleDevice opens what an incident asks for: revocation of what is lost or
// unsafe, recovery of what is locked, a new issue for what is broken (HD2-15.2).
func (s *Service) HandleDevice(ctx context.Context, e event.Event) error {
	switch e.Kind {
	case device.EventIncident:
		return heard(e, func(m device.IncidentMessage) error { return s.incident(ctx, m) })
	case device.EventHandedOver:
		return heard(e, func(m device.HandoverMessage) error { return s.handedOver(ctx, m) })
	}
	return nil
}

func (s *Service) incident(ctx context.Context, m device.IncidentMessage) error {
	o := opening{kind: Revoke, from: m.Found}
	switch m.Kind {
	case device.IncidentLost:
		o.reason, o.why = ReasonLost, "Thiết bị được báo mất, thất lạc."
	case device.IncidentCompromised, device.IncidentTampered:
		o.reason, o.why = "compromised", "Thiết bị được báo mất an toàn."
	case device.IncidentBroken:
		o.kind, o.why = New, "Thiết bị được báo hỏng: cấp lại chứng thư số trên thiết bị mới."
	case device.IncidentRetired:
		o.reason, o.why = "retired", "Người giữ thiết bị nghỉ hưu."
	case device.IncidentMoved:
		o.reason, o.why = "transferred", "Người giữ thiết bị chuyển công tác."
	case device.IncidentLocked:
		o.kind, o.reason, o.why = Recover, "locked", "Thiết bị bị khóa do nhập sai mật khẩu."
	default:
		return nil
	}
	for _, id := range m.Certificates {
		c, err := s.Signing.Certificate(ctx, id)
		if err != nil {
			return err
		}
		if err := s.open(ctx, c, subjectOf(c.Class), o); err != nil {
			return err
		}
		if o.kind == Recover {
			return nil // one recovery a device, whatever is on it
		}
	}
	return nil
}

func subjectOf(c signing.Class) Subject {
	switch c {
	case signing.ClassPerson:
		return ForPerson
	case signing.ClassAgency:
		return ForAgency
	}
	return ForService
}

// handedOver closes the requests whose device the receiver has confirmed.
func (s *Service) handedOver(ctx context.Context, m device.HandoverMessage) error {
	list, err := s.Store.OpenOn(ctx, m.Device)
	if err != nil {
		return err
	}
	on, err := s.Book.Device(ctx, m.Device)
	if err != nil {
		return err
	}
	for _, line := range list {
		err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
			r, err := tx.Load(ctx, line.ID)
			if err != nil || r.State != Granted || r.Kind == Revoke || r.Kind == ReturnDevice {
				return err
			}
			note := "Thiết bị " + on.Serial + " đã bàn giao, người nhận xác nhận."
			if err := s.move(ctx, tx, system(&r), &r, Handing, func(context.Context, *deed) (string, error) { return note, nil }); err != nil {
				return err
			}
			return s.move(ctx, tx, system(&r), &r, Closing, func(context.Context, *deed) (string, error) { return "", nil })
		})
		if err != nil {
			return err
		}
	}
	return nil
}
