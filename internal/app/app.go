package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"time"

	"golang.org/x/sync/semaphore"

	"antin/algorithm"
	"antin/internal/domain/archive"
	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/device"
	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql"
	"antin/internal/domain/exchange"
	"antin/internal/domain/exchange/exchangesql"
	"antin/internal/domain/form"
	"antin/internal/domain/form/formsql"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql"
	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/domain/register/registersql"
	"antin/internal/domain/request"
	"antin/internal/domain/search"
	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingsql"
	"antin/internal/domain/subscriber"
	"antin/internal/domain/task"
	"antin/internal/domain/workfile"
	"antin/internal/face/cli/listfile"
	"antin/internal/platform/blob"
	"antin/internal/platform/convert"
	"antin/internal/platform/fetch"
	"antin/internal/platform/job"
	"antin/internal/platform/ocr"
	"antin/internal/platform/practice"
	"antin/internal/platform/render"
	"antin/internal/platform/sqldb"
	"antin/internal/schema"
	"antin/pades"
)

// App is one installation, open.
type App struct {
	Config    Config
	Now       func() time.Time
	Log       *slog.Logger
	Database  *sqldb.DB
	Blobs     *blob.Store
	Audit     *auditsql.Log
	AuditKey  auditKey
	Queue     *job.Queue
	Guard     *org.Guard
	Profiles  *profile.Set
	Settings  *org.Settings
	Org       *org.Service
	Signing   *signing.Service
	Device    *device.Service
	Forms     *form.Service
	Documents *document.Service
	Register  *register.Service
	Exchange  *exchange.Service
	Requests  *request.Service
	Tasks     *task.Service
	Files     *workfile.Service
	Archive   *archive.Service
	Search    *search.Service
	// Judge says who may be a subscriber and who manages whom.
	Judge *subscriber.Judge
	// Subscribers is the register of subscribers and their certificates.
	Subscribers *subscriber.Service
	Net         *fetch.Client
	Renderer    *render.Renderer
	Evidence    *evidence
	PKI         *practice.PKI // nil in production
	Keys        practice.Keys

	headsFile *auditsql.HeadsFile
	list      *algorithm.List // nil: the embedded one
	memory    *pades.Memory
	stamper   pades.Stamper // nil when no authority is configured
	asking    pades.Answers // for who waits for a verdict; nil in practice, which has all answers at hand
}

// Options are what tests and special commands set; the zero value is right for
// the server.
type Options struct {
	Now  func() time.Time
	Log  *slog.Logger
	Seen func(province string, action org.Action) // hears every permission asked
	// Keys may stand before the opening of practice keys, for measurements that
	// would otherwise measure argon2id.
	Keys func(document.Keys) document.Keys
	// KeyCost of new practice key boxes; zero takes the safe default.
	KeyCost practice.Cost
	Lease   time.Duration // of jobs
	Look    time.Duration // for jobs whose lease broke
	// Hashing of passwords; zero takes the safe default.
	Hashing org.Hashing
	// Stamper replaces the time-stamp authorities of the configuration.
	Stamper pades.Stamper
	// Profiles replaces the embedded ones.
	Profiles *profile.Set
}

// Open opens the installation of a configuration and brings its database to
// the newest schema.
func Open(ctx context.Context, c Config, o Options) (*App, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	a := &App{Config: c, Now: o.Now, Log: o.Log, memory: new(pades.Memory), Keys: practice.Keys{Gate: semaphore.NewWeighted(2), Cost: o.KeyCost}}
	if a.Now == nil {
		a.Now = time.Now
	}
	if a.Log == nil {
		a.Log = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder: %w", err)
	}
	for _, part := range []func(context.Context, Options) error{a.openList, a.openStorage, a.openEvidence, a.openNet, a.openAudit, a.openPeople, a.openDevices, a.openSubjects} {
		if err := part(ctx, o); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return a, nil
}

// openList reads the installation's list of algorithms; a bad one would let
// through, or refuse, what nobody decided on.
func (a *App) openList(context.Context, Options) (err error) {
	if a.Config.Algorithms == "" {
		return nil
	}
	if a.list, err = listfile.Read(a.Config.Algorithms); err != nil {
		return fmt.Errorf("antin.toml: algorithms: %w", err)
	}
	return nil
}

func (a *App) openStorage(ctx context.Context, _ Options) (err error) {
	if a.Database, err = sqldb.Open(ctx, a.Config.dsn(), sqldb.Options{}); err != nil {
		return fmt.Errorf("opening the database: %w", err)
	}
	if _, err = schema.Migrate(ctx, a.Database, schema.Options{Now: a.Now}); err != nil {
		return fmt.Errorf("migrating the database: %w", err)
	}
	if a.Blobs, err = blob.Open(blobDir(a.Config)); err != nil {
		return fmt.Errorf("opening the blobs: %w", err)
	}
	return nil
}

// openEvidence opens or makes the practice authority, or reads the anchors of
// production, which refuses every trace of practice.
func (a *App) openEvidence(_ context.Context, _ Options) (err error) {
	dir := a.Config.path("practice")
	if a.Config.Mode == Production {
		if _, err := os.Stat(dir); err == nil {
			return errors.New("thư mục này là của tỉnh thực hành: cấu hình chính thức không chạy trên khóa và gốc tin cậy thực hành")
		}
		a.Evidence, err = folderEvidence(a.Config.Anchors, a.Now)
		return err
	}
	a.PKI, err = practice.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		a.PKI, err = practice.Create(dir, a.Now(), a.practicePlaces())
	}
	if err != nil {
		return err
	}
	a.Evidence = practiceEvidence(a.PKI, a.Now)
	return nil
}

