package pdf

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/format/field"
)

// firstLines is among how many lines the headline is looked for.
const firstLines = 12

// cutHeadline returns what stands in the largest letters at the beginning of the
// first page with text, and the pages without it; empty if no letters there are
// larger than those of the text.
func cutHeadline(pages [][]line) (string, [][]line) {
	at := slices.IndexFunc(pages, func(p []line) bool { return len(p) > 0 })
	if at < 0 {
		return "", pages
	}
	page := pages[at]
	largest, begin := 0.0, 0
	for i, l := range page[:min(len(page), firstLines)] {
		if l.height > largest*1.05 && strings.ContainsFunc(l.text, unicode.IsLetter) {
			largest, begin = l.height, i
		}
	}
	if largest < 1.15*usualHeight(pages) {
		return "", pages
	}
	end := begin
	var words []string
	for end < len(page) && page[end].height > largest*.95 {
		words = append(words, page[end].text)
		end++
	}
	headline := field.Line(strings.Join(words, " "))
	if len(headline) > longestHeadline {
		return "", pages
	}
	rest := slices.Clone(pages)
	rest[at] = slices.Concat(page[:begin], page[end:])
	return headline, rest
}

// usualHeight is the height of most letters.
func usualHeight(pages [][]line) float64 {
	letters := map[float64]int{}
	for _, page := range pages {
		for _, l := range page {
			letters[l.height] += len(l.text)
		}
	}
	usual, most := 0.0, 0
	for height, n := range letters {
		if n > most || n == most && height < usual {
			usual, most = height, n
		}
	}
	return usual
}

// numbers are what differs between the lines that stand on every page.
var numbers = regexp.MustCompile(`\d+`)

// edging is what only the edge of a page says: its number, behind the name of the
// paper, or where the paper is found.
var edging = regexp.MustCompile(`^[^.!?]{0,60}[-–—|·•,/]\s*(?:\pL{1,8}\.?\s)?\d{1,4}$|^\d{1,4}\s*[-–—|·•]\s[^.!?]{0,60}$|^(?:https?://\S+|(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?)$`)

// printed is what browsers put above and below the pages that they print: when, and what
// the address of the page is.
var printed = regexp.MustCompile(`^\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d\d\b|(?:^|\s)((?:https?|file)://\S+)(?:\s+\d+\s*/\s*\d+)?$`)

// cutPrinted leaves out what a browser has put around the text, in small letters, and
// returns the address among it.
func cutPrinted(pages [][]line) (address string, rest [][]line) {
	const edge = 4
	small := .9 * usualHeight(pages)
	rest = make([][]line, len(pages))
	for n, page := range pages {
		for i, l := range page {
			m := printed.FindStringSubmatch(field.Line(l.text))
			if m == nil || l.height >= small || i >= edge && i < len(page)-edge {
				rest[n] = append(rest[n], l)
			} else if u, ok := field.URL(m[1]); ok && !strings.HasSuffix(u, "...") {
				address = u
			}
		}
	}
	return address, rest
}

// withoutFurniture leaves out what stands at the top or at the bottom of most
// pages, or there in smaller letters with the number of the page: the name of the
// paper, the number, the address.
func withoutFurniture(pages [][]line) [][]line {
	seen, small := map[string]int{}, .9*usualHeight(pages)
	const edge = 2
	each := func(page []line, visit func(i int, key string)) {
		for i, l := range page {
			if i < edge || i >= len(page)-edge {
				visit(i, numbers.ReplaceAllString(field.Line(l.text), "#"))
			}
		}
	}
	for _, page := range pages {
		each(page, func(_ int, key string) { seen[key]++ })
	}
	out := make([][]line, len(pages))
	for n, page := range pages {
		drop := map[int]bool{}
		each(page, func(i int, key string) {
			drop[i] = key == "#" || len(pages) > 2 && seen[key]*2 > len(pages) ||
				page[i].height < small && edging.MatchString(field.Line(page[i].text))
		})
		for i, l := range page {
			if !drop[i] {
				out[n] = append(out[n], l)
			}
		}
	}
	return out
}

// paragraphsOf joins lines into paragraphs. A new one begins where the distance
// between two lines is larger than usual, or the letters are larger; where the
// text goes on in another column or on another page, a sentence does so too.
func paragraphsOf(pages [][]line) []string {
	var paragraphs []string
	var text string
	var before *line
	flush := func() {
		if s := field.Line(text); s != "" {
			paragraphs = append(paragraphs, s)
		}
		text = ""
	}
	usual := usualDistance(pages)
	for _, page := range pages {
		for i := range page {
			l := &page[i]
			if before != nil && begins(before, l, text, usual*l.height) {
				flush()
			}
			text = join(text, l.text)
			before = l
		}
	}
	flush()
	return paragraphs
}

// begins reports whether a line begins a paragraph, behind the line before and a text.
func begins(before, l *line, text string, usual float64) bool {
	down := before.y - l.y
	switch {
	case l.height > before.height*1.1, l.height < before.height*.9:
		return true
	case down > 0 && down <= usual*1.3:
		return l.x > before.x+l.height*.8 && l.x < before.x+l.height*5 // indented
	case down > 0 && down < usual*2.5:
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(text))
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(l.text))
	return !(unicode.IsLetter(last) || last == ',' || last == '-') || !unicode.IsLower(first) && !unicode.IsDigit(first)
}

// widest is the widest spacing of lines that is no gap between paragraphs: double.
const widest = 2.4

// usualDistance is the distance from a line within a paragraph to the next one
// below, in heights of its letters.
func usualDistance(pages [][]line) float64 {
	var all []float64
	for _, page := range pages {
		for i := 1; i < len(page); i++ {
			if d := (page[i-1].y - page[i].y) / page[i].height; d > 0 && d < widest {
				all = append(all, d)
			}
		}
	}
	if len(all) == 0 {
		return 1.2
	}
	slices.Sort(all)
	return all[(len(all)-1)/3] // as most lines are within paragraphs
}

// join appends a line to a text. A word that is divided at the line end is put together.
func join(text, line string) string {
	trimmed := strings.TrimRight(text, " ")
	line = strings.TrimLeft(line, " ")
	first, _ := utf8.DecodeRuneInString(line)
	for _, hyphen := range []string{"-", "\u00ad", "‐"} {
		stem, ok := strings.CutSuffix(trimmed, hyphen)
		if last, _ := utf8.DecodeLastRuneInString(stem); ok && unicode.IsLower(last) && unicode.IsLower(first) {
			return stem + line
		}
	}
	if trimmed == "" {
		return line
	}
	return trimmed + " " + line
}
