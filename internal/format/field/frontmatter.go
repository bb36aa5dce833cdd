package field

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v3"

	"byline/internal/news"
)

// maxFrontMatter bounds front matter, in bytes.
const maxFrontMatter = 64 << 10

// wikiLink is a link to another note: "[[Ada Lee]]".
var wikiLink = regexp.MustCompile(`\[\[([^\[\]\n]+)\]\]`)

// FrontMatter returns what the front matter of a text, in YAML, TOML or JSON, says of
// the article under the spellings of Object, nil if there is none, and the text
// after it. Line ends are \n.
func FrontMatter(text string, c Clock) (fields *news.Article, rest string, err error) {
	const fence = len("---\n")
	if inside, rest, ok := CutJSON(text); ok {
		members := map[string]any{}
		if err := json.Unmarshal([]byte(inside), &members); err != nil {
			return nil, "", news.InvalidField("front matter", "cannot be read: %w", err)
		}
		a, err := fromMembers(members, c)
		return a, rest, err
	}
	isTOML := strings.HasPrefix(text, "+++\n")
	if !isTOML && !strings.HasPrefix(text, "---\n") {
		return nil, text, nil
	}
	inside := text[fence:]
	end := strings.Index(inside+"\n", "\n"+text[:fence])
	if end < 0 || end > maxFrontMatter {
		return nil, text, nil
	}
	rest = inside[min(len(inside), end+1+fence):]
	if inside = inside[:end]; isTOML {
		inside = yamlOf(inside)
	}
	members := map[string]any{}
	if err := yaml.Unmarshal([]byte(wikiLink.ReplaceAllString(inside, "$1")), &members); err != nil {
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

// CutJSON returns the object of JSON that a text opens with and the text below it, if
// it opens with one and that is no JSON.
func CutJSON(text string) (inside, rest string, ok bool) {
	if !strings.HasPrefix(text, "{") {
		return "", text, false
	}
	value, err := jsontext.NewDecoder(strings.NewReader(text[:min(len(text), maxFrontMatter)])).ReadValue()
	if err != nil {
		return "", text, false
	}
	rest = text[len(value):]
	below := strings.TrimLeft(rest, " \t\r\n")
	if below == "" || strings.ContainsRune("{[,", rune(below[0])) || !strings.HasPrefix(strings.TrimLeft(rest, " \t\r"), "\n") {
		return "", text, false
	}
	return text[:len(value)], below, true
}

// tomlKey is a line of TOML that gives a member, tomlTable one that begins a table of them.
var (
	tomlKey   = regexp.MustCompile(`^\s*["']?([\w-]+)["']?\s*=\s*(.*)$`)
	tomlTable = regexp.MustCompile(`^\s*\[+[\w."' -]+\]+\s*(?:#.*)?$`)
)

// yamlOf writes the TOML of front matter as YAML, from which it differs, as people write
// it there, in its signs alone. Members of tables are members as the others are; the
// first of a name counts.
func yamlOf(toml string) string {
	var out []string
	seen := map[string]bool{}
	skipping := false
	for line := range strings.SplitSeq(toml, "\n") {
		if m := tomlKey.FindStringSubmatch(line); m != nil {
			if skipping = seen[m[1]]; !skipping {
				out = append(out, m[1]+": "+m[2])
			}
			seen[m[1]] = true
		} else if !skipping && !tomlTable.MatchString(line) {
			out = append(out, "  "+line) // of a list that goes on
		}
	}
	return strings.Join(out, "\n")
}
