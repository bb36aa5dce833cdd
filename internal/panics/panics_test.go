package panics_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"byline/internal/news"
	"byline/internal/panics"
)

func fall() error { panic(news.Errorf(news.KindNotFound, "the secret")) }

func third(list []error) error { return list[2] }

// caught is told as a fault of ours, without a word of what was panicked with.
func caught(t *testing.T, err error) {
	t.Helper()
	if !panics.In(err) || news.KindOf(err) != news.KindInternal || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v of kind %v", err, news.KindOf(err))
	}
}

func TestAPanicIsAnErrorOfTheWorkThatItHappenedIn(t *testing.T) {
	caught(t, panics.Catch(fall))
	caught(t, <-panics.Start(fall))
	caught(t, fmt.Errorf("reading: %w", panics.Catch(func() error { return third(nil) })))

	group, ctx := panics.WithContext(t.Context())
	group.Go(fall)
	group.Go(func() error { <-ctx.Done(); return ctx.Err() }) // ended by the other
	caught(t, group.Wait())
}

func TestWhatDoesNotPanicIsAsItWas(t *testing.T) {
	want := errors.New("no")
	for name, got := range map[string]error{
		"caught": panics.Catch(func() error { return want }), "started": <-panics.Start(func() error { return want }),
	} {
		if got != want || panics.In(got) { //nolint:errorlint // it is not even wrapped
			t.Errorf("%s: got %v", name, got)
		}
	}
	var group panics.Group
	group.SetLimit(1)
	sum := 0
	for i := range 10 {
		group.Go(func() error { sum += i; return nil })
	}
	if err := group.Wait(); err != nil || sum != 45 {
		t.Errorf("got %d, error %v", sum, err)
	}
}

func TestTheLogTellsValueAndStack(t *testing.T) {
	var log bytes.Buffer
	options := &slog.HandlerOptions{ReplaceAttr: panics.Attr}
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, options), slog.NewJSONHandler(&log, options)} {
		log.Reset()
		err := fmt.Errorf("searching: %w", panics.Catch(fall))
		slog.New(handler).ErrorContext(t.Context(), "request", "id", 7, "error", err, "other", errors.New("plain"))
		for _, want := range []string{"searching: internal fault", "the secret", "panics_test.fall", "plain"} {
			if !strings.Contains(log.String(), want) {
				t.Errorf("%q is not in %s", want, log.String())
			}
		}
	}
}
