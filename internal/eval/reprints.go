package eval

import (
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"byline/internal/news"
)

// ReprintCase is two articles, of which it is known whether one has the text of the other.
type ReprintCase struct {
	Kind     string
	Made     []news.Article // those of the two that are made from others; the rest is in the set
	Original string
	Other    string
	Same     bool
}

// reprintsEach is how many cases of each kind are made, and reprintWords how many
// words an article needs for that.
const (
	reprintsEach = 200
	reprintWords = 150
)

// furniture is what outlets put around a text, and columns begin and end with.
const furniture = "This is the morning letter of the house, which comes to you on every working day before the shops open. Write to the desk if you want it at another hour, or no longer. Here is what was on the mind of the desk today, with a word on the weather and on the roads.\n\n%s\n\nYou have read the morning letter. It is put together by the night desk and checked by the early shift. Nothing in it is advice on money, health or law. Share it with a friend who would like it, and tell the desk what was missing. The next one comes tomorrow at the same hour, unless it is a holiday."

// ReprintCases makes articles from those of a set: reprints as outlets make them, and
// texts that look like reprints and are none. One seed makes the same ones again.
func ReprintCases(articles []news.Article, seed uint64) []ReprintCase {
	m := &reprintMaker{rand: rand.New(rand.NewPCG(seed, 2))} // to draw samples
	for _, a := range articles {
		if len(strings.Fields(a.Body)) >= reprintWords {
			m.articles = append(m.articles, a)
		}
	}
	if len(m.articles) < 2 {
		return nil
	}
	for _, k := range []struct {
		name string
		make func(a, other *news.Article) string // of the body; "": it cannot be made of these
		same bool
	}{
		{"cut tail", m.cut, true},
		{"changed headline", func(a, _ *news.Article) string { return a.Body }, true},
		{"added first line", func(a, other *news.Article) string { return firstLine(other.Body) + "\n\n" + a.Body }, true},
		{"boilerplate", func(a, _ *news.Article) string { return fmt.Sprintf(furniture, a.Body) }, true},
		{"typos", m.typos, true},
		{"abridged", m.abridged, true},
		{"merged", func(a, other *news.Article) string { return a.Body + "\n\n" + other.Body }, true},
		{"other figures", func(a, _ *news.Article) string { return m.otherFigures(a.Body) }, false},
		{"other figures and names", func(a, _ *news.Article) string { return m.otherNames(m.otherFigures(a.Body)) }, false},
	} {
		m.each(k.name, k.make, k.same)
	}
	m.columns()
	return m.cases
}

type reprintMaker struct {
	rand     *rand.Rand
	articles []news.Article
	cases    []ReprintCase
}

func (m *reprintMaker) draw() *news.Article { return &m.articles[m.rand.IntN(len(m.articles))] }

// each makes the cases of a kind. It gives up where too few articles are of use.
func (m *reprintMaker) each(kind string, body func(a, other *news.Article) string, same bool) {
	for made, tries := 0, 0; made < reprintsEach && tries < 50*reprintsEach; tries++ {
		a, other := m.draw(), m.draw()
		text := body(a, other)
		if text == "" || a.ID == other.ID {
			continue
		}
		made++
		copied := m.made(kind, made, a, text)
		if kind != "typos" {
			copied.Headline = other.Headline
		}
		m.cases = append(m.cases, ReprintCase{Kind: kind, Made: []news.Article{copied}, Original: a.ID, Other: copied.ID, Same: same})
	}
}

func (m *reprintMaker) made(kind string, n int, a *news.Article, body string) news.Article {
	out := *a
	out.ID = fmt.Sprintf("made %s %d of %s", kind, n, a.ID)
	out.Source, out.Body, out.Revision = "The House", body, 1
	if !a.Published.IsZero() {
		out.Published = a.Published.Add(time.Duration(1+m.rand.IntN(24)) * time.Hour)
	}
	return out
}

// columns are two texts within the same furniture.
func (m *reprintMaker) columns() {
	for n := range reprintsEach {
		a, other := m.draw(), m.draw()
		if a.ID == other.ID {
			continue
		}
		one := m.made("column", n, a, fmt.Sprintf(furniture, firstWords(a.Body, reprintWords)))
		two := m.made("next column", n, a, fmt.Sprintf(furniture, firstWords(other.Body, reprintWords)))
		two.Headline = one.Headline
		m.cases = append(m.cases, ReprintCase{Kind: "same furniture", Made: []news.Article{one, two}, Original: one.ID, Other: two.ID})
	}
}