// practicePlaces go into certificates, so that other programs find the lists as
// long as the province listens where it did at first.
func (a *App) practicePlaces() practice.Places {
	if _, port, err := net.SplitHostPort(a.Config.Listen); err != nil || port == "0" {
		return practice.LocalPlaces()
	}
	return practice.PlacesAt(a.Config.Listen)
}

func (a *App) openAudit(_ context.Context, o Options) (err error) {
	if a.AuditKey, err = loadAuditKey(a.Config); err != nil {
		return err
	}
	if a.headsFile, err = auditsql.OpenHeads(a.Config.path("audit-heads.log")); err != nil {
		return err
	}
	a.Audit = auditsql.New(a.Database, a.AuditKey.signer, a.headsFile)
	a.Queue = job.New(a.Database, job.Options{Now: a.Now, Lease: o.Lease, Look: o.Look, Failed: func(task job.Task, err error, dead bool) {
		a.Log.Error("job failed", "kind", task.Kind, "attempt", task.Attempt, "dead", dead, "error", err)
	}})
	return nil
}

func (a *App) openPeople(ctx context.Context, o Options) (err error) {
	if a.Guard, err = org.NewGuard(o.Seen); err != nil {
		return err
	}
	if a.Profiles = o.Profiles; a.Profiles == nil {
		if a.Profiles, err = profile.Load(); err != nil {
			return err
		}
	}
	a.Profiles = a.Profiles.Clone()
	people := orgsql.New(a.Database, a.Audit.Append, a.Queue.Emit)
	a.openSettings(ctx, people)
	a.Org, err = org.NewService(org.Config{Store: people, Guard: a.Guard, Now: a.Now, Hashing: o.Hashing, Law: a.Profiles.At})
	if err != nil {
		return err
	}
	if err := a.openOrganisation(ctx); err != nil {
		return err
	}
	a.Signing, err = signing.NewService(signing.Config{
		Store: signingsql.New(a.Database, a.Audit.Append), Org: a.Org, Guard: a.Guard, Law: a.Profiles.At,
		Opener: opener{a.Keys}, IsPractice: practice.IsPractice, RefusePractice: a.Config.Mode == Production, Now: a.Now, Memory: a.memory,
		Minuted: a.onDevice, Intruder: a.intruder,
	})
	if err != nil {
		return err
	}
	if a.Forms, err = form.NewService(form.Config{Store: formsql.New(a.Database, a.Audit.Append), Guard: a.Guard, Profiles: a.Profiles, Now: a.Now}); err != nil {
		return err
	}
	return a.Signing.CheckStart(ctx)
}

func (a *App) openSubjects(ctx context.Context, o Options) (err error) {
	a.Renderer = render.New(render.Config{})
	var keys document.Keys = a.Signing
	if o.Keys != nil {
		keys = o.Keys(keys)
	}
	a.Register, err = register.NewService(register.Config{
		Store: registersql.New(a.Database, a.Audit.Append), Guard: a.Guard, Profiles: a.Profiles, Heads: heads{a.Audit}, Now: a.Now,
	})
	if err != nil {
		return err
	}
	a.Documents, err = document.NewService(document.Config{
		Store: documentsql.New(a.Database, a.Audit.Append, a.Queue.Emit), Guard: a.Guard, Org: a.Org, Signing: a.Signing, Keys: keys,
		Profiles: a.Profiles, Blobs: files{a.Blobs}, Pages: pages{a.Renderer, newPictures()},
		Convert: office{convert.New(convert.Config{})}, Evidence: a.Evidence, Now: a.Now, Memory: a.memory, Algorithms: a.list,
		Answers: a.asking, Stamper: a.atSigning(), StampPatience: cmp.Or(a.Config.Timestamp.AtSigning, stampPatience),
		Letters: a.letterStands, Books: a.Register, AgentLog: a.agentLog,
	})
	if err != nil {
		return err
	}
	a.Exchange, err = exchange.NewService(exchange.Config{
		Store: exchangesql.New(a.Database, a.Audit.Append, a.Queue.Emit), Documents: a.Documents, Guard: a.Guard, Org: a.Org,
		Signing: a.Signing, Profiles: a.Profiles, Heads: heads{a.Audit}, Now: a.Now,
		Recognise: recogniser{a.Renderer, ocr.New(ocr.Config{})},
	})
	if err != nil {
		return err
	}
	if err := a.openArchive(); err != nil {
		return err
	}
	if err := a.openSearch(); err != nil {
		return err
	}
	if err := a.openRegistry(); err != nil {
		return err
	}
	if err := a.openRequests(); err != nil {
		return err
	}
	if err := a.openTasks(ctx); err != nil {
		return err
	}
	a.Queue.Subscribe(document.EventReleased, "deliver", a.Exchange.HandleReleased)
	a.Queue.Subscribe(document.EventRecalled, "recall", a.Documents.HandleRecalled)
	a.Queue.Subscribe(document.EventArrived, "intake", a.Exchange.HandleArrived)
	a.Queue.Subscribe(document.EventRegistered, "answer", a.Exchange.HandleAnswered)
	a.Queue.Subscribe(document.EventRefused, "answer", a.Exchange.HandleAnswered)
	a.Queue.Subscribe(document.EventHeld, "answer", a.Exchange.HandleAnswered)
	a.Queue.Subscribe(document.EventLinked, "answer", a.Exchange.HandleAnswered)
	a.Queue.Subscribe(document.EventSentBack, "answer", a.Exchange.HandleAnswered)
	return nil
}

// Close frees what Open took; nothing may be under way.
func (a *App) Close() error {
	var errs []error
	if a.headsFile != nil {
		errs = append(errs, a.headsFile.Close())
	}
	if a.Database != nil {
		errs = append(errs, a.Database.Close())
	}
	return errors.Join(errs...)
}
