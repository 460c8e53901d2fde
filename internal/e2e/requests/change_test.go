package requests

import (
	"testing"

	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/platform/practice"
	"antin/internal/testkit/clause"
)

// A change brings a new certificate; the data of the one before stays readable,
// for what it signed.
func TestChangeKeepsTheFormerCertificateReadable(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	clause.Covers(t, "NA-11-3")
	by := w.as("chuyenvien.snv")
	c, err := w.Subscribers.Register(w.ctx, w.as("thuebao.skhcn"), subscriber.Incoming{
		File: w.issue("chuyenvien.snv"), Class: signing.ClassPerson, Person: by.Person, Agency: by.Agency, KeyKind: signing.KeyToken, Minutes: "01/BB",
	})
	w.must(err)
	in := w.fresh("chuyenvien.snv")
	in.Kind, in.Certificate, in.Fields["title"] = request.Change, c.ID, "Phó Trưởng phòng"
	id := w.draft("chuyenvien.snv", in)
	w.send("chuyenvien.snv", id)
	w.must(w.Requests.Grant(w.ctx, by, id, request.Result{Certificate: w.issue("chuyenvien.snv", practice.ValidTo(start.AddDate(2, 0, 0)))}))
	v := w.at(id, request.Granted)
	if v.Issued == c.ID || v.Issued == "" || v.Old["title"] != "Chuyên viên" || v.Fields["title"] != "Phó Trưởng phòng" {
		t.Errorf("the request keeps %+v", v.Request)
	}
	old, err := w.Signing.ByFingerprint(w.ctx, c.SHA256)
	w.must(err)
	leaf, err := old.Leaf()
	w.must(err)
	detail, err := w.Subscribers.Detail(w.ctx, w.as("thuebao.skhcn"), c.ID)
	w.must(err)
	if old.ID != c.ID || old.Subject != c.Subject || leaf.Subject.String() != c.Subject || detail.Facts.SHA256 != c.SHA256 {
		t.Errorf("the former certificate reads %+v", old)
	}
}
