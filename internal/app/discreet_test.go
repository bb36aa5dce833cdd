package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"byline/internal/app"
	"byline/internal/config"
	"byline/internal/embed"
	"byline/internal/news"
)

// What readers are told of a model that fails, in each of the ways in which it
// can; all else is in the log, but for what opens the door.
func TestReadersAreNotToldWhereAModelIs(t *testing.T) {
	for name, test := range map[string]struct {
		reply func(w http.ResponseWriter, r *http.Request)
		says  string
		log   string
	}{
		"broken": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "disk of host gpu-7 is full", http.StatusInternalServerError)
		}, "away or busy", "disk of host gpu-7 is full"},
		"no such": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "model gpu-7 unknown", http.StatusNotFound)
		}, "refuses", "model gpu-7 unknown"},
		"wrong key":  {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "key sk-secret", http.StatusUnauthorized) }, "refuses", "refuses the key in"},
		"silent":     {func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body); <-r.Context().Done() }, "took too long", "did not answer within"},
		"a nuisance": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "gpu-7 says hello") }, "did not answer", ""},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(test.reply))
			t.Cleanup(server.Close)
			var log bytes.Buffer
			logger := slog.New(slog.NewTextHandler(&log, nil))
			host := strings.TrimPrefix(server.URL, "http://")
			url := "http://user:hush@" + host + "/v1?token=hush"
			chat, err := app.NewChat(config.LLM{URL: url, Model: "m", Key: "sk-secret", First: 50 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			embedder, err := app.NewEmbedder(config.Embed{URL: url, Model: "m", Key: "sk-secret", Timeout: 50 * time.Millisecond, Dim: 2})
			if err != nil {
				t.Fatal(err)
			}
			_, errChat := app.DiscreetChat(chat, logger).Chat(t.Context(), []news.Message{{Role: news.RoleUser, Content: "a"}}, nil)
			_, errEmbed := app.DiscreetEmbedder(embedder, logger).EmbedTexts(t.Context(), []string{"a"}, embed.Query)
			for _, err := range []error{errChat, errEmbed} {
				if err == nil || news.KindOf(err) != news.KindUnavailable || !strings.Contains(err.Error(), test.says) {
					t.Errorf("told: %v", err)
				}
				for _, secret := range []string{host, "127.0.0.1", "gpu-7", "hush", "secret"} {
					if strings.Contains(fmt.Sprint(err), secret) {
						t.Errorf("told %q: %v", secret, err)
					}
				}
			}
			if text := log.String(); strings.Count(text, test.log) < 2 || !strings.Contains(text, host) || strings.Contains(text, "hush") || strings.Contains(text, "secret") {
				t.Errorf("logged:\n%s", text)
			}
		})
	}
}

// refusing is a model that writes until it is told to stop.
type refusing struct{}

func (refusing) Chat(_ context.Context, _ []news.Message, onDelta func(string) error) (string, error) {
	return "a", onDelta("a")
}

func TestAReaderWhoStopsAModelIsNoTroubleOfIt(t *testing.T) {
	var log bytes.Buffer
	gone := news.Errorf(news.KindUnavailable, "gone")
	_, err := app.DiscreetChat(refusing{}, slog.New(slog.NewTextHandler(&log, nil))).Chat(t.Context(), nil, func(string) error { return gone })
	if !errors.Is(err, gone) || log.Len() > 0 {
		t.Errorf("error %v, log %s", err, log.String())
	}
}

// blind is a reader that cannot read.
type blind struct{}

func (blind) Read(context.Context, string, []news.Excerpt) ([]news.Reading, error) {
	return nil, errors.New("the page is blank")
}

func (blind) Entails(context.Context, string, []news.Excerpt) ([]float64, error) {
	return nil, errors.New("the page is torn")
}

func TestFaultsOfAReaderAreInTheLog(t *testing.T) {
	var log bytes.Buffer
	reader := app.LoggedReader(blind{}, slog.New(slog.NewTextHandler(&log, nil)))
	if _, err := reader.Read(t.Context(), "Who?", nil); err == nil || !strings.Contains(log.String(), "the page is blank") {
		t.Errorf("error %v, log %q", err, log.String())
	}
	if _, err := reader.Entails(t.Context(), "The ferry sank.", nil); err == nil || !strings.Contains(log.String(), "the page is torn") {
		t.Errorf("error %v, log %q", err, log.String())
	}
	log.Reset()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := reader.Read(gone, "Who?", nil); err == nil || log.Len() > 0 {
		t.Errorf("once who asked has left: error %v, log %q", err, log.String())
	}
	if app.LoggedReader(nil, slog.Default()) != nil {
		t.Error("no reader became one")
	}
}

// What can be mended by a setting is said with it: the prose of a model that is cut, or that never begins.
func TestReadersAreToldWhichSettingGivesAModelRoom(t *testing.T) {
	for reply, says := range map[string]string{
		`{"choices":[{"message":{"content":"Six people"},"finish_reason":"length"}]}`: "llm.max_tokens allows more",
		`{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}`:             "is empty",
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, reply) }))
		t.Cleanup(server.Close)
		chat, err := app.NewChat(config.LLM{URL: server.URL, Model: "m"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = app.DiscreetChat(chat, slog.New(slog.DiscardHandler)).Chat(t.Context(), []news.Message{{Role: news.RoleUser, Content: "a"}}, nil)
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), server.URL) {
			t.Errorf("%s: told %v", reply, err)
		}
	}
}
