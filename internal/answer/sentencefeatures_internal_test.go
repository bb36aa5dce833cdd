package answer

import (
	"testing"

	"byline/internal/lang"
	"byline/internal/lexical"
)

func TestASentenceThatHoldsWhatIsAskedFor(t *testing.T) {
	const money, number, person, when, where, why = "How much did the card sell for?", "How many people were hurt?",
		"Who owns the yard?", "When does the trial open?", "Where was the card found?", "Why did the mayor resign?"
	for _, c := range []struct {
		question, sentence string
		want               bool
	}{
		{money, "It sold for a jaw-dropping $12,600,000.", true},
		{money, "The card went for US$12.6m after a long evening.", true},
		{money, "It sold for €5m.", true},
		{money, "It sold for ₴90,000.", true},
		{money, "It fetched 12.6 million at the auction.", true},
		{money, "It fetched nine hundred crowns.", true},
		{money, "It fetched twenty-five euros.", true},
		{money, "It fetched half a million pounds.", true},
		{money, "It fetched 12\u00a0600\u00a0000 marks.", true},
		{money, "A 6.1-billion-mark card, then.", true},
		{money, "A bid of 340m was the last.", true},
		{money, "It sold after 12 minutes and 4 bids.", false},
		{money, "It sold for 24 per cent more.", false},
		{money, "It sold for more than anyone thought.", false},
		{number, "Twenty-seven people were hurt.", true},
		{number, "1,206 people were hurt.", true},
		{number, "Dozens were taken to hospital.", true},
		{number, "People were hurt in 2019 as well.", false},
		{number, "Many people were hurt.", false},
		{number, "Her half-brother was hurt.", false},
		{person, "The yard belongs to Greywater Holdings.", true},
		{person, "The yard belongs to a family.", false},
		{when, "It opens on 25 January 2027.", true},
		{when, "It opens next Tuesday.", true},
		{when, "It opens soon.", false},
		{where, "It turned up in Kestrup.", true},
		{where, "It turned up in a box.", false},
		{why, "He resigned because of his health.", true},
		{why, "He resigned.", false},
	} {
		q := newQuestion(lexical.New(), c.question, aside{})
		if got := featuresOf(lang.Of("en"), c.sentence, false, q).answers; got != c.want {
			t.Errorf("%q by %q: %v", c.question, c.sentence, got)
		}
	}
}

func TestASentenceThatCannotStandAlone(t *testing.T) {
	q := newQuestion(lexical.New(), "What happened?", aside{})
	for sentence, want := range map[string]bool{
		"He denied it on Monday.":            true,
		"Four of them were hurt.":            true,
		"Of these, two have left hospital.":  true,
		"Four passengers were hurt in all.":  false,
		"Of the crew, two have gone abroad.": false,
	} {
		if got := featuresOf(lang.Of("en"), sentence, false, q).dangling; got != want {
			t.Errorf("%q: %v", sentence, got)
		}
	}
}

func TestTheFirstSentenceMayOpenWithAPronounThatMeansNothing(t *testing.T) {
	q := newQuestion(lexical.New(), "How cold was it?", aside{})
	for _, c := range []struct {
		sentence string
		opens    bool
		want     bool
	}{
		{"It was -18 °C in Hollin on Wednesday.", true, false},
		{"It was -18 °C in Hollin on Wednesday.", false, true}, // what was?
		{"He was in Hollin on Wednesday.", true, true},
	} {
		if got := featuresOf(lang.Of("en"), c.sentence, c.opens, q).dangling; got != c.want {
			t.Errorf("%q, first %v: %v", c.sentence, c.opens, got)
		}
	}
}

func TestALabelOrADatelineIsNoPartOfAQuote(t *testing.T) {
	for text, want := range map[string]string{
		"Details: The tower was shut.":            "The tower was shut.",
		"Background:\u00a0Four people died.":      "Four people died.",
		"KESTRUP, Feb 3 (Nordwire) - It opened.":  "It opened.",
		"Source: Radio Lumme":                     "Source: Radio Lumme",
		"Background:":                             "Background:",
		"The minister said: Details are to come.": "The minister said: Details are to come.",
	} {
		if got := text[leadInEnd(text):]; got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestAQuestionMatchesTheNamesOfPeoplesAndOtherWordsForAnEvent(t *testing.T) {
	analyzer := lexical.New()
	for _, c := range []struct {
		question, sentence string
		want               bool
	}{
		{"Who won the election in Halvia?", "Halvian", true},
		{"Who leads the Halvian navy?", "Halvia", true},
		{"What does Japan build?", "Japanese", true},
		{"What does the Brazilian bank say?", "Brazil", true},
		{"How many died?", "deaths", true},
		{"Who was injured?", "wounded", true},
		{"What does the World Health Organization want?", "the WHO fears", true},
		{"What does the UN want?", "the United Nations fears", true},
		{"What does the United Nations want?", "Leeds United", false},
		{"Who won the election in Halvia?", "Halmer", false},
		{"What is a bridge?", "bridgen", false},
	} {
		q := newQuestion(analyzer, c.question, aside{})
		if got := q.maskOf(analyzer.Tokens(nil, c.sentence)) != 0; got != c.want {
			t.Errorf("%q by %q: %v", c.question, c.sentence, got)
		}
	}
}

// "So" opens a sentence in German as well, and "in" stands before much in Dutch.
func TestASentenceInAnotherLanguageIsNotReadAsEnglish(t *testing.T) {
	where := newQuestion(lexical.New(), "Where was the card found?", aside{})
	for _, c := range []struct {
		language          string
		dangling, answers bool
	}{{"en", true, true}, {"xx", false, false}} {
		f := featuresOf(lang.Of(c.language), "So kam sie in Kestrup an.", false, where)
		if f.dangling != c.dangling || f.answers != c.answers {
			t.Errorf("in %s it dangles: %v, it answers: %v", c.language, f.dangling, f.answers)
		}
	}
}
