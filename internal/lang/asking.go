package lang

import (
	"embed"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
)

//go:embed packs/asking/*.txt
var askingPacks embed.FS

// askers are the packs of languages of whose questions the fillers are known, how
// they say times and ask for a digest, and of some how words are stemmed, which Stem
// is nil of otherwise: enough to see which words of a question an article has, and
// which it need not have.
var askers = sync.OnceValue(func() (all []*Pack) {
	const folder = "packs/asking"
	files, err := askingPacks.ReadDir(folder)
	for _, f := range files {
		var text []byte
		if text, err = askingPacks.ReadFile(path.Join(folder, f.Name())); err != nil {
			break
		}
		code := strings.TrimSuffix(f.Name(), ".txt")
		p := &Pack{Code: code, Stem: stemmers[code], Compounds: compounding[code]}
		if err = p.read(p.Code, string(text)); err != nil {
			break
		}
		if particles := p.Terms.Particles; len(particles) > 0 {
			p.Stem = func(word string) string { return withoutParticle(word, particles) }
		}
		all = append(all, p)
	}
	if err != nil {
		panic(fmt.Sprintf("lang: packs of questions: %v", err)) // part of the program, and tests read them
	}
	return all
})

// Askers returns the packs of the languages other than that of [Asking] in which
// questions may be asked. Much is empty in them.
func Askers() []*Pack { return slices.Clone(askers()) }

// Asked returns the pack of one of [Askers] by its code, that of [Asking] for any other.
func Asked(code string) *Pack {
	if i := slices.IndexFunc(askers(), func(p *Pack) bool { return p.Code == code }); i >= 0 {
		return askers()[i]
	}
	return Asking()
}

// Elisions are what stands before words with an apostrophe in any language, and is none
// of theirs: l'ours, dell'aria.
func Elisions() Words {
	all := Words{}
	for _, p := range askers() {
		maps.Copy(all, p.Terms.Elisions)
	}
	return all
}

// CaseEndings are what stands behind names with an apostrophe in any language, and is
// none of theirs: Oster'den.
func CaseEndings() Words {
	all := Words{}
	for _, p := range askers() {
		maps.Copy(all, p.Terms.CaseEndings)
	}
	return all
}

// stemmers are those of Snowball (Porter, 2001), by the language. Words of scripts
// in [StemByScript] are stemmed wherever they stand.
var stemmers = map[string]func(string) string{
	"de": stemmer(german.Stem), "es": stemmer(spanish.Stem), "fr": stemmer(french.Stem), "it": stemmer(italian.Stem),
	"nl": stemmer(dutch.Stem), "pt": stemmer(portuguese.Stem),
	"cs": beginningOfWord, "el": beginningOfWord, "pl": beginningOfWord, // which Snowball does not stem
	"da": stemmer(danish.Stem), "fi": stemmer(finnish.Stem), "hu": stemmer(hungarian.Stem), "nb": stemmer(norwegian.Stem), "ro": stemmer(romanian.Stem), "sv": stemmer(swedish.Stem), "tr": stemmer(turkish.Stem),
}

// compounding are the languages that join words into one.
var compounding = map[string]bool{"da": true, "de": true, "fi": true, "hu": true, "nb": true, "nl": true, "sv": true}

func stemmer(stem func(*snowballstem.Env) bool) func(string) string {
	return func(word string) string {
		env := snowballstem.NewEnv(word)
		stem(env)
		return env.Current()
	}
}

// beginningOfWord are the first letters of a word, which is nearly as good as a stem in
// languages of many endings.
func beginningOfWord(word string) string {
	const letters = 5
	for i := range word {
		if utf8.RuneCountInString(word[:i]) == letters {
			return word[:i]
		}
	}
	return word
}

// stemHebrew strips what is written as one word with a noun, articles and prepositions,
// and its ending: הגשר, בגשר.
func stemHebrew(word string) string {
	const least = 3 // letters of what is left
	for utf8.RuneCountInString(word) > least {
		first, size := utf8.DecodeRuneInString(word)
		if !strings.ContainsRune("ושהבלכמ", first) {
			break
		}
		word = word[size:]
	}
	for _, ending := range []string{"ים", "ות", "ת", "ה"} {
		if stem, ok := strings.CutSuffix(word, ending); ok && utf8.RuneCountInString(stem) >= least-1 {
			return stem
		}
	}
	return word
}

