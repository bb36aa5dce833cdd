package quotes

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"byline/internal/embed"
	"byline/internal/lang"
	"byline/internal/news"
)

// word is a word of a text. Words that differ in case, accents or the form of an
// apostrophe only have one sum.
type word struct {
	news.Span

	sum       uint32
	weight    int16 // what it says, against others; 0 in brackets
	bracketed bool
	parted    bool // sentences may be left out between it and the word before, which nothing says
	omission  bool // "…" stands between it and the word before
}

// Weights of words: those that are everywhere say little.
const (
	fullWeight = 10
	stopWeight = 3
)

// reader reads texts as words.
type reader struct {
	stop   map[uint32]bool      // sums of words that are everywhere
	signs  map[uint32]uint32    // of words that have a sign, to that of the sign
	pairs  map[[2]uint32]uint32 // likewise of two words
	isSign *[utf8.RuneSelf]bool // signs that are words
	units  map[uint32]uint32    // of what stands behind a number in short, to that in full
	some   *sumFilter           // tells of most sums that nothing of these has them
}

func newReader() reader {
	r := reader{map[uint32]bool{}, map[uint32]uint32{}, map[[2]uint32]uint32{}, &[utf8.RuneSelf]bool{}, map[uint32]uint32{}, &sumFilter{}}
	for w := range lang.Asking().Terms.StopWords {
		r.stop[sumOf(w)] = true
		r.some.add(sumOf(w))
	}
	for written, sign := range lang.Asking().Terms.SignWords {
		sum := sumOf(sign)
		if end, _ := wordAt(sign, 0); end == 0 {
			sum = sumOfSign(sign[0])
			r.isSign[sign[0]] = true
		}
		first, second, two := strings.Cut(written, " ")
		if two {
			r.pairs[[2]uint32{sumOf(first), sumOf(second)}] = sum
			r.some.add(sumOf(second))
			continue
		}
		r.signs[sumOf(first)] = sum
		r.stop[sum] = r.stop[sumOf(first)]
		r.some.add(sumOf(first))
	}
	for short, unit := range lang.Asking().Terms.NumberUnits {
		r.units[sumOf(short)] = sumOf(unit)
	}
	return r
}

// sumOfSign is the sum of a sign that is a word.
func sumOfSign(sign byte) uint32 { return (sumStart ^ uint32(sign)) * sumPrime }

// sumFilter tells of most sums that they are not among a few hundred, which are looked
// up in a map else: there is a bit for each hash (Bloom, with one hash).
type sumFilter [32]uint64

func (f *sumFilter) add(sum uint32)          { f[sum>>6%uint32(len(f))] |= 1 << (sum % 64) }
func (f *sumFilter) mayHave(sum uint32) bool { return f[sum>>6%uint32(len(f))]&(1<<(sum%64)) != 0 }

// bytesPerWord is how many bytes of a text have a word, or not many more.
const bytesPerWord = 5

// words appends the words of text[from:to] to dst, with places in text.
func (r reader) words(dst []word, text string, from, to int) []word {
	dst = slices.Grow(dst, (to-from)/bytesPerWord)
	for i := from; i < to; {
		end, sum := wordAt(text[:to], i)
		if end == i && text[i] < utf8.RuneSelf && r.isSign[text[i]] {
			end, sum = i+1, sumOfSign(text[i])
		}
		if end == i {
			_, n := utf8.DecodeRuneInString(text[i:to])
			i += n
			continue
		}
		w := word{Span: news.Span{Start: i, End: end}, sum: sum, weight: fullWeight}
		if digitAt(text, i) && !digitAt(text, end-1) {
			dst = r.beforeUnit(dst, text, &w)
		}
		if r.some.mayHave(sum) {
			dst = r.asSign(dst, &w)
		}
		dst = append(dst, w)
		i = end
	}
	return dst
}

// beforeUnit takes the number before a unit in short for a word of its own: 14m, 14 million.
func (r reader) beforeUnit(dst []word, text string, w *word) []word {
	at := w.Start + strings.IndexFunc(text[w.Start:w.End], func(c rune) bool { return c != '.' && c != ',' && (c < '0' || '9' < c) })
	unit, ok := r.units[sumOf(text[max(at, w.Start):w.End])]
	if !ok {
		return dst
	}
	dst = append(dst, word{Span: news.Span{Start: w.Start, End: at}, sum: sumOf(text[w.Start:at]), weight: fullWeight})
	w.Start, w.sum = at, unit
	return dst
}

// asSign weighs a word that may be everywhere or have a sign, which it becomes, and takes
// the word before, if both have one together.
func (r reader) asSign(dst []word, w *word) []word {
	if sign, ok := r.signs[w.sum]; ok {
		w.sum = sign
	}
	if n := len(dst); n > 0 {
		if sign, ok := r.pairs[[2]uint32{dst[n-1].sum, w.sum}]; ok && w.Start-dst[n-1].End == 1 {
			w.Start, w.sum, dst = dst[n-1].Start, sign, dst[:n-1]
		}
	}
	if r.stop[w.sum] {
		w.weight = stopWeight
	}
	return dst
}

// longestBracket is how long words in brackets can be, in bytes; a bracket that
// is not closed by then is punctuation.
const longestBracket = 300

