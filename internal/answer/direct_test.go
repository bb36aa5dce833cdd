package answer_test

import (
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// What an answer comes to stands first, and where the article has it.
func TestADirectAnswerIsWordsOfItsArticle(t *testing.T) {
	for _, question := range []string{"How many people were on board the ferry Merle?", "Who is the captain of the Merle?", "How much does the salvage of the Merle cost?"} {
		a := newDesk(t, nil).question(question)
		if a.Direct.Text == "" {
			continue // absent rather than wrong
		}
		c := a.Citations[0]
		if c.Article.Body[a.Direct.Start:a.Direct.End] != a.Direct.Text || a.Direct.Start < c.Start || a.Direct.End > c.End || !strings.HasPrefix(a.Text, a.Direct.Text+" – ") {
			t.Errorf("%s: %+v, %q", question, a.Direct, a.Text)
		}
	}
}

// A written answer begins with what it comes to as a quoted one does, where its
// first statement says it and the quote under that has the words.
func TestAWrittenAnswerBeginsWithWhatItComesTo(t *testing.T) {
	const question = "How many people were on board the ferry Merle?"
	quoted := newDesk(t, nil).question(question)
	if quoted.Direct.Text != "214" {
		t.Fatalf("quoted: %+v", quoted.Direct)
	}
	for reply, want := range map[string]string{
		"There were 214 people on board the Merle, the coastguard said [{Four of them}].": "214",
		"There were 241 people on board the Merle [{Four of them}].":                      "214",
	} {
		a := newDesk(t, says(t, reply)).question(question)
		if a.Direct.Text != want || want != "" && !strings.HasPrefix(a.Text, want+" – ") {
			t.Errorf("%q comes to %q: %q", reply, a.Direct.Text, a.Text)
		}
		if c := a.Citations[0]; want != "" && c.Article.Body[a.Direct.Start:a.Direct.End] != want {
			t.Errorf("%q is not at %d of %q", want, a.Direct.Start, c.Article.Body)
		}
	}
}

// A true statement that is none of what was asked is not left for an answer.
func TestAWrittenAnswerThatMissesTheQuestionIsFollowedByTheQuoteThatDoesNot(t *testing.T) {
	a := newDesk(t, says(t, "The passage is: The Merle ran onto a rock off Ostrand on Monday [{Four of them}].")).question("How many people were on board the ferry Merle?")
	said, quoted, _ := strings.Cut(a.Text, "\n\n")
	if a.Mode != news.AnswerLLM || a.Status != news.StatusPartial || !strings.HasPrefix(said, "The Merle ran") || !strings.Contains(quoted, "with 214 people on board") || a.Direct.Text != "" {
		t.Errorf("%s %s, direct %q: %q", a.Mode, a.Status, a.Direct.Text, a.Text)
	}
}

// Where the date of its file is all that is known of the date of an article, an
// answer says so wherever it gives it.
func TestTheDateOfAFileIsSaidToBeOne(t *testing.T) {
	all := articles()
	for i := range all {
		all[i].FileTime = all[i].Published
	}
	for _, question := range []string{"How many people were on board the ferry Merle?", "What is the latest on the Merle?"} {
		a := newDeskOf(t, answer.Config{}, all).question(question)
		if dates := strings.Count(a.Text, " November 2026"); dates == 0 || strings.Count(a.Text, "file dated ") != dates {
			t.Errorf("%s: %d dates\n%s", question, dates, a.Text)
		}
	}
}

// A coach whom a club has sacked is its coach no more, and none of the club that it lost to.
func TestACoachWhoWasSackedIsNoAnswer(t *testing.T) {
	all := []news.Article{{ID: "1", Source: "Nordwire", Language: "en", Headline: "Brask Rovers sack coach", Published: at(2, 3), Body: "Brask Rovers have sacked their coach, Piet Rann, after a defeat against Tarn Athletic. A successor is looked for."}}
	if a := newDeskOf(t, answer.Config{}, all).question("Who is the coach of Tarn Athletic?"); a.Direct.Text != "" {
		t.Errorf("comes to %q: %q", a.Direct.Text, a.Text)
	}
}

// Who has a role is asked: not who had it.
func TestWhoHasARoleNoMoreIsNoAnswer(t *testing.T) {
	all := []news.Article{
		{ID: "1", Source: "Nordwire", Headline: "Piet Rann leads Velmoor Marine", Published: at(2, 3), Body: "Piet Rann became chief executive of the shipyard Velmoor Marine on Monday. He was head of sales."},
		{ID: "2", Source: "Coastal Post", Headline: "Velmoor Marine names Lena Sarkov chief executive", Published: at(10, 5), Body: "Velmoor Marine named Lena Sarkov as its chief executive on Monday after Piet Rann stepped down over a late ferry. Sarkov was head of finance."},
	}
	a := newDeskOf(t, answer.Config{}, all).question("Who is the chief executive of Velmoor Marine?")
	if a.Direct.Text == "Piet Rann" || len(a.Citations) == 0 || a.Citations[0].Article.ID != "2" {
		t.Errorf("direct %q: %q", a.Direct.Text, a.Text)
	}
}

// One thing is not the answer to a question for several, and what the report only
// counts is followed by the sentence that goes through it.
func TestWhatIsCountedIsListed(t *testing.T) {
	all := []news.Article{{
		ID: "1", Source: "Nordwire", Headline: "Three plans for the old tannery", Published: at(10, 5),
		Body: "The council of Velmoor discussed three plans for the old tannery on Monday. The first is a theatre, the second a school, the third a garden. It will decide in May.",
	}}
	for _, question := range []string{"What are the three plans for the tannery?", "List the three plans for the tannery"} {
		a := newDeskOf(t, answer.Config{}, all).question(question)
		if a.Direct.Text != "" || !strings.Contains(a.Text, "the second a school") {
			t.Errorf("%s: direct %q: %q", question, a.Direct.Text, a.Text)
		}
	}
}

// Who said words that an article has is answered, though they are all small ones; and a
// number is not one that it is told against.
func TestWordsThatWereSaidAndNumbersThatHold(t *testing.T) {
	all := []news.Article{
		{ID: "1", Source: "Nordwire", Headline: "Velmoor returns a mask", Published: at(10, 5), Body: "The museum of Velmoor returned a mask on Monday. \"It is ours and here,\" said the chief, Amadu Rell."},
		{ID: "2", Source: "Coastal Post", Headline: "Wind farm gets permit", Published: at(10, 6), Body: "The wind farm off Ostrand received its permit on Tuesday, but for 42 turbines rather than 60."},
		{ID: "3", Source: "Coastal Post", Headline: "Divers freed", Published: at(10, 7), Body: "Three divers aged 22, 37 and 51 were freed from a wreck off Hollin on Wednesday."},
	}
	d := newDeskOf(t, answer.Config{}, all)
	if a := d.question(`Who said "It is ours and here"?`); a.Status == news.StatusNotFound {
		t.Errorf("%q", a.Text)
	}
	if a := d.question("How old are the divers?"); a.Direct.Text != "" || !strings.Contains(a.Text, "22, 37 and 51") {
		t.Errorf("one of three is the answer: %q", a.Text)
	}
	if a := d.question("How many turbines will the wind farm have?"); a.Direct.Text == "60" {
		t.Errorf("%q", a.Text)
	}
}
