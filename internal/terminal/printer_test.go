package terminal_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
	"byline/internal/terminal"
)

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		name, text, indent string
		width              int
		want               string
	}{
		{"breaks between words", "one two three", "", 8, "one two\nthree"},
		{"indents every line", "one two three", "  ", 8, "  one\n  two\n  three"},
		{"keeps a word that is too long", "incomprehensible no", "", 5, "incomprehensible\nno"},
		{"keeps paragraphs", "one\n\ntwo", "", 8, "one\n\ntwo"},
		{"counts columns, not bytes", "ééé ééé", "", 7, "ééé ééé"},
		{"wide characters take two", "東京 東京", "", 8, "東京\n東京"},
		{"styles have no width", "\x1b[1mone\x1b[0m two", "", 7, "\x1b[1mone\x1b[0m two"},
		{"no width, no breaks", strings.Repeat("word ", 50) + "end", "", 0, strings.Repeat("word ", 50) + "end"},
	} {
		t.Run(test.name, func(t *testing.T) {
			// However the text is cut into pieces, the lines are the same.
			for _, pieces := range [][]string{{test.text}, strings.Split(test.text, "")} {
				var b strings.Builder
				w := terminal.Wrapper{W: &b, Width: test.width, Indent: test.indent}
				for _, piece := range pieces {
					if err := w.WriteText(piece); err != nil {
						t.Fatal(err)
					}
				}
				if err := w.Flush(); err != nil || b.String() != test.want {
					t.Errorf("in %d pieces: %q, %v; want %q", len(pieces), b.String(), err, test.want)
				}
			}
		})
	}
}

func TestSafeDropsWhatActsOnATerminal(t *testing.T) {
	if got := terminal.Safe("a\x1b[31mred\x07\u009b0m\u202eb\tc\nd"); got != "a[31mred0mb c\nd" {
		t.Errorf("safe = %q", got)
	}
}

func TestLongHeadlinesAreIndentedBelowTheirNumber(t *testing.T) {
	var b strings.Builder
	p := &terminal.Printer{W: &b, Width: 16, Painter: true}
	p.Entry("[3] ", "Worn fuel line blamed")
	if want := "[3] \x1b[1mWorn fuel\n    line blamed\x1b[0m\n"; b.String() != want {
		t.Errorf("entry = %q, want %q", b.String(), want)
	}
}

func TestNoColor(t *testing.T) {
	if got := terminal.Painter(false).Paint(terminal.Bold, "x"); got != "x" {
		t.Errorf("without colours: %q", got)
	}
	if got := terminal.Painter(true).Paint(terminal.Bold, "x"); got != "\x1b[1mx\x1b[0m" {
		t.Errorf("with colours: %q", got)
	}
}

// withEnviron has one variable in its environment.
func withEnviron(variable string) terminal.IO {
	name, value, _ := strings.Cut(variable, "=")
	return terminal.IO{Getenv: func(asked string) string {
		if asked == name {
			return value
		}
		return ""
	}}
}

func TestTheEnvironmentTurnsColoursOff(t *testing.T) {
	for environ, want := range map[string]bool{"": true, "NO_COLOR=": true, "NO_COLOR=1": false, "NO_COLOR=0": false, "TERM=dumb": false, "TERM=xterm": true} {
		if got := withEnviron(environ).WantsColours(); got != want {
			t.Errorf("with %q: %t, want %t", environ, got, want)
		}
	}
}

func TestLinksShowNoTextFragment(t *testing.T) {
	address := "https://a.example/b#:~:text=c"
	if got := terminal.Painter(false).Link(address); got != address {
		t.Errorf("without a terminal: %q", got)
	}
	want := "\x1b]8;;" + address + "\x1b\\\x1b[2mhttps://a.example/b\x1b[0m\x1b]8;;\x1b\\"
	if got := terminal.Painter(true).Link(address); got != want {
		t.Errorf("on a terminal: %q, want %q", got, want)
	}
}

// Copies are told by their outlets, and where these are not known by their headlines.
func TestCopiesAreNamed(t *testing.T) {
	day := time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
	var out bytes.Buffer
	p := terminal.Printer{W: &out}
	p.Hits(news.SearchResult{Hits: []news.Hit{{
		Article: news.Article{ID: "a", Headline: "Ferry late"},
		Copies:  []news.Copy{{ID: "b", Source: "Skerry Post", Published: day}, {ID: "c", Headline: "Late ferry", Published: day}, {ID: "d"}},
	}}}, false)
	if want := "also carried by Skerry Post, 4 May 2026; “Late ferry”, 4 May 2026; “d”"; !strings.Contains(strings.Join(strings.Fields(out.String()), " "), want) {
		t.Errorf("%s\nis without %s", out.String(), want)
	}
}

func TestFiguresSayWhoGivesThemAndWhichAreSuperseded(t *testing.T) {
	at := func(day int) news.Article {
		return news.Article{ID: "a", Source: "Nordwire", Published: time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC)}
	}
	var b bytes.Buffer
	p := &terminal.Printer{W: &b}
	p.Figures(news.StoryFigures{Story: news.Story{ID: "a", Headline: "Fire"}, Things: []news.FiguredThing{{Label: "people\nkilled", Values: []news.FigureValue{
		{Figure: "five", Article: at(3), Quote: "It left five\ndead.", Others: []news.Copy{{ID: "b"}}},
		{Figure: "Three", Article: at(2), Quote: "Three people were killed.", Superseded: true},
	}}}})
	for _, want := range []string{"… people killed (articles differ)", "five Nordwire, 3 March 2026 and 1 other article", "“It left five dead.”", "Three Nordwire, 2 March 2026 · superseded"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in %s", want, b.String())
		}
	}
	b.Reset()
	p.Figures(news.StoryFigures{})
	if !strings.Contains(b.String(), "No two of its articles") {
		t.Errorf("%s", b.String())
	}
}
