package plaintext

import (
	"regexp"
	"strings"

	"byline/internal/format/field"
	"byline/internal/news"
)

// joplin is what Joplin writes below each thing that it exports, from its ID to what it is.
var joplin = regexp.MustCompile(`(?:^|\n\n)(id: [0-9a-f]{32}\n(?:[a-z_]+: ?.*\n)*type_: (\d+))\s*$`)

// noteOfJoplin is the type of a note; others are notebooks, tags, attachments.
const noteOfJoplin = "1"

// cutJoplin takes the fields below a note of Joplin off a text, and adds to labels those
// that say something of an article. Whatever is no note is an error.
func cutJoplin(text string, labels map[string]string) (rest string, err error) {
	m := joplin.FindStringSubmatchIndex(text)
	if m == nil {
		return text, nil
	}
	if text[m[4]:m[5]] != noteOfJoplin {
		return "", news.InvalidField("type_", "a notebook, tag or attachment of Joplin, no note")
	}
	said := map[string]string{}
	for line := range strings.SplitSeq(text[m[2]:m[3]], "\n") {
		name, value, _ := strings.Cut(line, ":")
		said[name] = strings.TrimSpace(value)
	}
	for name, label := range map[string]string{"source_url": "url", "author": "author", "user_created_time": "created"} {
		if said[name] != "" {
			labels[label] = said[name]
		}
	}
	if _, ok := field.URL(labels["url"]); !ok {
		delete(labels, "url") // "file:" and the like
	}
	return text[:m[0]], nil
}
