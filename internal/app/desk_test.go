package app_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"byline/internal/app"
	"byline/internal/news"
	"byline/internal/panics"
)

// A server says in the folder that it holds how programs of the same user reach
// it, and what these write goes there, with or without API keys.
func TestWhoWritesFindsTheServerThatHoldsTheFolder(t *testing.T) {
	c := settings(t)
	e, err := app.Open(t.Context(), c, app.LocationOf(c.Settings.Index, c.Settings), app.Serving)
	if err != nil {
		t.Fatal(err)
	}
	auth, err := app.OpenAuth(c)
	if err != nil {
		t.Fatal(err)
	}
	server, err := app.NewServer(t.Context(), e, auth)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	announced := filepath.Join(c.Settings.Data, "server.json")
	done := panics.Start(func() error { return server.Run(ctx, listener) })
	for { // it is announced once it serves
		if _, err := os.Stat(announced); err == nil {
			break
		}
		select {
		case err := <-done:
			t.Fatal(err)
		default:
		}
	}
	if info, err := os.Stat(announced); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read it: %v, %v", info.Mode(), err)
	}
	desk, err := app.OpenDesk(t.Context(), c)
	if err != nil || desk.Server != "http://"+listener.Addr().String() {
		t.Fatalf("%+v, %v", desk, err)
	}
	article := news.InputFile{Path: "in/ferry.txt", Name: "ferry.txt", Open: opens("Ferry to Vell resumes\n\nThe ferry to Vell sails again.")}
	if sum, err := desk.Load(t.Context(), slices.Values([]news.InputFile{article}), news.Load{}); err != nil || sum.Created != 1 {
		t.Errorf("%+v, %v", sum, err)
	}
	if stats, err := e.Stats(t.Context()); err != nil || stats.Articles != 1 {
		t.Errorf("%+v, %v", stats, err)
	}
	// Who needs the folder alone is told who has it.
	if _, err := app.Open(t.Context(), c, app.LocationOf(c.Settings.Index, c.Settings), app.Rebuilding); news.KindOf(err) != news.KindConflict || !strings.Contains(err.Error(), desk.Server) {
		t.Errorf("another writer: %v", err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(announced); !os.IsNotExist(err) {
		t.Errorf("the server is gone, and its file is not: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

// What a server that was killed left behind leads nobody astray.
func TestTheFileOfADeadServerIsRemoved(t *testing.T) {
	c := settings(t)
	stale := filepath.Join(c.Settings.Data, "server.json")
	text, err := json.Marshal(app.Running{URL: "http://127.0.0.1:1", Token: "x", PID: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(c.Settings.Data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(stale, text, 0o600); err != nil {
		t.Fatal(err)
	}
	desk, err := app.OpenDesk(t.Context(), c)
	if err != nil || desk.Server != "" {
		t.Fatalf("%+v, %v", desk, err)
	}
	defer desk.Close()
	if _, err := os.Stat(stale); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
	// And another writer, which is no server, is not taken for one.
	if _, err := app.OpenDesk(t.Context(), c); news.KindOf(err) != news.KindConflict {
		t.Errorf("beside another writer: %v", err)
	}
}

func opens(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}
