package plaintext

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"byline/internal/format/field"
	"byline/internal/news"
)

// maxHeader is how many lines between headline and text may say when, by whom and where it appeared.
const maxHeader = 8

// cutHeader takes lines that each name a field off the beginning of a text, and
// adds what they say to labels. Fewer than enough of them are text, and so are
// all where nothing follows or one cannot be read.
func cutHeader(text string, labels map[string]string, enough int, loc *time.Location) (rest string) {
	rest = text
	found := map[string]string{}
	for range maxHeader {
		line, below, _ := strings.Cut(strings.TrimLeft(rest, "\n"), "\n")
		name, value, ok := field.Labelled(line)
		if !ok {
			break
		}
		found[name], rest = value, below
	}
	if len(found) < enough || strings.TrimSpace(rest) == "" {
		return text
	}
	if _, err := field.FromLabels(found, loc); err != nil {
		return text
	}
	for name, value := range found {
		labels[name] = value
	}
	return strings.TrimLeft(rest, " \t\n")
}

// lead reads what stands between headline and text: labels that were found, and
// lines that are a byline or a date. What cannot be read stays text.
func lead(text string, labels map[string]string, loc *time.Location) (a *news.Article, rest string, err error) {
	a = &news.Article{}
	if len(labels) > 0 {
		if a, err = field.FromLabels(labels, loc); err != nil {
			return nil, "", err
		}
	}
	rest = text
	for range 2 {
		line, below, _ := strings.Cut(strings.TrimLeft(rest, " \t\n"), "\n")
		if strings.TrimSpace(below) == "" {
			break
		}
		line = field.Line(line)
		if at, ok := date(line, loc); ok && a.Published.IsZero() {
			a.Published, rest = at, below
		} else if names, _ := field.CutByline([]string{line, below}); names != nil && len(a.Authors) == 0 {
			a.Authors, rest = names, below
		} else {
			break
		}
	}
	return a, rest, nil
}

// notDates are numbers that may be anything but a date, as the year in the title of a chapter.
var notDates = regexp.MustCompile(`^[\d\s.,:]*$`)

// date reads a line that is nothing but a date, with a weekday or without.
func date(line string, loc *time.Location) (time.Time, bool) {
	const longest = 60
	if len(line) > longest || notDates.MatchString(line) && strings.Count(line, ".") != 2 {
		return time.Time{}, false
	}
	at, err := field.Time(line, loc)
	return at, err == nil && !slices.Contains([]int{0, 1}, at.Year())
}
