package answer

import (
	"html"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
)

// thoughts takes away what a model writes that is no reply: what it thinks
// before it answers, in whatever tags, the signs with which it ends its turn,
// and characters that no text has.
type thoughts struct {
	raw      string // not yet known to be text or not
	thinking bool
	toEnd    bool // of the line
	// regret is told that what came before was a thought as well, since only the end of it is marked.
	// unmarked: nothing marked where it began.
	regret func(unmarked bool)
}

var (
	thoughtTags = sync.OnceValue(func() *regexp.Regexp {
		r := lang.OnReplies()
		words := lang.Pattern(r.ThoughtTags)
		turn := func(whose []string) string {
			who := lang.Pattern(whose)
			return `(<\|(?:im_start|start_header_id|start_of_role)\|>\s*` + who + `\b|<start_of_turn>` + who + `\b|<\|` + who + `\|>)`
		}
		return regexp.MustCompile(`(?i)(?:[<◁]|\[{1,2})\s?(/{0,2}|end (?:of )?)\s?(?:\w{1,8}:|\w{1,12}[_-])?` + words + `[^<>\]▷\n]{0,40}(?:[>▷]|\]{1,2})` +
			`|<\|(end|begin|start)_(?:of_)?` + words + `\|>` +
			`|<\|(channel)\|>\s*(\w+)[^<]{0,60}<\|message\|>|<\|(end|return|start|eom_id)\|>` +
			`|<(/?)(?:[|｜]\w{1,8}[|｜])?` + lang.Pattern(r.AsideTags) + `(?:[\s=][^<>\n]{0,80})?>` +
			`|(<\|channel>\w*|<unused94>|<\|inner_prefix\|>|<\|python_tag\|>)|(<channel\|>|<unused95>|<\|inner_suffix\|>|` + lastChannel + `)` +
			`|<\|tool_calls(?:_section)?_(begin|end)\|>|(\[TOOL_CALLS\])|` + turn(r.UserTurns) + `|` + turn(r.ModelTurns) + `|(<` + lang.Pattern(r.ReplyTags) + `>|\[\[?` + lang.Pattern(r.ReplyTags) + `\]\]?)`)
	})
	// DeepSeek writes its signs with other bars and spaces than the rest.
	wideSigns = regexp.MustCompile(`<｜[^<>\n]{1,40}｜>`)
	// barTags are tags of thoughts that are written as signs of a template are.
	barTags = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)<\|(/?` + lang.Pattern(lang.OnReplies().ThoughtTags) + `)\|>`)
	})
	// charRefs are characters as HTML has them.
	charRefs = regexp.MustCompile(`(?i)&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});`)
	halfRef  = regexp.MustCompile(`&#?\w{0,8}$`)
	controls = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)<\|(?:im_start\|>|start_header_id\|>)\w*(?:<\|end_header_id\|>)?|<\|[^<>|\n]{1,40}\|>|</?s>|<` +
			lang.Pattern(lang.OnReplies().TurnTags) + `>|\[/?INST\]|<</?SYS>>|<unused\d+>|\[` + lang.Pattern(lang.OnReplies().TurnTags) + `\]|\[` + lang.Pattern(lang.OnReplies().CitationTags) + `_(?:start|end)\]|</?(?:[uo]l|li|p|br|t[rd]|div|h\d)(?:\s[^<>\n]*)?/?>`)
	})
	// switches turn thinking on or off; some models repeat them: "/no_think".
	switches = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?im)(?:^|[ \t])/(?:no_?)?` + lang.Pattern(lang.OnReplies().ThoughtTags) + `[ \t]*$`)
	})
)

const (
	// What stands between these two says whether thoughts follow or the reply.
	channel, message = "<|channel|>", "<|message|>"
	// What is left of them where a server leaves out their signs.
	lastChannel = "assistantfinal"
)

// turnSigns are those behind which it stands whose turn begins.
var turnSigns = []string{"<|im_start|>", "<|start_header_id|>", "<|start_of_role|>", "<start_of_turn>"}

// replyTag is the group of thoughtTags that matches what opens the reply.
const replyTag = 13

// longestTag is how many bytes a tag may have.
const longestTag = 120

