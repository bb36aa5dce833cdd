package verify

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lexical"
)

// word is a word, number or sign of a text.
type word struct {
	start, end int
	text       string // in lower case, without 's
	key        string // what all its forms share
	term       uint32 // 0: a stop word
	whole      uint32 // term of the name or compound that begins with it, 0 if there is none
	inWhole    bool   // it is part of one that began before
	capital    bool
	possessive bool // it ended in 's
	opens      bool // first of its sentence
	named      bool // and a name, as it stands with a capital within sentences too
	clause     int  // number of its clause within the sentence
	breaks     bool // punctuation stands before it
	parted     bool // and it is one that parts sentences: a semicolon
	minus      bool // a minus stands before it
	joined     bool // a hyphen, dash, point or stroke joins it to the one before
	content    bool
	verb       bool // it looks like one
	led        bool // an auxiliary stands before it
	isPast     bool // and says that something has happened
	number     int  // its number in the sentence, -1 if it is of none
	day        int  // its date in the sentence, -1 if it is of none
	side       []side
	bounds     bool // it is one of a bound of a number
	negated    bool
	scope      int  // number of the denial that it is in
	weakly     bool // by a word that something else may stand for
	mood       mood
	denies     bool // it is the head of what is negated, or of what has a mood
	moodHead   bool
}

// scan cuts text into words. Offsets count from base.
func (g *grammar) scan(text string, base int, tokens []lexical.Token) []word {
	words := make([]word, 0, len(text)/5+1)
	breaks, parted, joined, clause, t := false, false, false, 0, 0
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			end := wordEnd(text, i)
			w := g.word(text[i:end], base+i)
			w.possessive = w.possessive || ownsAsPlural(text, i, end)
			w.breaks, w.parted, w.opens, w.end = breaks, parted, len(words) == 0, base+end
			for t < len(tokens) && tokens[t].Start < i {
				t++
			}
			w.take(tokens[t:], i, end)
			if len(words) > 0 && (breaks || g.opener[w.text]) {
				clause++
			}
			w.clause, w.joined, breaks, parted, joined = clause, joined, false, false, false
			w.minus = unicode.IsDigit(r) && hasMinus(text[:i])
			words = append(words, w)
			i = end
		case r == '%' || unicode.Is(unicode.Sc, r):
			words = append(words, word{start: base + i, end: base + i + n, text: string(r), key: string(r), clause: clause, number: -1, day: -1})
			i += n
		default:
			joined = strings.ContainsRune("-‐‑–/.", r) && i > 0 && !unicode.IsSpace(rune(text[i-1])) && i+n < len(text) && !unicode.IsSpace(rune(text[i+n]))
			abbreviates := r == '.' && len(words) > 0 && g.pack.Time.MonthsShort[words[len(words)-1].text] > 0 // Aug. 23
			breaks = breaks || !joined && !abbreviates && !unicode.IsSpace(r) && !strings.ContainsRune("'’‘\"“”„«»*_", r)
			parted = parted || r == ';'
			i += n
		}
	}
	return words
}

// take gives a word its terms from the tokens that begin with it.
func (w *word) take(tokens []lexical.Token, start, end int) {
	for _, t := range tokens {
		switch {
		case t.Start >= end:
			return
		case t.Start > start:
		case t.End > end:
			w.whole = t.Term
		default:
			w.term, w.inWhole = t.Term, t.InCompound && w.whole == 0
		}
	}
}

// word makes a word of its text.
func (g *grammar) word(text string, start int) word {
	r, _ := utf8.DecodeRuneInString(text)
	lower := strings.ReplaceAll(strings.ToLower(text), "’", "'")
	bare := strings.TrimSuffix(strings.TrimSuffix(lower, "'"), "'s")
	w := word{start: start, text: bare, capital: unicode.IsUpper(r), possessive: bare != lower, number: -1, day: -1}
	w.key = g.key(bare)
	return w
}

// hasMinus reports whether a text ends in a minus, and not in a hyphen or dash.
func hasMinus(text string) bool {
	before := strings.TrimRight(text, "-−–")
	r, _ := utf8.DecodeLastRuneInString(before)
	return before != text && (before == "" || unicode.IsSpace(r) || r == '(')
}

// ownsAsPlural reports whether an apostrophe alone follows a word: the champions' coach.
func ownsAsPlural(text string, start, end int) bool {
	r, n := utf8.DecodeRuneInString(text[end:])
	return (r == '\'' || r == '’') && strings.HasSuffix(text[start:end], "s") && strings.HasPrefix(text[end+n:], " ") && strings.Count(text[:start], "‘") <= strings.Count(text[:start], "’")
}

// wordEnd is the end of the word that starts at i. Points and commas between
// digits, and apostrophes before a letter, are inside.
func wordEnd(text string, i int) int {
	start, digits := i, unicode.IsDigit(rune(text[i]))
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		next, _ := utf8.DecodeRuneInString(text[min(len(text), i+n):])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
		case (r == '\'' || r == '’') && unicode.IsLetter(next):
		case (r == '.' || r == ',' || r == ':') && digits && unicode.IsDigit(next):
		case r == '.' && i > start && unicode.IsLetter(next) && (i == start+1 || text[i-2] == '.'): // U.S.
		default:
			return i
		}
		i += n
	}
	return i
}

// phrase is a sequence of words and what it stands for.
type phrase[V any] struct {
	keys  []string
	value V
}

// phrases finds phrases by their first word, the longest first.
type phrases[V any] map[string][]phrase[V]

func (p phrases[V]) add(keys []string, value V) {
	if len(keys) == 0 {
		return
	}
	p[keys[0]] = append(p[keys[0]], phrase[V]{keys, value})
	slices.SortStableFunc(p[keys[0]], func(a, b phrase[V]) int { return len(b.keys) - len(a.keys) })
}

// at returns the longest phrase that begins with the i-th word, and how many words it has.
func (p phrases[V]) at(words []word, i int) (value V, n int) {
	for _, x := range p[words[i].key] {
		if i+len(x.keys) <= len(words) && matches(words[i:], x.keys) {
			return x.value, len(x.keys)
		}
	}
	return value, 0
}

func matches(words []word, keys []string) bool {
	for i, k := range keys {
		if words[i].key != k || i > 0 && words[i].breaks {
			return false
		}
	}
	return true
}
