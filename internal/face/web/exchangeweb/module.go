package exchangeweb

import (
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
)

// Config names the services behind the pages; everything is required.
type Config struct {
	Documents *document.Service
	Exchange  *exchange.Service
	Signing   *signing.Service
	Org       *org.Service
	Profiles  *profile.Set
	Now       func() time.Time
}

type module struct {
	Config
}

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	_ = &module{Config: c}
	return web.Module{}
}
