package app

import (
	"context"
	"testing"
	"time"
)

func TestTimes(t *testing.T) {
	ctx := context.Background()
	t0 := time.Now()
	a, err := Open(ctx, DefaultPractice(t.TempDir()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Log("open", time.Since(t0))
	t0 = time.Now()
	_, err = makeProvince(ctx, a)
	t.Log("province", time.Since(t0), err)
	a.Close()
}
