package answer_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// undecided is a reader who has no opinion on statements.
type undecided struct{}

func (undecided) Entails(context.Context, string, []news.Excerpt) ([]float64, error) {
	return nil, errors.New("it is for others to say")
}

// finger is a reader that points at a phrase wherever it stands.
type finger struct {
	undecided
	phrase  string
	failing bool
	few     bool // leaves out the last reading
	read    *[]news.Excerpt
}

func (f finger) Read(_ context.Context, _ string, excerpts []news.Excerpt) ([]news.Reading, error) {
	if f.failing {
		return nil, errors.New("out of ink")
	}
	if f.read != nil {
		*f.read = append(*f.read, excerpts...)
	}
	readings := make([]news.Reading, len(excerpts))
	for i, x := range excerpts {
		readings[i].Relevance = -9
		if at := strings.Index(x.Text, f.phrase); at >= 0 {
			readings[i] = news.Reading{Relevance: 9, Start: at, End: at + len(f.phrase), Confidence: .9}
		}
	}
	if f.few {
		readings = readings[:len(readings)-1]
	}
	return readings, nil
}

func TestReaderDecidesWhatIsQuotedFirst(t *testing.T) {
	const question = "What is known about the Merle on the rock off Ostrand?"
	for phrase, want := range map[string]string{
		"salvage vessel": "The Merle stays on the rock until a salvage vessel arrives.",
		"214 people":     "with 214 people on board",
	} {
		d := newDeskWith(t, answer.Config{Reader: finger{phrase: phrase}})
		got := d.question(question)
		if len(got.Citations) == 0 || !strings.Contains(got.Citations[0].Quote, want) {
			t.Errorf("with a reader that points at %q, the answer is %q", phrase, got.Text)
		}
	}
}

func TestReaderGetsSentencesWithHeadlines(t *testing.T) {
	var read []news.Excerpt
	newDeskWith(t, answer.Config{Reader: finger{read: &read}}).question("How many people were hurt on the Merle?")
	if len(read) == 0 {
		t.Fatal("nothing was read")
	}
	for _, x := range read {
		if x.Headline == "" || x.Text == "" {
			t.Errorf("the reader got %+v", x)
		}
	}
}

func TestReaderThatFailsCostsOnlyItsHelp(t *testing.T) {
	const question = "How many people were hurt on the Merle?"
	plain := newDeskWith(t, answer.Config{}).question(question)
	for name, reader := range map[string]finger{"fails": {failing: true}, "leaves sentences out": {few: true}} {
		got := newDeskWith(t, answer.Config{Reader: reader}).question(question)
		if got.Text != plain.Text {
			t.Errorf("with a reader that %s, the answer is %q, want %q", name, got.Text, plain.Text)
		}
		if !strings.Contains(strings.Join(got.Warnings, "\n"), "the reader failed") {
			t.Errorf("with a reader that %s, the warnings are %q", name, got.Warnings)
		}
	}
}

func TestReaderIsLeftOutInOtherLanguages(t *testing.T) {
	var read []news.Excerpt
	d := newDeskWith(t, answer.Config{Reader: finger{read: &read}})
	d.ask(news.AnswerRequest{Question: "Wie viele Menschen wurden verletzt, als die Fähre Merle auf den Felsen vor der Küste lief?"})
	if len(read) > 0 {
		t.Errorf("the reader, which knows English, got %+v", read)
	}
}

// The question of a quiz answers none, though no sentence is nearer to it.
func TestTheQuestionOfAQuizIsNoQuote(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, []news.Article{{
		ID: "quiz", Language: "en", Source: "Nordwire", Headline: "What happened this week?", Published: at(6, 3),
		Body: "See how much you remember of our quiz of last week.\n\n1. How long is the tunnel below the Norrsund?\n\n2. Which county has lost its oldest inn after two hundred years?\n\n3. Who won the regatta?",
	}})
	if a := d.question("Which county has lost its oldest inn after two hundred years?"); a.Status != news.StatusNotFound || len(a.Citations) > 0 {
		t.Errorf("%s: %s", a.Status, a.Text)
	}
}
