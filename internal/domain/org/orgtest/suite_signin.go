package orgtest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

func testRightRace(t *testing.T, p *Province) {
	ctx := context.WithoutCancel(t.Context())
	var group sync.WaitGroup
	errs := make([]error, 5)
	for i := range errs {
		group.Go(func() { _, errs[i] = p.Service.SignInFrom(ctx, "vanthu", Password, "10.0.0.7") })
	}
	group.Wait()
	for _, err := range errs {
		must(t, err)
	}
}

func testElsewhere(t *testing.T, p *Province) {
	ctx, s := t.Context(), p.Service
	for range 20 {
		_, err := s.SignInFrom(ctx, "vanthu", "sai mật khẩu rồi", "203.0.113.9")
		refused(t, err, "session.wrong")
		p.Clock.Add(15 * time.Minute)
	}
	_, err := s.SignInFrom(ctx, "vanthu", "sai mật khẩu rồi", "203.0.113.9")
	refused(t, err, "session.wrong")
	_, err = s.SignInFrom(ctx, "vanthu", Password, "203.0.113.9")
	if f := refused(t, err, "session.wait"); f != nil && strings.Contains(f.Message, "sai") {
		t.Errorf("who only waits is told of something wrong: %s", f.Message)
	}
	_, err = s.SignInFrom(ctx, "vanthu", Password, "10.0.0.7")
	must(t, err)
	must(t, s.ResetPassword(ctx, p.Admin, p.Clerk.Account, "mật khẩu được cấp lại"))
	_, err = s.SignInFrom(ctx, "vanthu", "mật khẩu được cấp lại", "203.0.113.9")
	must(t, err)
}

func testManyAddresses(t *testing.T, p *Province) {
	ctx, s := t.Context(), p.Service
	for i := range 101 {
		_, err := s.SignInFrom(ctx, "vanthu", "sai mật khẩu rồi", fmt.Sprintf("203.0.113.%d", i))
		refused(t, err, "session.wrong")
	}
	_, err := s.SignInFrom(ctx, "vanthu", Password, "10.0.0.7")
	refused(t, err, "session.wait")
	p.Clock.Add(30 * time.Second)
	_, err = s.SignInFrom(ctx, "vanthu", Password, "10.0.0.7")
	must(t, err)
}
