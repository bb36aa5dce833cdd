package news_test

import (
	"testing"

	"byline/internal/news"
)

func TestAnAnswerThatComesBackIsReadWithoutItsBold(t *testing.T) {
	for text, want := range map[string]string{
		"**Ada Olm** – Nordwire [1]":  "Ada Olm – Nordwire [1]",
		"*Ada Olm* – Nordwire [1]":    "Ada Olm – Nordwire [1]",
		"**Ada Olm** is the mayor.":   "**Ada Olm** is the mayor.",
		"Ada Olm – Nordwire [1] *no*": "Ada Olm – Nordwire [1] *no*",
		"":                            "",
	} {
		if got := news.PlainLead(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestADirectAnswerIsSetInBoldWhereATextBeginsWithIt(t *testing.T) {
	for _, test := range []struct{ direct, text, want string }{
		{"214", "214 – Nordwire [1]", "**214** – Nordwire [1]"},
		{"214", "About 214 people [1]", "About 214 people [1]"},
		{"", "214 – Nordwire [1]", "214 – Nordwire [1]"},
		{"a*b", "a*b – Nordwire [1]", "a*b – Nordwire [1]"}, // which Markdown would not read as words
	} {
		if got := (news.Direct{Text: test.direct}).Bold(test.text); got != test.want {
			t.Errorf("%q in %q: got %q, want %q", test.direct, test.text, got, test.want)
		}
	}
}