func firstWords(text string, n int) string {
	words := strings.Fields(text)
	return strings.Join(words[:min(len(words), n)], " ")
}

func firstLine(body string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(body), "\n")
	return firstWords(line, 40)
}

// cut leaves out the last paragraphs, half of the words at most.
func (m *reprintMaker) cut(a, _ *news.Article) string {
	words := strings.Fields(a.Body)
	return firstWords(a.Body, len(words)/2+m.rand.IntN(len(words)/3))
}

// typos changes a letter in 3 % of the words.
func (m *reprintMaker) typos(a, _ *news.Article) string {
	words := strings.Fields(a.Body)
	for i, w := range words {
		if m.rand.IntN(100) < 3 && len(w) > 3 {
			at := 1 + m.rand.IntN(len(w)-2)
			words[i] = w[:at] + string(rune('a'+m.rand.IntN(26))) + w[at+1:]
		}
	}
	return strings.ToValidUTF8(strings.Join(words, " "), "")
}

// abridged leaves out a third of the sentences.
func (m *reprintMaker) abridged(a, _ *news.Article) string {
	var kept []string
	for part := range strings.SplitSeq(a.Body, ". ") {
		if m.rand.IntN(3) > 0 {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, ". ")
}

// figure is a number of two digits and more.
var figure = regexp.MustCompile(`\d[\d.,]*\d`)

// fewestFigures is what a text needs to be the report of another day with others in
// their place.
const fewestFigures = 6

func (m *reprintMaker) otherFigures(body string) string {
	if len(figure.FindAllString(body, fewestFigures)) < fewestFigures {
		return ""
	}
	return figure.ReplaceAllStringFunc(body, func(f string) string {
		digits := []byte(f)
		for i, c := range digits {
			if c >= '0' && c <= '9' {
				digits[i] = strconv.Itoa(m.rand.IntN(9) + 1)[0]
			}
		}
		return string(digits)
	})
}

// otherNames puts the name of somebody else in the place of each word that is
// written large, the same for the same.
func (m *reprintMaker) otherNames(body string) string {
	if body == "" {
		return ""
	}
	var names []string
	for word := range strings.FieldsSeq(m.draw().Body) {
		if isName(word) && !slices.Contains(names, word) {
			names = append(names, word)
		}
	}
	if len(names) == 0 {
		return ""
	}
	given := map[string]string{}
	words := strings.Split(body, " ")
	for i, word := range words {
		if !isName(word) {
			continue
		}
		if given[word] == "" {
			given[word] = names[m.rand.IntN(len(names))]
		}
		words[i] = given[word]
	}
	return strings.Join(words, " ")
}

func isName(word string) bool {
	for i, r := range word {
		if i == 0 && !unicode.IsUpper(r) || i > 0 && !unicode.IsLower(r) {
			return false
		}
	}
	return len(word) > 2
}

// ReprintReport is how reprints are told.
type ReprintReport struct {
	Kinds     KindScores `json:"kinds"`
	Precision float64    `json:"precision"`
	Recall    float64    `json:"recall"`
	Articles  int        `json:"articles"` // among which they were looked for
	MS        float64    `json:"ms"`       // that one more article took
}

// ScoreReprints compares pairs with what is told of them: original says under which
// article one is grouped.
func ScoreReprints(cases []ReprintCase, original func(id string) string) (out ReprintReport) {
	told, rightly, same := 0, 0, 0
	for _, c := range cases {
		found := original(c.Original) == original(c.Other)
		out.Kinds.add(c.Kind, c.Same, found)
		if found {
			told++
		}
		if c.Same {
			same++
		}
		if found && c.Same {
			rightly++
		}
	}
	out.Kinds.average()
	out.Precision, out.Recall = float64(rightly)/float64(max(told, 1)), float64(rightly)/float64(max(same, 1))
	return out
}

// WriteReprints writes a report as a table.
func WriteReprints(w io.Writer, r ReprintReport) error {
	err := r.Kinds.write(w, "pairs", "no copy")
	if err == nil {
		_, err = fmt.Fprintf(w, "precision %.4f, recall %.4f, among %d articles, %.3f ms for one more\n", r.Precision, r.Recall, r.Articles, r.MS)
	}
	return err
}
