package answer

import (
	"strings"
	"testing"

	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
)

// Who holds an office is whom a sentence calls by it, of what is asked.
func TestWhoHoldsAnOfficeIsCalledByIt(t *testing.T) {
	for _, c := range []struct {
		question, sentence string
		want               bool // of Mara Olm
	}{
		{"Who is the mayor of Velmoor?", "Velmoor Mayor Mara Olm opened the bridge.", true},
		{"Who is the mayor of Velmoor?", "The mayor of Velmoor, Mara Olm, opened the bridge.", true},
		{"Who is the mayor of Velmoor?", "Mara Olm, Velmoor's new mayor, opened the bridge.", true},
		{"Who is the mayor of Velmoor?", "Mara Olm was elected mayor in May.", true},
		{"Who is the mayor of Velmoor?", "Mara Olm has been named as mayor.", true},
		{"Who is the governor of Velmoor?", "The bridge is late, Gov. Mara Olm said.", true},
		{"Who is the prime minister of Norway?", "Norwegian Prime Minister Mara Olm's plan is late.", true},
		{"Who is the mayor of Velmoor?", "Mara Olm left the race for mayor of Velmoor.", false},
		{"Who is the mayor of Velmoor?", "The mayor's race was won by nobody, Mara Olm said.", false},
		{"Who is the mayor of Velmoor?", "Mara Olm, a former senator and mayor, opened the bridge.", false},
		{"Who is the mayor of Velmoor?", "Former Senator and Velmoor Mayor Mara Olm opened the bridge.", false},
		{"Who is the chief of Velmoor Marine?", "Mara Olm, chief of Hollin Steel, advised Velmoor Marine.", false},
		{"Who is the chief of Velmoor Marine?", "Mara Olm, president and chief of The Hollin Initiative, advised Velmoor Marine.", false},
		{"Who is the prime minister of Norway?", "Norway's ferries amuse Danish Prime Minister Mara Olm.", false},
		{"Who is the vice president?", "Norway Vice President Mara Olm opened the bridge.", false},
	} {
		e := &evidence{analyzer: lexical.New(), question: newQuestion(lexical.New(), c.question, aside{})}
		if e.question.office == "" {
			t.Errorf("%q does not ask who holds an office", c.question)
			continue
		}
		s := newSentenceText(c.sentence, lang.Of("en"))
		at := strings.Index(c.sentence, "Mara Olm")
		if got := e.isHolder(s, news.Span{Start: at, End: at + len("Mara Olm")}); got != c.want {
			t.Errorf("%q of %q: %v", c.question, c.sentence, got)
		}
	}
}
