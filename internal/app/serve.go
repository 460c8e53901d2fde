package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/archiveweb"
	"antin/internal/face/web/checkweb"
	"antin/internal/face/web/documentweb"
	"antin/internal/face/web/exchangeweb"
	"antin/internal/face/web/formweb"
	"antin/internal/face/web/orgweb"
	"antin/internal/face/web/requestweb"
	"antin/internal/face/web/taskweb"
	"antin/internal/face/web/ticketweb"
	"antin/internal/face/web/ui"
	"antin/internal/platform/sessionsql"
)

// Handler is the whole of what is served over HTTP.
func (a *App) Handler() (http.Handler, error) {
	shell, err := a.shell()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", shell)
	if a.PKI != nil {
		mux.Handle("/practice/issuing.crl", a.PKI.CRLHandler(false, a.Now))
		mux.Handle("/practice/root.crl", a.PKI.CRLHandler(true, a.Now))
		mux.Handle("/practice/ocsp", a.PKI.OCSPHandler(a.Now))
		mux.Handle("/practice/ocsp/", http.StripPrefix("/practice/ocsp", a.PKI.OCSPHandler(a.Now)))
		mux.Handle("/practice/tsa", a.PKI.TSAHandler(a.Now))
	}
	return mux, nil
}

func (a *App) shell() (*web.Shell, error) {
	return web.New(web.Config{
		Accounts: a.Org, Guard: a.Guard, Sessions: sessionsql.New(a.Database, a.Now), Modules: a.modules(), Log: a.Log, Now: a.Now,
		Letterhead: a.letterhead, Standing: a.standing,
		Practice: a.Config.Mode == Practice, Secure: a.Config.Mode == Production, Origin: a.Config.Origin,
		AgentOrigin: a.Config.Agent.origin(), SignService: a.Config.Agent.service(),
	})
}

// modules are the subjects' pages in the order of the navigation.
func (a *App) modules() []web.Module {
	return []web.Module{
		documentweb.New(documentweb.Config{
			Documents: a.Documents, Exchange: a.Exchange, Signing: a.Signing, Org: a.Org, Profiles: a.Profiles, Now: a.Now,
			Evidence: archiveweb.Section(a.Archive), Questions: a.Tasks.Store.Questions,
		}),
		exchangeweb.New(exchangeweb.Config{
			Documents: a.Documents, Exchange: a.Exchange, Tasks: a.Tasks, Signing: a.Signing, Org: a.Org, Profiles: a.Profiles, Now: a.Now,
			Evidence: archiveweb.Section(a.Archive),
		}),
		taskweb.New(taskweb.Config{Tasks: a.Tasks, Documents: a.Documents, Org: a.Org, Profiles: a.Profiles, Now: a.Now}),
		a.registerPages(),
		a.filePages(),
		ticketweb.New(a.tickets()),
		requestweb.New(requestweb.Config{
			Requests: a.Requests, Documents: a.Documents, Devices: a.Device, Signing: a.Signing, Org: a.Org, Profiles: a.Profiles, Now: a.Now,
		}),
		a.subscriberPages(),
		a.devicePages(),
		archiveweb.New(archiveweb.Config{Archive: a.Archive}),
		orgweb.New(orgweb.Config{
			Org: a.Org, Guard: a.Guard, Judge: a.Judge, Profiles: a.Profiles, Now: a.Now, Concerned: a.concerned,
		}),
		formweb.New(formweb.Config{
			Forms: a.Forms, Records: records{a.Org, a.Signing, a.Guard, a.Profiles, a.Now}, Org: a.Org,
			Pages: pages{a.Renderer, newPictures()}, Profiles: a.Profiles, Now: a.Now,
		}),
		a.administration(),
		a.searchPages(),
		checkweb.New(checkweb.Config{
			Documents: a.Documents, Signing: a.Signing, Org: a.Org, Profiles: a.Profiles, Province: a.Config.Province, Now: a.Now,
		}),
	}
}

// letterhead names the actor's agency, or the one that runs the installation.
func (a *App) letterhead(ctx context.Context, by org.Actor) (ui.Letterhead, error) {
	var agency org.Agency
	var err error
	if by.Agency != "" {
		agency, err = a.Org.Agency(ctx, by.Agency)
	} else {
		agency, err = a.Org.AgencyByCode(ctx, a.Config.Agency, a.Now())
	}
	if err != nil {
		return ui.Letterhead{Name: "Ấn Tín"}, nil // an empty installation still has a sign-in page
	}
	return ui.Letterhead{Superior: agency.Superior, Name: agency.Name}, nil
}

