package ingest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/index"
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
	maxName     = 300 // of all others, as an outlet or an author; filters take no longer one
	maxNames    = 1000
	maxFile     = 1000 // of the path of a file, of which the end is kept
	maxLanguage = 35   // the longest language tag (RFC 5646, section 4.4.1)
)

// longest returns how many characters a field of text may have.
func longest(field string) int {
	switch field {
	case "url":
		return maxURL
	case "headline":
		return maxHeadline
	case "caption":
		return maxCaption
	case "credit":
		return maxCredit
	case "language":
		return maxLanguage
	default:
		return maxName
	}
}

// checkBounds refuses an article with a field that is too long. The body has the
// bound of its record, and of a file the end is kept.
func checkBounds(a *news.Article) error {
	for field, value := range index.Fields(a) {
		var err error
		switch v := value.(type) {
		case *string:
			if field != "body" && field != "file" {
				err = checkLength(field, *v, longest(field))
			}
		case *[]string:
			err = checkList(field, *v)
		case *[]news.Notice:
			err = checkNotices(field, *v)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkList bounds a list and each of its values.
func checkList(field string, values []string) error {
	if n := len(values); n > maxNames {
		return news.InvalidField(field, "has %d values; at most %d are taken", n, maxNames)
	}
	for i, v := range values {
		if len(v) <= maxName { // bytes, which are no fewer than characters
			continue
		}
		if err := checkLength(fmt.Sprintf("%s[%d]", field, i), v, maxName); err != nil {
			return err
		}
	}
	return nil
}

func checkNotices(field string, list []news.Notice) error {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = string(n.Kind)
		if err := checkLength(fmt.Sprintf("%s[%d].text", field, i), n.Text, maxHeadline); err != nil {
			return err
		}
	}
	return checkList(field, texts)
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
