package app_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"byline/internal/app"
)

func TestWhatGoesOnBesideAServerFinishesBeforeItIsOver(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var finished bool
	beside := app.Task{Run: func(ctx context.Context) error { <-ctx.Done(); finished = true; return nil }}
	err := app.RunWith(ctx, slog.New(slog.DiscardHandler), func(ctx context.Context) error {
		stop()
		<-ctx.Done()
		return nil
	}, beside)
	if err != nil || !finished {
		t.Errorf("error %v, the task has finished: %t", err, finished)
	}
}

func TestAServerThatFailsEndsWhatGoesOnBesideIt(t *testing.T) {
	broken := errors.New("no more connections")
	beside := app.Task{Run: func(ctx context.Context) error { <-ctx.Done(); return nil }}
	err := app.RunWith(t.Context(), slog.New(slog.DiscardHandler), func(context.Context) error { return broken }, beside)
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

func TestTroubleBesideAServerIsLoggedAndTheServerGoesOn(t *testing.T) {
	for name, run := range map[string]func(context.Context) error{
		"an error": func(context.Context) error { return errors.New("the hook broke") },
		"a panic":  func(context.Context) error { panic("the hook broke") },
	} {
		var log bytes.Buffer
		ended := make(chan struct{})
		beside := app.Task{Run: func(ctx context.Context) error { defer close(ended); return run(ctx) }, Failed: "the bot has stopped"}
		err := app.RunWith(t.Context(), slog.New(slog.NewTextHandler(&log, nil)), func(ctx context.Context) error {
			<-ended
			return ctx.Err() // nil: nobody told it to stop
		}, beside)
		if err != nil || !strings.Contains(log.String(), "the bot has stopped") {
			t.Errorf("%s: error %v, log %s", name, err, log.String())
		}
	}
}
