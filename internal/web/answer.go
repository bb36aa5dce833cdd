package web

import (
	"regexp"
	"strconv"
	"strings"

	"byline/internal/news"
)

// Piece is a stretch of an answer: text or, with Citation set, a marker.
type Piece struct {
	Text     string
	Credit   bool // Text only says which outlet reports it, and when
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
		for _, m := range marker.FindAllStringSubmatchIndex(text, -1) {
			c, known := byMarker[text[m[2]:m[3]]]
			if !known {
				continue
			}
			// A space before a marker would let it wrap to a line of its own.
			said, credit := cutCredit(strings.TrimRight(text[at:m[0]], " "), c.Article.Source)
			pieces = append(pieces, Piece{Text: said})
			if credit != "" {
				pieces = append(pieces, Piece{Text: credit, Credit: true})
			}
			pieces = append(pieces, Piece{Citation: c})
			at = m[1]
		}
		out = append(out, append(pieces, Piece{Text: text[at:]}))
	}
	return out
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