// quote reads the words of a quote with what quoters write into it: "…" or "..."
// where they left something out, brackets where they put something in. What the place
// puts into it that it was copied from is left out: tags, and hyphens at the end of lines.
func (r reader) quote(text string) []word {
	words := withoutTags(text, mended(text, r.words(nil, text, 0, len(text))))
	before, bracketEnd := 0, 0
	for i := range words {
		w := &words[i]
		gap := text[before:w.Start]
		w.omission = i > 0 && (strings.Contains(gap, "…") || strings.Contains(gap, "...") || strings.Contains(gap, ". . ."))
		if at := strings.LastIndexByte(gap, '['); at >= 0 {
			if n := strings.IndexByte(text[before+at:min(len(text), before+at+longestBracket)], ']'); n >= 0 {
				bracketEnd = before + at + n
			}
		}
		if w.End <= bracketEnd {
			w.bracketed, w.weight = true, 0
		}
		before = w.End
	}
	return words
}

// markup is what stands in the source of a page, and is no word of it.
var markup = regexp.MustCompile(`</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[\da-fA-F]+|[a-z]+);`)

// withoutTags leaves out words of the source of a page that nobody reads.
func withoutTags(text string, words []word) []word {
	tags := markup.FindAllStringIndex(text, -1)
	if len(tags) == 0 {
		return words
	}
	return slices.DeleteFunc(words, func(w word) bool {
		return slices.ContainsFunc(tags, func(t []int) bool { return t[0] <= w.Start && w.End <= t[1] })
	})
}

// broken is a hyphen at which a line ends, and a word may go on in the next.
var broken = regexp.MustCompile(`^[-\x{ad}\x{2010}]\s*\n\s*$`)

// mended joins what a line of print breaks, unless both parts are words and what they make is none.
func mended(text string, words []word) []word {
	for i := len(words) - 1; i > 0; i-- {
		a, b := words[i-1], words[i]
		if !broken.MatchString(text[a.End:b.Start]) {
			continue
		}
		first, second := text[a.Start:a.End], text[b.Start:b.End]
		next, _ := utf8.DecodeRuneInString(second)
		if unicode.IsLower(next) && (embed.Known(first+second) || !embed.Known(first) || !embed.Known(second)) {
			a.End, a.sum = b.End, sumOf(first+second)
			words[i-1] = a
			words = slices.Delete(words, i, i+1)
		}
	}
	return words
}

// parted is a quote of which sentences may be left out between two of its own; nil if it
// has but one.
func parted(text string, quote []word) (out []word) {
	for i := 1; i < len(quote); i++ {
		if strings.ContainsAny(text[quote[i-1].End:quote[i].Start], ".!?\n") && !quote[i].omission {
			if out == nil {
				out = slices.Clone(quote)
			}
			out[i].parted = true
		}
	}
	return out
}

// FNV-1a.
const (
	sumStart = 2166136261
	sumPrime = 16777619
)

// wordAt returns where the word that begins at i ends, and its sum; i if none does.
// A comma or full stop between digits and an apostrophe between letters are inside a
// word, and of these only the full stop tells words apart.
func wordAt(text string, i int) (end int, sum uint32) {
	sum = sumStart
	start := i
	for i < len(text) {
		c := text[i]
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			sum = (sum ^ uint32(c)) * sumPrime
			i++
		case 'A' <= c && c <= 'Z':
			sum = (sum ^ uint32(c|0x20)) * sumPrime
			i++
		case (c == '.' || c == ',') && i > start && digitAt(text, i-1) && digitAt(text, i+1):
			if c == '.' {
				sum = (sum ^ uint32(c)) * sumPrime
			}
			i++
		case c == '\'' && i > start && letterAt(text, i+1):
			i++
		case c < utf8.RuneSelf:
			return i, sum
		default:
			r, n := utf8.DecodeRuneInString(text[i:])
			if i > start && isInside(r) && letterAt(text, i+n) {
				i += n
				continue
			}
			if !unicode.In(r, unicode.L, unicode.N, unicode.M) || i > start && lang.IsUnspaced(r) {
				return i, sum
			}
			sum = add(sum, r)
			i += n
			if lang.IsUnspaced(r) {
				return i, sum
			}
		}
	}
	return i, sum
}

// isInside reports whether a sign between letters is inside a word, and does not tell words
// apart: an apostrophe, or what tells where a line may break.
func isInside(r rune) bool { return r == '’' || unicode.Is(unicode.Cf, r) }

// add adds a character to a sum, in lower case and without accents.
func add(sum uint32, r rune) uint32 {
	var buf [utf8.UTFMax]byte
	for _, d := range string(norm.NFKD.Bytes(utf8.AppendRune(buf[:0], r))) {
		if unicode.Is(unicode.Mn, d) {
			continue
		}
		for _, c := range utf8.AppendRune(buf[:0], unicode.ToLower(d)) {
			sum = (sum ^ uint32(c)) * sumPrime
		}
	}
	return sum
}

func digitAt(text string, i int) bool {
	return i >= 0 && i < len(text) && '0' <= text[i] && text[i] <= '9'
}

func letterAt(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r)
}

// sumOf is the sum of a text that is one word.
func sumOf(text string) uint32 {
	_, sum := wordAt(text, 0)
	return sum
}
