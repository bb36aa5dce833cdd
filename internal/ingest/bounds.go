package ingest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/news"
)

// The bounds of an article, beside that of a record: far above those of any
// news that was seen (in 50,000 articles, a headline of 300 characters, 19
// subjects, an address of 280). What is longer is something else in the wrong
// place, is refused rather than cut, and would cost every search that finds the
// article. The description of the HTTP API states them.
const (
	maxURL      = 4096
	maxHeadline = 2000
	maxCaption  = 10_000
	maxCredit   = 2000
	maxName     = 300 // of an outlet, author, subject or section; filters take no longer one
	maxNames    = 1000
	maxFile     = 1000 // of the path of a file, of which the end is kept
	maxLanguage = 35   // the longest language tag (RFC 5646, section 4.4.1)
)

// checkBounds refuses an article with a field that is too long.
func checkBounds(a *news.Article) error {
	for _, f := range []struct {
		name, text string
		most       int
	}{
		{"url", a.URL, maxURL},
		{"source", a.Source, maxName},
		{"headline", a.Headline, maxHeadline},
		{"section", a.Section, maxName},
		{"language", a.Language, maxLanguage},
		{"caption", a.Caption, maxCaption},
		{"credit", a.Credit, maxCredit},
	} {
		if err := checkLength(f.name, f.text, f.most); err != nil {
			return err
		}
	}
	for _, f := range []struct {
		name   string
		values []string
	}{{"authors", a.Authors}, {"subjects", a.Subjects}, {"attribution", a.Attribution}} {
		if n := len(f.values); n > maxNames {
			return news.InvalidField(f.name, "has %d values; at most %d are taken", n, maxNames)
		}
		for i, v := range f.values {
			if err := checkLength(fmt.Sprintf("%s[%d]", f.name, i), v, maxName); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkLength(field, text string, most int) error {
	if len(text) <= most { // bytes, which are no fewer
		return nil
	}
	if n := utf8.RuneCountInString(text); n > most {
		return news.InvalidField(field, "has %d characters; at most %d are taken", n, most)
	}
	return nil
}

// checkID refuses an ID that cannot be a segment of the path of a URL. Others,
// such as one with a slash, are percent-encoded there; "." and ".." stand for
// folders however they are written.
func checkID(id string) error {
	switch {
	case len(id) > news.MaxID:
		return news.InvalidField("id", "has %d bytes; at most %d are taken", len(id), news.MaxID)
	case strings.ContainsFunc(id, unicode.IsControl):
		return news.InvalidField("id", "has control characters, which none may have")
	case id == "." || id == "..":
		return news.InvalidField("id", "is %q, which no address can name; choose another", id)
	}
	return nil
}
