package httpapi

import (
	"strings"
	"testing"
	"time"

	"byline/internal/news"

	"pgregory.net/rapid"
)

func TestMarkersBecomeFootnotesAndMarkdownIsEscaped(t *testing.T) {
	for text, want := range map[string]string{
		"It ran [1], and again [2][13].":    "It ran [^1], and again [^2][^13].",
		"![](https://evil.example/x?q=1)":   `!\[]\(https://evil.example/x?q=1)`,
		"[here](https://evil.example) [1](": `[here]\(https://evil.example) [^1]\(`,
		"<img src=x> Wow![1]":               `\<img src=x> Wow!\[1]`,
		"x [y] 1 < 2":                       `x [y] 1 \< 2`,
	} {
		if got := marked(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// However a text is cut into deltas, it comes out the same.
func TestFootnotesSayWhatWasWithdrawn(t *testing.T) {
	c := news.Citation{Article: news.Article{Source: "Marn Gazette", Headline: "Mole closed", Withdrawn: time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)}, Quote: "It shut."}
	if got, want := note(c), "Marn Gazette, withdrawn at source on 3 March 2026, “Mole closed”: “It shut.”"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestFootnotesDoNotDependOnTheCuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.StringMatching(`[a!\[\]()<1 ]{0,4}`)).Draw(t, "pieces")
		var f footnotes
		got := ""
		for _, p := range pieces {
			got += f.push(p)
		}
		if got, want := got+f.rest(), marked(strings.Join(pieces, "")); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

// What was said before means what it meant when it was answered: by its markers and by
// what it came to, which rules for follow-ups read.
func TestAnAnswerComesBackAsItWasAnswered(t *testing.T) {
	const answered = "Ada Olm – Nordwire, 3 May 2026 [1]\n\nAda Olm <the reeve> won. (Nordwire, 3 May 2026) [1]"
	sent := news.Direct{Text: "Ada Olm"}.Bold(marked(answered)) + "\n\n[^1]: Nordwire, 3 May 2026: “Ada Olm won.”"
	if got := asAnswered(sent); got != answered {
		t.Errorf("%q came back as %q, want %q", sent, got, answered)
	}
}
