package ingest

import (
	"context"
	"strings"

	"byline/internal/lang"
	"byline/internal/news"
)

// Language is the stage that tells the language of an article from its text, if
// the article does not name it. One that cannot be told stays empty.
type Language struct{}

// Apply sets the language, in lower case.
func (Language) Apply(_ context.Context, a *news.Article) error {
	if a.Language == "" {
		a.Language = lang.Detect(a.Body)
	}
	a.Language = strings.ToLower(a.Language)
	return nil
}
