package answer

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
)

// Models write markers in many ways: [1], [1, 2], [1-3], [^1], [passage 1], [[1]],
// 【1†source】, [1](https://…), (1), (passage 1), ¹, ①, <sup>1</sup>, {1}, $^1$, ##1$$,
// "passage 1 says that". All of them are read; only [1] is written.
var markers = sync.OnceValue(func() *regexp.Regexp {
	r := lang.OnReplies()
	words, referral, tags := lang.Pattern(r.CitationWords), lang.Pattern(r.ReferralWords), lang.Pattern(r.CitationTags)
	word, list := citationWord(), citedList()
	place := `(?:(?:\s*[†:,;|§¶(]|\s+[–—-]|\s*[\p{Han}\p{Hangul}])[^\]\n［］〔〕]{0,60})?` // in the passage: "para. 1"
	return regexp.MustCompile(`(?i)` +
		`\(\s*(?:` + referral + `\s*)?(?:` + words + `\s*:?\s*)?\[` + list + `\]\s*\)|(?:,\s*` + referral + `\s+)?\\?[\[［〔]{1,2}\s*(?:` + referral + `\s+)?(?:` + word + `|[@~]?\pL{1,12}[\s.:=_-]*|[@~↗→†§¶]\s*)?` + list + `(?:\.\d{1,2}|[a-z])?[.?]?\s*` + place + `\\?[\]］〕]{1,2}(?:\([^()\s]*\))?` +
		`|\[[^\[\]\n]{0,60}\]\((?:#[^()\s\d]{0,20}|` + word + `)\d{1,3}\)|<a\s[^<>]{0,40}?href\s*=\s*["']#[^"'\d]{0,20}\d{1,3}["'][^<>]*>[^<>\n]{0,60}</a>` +
		`|【\s*(?:` + word + `)?` + list + `[^】\n]{0,40}】|[「『〈《<‹⟦⟨〖❲]\s*(?:` + word + `)?` + list + `\s*[」』〉》>›⟧⟩〗❳]|##\d{1,3}\$\$` +
		`|<` + tags + `\b[^<>]{0,80}>\s*\[?\^?\s*` + list + `\s*\]?\s*</` + tags + `>|<` + tags + `\b[^<>]{0,40}?["'=]` + list + `["']?\s*/?>|<[a-z]\w*\s(?:[^<>]{0,40}\s)?` + words + `\s*=\s*["']` + list + `["'][^<>]{0,40}>` +
		`|\$\s*\^\{?\[?\s*` + list + `\s*\]?\}?\s*\$|\^\[?` + list + `\]?\^?|\\(?:cite[pt]?|footnote(?:mark)?|ref|textsuperscript)\{\s*\[?` + list + `\]?\s*\}|\{{1,2}\s*(?:` + word + `)?` + list + `\s*\}{1,2}` +
		`|[①-⑳⓵-⓾❶-❿]` +
		`|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}(?:[,⁻˒᠈]\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})*` +
		`|\(\s*` + referral + `?\s*(?:` + word + `|#)` + list + `(?:\s*[–—:-]\s*[^()\n]{0,60})?\s*\)` +
		`|(?:,?\s*` + referral + `\s+)?(?:\bthe\s+)?\b` + lang.Pattern(r.PassageWords) + `\s*(?:#|no\.?\s*)?\d{1,2}(?:\s*(?:,|&|` + lang.Pattern(r.Ands) + `)\s*\d{1,2})*\b` +
		`|\((\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\)`)
})

// citationWord is the pattern of what may stand before the number of a passage.
func citationWord() string {
	return lang.Pattern(lang.OnReplies().CitationWords) + `\s*[:：#.=_-]?\s*(?:n[°º.]\s*)?`
}

// citedList is the pattern of numbers of passages: "1, 2", "passage 1 and passage 3".
func citedList() string {
	number := `(?:` + citationWord() + `)?[\^#@]?\s*\d{1,3}\^?`
	return number + `(?:\s*(?:,|;|/|\+|\.\.|-|–|—|&|` + lang.Pattern(lang.OnReplies().Ands) + `)\s*` + number + `)*`
}

