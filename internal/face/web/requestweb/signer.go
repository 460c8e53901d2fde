package requestweb

import (
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// signers are who may sign a letter of the actor's agency: its head first, who
// is also taken when nobody is chosen.
func (m *module) signers(r *web.Request) ([]ui.Choice, error) {
	now := m.Now()
	people, err := m.Org.PeopleWith(r.Context(), r.Actor.Agency, org.Leader, now)
	if err != nil {
		return nil, err
	}
	out := []ui.Choice{{Value: "", Text: "Thủ trưởng cơ quan"}}
	for _, p := range people {
		posts, err := m.Org.PostsOf(r.Context(), p.ID, r.Actor.Agency, now)
		if err != nil {
			return nil, err
		}
		for _, post := range posts {
			if org.CheckCapacity(post, org.InOwnRight) != nil && org.CheckCapacity(post, org.Deputy) == nil {
				out = append(out, ui.Choice{Value: string(p.ID) + "/" + string(post.ID) + "/" + string(org.Deputy), Text: p.Name + ", " + post.Title + " (ký thay)"})
			}
		}
	}
	return out, nil
}

// signerOf reads a choice of signers; what is none of them takes the head.
func signerOf(value string) request.Signer {
	parts := strings.Split(value, "/")
	if len(parts) != 3 {
		return request.Signer{}
	}
	return request.Signer{Person: org.PersonID(parts[0]), Post: org.PostID(parts[1]), Capacity: org.Capacity(parts[2])}
}
