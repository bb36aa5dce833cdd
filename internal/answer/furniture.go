package answer

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
)

var (
	links       = regexp.MustCompile(`!?\[([^\[\]\n]{0,200})\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+"[^"\n]*")?\)`)
	byReference = regexp.MustCompile(`!?\[([^\[\]\n]{1,200})\]\[[^\[\]\d\n][^\[\]\n]{0,60}\]`)
	addresses   = regexp.MustCompile(`(?i)<?\b(?:https?|ftp|javascript|data)://?[^\s<>\]\[)]+>?|\bwww\.[^\s<>\]\[)]+|<?\bmailto:[^\s<>]+>?`)
	scripts     = regexp.MustCompile(`(?is)<script\b.*?(?:</script>|$)|<style\b.*?(?:</style>|$)`)
	tags        = regexp.MustCompile(`(?i)<!--.*?(?:-->|$)|</?[a-z][a-z0-9-]*(?:[\s:][^<>\n]{0,300})?/?>|&(?:nbsp|zwnj);`)
	decoration  = regexp.MustCompile("(?m)\\*\\*|__|~~|`+|^\\s*#{1,6}\\s+|^\\s*(?:>\\s*)+|\\\\([*_\\[\\]#`>~-])")
	emphasis    = regexp.MustCompile(`(^|[\s(“"])[*_]([^\s*_][^*_\n]*)[*_]($|[\s).,;:!?”"])`)
	bullets     = regexp.MustCompile(`^\s*(?:[-*+•◦▪‣–—·]\s+|\d{1,2}[.)]\s+|[a-z][.)]\s+|\[[ xX✓✔]\]\s+|[\p{So}\x{FE0F}]+\s*)+`)
	// A row of a table may have its own number before it; then one in the last cell is a passage's.
	numberedRow = regexp.MustCompile(`(?m)^\s*\|\s*\d{1,3}\s*\|(.*?)(?:\|\s*(\d{1,2})\s*\|\s*)?$`)
	footnotes   = regexp.MustCompile(`^\s*\[(?:\^\d{1,3}|[^\[\]\d\n][^\[\]\n]{0,60})\]:`)
	formulas    = regexp.MustCompile(`\\(?:boxed|text(?:bf|it|rm)?|math(?:bf|rm)|emph|underline)\{([^{}]*)\}`)
	boldLabel   = regexp.MustCompile(`^([\s>*+•\d.-]*)(?:\*\*|__)[^*_\n:]{1,40}(?::(?:\*\*|__)|(?:\*\*|__):)\s*`)
	rules       = regexp.MustCompile(`^[\s\-*_=|:~#>+.]*$`)
)

// withoutTags is a question without the tags that were pasted with it from a page.
func withoutTags(question string) string {
	if !tags.MatchString(question) {
		return question
	}
	return strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(question, "")))
}

// otherBrackets are round ones of Chinese and Japanese, and raised ones.
var otherBrackets = strings.NewReplacer("（", "(", "）", ")", "⁽", "", "⁾", "")

// unadorned turns links into their text and drops addresses, tags, and the
// marks of headings, lists and emphasis: an answer is plain text whose only
// links are its citations.
func unadorned(text string) string {
	text = plainMarkers(otherBrackets.Replace(text))
	text = links.ReplaceAllStringFunc(text, func(m string) string {
		switch {
		case m[0] == '!':
			return ""
		case opensWithMarker(m):
			return m
		}
		return links.FindStringSubmatch(m)[1]
	})
	text = taggedNames().ReplaceAllString(text, " ($1)")
	text = markers().ReplaceAllStringFunc(text, func(m string) string { // tags that are markers stay ones
		if m[0] != '<' {
			return m
		}
		return bracketedNumbers(m)
	})
	text = byReference.ReplaceAllString(text, "$1")
	text = scripts.ReplaceAllString(text, "")
	text = emptied().ReplaceAllString(addresses.ReplaceAllString(tags.ReplaceAllString(text, ""), ""), "")
	text = switches().ReplaceAllString(formulas.ReplaceAllString(text, "$1"), "")
	text = numberedRow.ReplaceAllStringFunc(text, func(row string) string {
		cells := numberedRow.FindStringSubmatch(row)
		if cells[2] == "" {
			return cells[1]
		}
		return cells[1] + " [" + cells[2] + "]"
	})
	text = strings.ReplaceAll(text, "|", " ") // cells of a table
	text = decoration.ReplaceAllString(text, "$1")
	return emphasis.ReplaceAllString(text, "$1$2$3")
}

