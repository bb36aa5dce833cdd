package eval

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"byline/internal/entities"
	"byline/internal/news"
)

// EntityScores tells how the names of a text are found.
type EntityScores struct {
	Documents int           `json:"documents"`
	Kinds     []EntityScore `json:"kinds"`
	All       EntityScore   `json:"all"`
}

// EntityScore counts mentions of a kind. One is right whose place and kind are right.
type EntityScore struct {
	Kind      news.EntityKind `json:"kind,omitempty"`
	Mentions  int             `json:"mentions"`
	Found     int             `json:"found"`
	Right     int             `json:"right"`
	Precision float64         `json:"precision"`
	Recall    float64         `json:"recall"`
	F1        float64         `json:"f1"`
}

func (s *EntityScore) finish() {
	s.Precision, s.Recall = float64(s.Right)/float64(max(s.Found, 1)), float64(s.Right)/float64(max(s.Mentions, 1))
	if s.Right > 0 {
		s.F1 = 2 * s.Precision * s.Recall / (s.Precision + s.Recall)
	}
}

// taggedText is a text of which each name is told.
type taggedText struct {
	text  strings.Builder
	spans map[news.Span]news.EntityKind

	open    news.Span // the name that is being read
	kind    news.EntityKind
	tag     string // of the token before
	quoted  bool   // a quotation is open
	newLine bool   // a line was ended
}

// conllKind is a kind by its name in CoNLL-2003 or OntoNotes; "" if it is none of ours.
func conllKind(tag string) news.EntityKind {
	switch tag {
	case "PER", "PERSON":
		return news.EntityPerson
	case "ORG":
		return news.EntityOrganisation
	case "LOC", "GPE":
		return news.EntityPlace
	}
	return ""
}

// add adds a token with its tag: B-ORG, I-ORG or O.
func (t *taggedText) add(token, tag string) {
	if t.text.Len() > 0 && !t.newLine && !t.sticks(token) {
		t.text.WriteByte(' ')
	}
	t.newLine = false
	start := t.text.Len()
	t.text.WriteString(token)
	kind := tag[min(len("B-"), len(tag)):]
	if tag == "O" || tag[0] == 'B' || kind != t.tag {
		t.close()
	}
	if tag != "O" {
		if t.kind == "" {
			t.kind, t.open.Start = conllKind(kind), start
		}
		t.open.End = t.text.Len()
	}
	t.tag = kind
}

// sticks reports whether no space stands before a token.
func (t *taggedText) sticks(token string) bool {
	text := t.text.String()
	before := text[len(text)-1]
	if token == `"` {
		t.quoted = !t.quoted
		return !t.quoted || before == '('
	}
	return before == '(' || t.quoted && before == '"' || len(token) > 1 && token[0] == '\'' || token == "n't" || strings.Contains(".,;:?!)%", token)
}

func (t *taggedText) close() {
	if t.kind != "" {
		t.spans[t.open] = t.kind
	}
	t.kind = ""
}

// endLine ends a sentence.
func (t *taggedText) endLine() {
	t.close()
	if t.text.Len() > 0 && !t.newLine {
		t.text.WriteByte('\n')
		t.newLine, t.quoted = true, false
	}
	t.tag = ""
}

// MeasureEntities looks for names in a file in the format of CoNLL-2003: a token a
// line, its tag in the last column, a blank line behind each sentence, -DOCSTART-
// before each document.
func MeasureEntities(file string) (s EntityScores, err error) {
	f, err := os.Open(file)
	if err != nil {
		return s, news.Errorf(news.KindInvalid, "eval: %v", err)
	}
	defer f.Close()
	for _, k := range news.EntityKinds() {
		s.Kinds = append(s.Kinds, EntityScore{Kind: k})
	}
	t := &taggedText{spans: map[news.Span]news.EntityKind{}}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		switch {
		case len(fields) == 0:
			t.endLine()
		case fields[0] == "-DOCSTART-":
			s.compare(t)
			t = &taggedText{spans: map[news.Span]news.EntityKind{}}
		case len(fields) < 2:
			return s, news.Errorf(news.KindInvalid, "eval: %s: %q is no token with a tag", file, lines.Text())
		default:
			t.add(fields[0], fields[len(fields)-1])
		}
	}
	s.compare(t)
	for i := range s.Kinds {
		k := &s.Kinds[i]
		s.All.Mentions, s.All.Found, s.All.Right = s.All.Mentions+k.Mentions, s.All.Found+k.Found, s.All.Right+k.Right
		k.finish()
	}
	s.All.finish()
	return s, lines.Err()
}

// compare counts the names of a document.
func (s *EntityScores) compare(t *taggedText) {
	t.endLine()
	if t.text.Len() == 0 {
		return
	}
	s.Documents++
	got := entities.Find(&news.Article{Language: "en", Body: t.text.String()})
	found := map[news.Span]news.EntityKind{}
	for _, m := range got.Mentions {
		found[m.Span] = got.Entities[m.Entity].Kind
	}
	for i := range s.Kinds {
		k := &s.Kinds[i]
		for span, kind := range t.spans {
			if kind == k.Kind {
				k.Mentions++
				if found[span] == kind {
					k.Right++
				}
			}
		}
		for _, kind := range found {
			if kind == k.Kind {
				k.Found++
			}
		}
	}
}

// WriteEntities writes scores for people.
func WriteEntities(w io.Writer, s EntityScores) error {
	for _, k := range append(s.Kinds, s.All) {
		label := string(k.Kind)
		if label == "" {
			label = "all"
		}
		if _, err := fmt.Fprintf(w, "%-12s %6d mentions: precision %.3f, recall %.3f, F1 %.3f\n", label, k.Mentions, k.Precision, k.Recall, k.F1); err != nil {
			return err
		}
	}
	return nil
}
