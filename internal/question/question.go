// Package question tells what a question asks for, once for the search, whose
// order depends on whether one thing is asked for, and for the answer, which
// looks for a thing of that kind.
package question

import (
	"slices"
	"strings"
	"unicode"

	"byline/internal/lang"
)

// Kind is what sort of thing a question asks for.
type Kind int

// The kinds of question.
const (
	Thing  Kind = iota // what, which, yes or no: anything
	Person             // who
	Time               // when, which year
	Place              // where, which country
	Number             // how many, how much
	Amount             // how much money
	Reason             // why
)

// kindOf returns the kind that a pack names.
func kindOf(name string) Kind {
	switch name {
	case "person":
		return Person
	case "time":
		return Time
	case "place":
		return Place
	case "number":
		return Number
	case "amount":
		return Amount
	case "reason":
		return Reason
	}
	return Thing
}

// String names what a kind of question asks for, for people.
func (k Kind) String() string {
	switch k {
	case Person:
		return "a name"
	case Time:
		return "a date or time"
	case Place:
		return "a place"
	case Number:
		return "a number"
	case Amount:
		return "an amount of money"
	case Reason:
		return "a reason"
	case Thing:
	}
	return "anything"
}

// KindOf tells which kind of question a text in a language is. The first word
// decides that tells a kind.
func KindOf(language *lang.Pack, text string) Kind {
	q := newReader(language, text)
	for i := range q.words {
		if kind, tells := q.kindAt(i); tells {
			return kind
		}
	}
	return Thing
}

// AsksForOne tells whether a query has a word, wherever it stands, that asks
// for one thing: a person, a time, a place, a number, one of several.
func AsksForOne(language *lang.Pack, query string) bool {
	q := newReader(language, query)
	for i, word := range q.words {
		if language.Questions.SingleChoices[word] {
			return true
		}
		if kind, tells := q.kindAt(i); tells && !language.Questions.Choices[word] && kind != Reason {
			return true
		}
	}
	return false
}

// Opens tells whether a word, in lower case, can be the first of a question
// and say what it asks for.
func Opens(language *lang.Pack, word string) bool {
	q := &language.Questions
	return q.Words[word] != "" || q.Degrees[word] || q.Choices[word]
}

// reader is a question that is being read.
type reader struct {
	about *lang.Questions
	words []string // in lower case; "" for one that is not a word of the language, such as WHO
}

func newReader(language *lang.Pack, text string) *reader {
	r := &reader{about: &language.Questions}
	shouted := strings.ToUpper(text) == text
	for written := range strings.FieldsSeq(text) {
		written = strings.TrimFunc(written, func(r rune) bool { return !unicode.IsLetter(r) })
		word := strings.ToLower(written)
		if !shouted && written == strings.ToUpper(written) && slices.Contains(language.Terms.Capitals, word) {
			word = ""
		}
		r.words = append(r.words, word)
	}
	return r
}

// word returns the i-th word, "" behind the last.
func (r *reader) word(i int) string {
	if i >= len(r.words) {
		return ""
	}
	return r.words[i]
}

// kindAt returns the kind that the i-th word tells, if it tells one.
func (r *reader) kindAt(i int) (kind Kind, tells bool) {
	word, _, _ := strings.Cut(strings.ReplaceAll(r.words[i], "’", "'"), "'") // "who's"
	next := r.word(i + 1)
	switch {
	case r.about.Words[word] != "":
		return kindOf(r.about.Words[word]), true
	case r.about.Degrees[word] && r.about.MassMeasures[next] && slices.ContainsFunc(r.words[i:], r.isMoney):
		return Amount, true
	case r.about.Degrees[word] && r.about.Measures[next]:
		return Number, true
	case r.about.Choices[word]:
		return r.chosen(i), true
	}
	return Thing, false
}

func (r *reader) isMoney(word string) bool { return r.about.Money[word] }

// chosen returns what "which" or "what" at i asks for: "which year", "in what
// European city", "what is the price".
func (r *reader) chosen(i int) Kind {
	places := []int{i + 1, i + 2}
	if r.about.Copulas[r.word(i+1)] && r.about.Articles[r.word(i+2)] {
		places = append(places, i+3)
	}
	for _, at := range places {
		if name := r.about.Nouns[r.word(at)]; name != "" {
			return kindOf(name)
		}
	}
	return Thing
}
