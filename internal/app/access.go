package app

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"time"

	"byline/internal/access"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// AuthConfig is who may use a server, and who is told of writes.
type AuthConfig struct {
	Guard *access.Guard // nil: everybody may do everything
	Audit *slog.Logger  // nil: nobody is told

	LocalToken string // lets programs of this user do everything, without a key

	closeAudit func() error // nil: it is no file of its own
}

// OpenAuth reads the API keys and opens the record of writes. The caller closes
// it. KindInvalid: there are no keys, and others can reach the address of the
// server.
func OpenAuth(c Config) (AuthConfig, error) {
	guard, err := openGuard(c)
	if err != nil {
		return AuthConfig{}, err
	}
	auth := AuthConfig{Guard: guard, LocalToken: rand.Text(), Audit: c.Logger.With("audit", true)}
	if path := c.Settings.Access.AuditLog; path != "" {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return AuthConfig{}, fmt.Errorf("audit_log: %w", err)
		}
		auth.Audit, auth.closeAudit = slog.New(slog.NewJSONHandler(f, nil)), f.Close
	}
	return auth, nil
}

// Close closes the record of writes.
func (a AuthConfig) Close() error {
	if a.closeAudit == nil {
		return nil
	}
	return a.closeAudit()
}

func openGuard(c Config) (*access.Guard, error) {
	s := c.Settings.Access
	g, err := access.Open(access.Sources{
		File: s.KeyFile, Inline: s.KeyText, State: s.KeyState(), Marks: c.KeyMarks(), Required: s.KeysRequired,
	}, time.Now, c.Logger)
	if err != nil {
		return nil, err
	}
	if g.Required() {
		if active, all := g.Count(); active == 0 {
			c.Logger.Warn("no request can be served, for no API key is active any more", "keys", all)
		}
		return g, nil
	}
	if err := httpapi.CheckLoopback(c.Settings.Addr); err != nil {
		return nil, news.Errorf(news.KindInvalid, "%w", err)
	}
	return g, nil
}
