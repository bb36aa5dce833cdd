package eval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"

	"golang.org/x/text/unicode/norm"
)

// Normalize makes text comparable: lower case, compatibility forms unified,
// accents dropped, anything but letters and digits a single space, thousands
// separators and English articles left out.
func Normalize(text string) string {
	var words []string
	for _, word := range strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		if word != "a" && word != "an" && word != "the" {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

// fold lowers case and drops accents, apostrophes and the commas within numbers.
func fold(text string) string {
	var b strings.Builder
	runes := []rune(norm.NFKD.String(text))
	for i, r := range runes {
		digitsAround := i > 0 && i+1 < len(runes) && unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1])
		if unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || (r == ',' && digitsAround) {
			continue
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// findable reports whether an answer is one that a passage can be seen to
// hold. "Yes" stands everywhere and "insufficient information" nowhere.
func findable(answer string) bool {
	switch Normalize(answer) {
	case "", "yes", "no", "true", "false", "all of above", "none of above", "insufficient information":
		return false
	}
	return true
}

// answerRank is the rank, from 1, of the first passage that holds the answer
// as whole words, where words have spaces between them; 0 if none does.
func answerRank(passages []string, answer string) int {
	plain := Normalize(answer)
	first, _ := utf8.DecodeRuneInString(plain)
	last, _ := utf8.DecodeLastRuneInString(plain)
	if !lang.IsUnspaced(first) {
		plain = " " + plain
	}
	if !lang.IsUnspaced(last) {
		plain += " "
	}
	for i, text := range passages {
		if strings.Contains(" "+Normalize(text)+" ", plain) {
			return i + 1
		}
	}
	return 0
}

// addAnswer scores the rank of the first passage with the answer.
func (s Scores) addAnswer(rank int) {
	s["answer@1"], s["answer@5"] = 0, 0
	if rank == 1 {
		s["answer@1"] = 1
	}
	if rank > 0 && rank <= answerDepth {
		s["answer@5"] = 1
	}
}