// standing says under the name what the actor is.
func (a *App) standing(ctx context.Context, by org.Actor) (string, error) {
	posts, err := a.Org.PostsOf(ctx, by.Person, by.Agency, a.Now())
	if err != nil || len(posts) == 0 {
		return "", err
	}
	text := posts[0].Title
	if posts[0].Unit != "" {
		unit, err := a.Org.Unit(ctx, posts[0].Unit)
		if err != nil {
			return "", err
		}
		text += " · " + unit.Name
	}
	return text, nil
}

// patience is how long requests under way may take after the signal to stop.
const patience = 30 * time.Second

// Serve answers requests and does jobs until ctx ends, then finishes what is
// under way. ready is called when the address answers.
func (a *App) Serve(ctx context.Context, ready func(address string)) error {
	handler, err := a.Handler()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", a.Config.Listen)
	if err != nil {
		return fmt.Errorf("opening the address %s: %w", a.Config.Listen, err)
	}
	server := web.HTTPServer(a.Config.Listen, handler)
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	var workers sync.WaitGroup
	workers.Go(func() { a.Queue.Run(work) })
	workers.Go(func() { a.Audit.Run(work, func(err error) { a.Log.Error("writing audit heads", "error", err) }) })
	workers.Go(func() { a.sweep(work) })
	workers.Go(func() { a.recheck(work) })
	workers.Go(func() { a.decisions(work) })
	workers.Go(func() { a.remind(work) })
	workers.Go(func() { a.heal(work) })
	workers.Go(func() { a.followSettings(work) })
	workers.Go(func() { a.Archive.Run(work, func(err error) { a.Log.Error("collecting evidence", "error", err) }) })
	workers.Go(func() { a.Search.Run(work, func(err error) { a.Log.Error("indexing documents", "error", err) }) })
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	ready(listener.Addr().String())
	select {
	case err = <-failed:
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		err = server.Shutdown(grace)
		cancel()
	}
	stop()
	workers.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// sweep removes blobs that no document refers to and old sessions and jobs.
func (a *App) sweep(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	sessions := sessionsql.New(a.Database, a.Now)
	for {
		a.warnOfWaiting(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		_, err := a.Blobs.Sweep(ctx, a.referenced, a.Now().Add(-24*time.Hour))
		_, jobs := a.Queue.Sweep(ctx, a.Now().AddDate(0, 0, -90))
		_, tickets := a.Documents.ExpireTickets(ctx)
		if err := errors.Join(err, jobs, tickets, sessions.Sweep(ctx), a.Device.Sweep(ctx), a.Requests.Remind(ctx, a.Config.Province)); err != nil {
			a.Log.Error("sweeping", "error", err)
		}
	}
}

// heal ends half-finished signings, within a minute after whatever broke them.
func (a *App) heal(ctx context.Context) {
	tick := time.NewTicker(30 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		n, err := a.Documents.Heal(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			a.Log.Error("ending half-finished signings", "error", err)
		case n > 0:
			a.Log.Info("recorded signatures that were stored before a crash", "documents", n)
		}
	}
}

// warnOfWaiting says when evidence waits for more than a day: whoever runs the
// server has to look after the way to the authority of time-stamps.
func (a *App) warnOfWaiting(ctx context.Context) {
	n, err := a.Archive.Overdue(ctx)
	switch {
	case err != nil && ctx.Err() == nil:
		a.Log.Error("counting evidence that waits", "error", err)
	case n > 0:
		a.Log.Warn("evidence of signatures waits for more than a day: look after the time-stamp authority and the way to it", "bundles", n)
	}
}

// banner is what the terminal shows when the server is there.
func banner(w io.Writer, c Config, address string, accounts string) {
	fmt.Fprintf(w, "\nẤn Tín đang chạy tại http://%s\n", address)
	if c.Mode == Practice {
		fmt.Fprintf(w, "Tỉnh thực hành: khóa ký và dữ liệu chỉ để tập dùng, không có giá trị pháp lý.\n\n%s\n", accounts)
	}
	fmt.Fprintln(w, "Dừng bằng Ctrl-C; việc đang làm sẽ được làm xong trước.")
}
