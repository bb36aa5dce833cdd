package answer_test

import (
	"strings"
	"testing"
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