// AskedIn returns the pack of the language that most of a question is of, by its
// fillers and the words of times and of how people ask for a digest. It is that of
// [Asking] unless another has more of them, so also for keywords, which have none,
// unless their script is that of one language.
func AskedIn(question string) *Pack {
	words := split(question)
	best, most := []*Pack{Asking()}, ownIn(question, words)
	sizes := spokenIn(question, words)
	for i, p := range askers() {
		switch size := sizes[i]; {
		case size > most:
			best, most = []*Pack{p}, size
		case size == most && best[0] != Asking():
			best = append(best, p)
		}
	}
	if most == 0 {
		if i := slices.IndexFunc(askers(), func(p *Pack) bool { return p.hasOwnScript(question) }); i >= 0 {
			return askers()[i]
		}
	}
	return likeliest(question, best)
}

// likeliest is that of some packs whose language a text looks most like, by its letters,
// the first where it looks like none.
func likeliest(text string, packs []*Pack) *Pack {
	if len(packs) == 1 {
		return packs[0]
	}
	among := map[whatlanggo.Lang]bool{}
	for l := range whatlanggo.Langs {
		among[l] = slices.ContainsFunc(packs, func(p *Pack) bool { return p.Code == l.Iso6391() })
	}
	maps.DeleteFunc(among, func(_ whatlanggo.Lang, is bool) bool { return !is })
	code := whatlanggo.DetectLangWithOptions(text, whatlanggo.Options{Whitelist: among}).Iso6391()
	return packs[max(0, slices.IndexFunc(packs, func(p *Pack) bool { return p.Code == code }))]
}

// MayBeAskedIn reports whether nothing shows that a question is in another language
// than that of a code. The small words of close languages are often the same.
func MayBeAskedIn(question, code string) bool {
	words := split(question)
	sizes := spokenIn(question, words)
	size := func(p *Pack) int {
		if i := slices.Index(askers(), p); i >= 0 {
			return sizes[i]
		}
		return ownIn(question, words)
	}
	best := AskedIn(question)
	for _, p := range append(Askers(), Asking()) {
		if p.Code == code {
			return size(p) >= size(best) && (ownScripts[code] == nil || !isLatin(question))
		}
	}
	return best == Asking() && !strings.ContainsFunc(question, isBasicLatin) // one that nothing is known of
}

// isLatin reports whether a text has letters of English, and no others.
func isLatin(text string) bool {
	return strings.ContainsFunc(text, isBasicLatin) && !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) })
}

func isBasicLatin(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }

// ownIn is how many bytes of a question are words that tell the language of [Asking].
func ownIn(question string, words [][2]int) (size int) {
	own := Asking()
	for _, word := range words {
		lower := strings.ToLower(question[word[0]:word[1]])
		if own.Questions.Fillers[lower] || own.Terms.StopWords[lower] || own.Questions.Words[lower] != "" || spoken()[own.Code][lower] {
			size += word[1] - word[0]
		}
	}
	return size
}

// spokenIn is how many bytes of a question are words that tell the language of each of
// [Askers]. Of scripts without spaces, fillers tell it wherever they stand.
func spokenIn(question string, words [][2]int) []int {
	sizes := make([]int, len(askers()))
	for _, word := range words {
		text := strings.ToLower(question[word[0]:word[1]])
		for _, i := range tellers()[text] {
			sizes[i] += len(text)
		}
		if !strings.ContainsFunc(text, IsUnspaced) {
			continue
		}
		for i, p := range askers() {
			if spoken()[p.Code][text] {
				continue
			}
			for _, at := range p.fillersIn(question, [][2]int{word}) {
				sizes[i] += at[1] - at[0]
			}
		}
	}
	return sizes
}

// tellers are the places among [Askers] of those whose language a word tells, in lower case.
var tellers = sync.OnceValue(func() map[string][]int {
	of := map[string][]int{}
	for i, p := range askers() {
		for word := range spoken()[p.Code] {
			of[word] = append(of[word], i)
		}
		for word := range p.Questions.Fillers {
			if !spoken()[p.Code][word] && !strings.ContainsFunc(word, IsUnspaced) {
				of[word] = append(of[word], i)
			}
		}
	}
	return of
})

// noNews are the forms of what asks nothing of the news.
var noNews = Words{"chat": true, "language": true}

