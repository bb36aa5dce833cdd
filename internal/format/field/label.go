package field

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/news"
)

// labelledLine is a line that may give a field by its name: "Source: Harbour Times".
var labelledLine = regexp.MustCompile(`^(\pL[\pL -]{1,24}?)\s*:\s+(\S.{0,250})$`)

// Labelled returns the name and the value of a line that gives a field of an
// article which is no text of it: headline, outlet, author, time, address, section, tags.
func Labelled(line string) (name, value string, ok bool) {
	m := labelledLine.FindStringSubmatch(strings.TrimLeft(line, " \t-•")) // as an item of a list, too
	if m == nil {
		return "", "", false
	}
	switch spellingOf(m[1]).target {
	case headline, source, authors, published, updated, address, section:
		return m[1], m[2], true
	case subjects: // "Subject: …" may be what a text begins with
		return m[1], m[2], strings.EqualFold(m[1], "tags") || strings.EqualFold(m[1], "keywords")
	}
	return "", "", false
}

// textLabel is what may stand before a text to say that it is it.
var textLabel = regexp.MustCompile(`^(\pL[\pL -]{1,24}?)\s*:\s`)

// CutTextLabel takes "Text:" off the beginning of a text, in whatever language.
func CutTextLabel(text string) string {
	if m := textLabel.FindStringSubmatch(text); m != nil {
		if s := spellingOf(m[1]); s.target == body && s.rank < weakRank {
			return strings.TrimLeft(text[len(m[0]):], " \t\n")
		}
	}
	return text
}

// FromLabels reads fields that are given by their names.
func FromLabels(labels map[string]string, c Clock) (*news.Article, error) {
	members := map[string]any{}
	for name, value := range labels {
		members[name] = value
	}
	return fromMembers(members, c)
}

// fromMembers reads an article without its text from the members of an object.
func fromMembers(members map[string]any, c Clock) (*news.Article, error) {
	members["text"] = "-" // an object without a text is none; the real one follows below
	object, err := json.Marshal(members)
	if err != nil {
		return nil, news.InvalidField("front matter", "cannot be read: %w", err)
	}
	o, err := ReadObject(jsontext.NewDecoder(bytes.NewBuffer(object), jsontext.AllowDuplicateNames(true)), object, c.Zone)
	if err != nil {
		return nil, news.InvalidField("front matter", "cannot be read: %w", err)
	}
	o.Clock(c)
	o.textless = true
	a, err := o.Article()
	a.Body = ""
	return &a, err
}
