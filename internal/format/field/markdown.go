package field

import (
	"regexp"
	"slices"
	"strings"
)

// signsOfMarkdown are what hardly a plain text has: a heading, an emphasis, a link or a
// picture, a quotation mark at the beginning of a paragraph.
var signsOfMarkdown = regexp.MustCompile(`(?m)^#{1,6} +\S|\*\*\S[^*\n]*\*\*|\]\((?:https?:/|/|#|mailto:|data:)|^!\[[^\]\n]*\]\(|(?:^|\n\n)> \S|^\[[^\]\n]+\]: +<?https?://`)

// partsOfSigns are what each of signsOfMarkdown has, behind the beginning of a line or
// anywhere. They are looked for first: most texts have none, and the pattern took two
// thirds of the time in which a file of JSON Lines is read.
var partsOfSigns = []string{"\n#", "**", "](", "\n> ", "]: "}

// IsMarkdown reports whether a text is surely in Markdown, with as few marks as one.
func IsMarkdown(text string) bool {
	has := func(part string) bool {
		return strings.Contains(text, part) || part[0] == '\n' && strings.HasPrefix(text, part[1:])
	}
	return slices.ContainsFunc(partsOfSigns, has) && signsOfMarkdown.MatchString(text)
}

// linkTarget is where a link leads to, brackets in it included.
const linkTarget = `\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)`

// marksDown are the commonest marks of Markdown, and what generators of sites add to it,
// each with what remains of it. Pictures go, as they do of a page.
var marksDown = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`(?m)^(?:import|export) .*(?: from |= ?)['"][^'"\n]*['"];?$|^[ \t]*<[A-Z]\w*(?:\s[^<>]*)?/>[ \t]*$`), ""}, // of MDX
	{regexp.MustCompile(`(?s)<!--.*?-->|\{\{[<%].*?[%>]\}\}|\{%.*?%\}`), ""},
	{regexp.MustCompile(`(?m)^[ \t]*(?:\{:[^}\n]*\}|(?:` + "```|~~~" + `)[\w+-]*|\|?[ :|-]*-{3}[ :|-]*\|?)[ \t]*$`), ""},
	{regexp.MustCompile(`(?m)^[ \t]*\[[^\]\n^][^\]\n]*\]:[ \t]+<?\S+>?(?:[ \t]+["'(].*)?$`), ""}, // where links lead that are named
	{regexp.MustCompile(`(?m)^[ \t]*#{1,6}[ \t]+(.*?)[ \t]*#*$`), "$1"},
	{regexp.MustCompile(`(?m)^[ \t]*(?:>[ \t]?)+`), ""},
	{regexp.MustCompile(`(?m)^[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})$`), ""},
	{regexp.MustCompile(`(?m)^[ \t]*[*+][ \t]+(\S)`), "$1"},
	{regexp.MustCompile(`\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]`), "$1"},
	{regexp.MustCompile(`!\[[^\]\n]*\](?:` + linkTarget + `|\[[^\]\n]*\])`), ""},
	{regexp.MustCompile(`(?m)^[ \t]*\[[^\]\n]*\]\(#[^()\s]*\)[ \t]*$`), ""}, // to a place on the page
	{regexp.MustCompile(`\[\^[^\]\n]+\]:?`), ""},
	{regexp.MustCompile(`[ \t]*\(\[View Highlight\]` + linkTarget + `\)`), ""}, // of Readwise
	{regexp.MustCompile(`\[([^\]\n]*)\]` + linkTarget), "$1"},
	{regexp.MustCompile(`\[([^\]\n]+)\]\[[^\]\n]*\]`), "$1"},
	{regexp.MustCompile(`\*\*([^*\n]+)\*\*`), "$1"},
	{regexp.MustCompile(`\b__([^_\n]+)__\b`), "$1"},
	{regexp.MustCompile(`(?m)(^|[^\pL\pN*\\])\*([^\s*](?:[^*\n]*[^\s*\\])?)\*($|[^\pL\pN*])`), "$1$2$3"},
	{regexp.MustCompile(`(?m)(^|[^\pL\pN_\\])_([^\s_](?:[^_\n]*[^\s_\\])?)_($|[^\pL\pN_])`), "$1$2$3"},
	{regexp.MustCompile(`~~([^~\n]+)~~|==([^=\n]+)==`), "$1$2"},
	{regexp.MustCompile("`([^`\n]+)`"), "$1"},
	{regexp.MustCompile(`\\([\\*_{}\[\]()#+.!>~|=-]|` + "`" + `)`), "$1"},
}

// Unmark takes the marks of Markdown off a text. Links keep their text.
func Unmark(text string) string {
	for _, m := range marksDown {
		text = m.pattern.ReplaceAllString(text, m.with)
	}
	return text
}

// TypedText is the text of an article that was typed, with blank lines between
// paragraphs, and perhaps with HTML in them.
func TypedText(text string) string {
	if IsHTML(text) {
		return ArticleText(blankLine.ReplaceAllString(text, "\n<p>"))
	}
	return Body(Unescape(text))
}
