package app_test

import (
	"log/slog"
	"testing"

	"byline/internal/app"
	"byline/internal/config"
)

// settings are those of an environment, with an index of its own.
func settings(t *testing.T, environ ...string) app.Config {
	t.Helper()
	c, _, err := config.Load(config.Layers{Environ: append(environ, "BYLINE_DATA="+t.TempDir())})
	if err != nil {
		t.Fatal(err)
	}
	return app.Config{Settings: c, Logger: slog.New(slog.DiscardHandler)}
}

// emptyIndex returns a new index by the settings of an environment, which is
// closed after the test.
func emptyIndex(t *testing.T, environ ...string) *app.Engine {
	t.Helper()
	c := settings(t, environ...)
	e, err := app.Open(t.Context(), c, app.LocationOf(c.Settings.Index, c.Settings), app.Writing)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}
