package answer

import (
	"testing"

	"byline/internal/lang"
	"byline/internal/lexical"
)

func TestWhatASentenceHoldsOfTheKindAskedFor(t *testing.T) {
	for _, tt := range []struct {
		question, sentence string
		want               bool
	}{
		{"Which country will play Brazil?", "Norway will play Brazil in June.", true},
		{"Which country will play Brazil?", "The Brazilians will play in June.", false},
		{"The president of which country met the pope?", "The Kenyan president met the pope.", true},
		{"Which state banned the nets?", "Lawmakers in Ohio banned them.", true},
		{"Which state banned the nets?", "Lawmakers in Hollin banned them.", false},
		{"Which city hosts the games?", "The games will be held in Lyon.", true},
		{"Which city hosts the games?", "The games will be held in France.", false},
		{"Who won the race?", "The race was won in Kenya.", false},
		{"Who won the race?", "The race was won by Marta Lund.", true},
		{"Which film won?", "The prize went to “The Long Quay”.", true},
		{"How old is the captain?", "Haverly, 54, was charged.", true},
		{"How old is the captain?", "The 54-year-old was charged.", true},
		{"How old is the captain?", "The nine-year-old was charged.", true},
		{"How old is the captain?", "Haverly, who is 54, was charged.", true},
		{"How old is the captain?", "Haverly, who is 54 metres away, was charged.", false},
		{"How old is the captain?", "He drew 54 maps.", false},
		{"How long was the strike?", "It lasted six weeks.", true},
		{"How long was the strike?", "It cost 6 million crowns.", false},
		{"What percentage voted?", "Some 71.3 per cent voted.", true},
		{"What percentage voted?", "Some 7,000 voted.", false},
		{"In what year did it open?", "It opened in 1976.", true},
		{"In what year did it open?", "It opened on Monday.", false},
		{"What did the mayor say?", "“It is over,” she said.", true},
		{"What did the mayor say?", "The mayor left.", false},
	} {
		q := newQuestion(lexical.New(), tt.question, aside{})
		q.listed = true
		if got := q.answeredBy(lang.Of("en"), tt.sentence, words(tt.sentence)); got != tt.want {
			t.Errorf("%q, %q: %v", tt.question, tt.sentence, got)
		}
	}
}

func TestACapitalThatActsIsItsCountry(t *testing.T) {
	analyzer := lexical.New()
	q := newQuestion(analyzer, "What are Washington and Tokyo talking about to arm Kyiv?", aside{})
	m := q.maskOf(analyzer.Tokens(nil, "The US and the Japanese want to help Ukraine."))
	for i, term := range q.terms {
		if term.name && m&(1<<i) == 0 {
			t.Errorf("%q is not found", term.text)
		}
	}
	q = newQuestion(analyzer, "What burned in Washington?", aside{})
	if m := q.maskOf(analyzer.Tokens(nil, "An American house burned.")); q.terms[m.last()].text == "Washington" {
		t.Error("a house anywhere in the country is one in its capital")
	}
}

// last is the last term of a set.
func (m mask) last() int {
	last := 0
	for i := range maxTerms {
		if m&(1<<i) != 0 {
			last = i
		}
	}
	return last
}
