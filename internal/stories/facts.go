package stories

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/encode"
	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/notices"
)

// Of names and of figures at most so many are kept: those with the least hashes, so
// that of two articles the same ones are.
const (
	keptNames   = 64
	keptFigures = 32
	// nameWords is how much of a body is read for names: who and where is said first.
	nameWords = 250
)

// facts are what an article names and counts, as ascending hashes.
type facts struct {
	names   []uint32 // of the headline and the first paragraphs
	figures []uint32 // of the whole body
	keys    []uint32 // by which a notice names it
	on      []uint32 // keys of what it is a notice on
}

// factsOf reads the facts of an article.
func factsOf(a *news.Article) facts {
	_, on := notices.On(a, encode.Lead(a.Body))
	return facts{names: namesOf(a), figures: figuresOf(a.Body), keys: hashesOf(notices.Keys(a)), on: hashesOf(on)}
}

func hashesOf(words []string) (out []uint32) {
	for _, word := range words {
		out = append(out, hashOf(word))
	}
	return out
}

// namesOf are the words that are written large within a sentence, in lower case.
func namesOf(a *news.Article) []uint32 {
	in := lang.OfArticle(a.Language)
	var out []uint32
	for _, text := range []string{a.Headline, a.Body} {
		inside, words := false, 0
		for word := range strings.FieldsSeq(text) {
			words++
			if words > nameWords {
				break
			}
			name := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			name = strings.TrimSuffix(strings.TrimSuffix(name, "’s"), "'s")
			first, _ := utf8.DecodeRuneInString(name)
			large := unicode.IsUpper(first) && utf8.RuneCountInString(name) > 2
			if large && (inside || !in.Sentences.Openers[name]) {
				if folded := lexical.Fold(name); !in.Terms.StopWords[folded] && !isDay(folded, in) {
					out = append(out, hashOf(folded))
				}
			}
			inside = !strings.ContainsAny(word[len(word)-1:], ".!?:")
		}
	}
	return least(out, keptNames)
}

// isDay reports whether a word is the name of a day or month, which no event has to itself.
func isDay(word string, in *lang.Pack) bool {
	_, month := in.Time.Months[word]
	_, weekday := in.Time.Weekdays[word]
	return month || weekday
}

// figuresOf are the numbers of a text of two digits and more: a single one is in
// every text.
func figuresOf(text string) []uint32 {
	var out []uint32
	for i := 0; i < len(text); {
		if !isDigit(text[i]) {
			i++
			continue
		}
		end := i + 1
		for end < len(text) && (isDigit(text[end]) || end+1 < len(text) && (text[end] == '.' || text[end] == ',') && isDigit(text[end+1])) {
			end++
		}
		if end-i > 1 {
			out = append(out, hashOf(strings.ReplaceAll(text[i:end], ",", "")))
		}
		i = end
	}
	return least(out, keptFigures)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// hashOf is the same for the same words, in this process and in any other.
func hashOf(word string) uint32 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset) // FNV-1a
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * prime
	}
	h ^= h >> 29
	return uint32(h * 0xbf58476d1ce4e5b9 >> 32)
}

// least are the least of hashes, ascending, each once.
func least(hashes []uint32, most int) []uint32 {
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	return slices.Clone(hashes[:min(len(hashes), most)])
}

// shared is how many hashes two lists have in common, and how many of each can be
// told: where a list was cut, nothing is known of what is above its last.
func shared(a, b []uint32, most int) (both, ofA, ofB int) {
	if len(a) == most && len(b) > 0 {
		b = upTo(b, a[len(a)-1])
	}
	if len(b) == most {
		a = upTo(a, b[len(b)-1])
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			both, i, j = both+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return both, len(a), len(b)
}

// upTo is the part of an ascending list that is not above a hash.
func upTo(list []uint32, last uint32) []uint32 {
	at, found := slices.BinarySearch(list, last)
	if found {
		at++
	}
	return list[:at]
}
