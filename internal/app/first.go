package app

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// adminCommand begins an installation that is not a practice province: the
// agency that runs it and the first administrator, who makes everybody else on
// the pages.
type adminCommand struct {
	Data    string `help:"Thư mục dữ liệu, có sẵn antin.toml." default:"data" type:"path"`
	Code    string `help:"Mã định danh của cơ quan." required:"" placeholder:"H41.37"`
	Agency  string `help:"Tên cơ quan, khi chưa có." placeholder:"Sở Khoa học và Công nghệ"`
	Short   string `help:"Tên viết tắt trong ký hiệu, khi chưa có." placeholder:"SKHCN"`
	Person  string `help:"Họ và tên người quản trị." required:"" placeholder:"Đặng Minh Tuấn"`
	Email   string `help:"Thư điện tử công vụ của người đó." required:""`
	Account string `help:"Tên đăng nhập." default:"quantri"`
}

// Run makes the first administrator and prints a password once. It is refused
// where somebody can administer already: then accounts are made on the pages.
func (k adminCommand) Run(ctx context.Context, t terminal) error {
	c, err := ReadConfig(k.Data)
	if err != nil {
		return err
	}
	a, err := Open(ctx, c, Options{})
	if err != nil {
		return err
	}
	password, err := a.firstAdministrator(ctx, k)
	if err == nil {
		fmt.Fprintf(t.out, "Đã tạo quản trị hệ thống.\n\n  Tên đăng nhập  %s\n  Mật khẩu       %s\n\nMật khẩu chỉ hiện lần này. Đăng nhập rồi đổi ở mục “Tài khoản của tôi”.\n", k.Account, password)
	}
	return errors.Join(err, a.Close())
}

func (a *App) firstAdministrator(ctx context.Context, k adminCommand) (string, error) {
	by := org.Installer(a.Config.Province)
	there, err := a.administered(ctx, by)
	if err != nil {
		return "", err
	}
	if there {
		return "", fault.New(fault.Conflict, "admin.exists", "Đã có quản trị hệ thống.").Do("Cấp tài khoản khác ở trang “Cơ quan, đơn vị, cán bộ”.")
	}
	agency, err := a.Org.AgencyByCode(ctx, k.Code, a.Now())
	if fault.Is(err, "org.agency") {
		agency, err = a.Org.CreateAgency(ctx, by, org.Agency{Code: k.Code, Name: k.Agency, ShortName: k.Short, Province: a.Config.Province, Kind: org.KindDepartment, Level: org.LevelProvince})
	}
	if err != nil {
		return "", err
	}
	who, err := a.Org.CreatePerson(ctx, by, org.Person{Name: k.Person, Email: k.Email})
	if err != nil {
		return "", err
	}
	if _, err := a.Org.Appoint(ctx, by, org.Post{Person: who.ID, Agency: agency.ID, Title: "Quản trị hệ thống", From: a.Now()}); err != nil {
		return "", err
	}
	if err := a.Org.GrantRole(ctx, by, who.ID, agency.ID, org.Administrator); err != nil {
		return "", err
	}
	var raw [10]byte
	_, _ = rand.Read(raw[:]) // never fails
	password := strings.ToLower(base32.StdEncoding.EncodeToString(raw[:]))
	_, err = a.Org.CreateAccount(ctx, by, who.ID, agency.ID, k.Account, password)
	return password, err
}

// administered reports whether an open account of the installation belongs to
// an administrator.
func (a *App) administered(ctx context.Context, by org.Actor) (bool, error) {
	query := org.AgencyQuery{Province: a.Config.Province, At: a.Now(), Limit: 500}
	for {
		agencies, err := a.Org.Agencies(ctx, query)
		if err != nil {
			return false, err
		}
		for _, agency := range agencies {
			if found, err := a.hasAdministrator(ctx, by, agency.ID); err != nil || found {
				return found, err
			}
			query.After = agency.Code
		}
		if len(agencies) < query.Limit {
			return false, nil
		}
	}
}

func (a *App) hasAdministrator(ctx context.Context, by org.Actor, agency org.AgencyID) (bool, error) {
	accounts, err := a.Org.AccountsIn(ctx, by, agency)
	if err != nil {
		return false, err
	}
	for _, account := range accounts {
		roles, err := a.Org.RolesOf(ctx, account.Person, account.Agency, a.Now())
		if err != nil {
			return false, err
		}
		if !account.Disabled && slices.Contains(roles, org.Administrator) {
			return true, nil
		}
	}
	return false, nil
}
