package answer

import (
	"math"
	"strings"
	"testing"

	"byline/internal/lexical"
	"byline/internal/news"
)

// found is evidence of passages of one sentence each, as a search would find them.
func found(question string, near []float64, texts ...string) *evidence {
	var result news.SearchResult
	for i, text := range texts {
		hit := news.Hit{Article: news.Article{ID: text, Body: text}, Passage: news.Passage{Text: text, Span: news.Span{End: len(text)}}}
		hit.Explanation = news.Explanation{{Name: "article_keyword", Value: 40}, {Name: "proximity", Value: 1.2}}
		if near != nil {
			hit.Explanation = append(hit.Explanation, news.Signal{Name: "timeliness", Value: near[i]})
		}
		result.Hits = append(result.Hits, hit)
	}
	return newEvidence(lexical.New(), question, aside{}, result)
}

func confidenceOf(e *evidence, wanted int) float64 { return newBearing(e, nil).confidence(wanted) }

func TestWeightsOfConfidenceNameKnownFactsOnly(t *testing.T) {
	if _, err := parseConfidences(confidenceFile); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string]string{
		"no JSON":       `{`,
		"unknown field": `{"many":{}}`,
		"no weights":    `{"read":{"weights":{"share":1}},"little":{}}`,
		"unknown fact":  `{"read":{"weights":{"share":1,"mood":1}},"unread":{"weights":{"share":1}},"several":{"weights":{"share":1}},"little":{"weights":{"share":1}}}`,
	} {
		if _, err := parseConfidences([]byte(bad)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestWhatSpeaksOfMoreOfAQuestionIsSurer(t *testing.T) {
	const asked = "Which harbour did the ferry Merle leave for Ostrand?"
	most := confidenceOf(found(asked, nil, "The ferry Merle did leave the harbour of Velmoor for Ostrand."), 1)
	some := confidenceOf(found(asked, nil, "The ferry Sigrid did leave the harbour of Velmoor."), 1)
	none := confidenceOf(found(asked, nil, "Tram drivers went on strike over longer shifts."), 1)
	if !(most > some && some > none) || none != 0 || most > 1 {
		t.Errorf("%.3f, %.3f, %.3f", most, some, none)
	}
	if c := confidenceOf(found("", nil, "The ferry Merle."), 1); c != 0 {
		t.Errorf("%.3f where nothing is asked", c)
	}
}

// The archive tells of newer things, but not of this.
func TestOldNewsBesideNewIsLessSure(t *testing.T) {
	const asked, old, other = "Who is the captain of the ferry Merle?", "The captain of the ferry Merle is Jorund Haverly.", "Tram drivers went on strike."
	confidence := func(near []float64) float64 {
		e := found(asked, near, old, other)
		for i := range e.passages { // a search counts it in their scores
			e.passages[i].hit.Score += e.passages[i].near
		}
		return confidenceOf(e, 2)
	}
	fresh, stale := confidence([]float64{.7, .7}), confidence([]float64{.12, .7})
	ended, undated := confidence([]float64{.01, .02}), confidence(nil)
	if stale >= fresh {
		t.Errorf("stale %.3f, fresh %.3f", stale, fresh)
	}
	if math.Abs(ended-fresh) > 1e-9 || math.Abs(undated-fresh) > 1e-9 {
		t.Errorf("an archive that has ended (%.3f) or has no dates (%.3f) is held against the question, %.3f", ended, undated, fresh)
	}
}

func TestNobodyButTheAskerKnowsTheirName(t *testing.T) {
	for text, want := range map[string]bool{
		"What is my name?":                         true,
		"How old are you?":                         true,
		"Can you tell me who won the regatta?":     false, // manners
		"Who is the captain of the ferry Merle?":   false,
		"What did the mayor of Velmoor tell them?": false,
	} {
		if q := newQuestion(lexical.New(), text, aside{}); q.isPersonal() != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestAnotherLanguageIsNotHeldAgainstAQuestion(t *testing.T) {
	e := found("Welchen Hafen verließ die Fähre Merle?", nil, "Die Fähre Merle lief aus dem Hafen von Velmoor aus.")
	before := confidenceOf(e, 1)
	e.passages[0].hit.Article.Language = "de"
	if after := confidenceOf(e, 1); after <= before {
		t.Errorf("%.3f, before %.3f", after, before)
	}
}

func TestRefusalSaysWhatCameClosestAndWhatCanBeAsked(t *testing.T) {
	e := found("Who owns the ferry Merle of Velmoor?", nil, "The ferry Merle ran aground off Velmoor.")
	e.passages[0].hit.Article.Headline, e.passages[0].hit.Article.Source = "Ferry runs aground", "Nordwire"
	e.bearing = newBearing(e, nil)
	text := e.refusal()
	for _, want := range []string{"“owns”", "“Ferry runs aground” (Nordwire)", "What is known about “Ferry runs aground”?"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
}
