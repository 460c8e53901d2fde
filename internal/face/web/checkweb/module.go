package checkweb

import (
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
)

// Config names the services behind the pages.
type Config struct {
	Documents *document.Service
	Signing   *signing.Service
	Org       *org.Service
	Profiles  *profile.Set
	Province  string // whose words on legal effect are shown
	Now       func() time.Time

	Practice bool   // practice keys: the sheet says so
	TempDir  string // where a file lies while it is judged; empty is the system's
}

type module struct {
	Config
}

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	_ = &module{Config: c}
	return web.Module{}
}
