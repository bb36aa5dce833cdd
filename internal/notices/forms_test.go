package notices_test

import (
	_ "embed"
	"strings"
	"testing"

	"byline/internal/chunk"
	"byline/internal/news"
	"byline/internal/notices"
)

//go:embed testdata/notices.txt
var forms string

func TestNoticesInManyForms(t *testing.T) {
	for line := range strings.Lines(forms) {
		want, text, ok := strings.Cut(strings.TrimSpace(line), " | ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		a := &news.Article{ID: "a", Headline: "Mill to close in May", Body: story + text}
		if headline, is := strings.CutPrefix(text, "H:"); is {
			a.Headline, a.Body = headline, story
		}
		if code, rest, is := strings.Cut(text, ": "); is && len(code) == 2 {
			a.Language, a.Body = code, rest
		}
		got := "none"
		for _, n := range notices.Find(a, chunk.Sentences) {
			got = string(n.Kind)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
