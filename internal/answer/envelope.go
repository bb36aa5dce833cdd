package answer

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"byline/internal/lang"
	"byline/prompts"
)

// envelope takes a reply out of the JSON or the quotation marks that some models put
// it into. Of JSON, whatever its members, words become paragraphs and the numbers of
// passages markers. What is in neither passes through at once, the rest at the end.
type envelope struct {
	pending string // may be where JSON begins
	held    string // JSON, or what opens with a quotation mark
	begun   bool   // some of the reply has passed
}

// JSON begins a line, maybe within a fence, and so does what is not yet known to.
var (
	opensJSON = regexp.MustCompile("\n[ \t]*(?:`{3}\\w*\\s*)?(?:\\{\\s*[\"']|\\[\\s*(?:\\{\\s*[\"']|\"))")
	mayOpen   = regexp.MustCompile("\n[ \t]*(?:`{1,3}(?:\\w*|\\w*\\s+))?(?:[{\\[]\\s*)?(?:\\{\\s*)?$|\\\\$")
)

// push takes the next piece of a reply and returns what is text for sure.
func (e *envelope) push(text string) string {
	if e.held != "" {
		e.held += text
		return ""
	}
	all := e.pending + text
	if !e.begun {
		all = "\n" + all // the first line is one like others
	}
	e.pending = ""
	if !e.begun && strings.HasPrefix(strings.TrimSpace(all), `"`) {
		all, e.held = "", all
	} else if m := opensJSON.FindStringIndex(all); m != nil {
		all, e.held = all[:m[0]], all[m[0]:]
	} else if m := mayOpen.FindStringIndex(all); m != nil {
		all, e.pending = all[:m[0]], all[m[0]:]
	}
	if !e.begun {
		all, e.begun = strings.TrimPrefix(all, "\n"), all != ""
		if !e.begun {
			e.pending = strings.TrimPrefix(e.pending, "\n")
		}
	}
	return plainBreaks(all)
}

// rest returns what is left at the end of the reply.
func (e *envelope) rest() string {
	text := e.pending
	if e.held != "" {
		text = unpacked(e.held)
	}
	*e = envelope{}
	return plainBreaks(text)
}

// plainBreaks makes lines of what a model took for their ends.
func plainBreaks(text string) string { return strings.ReplaceAll(text, `\n`, "\n") }

// unpacked returns the text in JSON and behind it, or within the quotation marks
// around a whole reply. What is neither stays as it is.
func unpacked(held string) string {
	if whole := strings.TrimSpace(held); whole[0] == '"' {
		if strings.Count(whole, `"`) == 2 && strings.HasSuffix(whole, `"`) {
			return strings.Trim(whole, `"`)
		}
		return held
	}
	repaired := repairedJSON(held[strings.IndexAny(held, "{["):])
	decoder := json.NewDecoder(strings.NewReader(repaired))
	decoder.UseNumber()
	var l letter
	for {
		token, err := decoder.Token()
		if err != nil {
			break
		}
		l.take(token)
		if len(l.levels) == 0 {
			behind := strings.Trim(repaired[decoder.InputOffset():], "` \n")
			if opensJSON.MatchString("\n" + behind) { // one a line
				behind = unpacked(behind)
			}
			if l.text.Len() == 0 && !l.aside && behind == "" {
				return prompts.NotFound
			}
			return l.text.String() + "\n\n" + behind
		}
	}
	if l.text.Len() == 0 {
		return held
	}
	return l.text.String()
}

// Where strings begin and end in what Python writes.
var (
	pythonBegins = regexp.MustCompile(`([{\[,:]\s*)'`)
	pythonEnds   = regexp.MustCompile(`'(\s*[,}\]:])`)
)

