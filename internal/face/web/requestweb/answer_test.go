package requestweb_test

import (
	"bytes"
	"strconv"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/platform/practice"
	"antin/internal/testkit/site"
)

func (p *province) actor(account string) org.Actor {
	p.t.Helper()
	by, err := p.Actor(p.t.Context(), account)
	site.Must(p.t, err)
	return by
}

// answer is a letter that the commune, which stands for Cục, sent to the agency;
// it was registered there and assigned to the account. It gives its number.
func (p *province) answer(to, clerk, leader, account string) string {
	p.t.Helper()
	ctx, by := p.t.Context(), p.actor("congchuc.kimlien")
	id, err := p.Documents.Create(ctx, by, document.Fields{
		Type: "CV", Subject: "Trả lời yêu cầu chứng thực", Area: "Chứng thực chữ ký số", Urgency: "normal", Secrecy: document.Ordinary, Origin: document.Created,
		Signer: document.Signer{Person: p.actor("chutich.kimlien").Person}, Recipients: []document.Recipient{{Code: to}},
	})
	site.Must(p.t, err)
	site.Must(p.t, p.Documents.AddVersion(ctx, by, id, []document.Upload{{Role: document.Main, Name: "tra-loi.pdf", Body: bytes.NewReader(site.Letter(p.t))}}))
	site.Must(p.t, p.Documents.Submit(ctx, by, id))
	p.letter("/van-ban/"+string(id), office("chanhvanphong.kimlien", "congchuc.kimlien", "chutich.kimlien", "vanthu.kimlien")...)
	list, err := p.Exchange.Store.OfDocument(ctx, id)
	site.Must(p.t, err)
	in, err := p.Documents.Store.ByDelivery(ctx, list[0].Recipient.Agency, string(list[0].ID))
	site.Must(p.t, err)
	number, err := p.Documents.Register(ctx, p.actor(clerk), in)
	site.Must(p.t, err)
	site.Must(p.t, p.Tasks.Assign(ctx, p.actor(leader), in, p.actor(account).Person, "Nhập kết quả.", ""))
	p.Jobs()
	return strconv.Itoa(number)
}

// issue makes the certificate that the authority would give.
func (p *province) issue(account string, options ...practice.Option) []byte {
	p.t.Helper()
	by := p.actor(account)
	agency, err := p.Org.Agency(p.t.Context(), by.Agency)
	site.Must(p.t, err)
	person, err := p.Org.Person(p.t.Context(), by.Person)
	site.Must(p.t, err)
	posts, err := p.Org.PostsOf(p.t.Context(), by.Person, by.Agency, p.Now())
	site.Must(p.t, err)
	cert, _, err := p.PKI.IssuePerson(practice.Person{Name: person.Name, Title: posts[0].Title, Agency: agency.Name, Email: person.Email, ID: account}, p.Now(), append([]practice.Option{practice.WithECDSA()}, options...)...)
	site.Must(p.t, err)
	return cert.Raw
}

// registered gives the account a certificate that stands in the register of
// subscribers.
func (p *province) registered(account string) signing.CertificateID {
	p.t.Helper()
	by := p.actor(account)
	c, err := p.Subscribers.Register(p.t.Context(), p.actor(manager), subscriber.Incoming{
		File: p.issue(account), Class: signing.ClassPerson, Person: by.Person, Agency: by.Agency, KeyKind: signing.KeyToken,
	})
	site.Must(p.t, err)
	return c.ID
}
