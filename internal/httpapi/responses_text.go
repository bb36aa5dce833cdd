package httpapi

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"byline/internal/api"
	"byline/internal/news"
)

// annotation tells which citation a place of the text refers to. Beside what OpenAI
// has of an address that is cited, it has all of the citation.
type annotation struct {
	Type       string `json:"type"`
	StartIndex int    `json:"start_index"` // of the reference in the text, in characters
	EndIndex   int    `json:"end_index"`
	Title      string `json:"title"`
	URL        string `json:"url"`
	api.Citation
}

// annotatedText is the text of an answer with its annotations, made from the steps
// of the answer.
type annotatedText struct {
	answerText

	page        func(news.Citation) string // for those whose article has no address
	text        strings.Builder
	characters  int // in text
	known       map[int]news.Citation
	open        []reference // whose annotation is still to come
	annotations []annotation
}

// reference is a place of the text that names a citation.
type reference struct{ marker, start, end int }

// footnoteRef is how a text refers to a citation: see marked.
var footnoteRef = regexp.MustCompile(`\[\^(\d+)\]`)

func newAnnotatedText(page func(news.Citation) string) *annotatedText {
	return &annotatedText{page: page, known: map[int]news.Citation{}}
}

// step returns what a step adds to the text, and the annotations that it completes.
func (t *annotatedText) step(e news.Event) (text string, added []annotation) {
	text, cited := t.answerText.step(e)
	t.refer(text)
	return text, t.annotate(cited)
}

// end returns what is left once the answer is known.
func (t *annotatedText) end(a news.Answer) (text string, added []annotation) {
	text, notes, cited := t.answerText.end(a)
	t.refer(text)
	t.text.WriteString(notes)
	return text + notes, t.annotate(cited)
}

// refer writes a piece of the text and notes what it refers to. A reference is never
// cut in two (see footnotes.push).
func (t *annotatedText) refer(piece string) {
	for _, m := range footnoteRef.FindAllStringSubmatchIndex(piece, -1) {
		if marker, err := strconv.Atoi(piece[m[2]:m[3]]); err == nil {
			t.open = append(t.open, reference{
				marker: marker,
				start:  t.characters + utf8.RuneCountInString(piece[:m[0]]),
				end:    t.characters + utf8.RuneCountInString(piece[:m[1]]),
			})
		}
	}
	t.text.WriteString(piece)
	t.characters += utf8.RuneCountInString(piece)
}

// annotate returns the annotations for which more citations make it time, in the
// order of the text: one waits for those before it.
func (t *annotatedText) annotate(cited []news.Citation) []annotation {
	for _, c := range cited {
		t.known[c.Marker] = c
	}
	before := len(t.annotations)
	for len(t.open) > 0 {
		r := t.open[0]
		c, known := t.known[r.marker]
		if !known {
			break
		}
		t.open = t.open[1:]
		t.annotations = append(t.annotations, t.annotation(r, c))
	}
	return t.annotations[before:]
}

func (t *annotatedText) annotation(r reference, c news.Citation) annotation {
	link := safeLink(c.Link)
	if link == "" {
		link = t.page(c)
	}
	title := c.Article.Headline
	if title == "" {
		title = c.Article.Source
	}
	return annotation{Type: "url_citation", StartIndex: r.start, EndIndex: r.end, Title: title, URL: link, Citation: api.NewCitation(c)}
}
