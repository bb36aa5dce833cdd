package frontpage

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/gazetteer"
	"byline/internal/lang"
)

// maxWords is how many words the longest name has.
const maxWords = 5

// names lists the names in a headline, those of most words first: runs of words
// that are written large in the headline and also within a sentence of the body,
// where only names are.
func names(in *lang.Pack, headline, body string) []string {
	var out []string
	words := strings.Fields(headline)
	for i := range words {
		for j := min(len(words), i+maxWords); j > i; j-- {
			run := bare(strings.Join(words[i:j], " "))
			if isRun(in, words[i:j]) && utf8.RuneCountInString(run) >= minName && !isOfPeople(run) && isInside(in, body, run) {
				out = append(out, run)
				break
			}
		}
	}
	out = slices.DeleteFunc(out, func(name string) bool { // a part of another
		return slices.ContainsFunc(out, func(other string) bool { return other != name && strings.Contains(other, name) })
	})
	slices.SortStableFunc(out, func(a, b string) int { return strings.Count(b, " ") - strings.Count(a, " ") })
	return out
}

// isRun reports whether words may be one name: each is large, and only the last
// is followed by a mark or ends as an owner does.
func isRun(in *lang.Pack, words []string) bool {
	for i, w := range words {
		last := i == len(words)-1
		if !isLarge(w) || !last && bare(w) != w || isDayOrMonth(in, bare(w)) {
			return false
		}
	}
	return true
}

// bare is a word or name without marks around it and the ending of an owner.
func bare(word string) string {
	word = strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, ending := range []string{"’s", "'s"} {
		word = strings.TrimSuffix(word, ending)
	}
	return word
}

func isDayOrMonth(in *lang.Pack, word string) bool {
	lower := strings.ToLower(word)
	_, day := in.Time.Weekdays[lower]
	return day || in.Time.Months[lower] > 0
}

// isInside reports whether a name stands in a text within a sentence, and for a
// thing: behind a small letter and before a mark or a word that only joins others.
// “The West Australian senator” does not name a West Australian.
func isInside(in *lang.Pack, text, name string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(name)
		before := strings.TrimSuffix(strings.TrimSuffix(text[:start], " "), ",")
		if r, _ := utf8.DecodeLastRuneInString(before); len(before) < start && unicode.IsLower(r) && isClosed(in, text[end:]) {
			return true
		}
		at = end
	}
}

// isClosed reports whether a name is over where rest goes on.
func isClosed(in *lang.Pack, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	if next != ' ' {
		return !unicode.IsLetter(next) && !unicode.IsDigit(next) && next != '-'
	}
	word := strings.TrimSpace(rest[:min(len(rest), 24)])
	if end := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		word = word[:end]
	}
	return in.Terms.StopWords[word] || in.Questions.Auxiliaries[word]
}

// isOfPeople reports whether a name ends in a word for the people of a country or
// a state, and for nothing else.
func isOfPeople(name string) bool {
	last := name[strings.LastIndexByte(name, ' ')+1:]
	found := gazetteer.Find(last)
	return len(found) == 1 && !slices.ContainsFunc(found[0].Meanings, func(m gazetteer.Meaning) bool { return m.By != gazetteer.ByPeople })
}

// speakers lists who speaks in a text under a name of two or three words, as in
// “Mara Olm said”, in order, each once, without what says who they are.
func speakers(in *lang.Pack, body string) []string {
	words := strings.Fields(body)
	var out []string
	for i, w := range words {
		if !in.Answers.SpeakingVerbs[strings.ToLower(bare(w))] || isLarge(w) {
			continue
		}
		from := i
		for from > 0 && i-from < 3 && isName(in, words[from-1]) {
			from--
		}
		if name := strings.Join(words[from:i], " "); i-from >= 2 && !slices.Contains(out, name) && isWhole(words, from, in) {
			out = append(out, name)
		}
	}
	return out
}

// isName reports whether a word may be one of a person's name, and nothing else.
func isName(in *lang.Pack, word string) bool {
	lower := strings.ToLower(word)
	return isLarge(word) && bare(word) == word && !in.Answers.Roles[lower] && !in.Answers.NotNames[lower] &&
		!in.Terms.StopWords[lower] && !in.Sentences.Openers[word] && !isDayOrMonth(in, word)
}

// isWhole reports whether a name that begins at a word begins there: nothing before
// it may belong to it, unless that says what somebody is or ends a sentence.
func isWhole(words []string, from int, in *lang.Pack) bool {
	if from == 0 {
		return true
	}
	before := words[from-1]
	r, _ := utf8.DecodeLastRuneInString(before)
	return !isLarge(before) || !unicode.IsLetter(r) || in.Answers.Roles[strings.ToLower(before)]
}
