package web_test

import (
	"net/http"
	"reflect"
	"testing"
	"time"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/platform/sessionsql"
	"antin/internal/testkit/dbtest"
	"antin/internal/testkit/htmlcheck"
)

// TestTemplatesFitTheirStructs renders every page twice: empty, and with every
// field of its struct filled, so that both arms of the conditions run.
func TestTemplatesFitTheirStructs(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	for _, file := range s.shell.Pages() {
		kind := reflect.TypeOf(file.Page).Elem()
		for _, filled := range []bool{false, true} {
			page := reflect.New(kind)
			if filled {
				fill(page.Elem(), 0)
			}
			framed := page.Interface().(ui.Framed)
			if filled {
				framed.Frame().Scripts = []string{"keys.js"}
			} else {
				framed.Frame().Title = "Trang"
			}
			out, err := s.shell.Set().Render(framed)
			if err != nil {
				t.Errorf("%s, filled %v: %v", file.Name, filled, err)
				continue
			}
			htmlcheck.Check(t, string(out), htmlcheck.NoInlineScript(), htmlcheck.NoInlineStyle(), htmlcheck.Count("h1", 1))
		}
	}
}

// fill sets everything that can be set to something that shows.
func fill(v reflect.Value, depth int) {
	if depth > 6 || !v.CanSet() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("Chữ")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), depth+1)
		fill(v.Index(1), depth+1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 11, 22, 2, 41, 7, 0, time.UTC)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), depth+1)
		}
	}
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
	service, err := org.NewService(org.Config{Store: orgsql.New(db, auditsql.New(db, nil, nil).Append), Guard: guard, Now: time.Now})
	must(t, err)
	_, err = web.New(web.Config{Accounts: service, Guard: guard, Sessions: sessionsql.New(db, time.Now), Modules: []web.Module{{Routes: []web.Route{route}}}})
	return err
}