// spoken are the words of the patterns of each pack, by its code, in lower case: how
// times are said, and how people ask for a digest.
var spoken = sync.OnceValue(func() map[string]Words {
	const shortest = 4 // letters; less is an ending, or what patterns are made with
	all := map[string]Words{}
	for _, p := range append(Askers(), Asking()) {
		found := Words{}
		for _, pair := range slices.Concat(p.Time.InWords, p.Questions.Forms) {
			if p != Asking() && noNews[pair.Key] {
				continue // poems and programs are words of several languages
			}
			pattern := strings.ReplaceAll(pair.Value, "(?P<topic>", "(")
			for _, at := range split(pattern) {
				if word := pattern[at[0]:at[1]]; utf8.RuneCountInString(word) >= shortest && word == strings.ToLower(word) {
					found[word] = true
				}
			}
		}
		for name := range p.Time.Units {
			found[name] = true
		}
		for _, names := range []map[string]int{p.Time.Weekdays, p.Time.Months} {
			for name := range names {
				found[name] = true
			}
		}
		all[p.Code] = found
	}
	return all
})

// Suggested returns questions in a language, by their sort, with %s for what they
// are about. Of an article whose language nobody could tell they are in that of
// [Asking]; of one in a language without such questions there are none.
func Suggested(code string) map[string]string {
	if code == "" {
		return Asking().Questions.Suggested
	}
	if p := Of(code); len(p.Questions.Suggested) > 0 {
		return p.Questions.Suggested
	}
	if p := Asked(code); p.Code == code {
		return p.Questions.Suggested
	}
	return nil
}

// FillersIn returns where a question has words that an article which answers it
// need not have: start and end, in bytes. Of scripts without spaces, the longest
// ones are taken wherever they stand.
func (p *Pack) FillersIn(question string) [][2]int { return p.fillersIn(question, split(question)) }

// fillersIn is FillersIn of a question that has been split.
func (p *Pack) fillersIn(question string, words [][2]int) [][2]int {
	return knownIn(question, words, p.Questions.Fillers)
}

// knownIn returns where the words of a text are of one of some sets.
func knownIn(text string, words [][2]int, sets ...Words) (found [][2]int) {
	isKnown := func(word string) bool {
		return slices.ContainsFunc(sets, func(set Words) bool { return set[word] })
	}
	for _, word := range words {
		text := text[word[0]:word[1]]
		if !strings.ContainsFunc(text, IsUnspaced) {
			if isKnown(strings.ToLower(text)) {
				found = append(found, word)
			}
			continue
		}
		for at := 0; at < len(text); {
			if n := knownAt(text[at:], isKnown); n > 0 {
				found = append(found, [2]int{word[0] + at, word[0] + at + n})
				at += n
			} else {
				_, n = utf8.DecodeRuneInString(text[at:])
				at += n
			}
		}
	}
	return found
}

// knownAt is the length of the longest known word that a text begins with, 0 if there is none.
func knownAt(text string, isKnown func(string) bool) int {
	const longest = 8 // letters
	best, letters := 0, 0
	for at, r := range text {
		letters++
		if letters > longest {
			break
		}
		if end := at + utf8.RuneLen(r); isKnown(text[:end]) {
			best = end
		}
	}
	return best
}

// AsksForDigest reports whether a question has a word by which people ask for the news of
// a time, and nothing beside it but such words and small ones. Rest is the question with its
// times left blank.
func (p *Pack) AsksForDigest(question, rest string) bool {
	size := func(all [][2]int) (n int) {
		for _, at := range all {
			n += at[1] - at[0]
		}
		return n
	}
	words, left := split(question), split(rest)
	return len(knownIn(question, words, p.Answers.DigestWords)) > 0 &&
		size(knownIn(rest, left, p.Questions.Fillers, p.Terms.Elisions, p.Answers.DigestWords)) == size(left)
}

// split returns the runs of letters, marks and digits of a text.
func split(text string) (words [][2]int) {
	start := -1
	for i, r := range text {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
			words = append(words, [2]int{start, i})
			start = -1
		}
	}
	if start >= 0 {
		words = append(words, [2]int{start, len(text)})
	}
	return words
}

// IsWhole reports whether a span of text, from start to end, begins and ends where words do.
func IsWhole(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	first, _ := utf8.DecodeRuneInString(text[start:])
	last, _ := utf8.DecodeLastRuneInString(text[:end])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return !sameWord(before, first) && !sameWord(last, after)
}

// sameWord reports whether two characters beside each other are of one word.
func sameWord(a, b rune) bool {
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }
	return letter(a) && letter(b) && !IsUnspaced(a) && !IsUnspaced(b)
}

// IsUnspaced reports whether a letter is of a script that is written without
// spaces between words.
func IsUnspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
