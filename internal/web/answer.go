package web

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"byline/internal/news"
)

// Piece is a stretch of an answer: text or, with Citation set, a marker.
type Piece struct {
	Text     string
	Credit   bool // Text only says which outlet reports it, and when
	Direct   bool // Text is what the answer comes to
	Citation *news.Citation
}

var marker = regexp.MustCompile(`\[(\d{1,3})\]`)

// textDirection removes the characters that turn the direction of text. One
// in a quote would otherwise turn what follows it in the same paragraph, the
// markers included.
var textDirection = strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "", "\u202d", "", "\u202e", "",
	"\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "")

// answerText splits the text of an answer into paragraphs of text and markers.
// A marker that no citation has stays text.
func answerText(a *news.Answer) [][]Piece {
	byMarker := map[string]*news.Citation{}
	for i := range a.Citations {
		byMarker[strconv.Itoa(a.Citations[i].Marker)] = &a.Citations[i]
	}
	var out [][]Piece
	for _, text := range blankLine.Split(textDirection.Replace(a.Text), -1) {
		if strings.TrimSpace(text) == "" {
			continue
		}
		var pieces []Piece
		at := 0
		if len(out) == 0 && a.Direct.Text != "" && strings.HasPrefix(text, a.Direct.Text) {
			at = len(a.Direct.Text)
			pieces = append(pieces, Piece{Text: text[:at], Direct: true})
		}
		for _, m := range marker.FindAllStringSubmatchIndex(text, -1) {
			c, known := byMarker[text[m[2]:m[3]]]
			if !known {
				continue
			}
			// A space before a marker would let it wrap to a line of its own.
			pieces = append(pieces, statement(strings.TrimRight(text[at:m[0]], " "), c, len(pieces) == 1 && pieces[0].Direct)...)
			at = m[1]
		}
		out = append(out, append(pieces, Piece{Text: text[at:]}))
	}
	return out
}

// suggested is the question that a paragraph of an answer suggests, "" if it is none.
func suggested(a *news.Answer, paragraph []Piece) string {
	if len(paragraph) == 1 && slices.Contains(a.Suggestions, paragraph[0].Text) {
		return paragraph[0].Text
	}
	return ""
}

// statement is what stands before a marker, and the marker. What stands between
// a direct answer and its marker is a credit: " – The Coast Lantern, 3 February 2025".
func statement(text string, c *news.Citation, afterDirect bool) []Piece {
	if afterDirect {
		return []Piece{{Text: text, Credit: true}, {Citation: c}}
	}
	said, credit := cutCredit(text, c.Article.Source)
	if credit == "" {
		return []Piece{{Text: said}, {Citation: c}}
	}
	return []Piece{{Text: said}, {Text: credit, Credit: true}, {Citation: c}}
}

// cutCredit cuts the words in brackets that name the outlet off the end of a
// statement: "… in dock. (The Coast Lantern, 3 February 2025)".
func cutCredit(text, source string) (said, credit string) {
	i := strings.LastIndex(text, " (")
	if source == "" || i < 0 || !strings.HasSuffix(text, ")") || !strings.HasPrefix(text[i+2:], source) {
		return text, ""
	}
	return text[:i], text[i:]
}
