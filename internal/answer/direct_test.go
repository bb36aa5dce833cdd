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