// firstList matches the numbers in a marker, of which the first are those of passages.
var firstList = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)` + citedList()) })

// searchMarks are what models write that were made for a search of their own:
// "citeturn0search2", with signs for private use around the words or without.
var searchMarks = regexp.MustCompile(`\s*[\x{E000}-\x{F8FF}]?(?:file)?cite(?:[\x{E000}-\x{F8FF}\s]*turn\d+[a-z]+\d+)+[\x{E000}-\x{F8FF}]?|\s*[【\[(][^】\])\n]{0,40}turn\d+[a-z]+\d+[^】\])\n]{0,40}[】\])]`)

// spokenOf puts markers that stand for nouns beside what they say: "according to [1],
// it rained", "passage 1 reports that it rained, while passage 2 says that it snowed".
func spokenOf(text string) string {
	end, several := len(strings.TrimRight(text, ".!?\"”’) ")), false
	all := markers().FindAllStringIndex(text, -1)
	for i := len(all) - 1; i >= 0; i-- {
		m, from, clause := all[i], 0, all[i][0]
		if at := clauseBefore().FindStringSubmatchIndex(text[:m[0]]); at != nil {
			clause, from = at[0], at[3]
		} else if i > 0 {
			continue
		}
		said := bare(text[from:m[0]] + "passage" + text[m[1]:])
		start := len(text) - len(said)
		if said == "" || start < m[1] || !strings.EqualFold(text[start:], said) {
			continue
		}
		cited := bracketedNumbers(text[m[0]:m[1]])
		if from == 0 && !several {
			return cited + " " + said
		}
		if from > 0 {
			said = text[start:] // as it was written
		}
		text = text[:from] + said[:end-start] + " " + cited + text[end:]
		end, several = clause, true
	}
	return text
}

// clauseBefore matches what stands before a marker that is the subject of a clause.
var clauseBefore = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)([,;]\s+(?:` + lang.PatternOf(maps.Keys(language().Statements.ClauseOpeners)) + `\s+)?)(?:` + lang.Pattern(lang.OnReplies().ReferralWords) + `\s+)?(?:the\s+)?$`)
})

// What is a marker but for its digits or half of its brackets.
var (
	otherDigits = regexp.MustCompile(`[\[［【〔(]\s*\p{Nd}{1,3}\s*[\]］】〕)]`)
	keycaps     = regexp.MustCompile(`(\d)\x{FE0F}?\x{20E3}`)
	inQuotes    = regexp.MustCompile(`\[\s*["'“](\d{1,2})["'”]\s*\]`)
	notClosed   = regexp.MustCompile(`\[(\d{1,2})\s*([.!?]?\s*)$`)
	notOpened   = regexp.MustCompile(`^([^\[\]]*[\pL.!?”"])\s?\b(\d{1,2})\]([.!?]?\s*)$`)
)

// plainMarkers writes such markers as others are: "[２]", "2️⃣", "[2", "2]".
func plainMarkers(text string) string {
	text = otherDigits.ReplaceAllStringFunc(text, func(m string) string {
		return strings.Map(func(r rune) rune {
			if !unicode.IsDigit(r) {
				return r
			}
			zero := r // of its script; some have several rows of ten
			for unicode.IsDigit(zero - 1) {
				zero--
			}
			return '0' + (r-zero)%10
		}, m)
	})
	text = spelledMarkers().ReplaceAllStringFunc(text, func(m string) string {
		at := strings.LastIndexFunc(strings.TrimRight(m, ") "), unicode.IsSpace)
		word := strings.ToLower(strings.Trim(m[at:], ") "))
		return m[:at] + " " + strconv.Itoa(language().Statements.NumberValues[word]) + ")"
	})
	text = inQuotes.ReplaceAllString(keycaps.ReplaceAllString(text, "[$1]"), "[$1]")
	return notOpened.ReplaceAllString(notClosed.ReplaceAllString(text, "[$1]$2"), "$1 [$2]$3")
}

// spelledMarkers matches a passage with its number in a word, in brackets: "(see passage one)".
var spelledMarkers = sync.OnceValue(func() *regexp.Regexp {
	r := lang.OnReplies()
	return regexp.MustCompile(`(?i)\((?:` + lang.Pattern(r.ReferralWords) + `\s+)?` + lang.Pattern(r.PassageWords) + `\s+` + lang.PatternOf(maps.Keys(language().Statements.NumberValues)) + `\s*\)`)
})

