package question_test

import (
	"testing"

	"byline/internal/lang"
	"byline/internal/question"
)

func TestWhatAQuestionAsksFor(t *testing.T) {
	for text, want := range map[string]question.Kind{
		"Who owns the yard?":                       question.Person,
		"Who's the mayor of Hollin?":               question.Person,
		"WHO OWNS THE YARD?":                       question.Person,
		"The mayor and the WHO agree":              question.Thing,
		"When does the trial open?":                question.Time,
		"In which year was the bridge built?":      question.Time,
		"Where was the painting found?":            question.Place,
		"In what coastal city was it found?":       question.Place,
		"Why did the mayor resign?":                question.Reason,
		"How many people were hurt?":               question.Number,
		"How few sailed?":                          question.Number,
		"How tall is the tower?":                   question.Number,
		"How much snow fell?":                      question.Number,
		"How much did the card sell for?":          question.Amount,
		"How much will the tunnel cost?":           question.Amount,
		"What is the price of a loaf?":             question.Amount,
		"What was the cost of the repairs?":        question.Amount,
		"What did the council decide?":             question.Thing,
		"How did the ferry sink?":                  question.Thing,
		"Did the ferry sail on Monday?":            question.Thing,
		"And the number of those hurt, who knows?": question.Person,
		"": question.Thing,
	} {
		if got := question.KindOf(lang.Of("en"), text); got != want {
			t.Errorf("%q asks for %s, want %s", text, got, want)
		}
	}
}

func TestWhetherAQueryAsksForOneThing(t *testing.T) {
	for query, want := range map[string]bool{
		"who owns the yard":                  true,
		"ferry accident, when?":              true,
		"which ferry sank":                   true,
		"what happened and where":            true,
		"how many ferries sank":              true,
		"how few ferries sailed":             true, // for the answer and for the search alike
		"what year was the bridge built":     false,
		"why the mayor resigned":             false,
		"how the ferry sank":                 false,
		"WHO warning on measles":             false,
		"wildfires":                          false,
		"climate talks in Velmoor last week": false,
	} {
		if got := question.AsksForOne(lang.Of("en"), query); got != want {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

func TestAQuestionInALanguageWithoutAPackAsksForAnything(t *testing.T) {
	if kind := question.KindOf(lang.Of("xx"), "Who owns the yard?"); kind != question.Thing {
		t.Errorf("it asks for %s", kind)
	}
	if question.AsksForOne(lang.Of("xx"), "Who owns the yard?") {
		t.Error("it asks for one thing")
	}
}

// A kind that the code does not know would be anything.
func TestPacksNameKinds(t *testing.T) {
	q := lang.Of("en").Questions
	for word := range q.Words {
		if question.KindOf(lang.Of("en"), word) == question.Thing {
			t.Errorf("%q asks for no kind", word)
		}
	}
	for noun := range q.Nouns {
		if question.KindOf(lang.Of("en"), "which "+noun) == question.Thing {
			t.Errorf("%q asks for no kind", noun)
		}
	}
}