// repairedJSON closes a string that was cut off and writes line ends within strings
// as JSON wants them.
func repairedJSON(text string) string {
	if first := strings.IndexAny(text, `'"`); first >= 0 && text[first] == '\'' { // as Python writes it
		text = strings.ReplaceAll(text, `"`, `\"`)
		text = pythonEnds.ReplaceAllString(pythonBegins.ReplaceAllString(text, `$1"`), `"$1`)
	}
	var out strings.Builder
	inString, escaped := false, false
	for _, r := range text {
		switch {
		case inString && r == '\n':
			out.WriteString(`\n`)
			escaped = false
			continue
		case inString && unicode.IsControl(r):
			continue
		case escaped:
			escaped = false
		case r == '\\':
			escaped = true
		case r == '"':
			inString = !inString
		}
		out.WriteRune(r)
	}
	if inString {
		out.WriteByte('"')
	}
	return out.String()
}

// letter puts together what JSON says.
type letter struct {
	text   strings.Builder
	levels []level
	aside  bool // it says what is no part of the reply
}

// level is an object or a list that has begun.
type level struct {
	object bool
	named  bool // the name of the next value has come
	name   string
	from   int  // where its text begins
	reply  bool // it calls a tool by which the reply is given
}

const (
	shortestSaid = 4           // words of a name that is a statement
	citedName    = "citations" // the name under which the numbers of passages stand
)

// take takes the next token.
func (l *letter) take(token json.Token) {
	top := len(l.levels) - 1
	switch t := token.(type) {
	case json.Delim:
		if t == '{' || t == '[' {
			l.levels = append(l.levels, level{object: t == '{', from: l.text.Len()})
			return
		}
		l.levels = l.levels[:top]
		l.valueEnds()
	case string:
		if top >= 0 && l.levels[top].object && !l.levels[top].named {
			if len(strings.Fields(t)) >= shortestSaid { // a statement that names what it is from
				l.levels[top].name = ""
				l.value(t)
				t = citedName
			}
			l.levels[top].name, l.levels[top].named = t, true
			return
		}
		l.value(t)
		l.valueEnds()
	case json.Number:
		l.value(t.String())
		l.valueEnds()
	default:
		l.valueEnds()
	}
}

func (l *letter) valueEnds() {
	if top := len(l.levels) - 1; top >= 0 {
		l.levels[top].named = false
	}
}

// value adds a string or a number: a passage's becomes a marker, another number and
// what is no part of the reply is left out.
func (l *letter) value(v string) {
	var of strings.Builder
	reply := false
	for _, x := range l.levels {
		of.WriteString(humps.ReplaceAllString(x.name, "${1}_$2") + "_")
		reply = reply || x.reply
	}
	number := strings.Trim(v, "[]() #")
	isNumber := number != "" && strings.Trim(number, "0123456789., -") == ""
	names := memberNames()
	switch {
	case len(l.levels) > 0 && names.reply.MatchString(v):
		l.levels[len(l.levels)-1].reply = true
	case names.thought.MatchString(of.String()), !reply && names.aside.MatchString(of.String()):
		l.aside = true
	case names.cites.MatchString(of.String()):
		if isNumber {
			l.text.WriteString(" [" + number + "]")
		}
	case !isNumber && len(l.levels) > 0:
		if own := l.text.String()[l.levels[len(l.levels)-1].from:]; own == "" || claimText(own) != "" { // else the markers before it are its own
			l.text.WriteString("\n\n")
		}
		if opensJSON.MatchString("\n" + v) { // JSON within a string
			v = unpacked(v)
		}
		l.text.WriteString(" " + v)
	}
}

// humps are where a word begins in aNameLikeThis.
var humps = regexp.MustCompile(`(\p{Ll})(\p{Lu})`)

// memberNames tell what members of a reply in JSON hold by their names.
var memberNames = sync.OnceValue(func() (names struct{ thought, aside, cites, reply *regexp.Regexp }) {
	r := lang.OnReplies()
	word := func(lists ...[]string) *regexp.Regexp {
		return regexp.MustCompile(`(?i)(?:^|_)` + lang.Pattern(slices.Concat(lists...)) + `_`)
	}
	names.thought, names.aside = word(r.ThoughtTags), word(r.AsideTags, r.UserTurns)
	names.reply = regexp.MustCompile(`(?i)^(?:\w+[_ -])?` + lang.Pattern(r.ReplyTags) + `$`)
	names.cites = word(r.CitationWords, r.ReferenceHeadings)
	return names
})
