package ticketweb

import (
	"encoding/json"
	"fmt"
	"io"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/fault"
	"antin/ticket"
)

// answer takes values and refusals, or what a device told.
func (m *module) answer(r *web.Request) (any, error) {
	secret, err := m.secret(r)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, web.Broken(err)
	}
	in, err := ticket.ParseAnswer(raw)
	if err != nil {
		return nil, fault.New(fault.Invalid, "ticket.malformed", "Kết quả gửi về không đúng quy ước.").Do("Cài bản Máy ký số mới.")
	}
	if len(in.Results) == 0 {
		return m.reading(r, secret, in)
	}
	answers := make([]document.TicketAnswer, len(in.Results))
	for i, result := range in.Results {
		if answers[i], err = answerOf(result); err != nil {
			return nil, err
		}
	}
	t, by, err := m.Documents.AnswerTicket(r.Context(), secret, answers)
	if err != nil {
		return nil, m.known(r, err)
	}
	return m.receipt(r, by, t, in, answers)
}

func answerOf(r ticket.Result) (document.TicketAnswer, error) {
	seq, part, err := readItemID(r.Item)
	if err != nil {
		return document.TicketAnswer{}, err
	}
	out := document.TicketAnswer{Seq: seq, Part: part, Value: r.Value}
	if len(r.Chain) > 0 {
		out.Signer = r.Chain[0]
	}
	if r.Refusal != nil {
		out.Refusal = &document.ItemRefusal{Code: "agent." + string(r.Refusal.Code), Message: r.Refusal.Message, Do: wayOut(r.Refusal.Code)}
	}
	return out, nil
}

func (m *module) receipt(r *web.Request, by org.Actor, t *document.Ticket, in ticket.Answer, answers []document.TicketAnswer) (any, error) {
	lines, err := m.Documents.TicketLines(r.Context(), by, t)
	if err != nil {
		return nil, err
	}
	out := ticket.Receipt{Version: ticket.Version}
	for i, a := range answers {
		o := ticket.Outcome{Item: in.Results[i].Item}
		for _, item := range t.Items {
			if item.Seq == a.Seq {
				o.Done, o.Message = outcomeWords(t, item, a.Part, lines[item.Seq])
			}
		}
		out.Outcomes = append(out.Outcomes, o)
	}
	return out, nil
}

// outcomeWords tell the person at the desk what became of one file.
func outcomeWords(t *document.Ticket, item document.TicketItem, part int, line document.TicketLine) (done bool, message string) {
	switch {
	case item.State == document.ItemCompleted && t.Action == document.TicketSeal:
		return true, "Đã ký cơ quan, số " + line.Number + "."
	case item.State == document.ItemCompleted:
		return true, "Đã ký."
	case item.State == document.ItemRefused:
		return false, short(item.Refusal.Message)
	case part < len(item.Parts) && item.Parts[part].Result != "":
		return true, "Đã nhận chữ ký; chờ các tệp khác của văn bản."
	}
	return false, "Chưa nhận được chữ ký."
}

// told is what a desk told, as it is kept with the ticket.
type told struct {
	Held     []ticket.Held    `json:"held,omitempty"`
	Findings []ticket.Finding `json:"findings,omitempty"`
}

// reading keeps what a device told for the page that asked.
func (m *module) reading(r *web.Request, secret string, in ticket.Answer) (any, error) {
	held, err := json.Marshal(told{in.Held, in.Findings})
	if err != nil {
		return nil, fmt.Errorf("keeping what a device told: %w", err)
	}
	if _, err := m.Documents.KeepReading(r.Context(), secret, string(held)); err != nil {
		return nil, m.known(r, err)
	}
	return ticket.Receipt{Version: ticket.Version}, nil
}
