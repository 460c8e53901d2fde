package app

import (
	"fmt"
	"strings"
	"testing"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/document"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// TestTypedTextStaysOutOfTheLog: what somebody types where a code belongs is
// tried with a trace, but the trace has nothing of the text, however long.
func TestTypedTextStaysOutOfTheLog(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p, err := reopen(fresh(t))
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	officer, err := p.actor(ctx, department.officer)
	if err != nil {
		t.Fatal(err)
	}
	run, err := toClerk(ctx, p, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	clerk, err := p.actor(ctx, department.clerk)
	if err != nil {
		t.Fatal(err)
	}
	const typed = "Ông Nguyễn Văn A bị bệnh"
	for _, text := range []string{typed, strings.Repeat(typed, 100), typed + "\xff", "secret"} {
		if err := p.app.Documents.Door(ctx, officer, document.Secrecy(text)); !fault.Is(err, "document.secret") {
			t.Errorf("level %.40q: %v", text, err)
		}
		want := "unknown"
		if text == "secret" {
			want = text
		}
		if e := newest(t, p.app, string(officer.Agency)); e["level"] != want {
			t.Errorf("level %.40q left %q", text, e)
		}
		err := p.app.Documents.Seal(ctx, clerk, run.id, document.With{Certificate: signing.CertificateID(text), Password: "x"})
		if !fault.Is(err, "certificate.unknown") {
			t.Errorf("certificate %.40q: %v", text, err)
		}
		if e := newest(t, p.app, string(run.id)); e["code"] != "certificate.unknown" || e["certificate"] != "" {
			t.Errorf("certificate %.40q left %q", text, e)
		}
	}
	unknown := string(document.NewFormID())
	if err := p.app.Documents.Seal(ctx, clerk, run.id, document.With{Certificate: signing.CertificateID(unknown)}); err == nil {
		t.Error("a certificate that nobody has sealed")
	}
	if e := newest(t, p.app, string(run.id)); e["certificate"] != unknown {
		t.Errorf("the id that was tried left %q", e)
	}
	leaks(t, p.app, "Nguyễn")
}

// TestRefusalWithoutItsTraceIsAFailure: when the log cannot be written, the
// answer is that, and not the refusal.
func TestRefusalWithoutItsTraceIsAFailure(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p, err := reopen(fresh(t))
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	run, err := toClerk(ctx, p, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	officer, err := p.actor(ctx, department.officer)
	if err != nil {
		t.Fatal(err)
	}
	clerk, err := p.actor(ctx, department.clerk)
	if err != nil {
		t.Fatal(err)
	}
	forge(t, p.app, "drop trigger audit_head_no_delete")
	forge(t, p.app, "delete from audit_head")
	for name, err := range map[string]error{
		"door": p.app.Documents.Door(ctx, officer, "secret"),
		"seal": p.app.Documents.Seal(ctx, clerk, run.id, document.With{Certificate: signing.CertificateID(document.NewFormID())}),
	} {
		if _, refused := fault.From(err); err == nil || refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// newest is what the newest entry about a thing says.
func newest(t *testing.T, a *App, subject string) map[string]string {
	t.Helper()
	list, err := a.Audit.Of(t.Context(), subject, 0, 1)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d entries about %s, %v", len(list), subject, err)
	}
	return list[0].Data
}

// leaks fails when any entry of the log has the text.
func leaks(t *testing.T, a *App, text string) {
	t.Helper()
	n := 0
	err := a.Audit.Walk(t.Context(), func(e auditsql.Stored) error {
		n++
		if strings.Contains(fmt.Sprint(e), text) {
			t.Errorf("entry %d has typed text: %v", e.Seq, e)
		}
		return nil
	})
	if err != nil || n == 0 {
		t.Error(n, err)
	}
}
