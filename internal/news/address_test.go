package news_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"testing"

	"byline/internal/news"
)

func TestAnAddressIsShownWithoutItsSecrets(t *testing.T) {
	for address, want := range map[string]string{
		"http://127.0.0.1:8081/rerank":             "http://127.0.0.1:8081/rerank",
		"https://me:secret@models.example/v1":      "https://models.example/v1",
		"https://secret@models.example/v1":         "https://models.example/v1",
		"https://models.example/v1?token=secret#s": "https://models.example/v1?…",
		"secret":               "(no address)",
		"http://[secret":       "(no address)",
		"postgres:secret@host": "(no address)",
	} {
		if got := news.ShownURL(address); got != want {
			t.Errorf("%s is shown as %s, want %s", address, got, want)
		}
	}
}

func TestAnErrorOfANetworkIsToldWithoutTheAddress(t *testing.T) {
	cause := context.DeadlineExceeded
	err := fmt.Errorf("asking: %w", &url.Error{Op: "Post", URL: "https://h/?token=secret", Err: cause})
	if got := news.WithoutURL(err); !errors.Is(got, cause) || got.Error() != cause.Error() {
		t.Errorf("got %v", got)
	}
	if plain := errors.New("plain"); !errors.Is(news.WithoutURL(plain), plain) {
		t.Error("another error is not left alone")
	}
}

func TestAHostIsThisMachineByItsAddressOrAsLocalhost(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.8.8.8": true, "::1": true, "[::1]": true, "localhost": true, "LocalHost": true, "::ffff:127.0.0.1": true,
		"": false, "0.0.0.0": false, "::": false, "192.168.1.5": false, "localhost.evil": false, "127.0.0.1.evil": false,
	} {
		if got := news.IsLoopback(host); got != want {
			t.Errorf("%q: %v", host, got)
		}
	}
}
