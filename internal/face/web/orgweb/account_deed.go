package orgweb

import (
	"net/http"
	"slices"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// saveRoles gives and takes roles so that those ticked are held. Boxes that the
// actor may not change are not on the form and stay as they are.
func (m *module) saveRoles(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	a, err := m.Org.Account(r.Context(), org.AccountID(r.PathValue("id")))
	if err != nil {
		return err
	}
	held, err := m.Org.RolesOf(r.Context(), a.Person, a.Agency, m.Now())
	if err != nil {
		return err
	}
	shown, ticked := r.PostForm["shown"], r.PostForm["role"]
	for _, role := range org.Roles {
		if !slices.Contains(shown, string(role)) {
			continue
		}
		has, wants := slices.Contains(held, role), slices.Contains(ticked, string(role))
		if has == wants {
			continue
		}
		if a.Person == r.Actor.Person && role == org.Administrator && !wants {
			err = fault.New(fault.Conflict, "org.own-administrator", "Không tự bỏ vai trò quản trị hệ thống của mình.").Do("Nhờ một quản trị hệ thống khác thu hồi.")
		} else if wants {
			err = m.Org.GrantRole(r.Context(), r.Actor, a.Person, a.Agency, role)
		} else {
			err = m.Org.RevokeRole(r.Context(), r.Actor, a.Person, a.Agency, role)
		}
		if err != nil {
			return m.refuseAccount(w, r, err)
		}
	}
	return r.Done(w, "/to-chuc/tai-khoan/"+string(a.ID), "Đã lưu vai trò. Có hiệu lực ngay ở thao tác sau của người này.")
}

func (m *module) refuseAccount(w http.ResponseWriter, r *web.Request, err error) error {
	page, formErr := m.accountOf(r)
	if formErr != nil {
		return formErr
	}
	if f, ok := fault.From(err); ok {
		page.Reason.Error = ui.Refused(f, r.Actor.Province).At("reason")
	}
	return r.Refuse(w, err, page)
}

func (m *module) lockAccount(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	id := org.AccountID(r.PathValue("id"))
	lock := r.Text("lock") == "yes"
	if id == r.Actor.Account && lock {
		return m.refuseAccount(w, r, fault.New(fault.Conflict, "account.own", "Không tự khóa tài khoản đang dùng.").Do("Nhờ một quản trị khác khóa."))
	}
	if err := m.Org.SetDisabled(r.Context(), r.Actor, id, lock, r.Text("reason")); err != nil {
		return m.refuseAccount(w, r, err)
	}
	notice := "Đã mở lại tài khoản."
	if lock {
		notice = "Đã khóa tài khoản. Phiên đang dùng kết thúc ở thao tác sau."
	}
	return r.Done(w, "/to-chuc/tai-khoan/"+string(id), notice)
}

func (m *module) resetPassword(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	a, err := m.Org.Account(r.Context(), org.AccountID(r.PathValue("id")))
	if err != nil {
		return err
	}
	password := firstPassword()
	if err := m.Org.ResetPassword(r.Context(), r.Actor, a.ID, password); err != nil {
		return m.refuseAccount(w, r, err)
	}
	return r.Render(w, &secretPage{Page: ui.Page{Title: "Đã đặt lại mật khẩu"}, Name: a.Name, Password: password,
		Back: ui.Link{Text: "Về tài khoản", Href: "/to-chuc/tai-khoan/" + string(a.ID)}})
}
