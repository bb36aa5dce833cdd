package web

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"byline/internal/news"
)

func TestParagraphs(t *testing.T) {
	body := "One fish. Two fish.\n\nRed fish.\n \n\nBlue fish.\n"
	at := func(words string) news.Span {
		i := strings.Index(body, words)
		return news.Span{Start: i, End: i + len(words)}
	}
	tests := []struct {
		name   string
		marked []news.Span
		want   []Paragraph
	}{
		{"nothing marked", []news.Span{{}}, []Paragraph{{{Text: "One fish. Two fish."}}, {{Text: "Red fish."}}, {{Text: "Blue fish.\n"}}}},
		{"a sentence", []news.Span{at("Two fish.")}, []Paragraph{{{Text: "One fish. "}, {Text: "Two fish.", Marked: true, First: true}}, {{Text: "Red fish."}}, {{Text: "Blue fish.\n"}}}},
		{"across paragraphs", []news.Span{at("Two fish.\n\nRed")}, []Paragraph{
			{{Text: "One fish. "}, {Text: "Two fish.", Marked: true, First: true}}, {{Text: "Red", Marked: true}, {Text: " fish."}}, {{Text: "Blue fish.\n"}}}},
		{"overlapping, out of order, out of range", []news.Span{at("Red fish"), at("Red"), {Start: -5, End: 3}, {Start: 38, End: 900}}, []Paragraph{
			{{Text: "One", Marked: true, First: true}, {Text: " fish. Two fish."}}, {{Text: "Red fish", Marked: true}, {Text: "."}}, {{Text: "Blue"}, {Text: " fish.\n", Marked: true}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, paragraphs(body, tt.marked)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Whatever is marked, the runs are the text again, cut between characters.
func TestRunsAreTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.String().Draw(t, "body")
		edge := rapid.IntRange(-3, len(body)+3)
		var marked []news.Span
		for range rapid.IntRange(0, 4).Draw(t, "spans") {
			marked = append(marked, news.Span{Start: edge.Draw(t, "start"), End: edge.Draw(t, "end")})
		}
		var text strings.Builder
		for _, r := range runs(body, news.Span{End: len(body)}, marked) {
			if r.Text == "" || utf8.ValidString(body) && !utf8.ValidString(r.Text) {
				t.Fatalf("run %q", r.Text)
			}
			text.WriteString(r.Text)
		}
		if text.String() != body {
			t.Fatalf("got %q", text.String())
		}
	})
}

func TestExcerpts(t *testing.T) {
	passage := func(text string, words ...string) string {
		h := news.Hit{Passage: news.Passage{Text: text, Span: news.Span{Start: 1000, End: 1000 + len(text)}}}
		for _, w := range words {
			i := 1000 + strings.Index(text, w)
			h.Highlights = append(h.Highlights, news.Span{Start: i, End: i + len(w)})
		}
		var b strings.Builder
		for _, r := range highlighted(h) {
			if r.Marked {
				r.Text = "[" + r.Text + "]"
			}
			b.WriteString(r.Text)
		}
		return b.String()
	}
	if got := passage("A short passage.", "short"); got != "A [short] passage." {
		t.Error(got)
	}
	filler := strings.Repeat("filler ", 100)
	got := passage("ferry "+filler+"the ferries of Vell and Orsk "+filler, "ferry", "Vell", "Orsk")
	if !strings.HasPrefix(got, "… filler ") || !strings.HasSuffix(got, " filler …") || !strings.Contains(got, "filler the ferries of [Vell] and [Orsk] filler") || len(got) > excerptLength+20 {
		t.Error(got)
	}
	if got := passage(filler + "the end"); !strings.HasPrefix(got, "filler filler") || !strings.HasSuffix(got, "filler …") {
		t.Error(got)
	}
	if got := passage(filler+"the end", "end"); !strings.HasPrefix(got, "… filler") || !strings.HasSuffix(got, "the [end]") {
		t.Error(got)
	}
}

// Of any text, an excerpt is a part that starts and ends between characters.
func TestExcerptOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 600, -1).Draw(t, "text")
		edge := rapid.IntRange(-3, len(text)+3)
		part := excerpt(text, []news.Span{{Start: edge.Draw(t, "start"), End: edge.Draw(t, "end")}})
		if part.Start < 0 || part.Start > part.End || part.End > len(text) || !utf8.ValidString(text[part.Start:part.End]) {
			t.Fatalf("%v of %d bytes", part, len(text))
		}
	})
}

func TestAnswerText(t *testing.T) {
	a := &news.Answer{
		Text:      "The pier is open [1][2]. \u202eNobody\u202c else said so [7].\n\nIt cost 3 [crowns] [2].",
		Citations: []news.Citation{{Marker: 1}, {Marker: 2}},
	}
	one, two := &a.Citations[0], &a.Citations[1]
	want := [][]Piece{
		{{Text: "The pier is open"}, {Citation: one}, {}, {Citation: two}, {Text: ". Nobody else said so [7]."}},
		{{Text: "It cost 3 [crowns]"}, {Citation: two}, {Text: "."}},
	}
	if diff := cmp.Diff(want, answerText(a)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestFormatInterval(t *testing.T) {
	day := func(m time.Month, d int) time.Time { return time.Date(2025, m, d, 0, 0, 0, 0, time.UTC) }
	tests := []struct {
		after, before time.Time
		want          string
	}{
		{day(2, 3), day(2, 10), "3 February to 9 February 2025"},
		{day(2, 3), day(2, 4), "3 February 2025"},
		{day(2, 3), day(2, 4).Add(time.Hour), "3 February to 4 February 2025"},
		{day(2, 3).AddDate(-1, 0, 0), day(1, 1), "3 February to 31 December 2024"},
		{day(2, 3).AddDate(-1, 0, 0), day(1, 11), "3 February 2024 to 10 January 2025"},
		{day(2, 3), time.Time{}, "since 3 February 2025"},
		{time.Time{}, day(2, 3), "until 2 February 2025"},
		{time.Time{}, time.Time{}, "any time"},
	}
	for _, tt := range tests {
		if got := formatInterval(tt.after, tt.before); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestSafeLink(t *testing.T) {
	for _, link := range []string{"https://a.example/b?c=d#:~:text=e", "http://a.example", "HTTPS://a.example"} {
		if safeLink(link) != link {
			t.Errorf("%s is no link", link)
		}
	}
	for _, link := range []string{"", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "//a.example", "/a", "https:a", "mailto:a@b", "java\nscript:x", "https://a b/\x7f"} {
		if safeLink(link) != "" {
			t.Errorf("%q is a link", link)
		}
	}
}

func TestArticlePath(t *testing.T) {
	if got := CitedPath(news.Article{ID: "a/b c?#é", Revision: 3}, news.Span{Start: 1, End: 2}); got != "/articles/a%2Fb%20c%3F%23%C3%A9?start=1&end=2&revision=3#cited" {
		t.Error(got)
	}
	if got := articlePath("a"); got != "/articles/a" {
		t.Error(got)
	}
}
