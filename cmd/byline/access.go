package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"byline/internal/access"
	"byline/internal/httpapi"
	"byline/internal/panics"
)

// saveKeyUseEvery is how much of the use of keys a crash may forget.
const saveKeyUseEvery = 10 * time.Second

// guard reads the API keys, and refuses an address that others can reach if there are none.
func (a *app) guard() (*access.Guard, error) {
	g, err := access.Open(access.Sources{
		File: a.config.Access.KeyFile, Inline: a.config.Access.KeyText, State: a.config.Access.KeyState(),
		Marks: a.keyMarks(), Required: a.config.Access.KeysRequired,
	}, time.Now, a.log)
	if err != nil {
		return nil, err
	}
	if g.Required() {
		if active, all := g.Count(); active == 0 {
			a.log.Warn("no request can be served, for no API key is active any more", "keys", all)
		}
		return g, nil
	}
	return g, usageError(httpapi.CheckLoopback(a.config.Addr))
}

// keyMarks say that there have been keys, beside the articles and beside the keys.
func (a *app) keyMarks() access.Marks {
	return access.MarksIn(a.config.Data, filepath.Dir(a.config.Access.KeyFile))
}

// auditLog returns where writes are recorded: a file of its own, or the log.
func (a *app) auditLog() (log *slog.Logger, closeLog func() error, err error) {
	if a.config.Access.AuditLog == "" {
		return a.log.With("audit", true), func() error { return nil }, nil
	}
	f, err := os.OpenFile(a.config.Access.AuditLog, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("audit_log: %w", err)
	}
	return slog.New(slog.NewJSONHandler(f, nil)), f.Close, nil
}

// keepKeyUse remembers what keys are used for until stop, which waits for the last of it.
func (a *app) keepKeyUse(ctx context.Context, g *access.Guard) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := panics.Start(func() error { g.SaveLoop(ctx, saveKeyUseEvery); return nil })
	return func() {
		cancel()
		if err := <-done; err != nil {
			a.log.Error("the use of keys is no longer kept", "error", err)
		}
	}
}