// push takes the next piece of a reply and returns what is text for sure.
func (t *thoughts) push(delta string) string {
	t.raw = charRefs.ReplaceAllStringFunc(t.raw+delta, html.UnescapeString)
	t.raw = barTags().ReplaceAllString(t.raw, "<$1>")
	t.raw = wideSigns.ReplaceAllStringFunc(t.raw, strings.NewReplacer("｜", "|", "▁", "_").Replace)
	return t.read(false)
}

// rest returns what is left at the end of the reply.
func (t *thoughts) rest() string { return t.read(true) }

func (t *thoughts) read(all bool) string {
	var out strings.Builder
	for {
		if t.toEnd {
			_, rest, ends := strings.Cut(t.raw, "\n")
			t.raw, t.toEnd, t.thinking = rest, !ends, false
		}
		end := len(t.raw)
		if !all {
			end = openTag(t.raw)
		}
		m := thoughtTags().FindStringSubmatchIndex(t.raw[:end])
		if m == nil {
			if !t.thinking {
				out.WriteString(printable(controls().ReplaceAllString(t.raw[:end], "\n")))
			}
			t.raw = t.raw[end:]
			return out.String()
		}
		before := t.raw[:m[0]]
		opens, closes := thoughtTag(t.raw, m)
		switch {
		case t.thinking || closes && !opens:
			if closes && !t.thinking {
				t.regret(m[2*replyTag] < 0)
				out.Reset()
			}
		default:
			out.WriteString(printable(controls().ReplaceAllString(before, "\n")))
		}
		t.thinking, t.toEnd = opens, m[20] >= 0
		t.raw = t.raw[m[1]:]
	}
}

// thoughtTag reports whether a match of thoughtTags opens a thought or closes one.
func thoughtTag(raw string, m []int) (opens, closes bool) {
	group := func(n int) string {
		if m[2*n] < 0 {
			return ""
		}
		return strings.ToLower(raw[m[2*n]:m[2*n+1]])
	}
	switch {
	case group(3) != "":
		return group(4) != "final", false
	case group(5) != "":
		return group(5) == "start", false // its name follows, up to the next channel
	case group(2) != "":
		return group(2) != "end", group(2) == "end"
	case group(7) != "":
		return true, false
	case group(8) != "":
		return false, true
	case group(9) != "":
		return group(9) == "begin", false
	case group(10) != "", group(11) != "":
		return true, false
	case group(12) != "":
		return false, false
	case group(replyTag) != "":
		return false, true
	}
	closing := group(1) != "" || group(6) != ""
	return !closing, closing
}

// openTag returns where a tag or a character may have begun at the end of text
// that is not yet whole, the length of text if there is none.
func openTag(text string) int {
	end := len(text)
	for n := 1; n < utf8.UTFMax && n <= end; n++ {
		if b := text[end-n]; utf8.RuneStart(b) {
			if !utf8.FullRuneInString(text[end-n:]) {
				end -= n
			}
			break
		}
	}
	if m := halfRef.FindStringIndex(text[:end]); m != nil {
		end = m[0]
	}
	if at := strings.LastIndex(text[:end], channel); at >= 0 && end-at < longestTag && !strings.Contains(text[at:end], message) {
		return at
	}
	for _, turn := range turnSigns {
		if at := strings.LastIndex(text[:end], turn); at >= 0 && end-at < longestTag && !strings.ContainsAny(text[at:end], "\n") {
			return at // whose it is follows
		}
	}
	from := max(0, end-longestTag)
	if at := strings.LastIndexAny(text[from:end], "<◁["); at >= 0 && !strings.ContainsAny(text[from+at:end], ">▷]\n") {
		return from + at
	}
	for n := len(lastChannel) - 1; n > 0; n-- {
		if strings.HasSuffix(text[:end], lastChannel[:n]) {
			return end - n
		}
	}
	return end
}

// printable drops what is no character or cannot be seen, but for line breaks,
// and what turns the direction of writing.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Cs, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// unthink takes away the thoughts of a whole reply.
func unthink(reply string) string {
	var out strings.Builder
	t := thoughts{regret: func(bool) { out.Reset() }}
	out.WriteString(t.push(reply))
	out.WriteString(t.rest())
	return out.String()
}