// bracketedNumbers is a marker with the numbers of another.
func bracketedNumbers(marker string) string {
	var all []string
	for _, n := range markerNumbers(figures(marker)) {
		all = append(all, strconv.Itoa(n))
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// markedText is text followed by the numbers of the passages that it cites.
type markedText struct {
	text  string
	cited []int
}

// marker is how the n-th citation is marked in an answer.
func marker(n int) string { return fmt.Sprintf("[%d]", n) }

// parseMarkers cuts what a model wrote at its markers. Neighbouring markers
// become one list without repetition; the last part may cite nothing. Numbers
// in round brackets count only where a citation can stand and only up to
// highest, since they may be anything. The punctuation behind a marker moves
// in front of it: "so [1]." becomes "so." citing 1. A marker that opens the
// text belongs to what follows.
func parseMarkers(text string, highest int) []markedText {
	var parts []markedText
	at := 0
	for _, m := range markers().FindAllStringSubmatchIndex(text, -1) {
		cited := citedBy(text, m, highest)
		if cited == nil || m[0] < at {
			continue
		}
		before := text[at:m[0]]
		at = m[1]
		if n := len(parts); n > 0 && betweenMarkers().MatchString(before) {
			parts[n-1].cited = union(parts[n-1].cited, cited)
			continue
		}
		parts = append(parts, markedText{text: before, cited: union(nil, cited)})
	}
	if at < len(text) {
		parts = append(parts, markedText{text: text[at:]})
	}
	return movePunctuation(opened(withoutShells(parts)))
}

// shells are what some put around markers that need nothing around them.
var shells = []struct{ open, closed string }{{"(", ")"}, {`"`, `"`}, {"“", "”"}, {"--", ""}, {" -", ""}, {" –", ""}, {" —", ""}, {"→", ""}, {"^", ""}}

// withoutShells takes away what stands around markers: "so ([1], [2])", "so -- [1]".
func withoutShells(parts []markedText) []markedText {
	for i := range parts {
		if len(parts[i].cited) == 0 {
			continue
		}
		before, behind := strings.TrimRight(parts[i].text, " \t\u00a0"), ""
		if i+1 < len(parts) {
			behind = strings.TrimLeft(parts[i+1].text, " \t")
		}
		for _, shell := range shells {
			rest, closes := strings.CutPrefix(behind, shell.closed)
			if text, opens := strings.CutSuffix(before, shell.open); opens && closes && (shell.closed == "" || behind != "") {
				parts[i].text = text
				if shell.closed != "" {
					parts[i+1].text = rest
				}
				break
			}
		}
	}
	return parts
}

// betweenMarkers matches what stands between markers of one statement: "[1], [2] and [4]".
var betweenMarkers = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[\s,;&/–—-]*(?:` + lang.Pattern(lang.OnReplies().Ands) + `)?\s*$`)
})

// opened gives a marker that opens a text to what follows.
func opened(parts []markedText) []markedText {
	if len(parts) < 2 || strings.TrimSpace(parts[0].text) != "" {
		return parts
	}
	parts[1].cited = union(parts[1].cited, parts[0].cited)
	parts[1].text = strings.TrimLeft(parts[1].text, " :.-–—")
	return parts[1:]
}

// citedBy returns the numbers of one match of markers, nil if it is none.
func citedBy(text string, m []int, highest int) []int {
	match := text[m[0]:m[1]]
	cited := markerNumbers(figures(match))
	first, _ := utf8.DecodeRuneInString(match)
	switch {
	case len(cited) == 0, isInsertion(match):
		return nil
	case strings.ContainsRune("[［〔【\\", first), strings.Contains(match, "["):
		return cited
	case !within(cited, highest):
		return nil
	case m[2] >= 0 && m[0] > 0 && !ends(text[m[1]:]):
		return nil
	case strings.ContainsRune("⁰¹²³⁴⁵⁶⁷⁸⁹", first) && isPower(text[:m[0]]):
		return nil
	case first == '^' && m[0] > 0 && '0' <= text[m[0]-1] && text[m[0]-1] <= '9':
		return nil
	}
	return cited
}

// isInsertion reports whether square brackets hold a word of its own with a capital, as
// what editors put into quotations does: "we open on [June 2]".
func isInsertion(match string) bool {
	word := capitalised.FindStringSubmatch(match)
	return word != nil && !strings.Contains(match, "](") && !ofCitations().MatchString(word[1])
}

var (
	capitalised = regexp.MustCompile(`^\[+\s*(\p{Lu}\p{Ll}[\pL ]*)`)
	ofCitations = sync.OnceValue(func() *regexp.Regexp {
		r := lang.OnReplies()
		return regexp.MustCompile(`(?i)^` + lang.Pattern(slices.Concat(r.ReferralWords, r.CitationWords, r.PassageWords)))
	})
)

// isPower reports whether a raised number behind text is that of a unit, as in km².
func isPower(text string) bool {
	const longestUnit = 3
	unit := text[strings.LastIndexAny(text, " \t\n(0123456789")+1:]
	return len(unit) <= longestUnit && unit != "" && unit[0] >= 'a' && unit[0] <= 'z'
}

// figures are the numbers of a marker in plain digits, without what follows them: a
// place in the passage, a link, a tag.
func figures(match string) string {
	if at := strings.Index(match, "#"); at > 0 && (strings.HasPrefix(match, "<a") || strings.Contains(match, "](#")) {
		match = match[at:] // a link to a footnote
	}
	if at := strings.IndexByte(match, '>'); at > 0 && strings.ContainsAny(match[at:], "0123456789") {
		match = match[at:] // behind a tag
	}
	var out strings.Builder
	for _, r := range match {
		const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹"
		switch at := strings.IndexRune(raised, r); {
		case at >= 0:
			out.WriteString(strconv.Itoa(utf8.RuneCountInString(raised[:at])))
		case '①' <= r && r <= '⑳':
			out.WriteString(strconv.Itoa(int(r-'①') + 1))
		case '⓵' <= r && r <= '⓾':
			out.WriteString(strconv.Itoa(int(r-'⓵') + 1))
		case '❶' <= r && r <= '❿':
			out.WriteString(strconv.Itoa(int(r-'❶') + 1))
		case r == '⁻':
			out.WriteByte('-')
		default:
			out.WriteRune(r)
		}
	}
	return firstList().FindString(out.String())
}

// ends reports whether a statement can end before rest.
func ends(rest string) bool {
	rest = strings.TrimLeft(rest, " \t")
	return rest == "" || strings.ContainsAny(rest[:1], ".!?,;:([\n")
}
func within(numbers []int, highest int) bool {
	for _, n := range numbers {
		if n < 1 || n > highest {
			return false
		}
	}
	return true
}

// markerNumbers reads "1, 2", "1-3" and "1 and 4". Numbers of passages are apart
// from those of the news (numbers.go): here a comma separates, and a dash is a range.
func markerNumbers(s string) []int {
	const widest = 12 // of a range that is taken for one
	var out []int
	var number int
	var digits, isRange bool
	flush := func() {
		if !digits {
			return
		}
		if isRange && len(out) > 0 && number > out[len(out)-1] && number-out[len(out)-1] <= widest {
			for n := out[len(out)-1] + 1; n < number; n++ {
				out = append(out, n)
			}
		}
		out = append(out, number)
		number, digits, isRange = 0, false, false
	}
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			if !digits {
				number, digits = 0, true
			}
			d, _ := strconv.Atoi(string(r)) // a digit is a number
			number = number*10 + d
		default:
			flush()
			if r == '-' || r == '–' || r == '—' {
				isRange = true
			}
		}
	}
	flush()
	return out
}

func union(a, b []int) []int {
	for _, n := range b {
		found := false
		for _, o := range a {
			found = found || o == n
		}
		if !found {
			a = append(a, n)
		}
	}
	return a
}

// movePunctuation moves the punctuation that opens a part to the end of the part before
// it and takes away the space before markers.
func movePunctuation(parts []markedText) []markedText {
	for i := range parts {
		if len(parts[i].cited) == 0 {
			continue
		}
		parts[i].text = strings.TrimRight(parts[i].text, " \t\u00a0")
		if i+1 == len(parts) {
			continue
		}
		rest := parts[i+1].text
		n := len(rest) - len(strings.TrimLeft(rest, ".!?,;:"))
		if n > 0 {
			if last := parts[i].text; last == "" || !strings.ContainsAny(last[len(last)-1:], ".!?") {
				parts[i].text += rest[:n]
			}
			parts[i+1].text = rest[n:]
		}
	}
	if n := len(parts); n > 0 && parts[n-1].text == "" && len(parts[n-1].cited) == 0 {
		parts = parts[:n-1]
	}
	return parts
}
