package web_test

import (
	"net/http"
	"testing"
	"time"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql"
	"antin/internal/domain/org/orgtest"
	"antin/internal/face/web"
	"antin/internal/platform/sessionsql"
	"antin/internal/testkit/dbtest"
	"antin/internal/testkit/htmlcheck"
)

func TestTemplatesFitTheirStructs(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	htmlcheck.Templates(t, s.shell.Set(), s.shell.Pages())
}

func TestRouteWithoutKnownActionStopsTheStart(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	for _, route := range s.shell.Routes() {
		if route.Action == "" {
			t.Errorf("%s %s has no action", route.Method, route.Pattern)
		}
	}
	bad := web.Route{Method: "GET", Pattern: "/x", Action: "document.fly", Handler: func(_ http.ResponseWriter, _ *web.Request) error { return nil }}
	if err := tryNew(t, bad); err == nil {
		t.Error("a route with an unknown action was taken")
	}
}

func tryNew(t *testing.T, route web.Route) error {
	t.Helper()
	guard, err := org.NewGuard(nil)
	must(t, err)
	db := dbtest.SQLite(t)
	service, err := org.NewService(org.Config{Store: orgsql.New(db, auditsql.New(db, nil, nil).Append, nil), Guard: guard, Now: time.Now, Law: orgtest.Law})
	must(t, err)
	_, err = web.New(web.Config{Accounts: service, Guard: guard, Sessions: sessionsql.New(db, time.Now), Modules: []web.Module{{Routes: []web.Route{route}}}})
	return err
}
