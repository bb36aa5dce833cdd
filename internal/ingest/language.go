package ingest

import (
	"context"
	"strings"

	"github.com/abadojack/whatlanggo"

	"byline/internal/news"
)

// Language is the stage that tells the language of an article from its text, if
// the article does not name it. One that cannot be told stays empty.
type Language struct{}

// Apply sets the language, in lower case.
func (Language) Apply(_ context.Context, a *news.Article) error {
	if a.Language == "" {
		a.Language = language(a.Body)
	}
	a.Language = strings.ToLower(a.Language)
	return nil
}

// languageSample is how much of a text its language is told from, in bytes.
const languageSample = 600

// language returns the ISO 639-1 code of the language of a text, "" if it cannot be told.
func language(text string) string {
	if len(text) > languageSample {
		cut := strings.LastIndexByte(text[:languageSample], ' ')
		if cut <= 0 {
			return ""
		}
		text = text[:cut]
	}
	if isEnglish(text) {
		return "en"
	}
	info := whatlanggo.Detect(text)
	if !info.IsReliable() {
		return ""
	}
	return info.Lang.Iso6391()
}

// isEnglish reports whether at least one word in eight is one of those that
// only English is full of. It tells most English text apart without the
// trigram statistics of whatlanggo, which take longer than all the rest of
// taking an article in.
func isEnglish(text string) bool {
	words, english := 0, 0
	for w := range strings.FieldsSeq(text) {
		words++
		switch w {
		case "the", "The", "of", "and", "to", "that", "with", "said", "his", "from", "have":
			english++
		}
	}
	return words >= 8 && english*8 >= words
}