// emptied matches brackets in which an address stood, with the word before it.
var emptied = sync.OnceValue(func() *regexp.Regexp {
	r := lang.OnReplies()
	return regexp.MustCompile(`(?i)\s*[(\[]\s*(?:` + lang.Pattern(slices.Concat(r.ReferralWords, r.CitationWords, r.ReferenceHeadings)) + `)?\s*:?\s*[)\]]`)
})

// taggedNames matches the name of a source between tags, in the place of a number.
var taggedNames = sync.OnceValue(func() *regexp.Regexp {
	tags := lang.Pattern(lang.OnReplies().CitationTags)
	return regexp.MustCompile(`(?i)\s*<` + tags + `>([^<>\d]{3,80})</` + tags + `>`)
})

func opensWithMarker(text string) bool {
	at := markers().FindStringIndex(text)
	return len(at) > 0 && at[0] == 0
}

// bare is a statement without the marks of a list and what models put before it.
func bare(text string) string {
	text = strings.TrimLeft(bullets.ReplaceAllString(strings.TrimSpace(text), ""), "_*~` ")
	for range 3 {
		rest := replies().openings.ReplaceAllString(text, "")
		if rest == text {
			break
		}
		text = strings.TrimSpace(rest)
	}
	r, n := utf8.DecodeRuneInString(text)
	if n > 0 && unicode.IsLower(r) {
		return string(unicode.ToUpper(r)) + text[n:]
	}
	return text
}

// replyPatterns tell what of a reply is no statement about the news.
type replyPatterns struct {
	refusal, nouns, denials, instruction, talk, thought, openings, references, turn, label, heading, answer, cited *regexp.Regexp
}

var replies = sync.OnceValue(func() replyPatterns {
	r := lang.OnReplies()
	return replyPatterns{
		refusal:     regexp.MustCompile(`(?i)^[\W_]*` + lang.Pattern(r.Refusals)),
		nouns:       regexp.MustCompile(`(?i)(?:^|[^\pL\pM])` + lang.Pattern(r.PassageNouns) + `(?:$|[^\pL\pM])`),
		denials:     regexp.MustCompile(`(?i)(?:^|[^\pL\pM])` + lang.Pattern(r.Denials) + `(?:$|[^\pL\pM])`),
		instruction: regexp.MustCompile(`(?i)\b` + lang.Pattern(r.Instructions)),
		talk:        regexp.MustCompile(`(?i)^[\W_]*` + lang.Pattern(r.Talk) + `\s*$`),
		thought:     regexp.MustCompile(`(?i)^[\W_]*` + lang.Pattern(r.ThoughtOpenings)),
		openings:    regexp.MustCompile(`(?i)^[\W_]*?` + lang.Pattern(r.Openings)),
		turn:        regexp.MustCompile(`(?i)^\s*(?:#{2,4}|\*\*)?\s*` + lang.Pattern(r.UserTurns) + `\s*(?:\*\*)?:`),
		label:       regexp.MustCompile(`(?i)^[\W_]*` + lang.Pattern(r.ReplyLabels) + `[\W_]*(?:$|:)`),
		heading:     regexp.MustCompile(`(?i)^[\W_]*(?:\pL+ )?` + lang.Pattern(r.ReplyTags) + `[\W_]*$`),
		answer:      regexp.MustCompile(`(?i)^[\W_]*(?:\pL+ )?` + lang.Pattern(r.ReplyTags) + `[\W_]*:`),
		cited:       regexp.MustCompile(`(?i)^[\W_]*(?:\pL+ )?` + lang.Pattern(r.PassageWords) + `\s*\[`),
		references:  regexp.MustCompile(`(?i)^[\W_]*` + lang.Pattern(r.ReferenceHeadings) + `[\W_]*(?::.*)?$`),
	}
})

// talks reports whether a statement is what models say besides, or how they begin to think.
func (r replyPatterns) talks(statement string) bool {
	return r.talk.MatchString(statement) || r.thought.MatchString(statement)
}

// refuses reports whether a statement that no passage carries says that nothing was
// found: in words that say so, or by denying something of the passages.
func (r replyPatterns) refuses(statement string) bool {
	return r.refusal.MatchString(statement) || r.nouns.MatchString(statement) && r.denials.MatchString(statement)
}

// onlyCites reports whether a line has nothing but the sources of what stands above
// it: "Source: [2]".
func onlyCites(text string) bool {
	head, cited, ok := strings.Cut(text, ":")
	return ok && replies().references.MatchString(head) && strings.TrimSpace(cited) != "" && strings.Trim(claimText(cited), "0123456789[]().,;&^* ") == ""
}
