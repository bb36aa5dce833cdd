package field

import (
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"byline/internal/news"
)

// maxFrontMatter bounds front matter, in bytes.
const maxFrontMatter = 64 << 10

// wikiLink is a link to another note: "[[Ada Lee]]".
var wikiLink = regexp.MustCompile(`\[\[([^\[\]\n]+)\]\]`)

// FrontMatter returns what the front matter of a text, in YAML, says of the
// article under the spellings of Object, nil if there is none, and the text
// after it. Line ends are \n.
func FrontMatter(text string, c Clock) (fields *news.Article, rest string, err error) {
	inside, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return nil, text, nil
	}
	end := strings.Index(inside, "\n---\n")
	if end < 0 || end > maxFrontMatter {
		return nil, text, nil
	}
	rest = inside[end+len("\n---\n"):]
	members := map[string]any{}
	if err := yaml.Unmarshal([]byte(wikiLink.ReplaceAllString(inside[:end], "$1")), &members); err != nil {
		return nil, "", news.InvalidField("front matter", "cannot be read: %w", err)
	}
	if members == nil { // what a document of a tag alone makes of it
		members = map[string]any{}
	}
	for name, value := range members {
		if at, ok := value.(time.Time); ok && at.Equal(at.Truncate(24*time.Hour)) {
			members[name] = at.Format(time.DateOnly) // a date is midnight in its zone, not UTC
		}
	}
	a, err := fromMembers(members, c)
	return a, rest, err
}
