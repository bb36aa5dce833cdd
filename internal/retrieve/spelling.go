package retrieve

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/embed"
	"byline/internal/gazetteer"
	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/question"
)

// A word that is in nothing that was found, and that English does not have, may
// be written otherwise in the news: a name from another alphabet, or a slip of the
// fingers. What was found by the other words and by meaning tells how: a word
// there that is nearly the same is searched for instead, which is said. Where they
// have none, the names that all articles have are asked, and then English.
const (
	shortestSpelled = 5  // letters of a word that is looked at by itself
	besideSpelled   = 4  // the same of one beside another that hits have beside it
	farSpelled      = 6  // bytes by which two spellings may differ: accents and other alphabets take more
	hitsSpelled     = 25 // hits that are read, the first
)

// Names knows how articles write names.
type Names interface {
	// Nearest returns how they write the name that a word which no hit has most
	// likely stands for, "" if none is near, and whether it differs only in how it
	// is romanised.
	Nearest(ctx context.Context, word string) (written string, same bool)
	// Has reports whether they have a name, all words of it that are long enough to
	// be known.
	Has(ctx context.Context, name string) bool
}

// WithNames returns a Retriever that finds names in other spellings than those
// that were typed.
func (r *Retriever) WithNames(names Names) *Retriever {
	better := *r
	better.names = names
	return &better
}

// respelled searches for a query with other spellings of its words, if there are
// any that what was found has. Numbers are never changed.
func (r *Retriever) respelled(ctx context.Context, req news.SearchRequest, result found) (found, bool) {
	strange := slices.DeleteFunc(slices.Clone(result.strange), func(w strangeWord) bool { return w.known && isIn(w.Written, result.near) })
	if len(strange) == 0 {
		return result, false
	}
	changes := r.spellings(ctx, strange, result.near)
	if len(changes) == 0 {
		// Nothing of the kind was found, perhaps since it was looked for otherwise.
		guesses := withoutDigraphs(strange)
		if len(guesses) == 0 {
			return result, false
		}
		other, err := r.searchAs(ctx, req, guesses)
		if err != nil {
			return result, false
		}
		if changes = r.spellings(ctx, strange, other.near); len(changes) == 0 {
			return result, false
		}
	}
	better, err := r.searchAs(ctx, req, changes)
	if err != nil || better.none() {
		return result, false
	}
	better.Understood.Spellings = spellingsOf(changes)
	return better, true
}

// isIn reports whether the first hits have a word as it is written, as they have most names
// that English has.
func isIn(written string, hits []news.Hit) bool {
	return slices.ContainsFunc(hits[:min(len(hits), hitsSpelled)], func(h news.Hit) bool {
		return strings.Contains(h.Passage.Text, written) || strings.Contains(h.Article.Headline, written)
	})
}

func spellingsOf(words []strangeWord) []news.Spelling {
	out := make([]news.Spelling, len(words))
	for i, w := range words {
		out[i] = w.Spelling
	}
	return out
}

// searchAs searches with words replaced.
func (r *Retriever) searchAs(ctx context.Context, req news.SearchRequest, changes []strangeWord) (found, error) {
	var b strings.Builder
	at := 0
	for _, c := range changes {
		b.WriteString(req.Query[at:c.Start] + c.Read)
		at = c.End
	}
	req.Query = b.String() + req.Query[at:]
	return r.search(ctx, req, r.makePlan(req))
}

// strangeWord is a word of a query, and the term that it is found by.
type strangeWord struct {
	news.Spelling

	term  uint32
	known bool   // English has it: it is another name only if articles have none of this one
	city  string // that it names in another language; a name of several words has no term

	beside []string   // the words before and behind it
	in     *lang.Pack // the language of the query
}

// strangeWords are the words of what is searched for that English does not have,
// as they are written, in order, with their places in the query. Those that only
// ask for a digest ("summarise") are none, and the names of cities are whole.
func strangeWords(p *plan) (words []strangeWord) {
	cities := foreignCities(p)
	words = append(words, cities...)
	in := lang.AskedIn(p.text)
	for i, t := range p.tokens {
		at := p.inQuery(t.Start, t.End)
		if slices.ContainsFunc(cities, func(c strangeWord) bool { return at.Start < c.End && c.Start < at.End }) {
			continue
		}
		word := p.text[t.Start:t.End]
		letters := !strings.ContainsFunc(word, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.Is(unicode.Mn, c) })
		folded := lexical.Fold(word)
		known := embed.Known(folded) || in == lang.Asking() && lang.IsEnglish(folded)
		if known && (!mayBeName(word, folded) || in != lang.Asking()) {
			continue
		}
		if letters && utf8.RuneCountInString(word) >= besideSpelled && !lang.Asking().Answers.DigestWords[folded] && (in == lang.Asking() || isName(word) && !in.Questions.Fillers[strings.ToLower(word)]) {
			words = append(words, strangeWord{Spelling: news.Spelling{Span: at, Written: word}, term: t.Term, known: known, beside: p.besides(i), in: in})
		}
	}
	slices.SortFunc(words, func(a, b strangeWord) int { return cmp.Compare(a.Start, b.Start) })
	return words
}

// isName reports whether a word begins with a capital. Of languages whose words are not
// known, others may be right.
func isName(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return !unicode.IsLower(first)
}

// mayBeName reports whether a word that English has may be the name of somebody that others
// spell otherwise: it begins with a capital, and is no time or place.
func mayBeName(word, folded string) bool {
	times := &lang.Asking().Time
	return isName(word) && len(folded) >= shortestSpelled && times.Months[folded] == 0 && !lang.Asking().Speech.BareTimes[folded] &&
		gazetteer.Lookup(word) == nil
}

// foreignCities are the names of cities as other languages have them, of which English
// does not have a word. In a query with capitals a name begins with one.
func foreignCities(p *plan) (cities []strangeWord) {
	words, capitals := p.words(), strings.ContainsFunc(p.text, unicode.IsUpper)
	texts, known := make([]string, len(words)), make([]bool, len(words))
	for i, w := range words {
		texts[i] = p.text[w.Start:w.End]
		known[i] = embed.Known(lexical.Fold(texts[i]))
	}
	for i := 0; i < len(words); i++ {
		if first, _ := utf8.DecodeRuneInString(texts[i]); capitals && unicode.IsLower(first) {
			continue
		}
		// Most queries are all of English words, and need no look at the spellings.
		longest := min(len(words), i+gazetteer.MostWords)
		usual := !slices.Contains(known[i:longest], false)
		if usual && (!isName(texts[i]) || len(texts[i]) < shortestSpelled) {
			continue
		}
		name, n := gazetteer.Spelled(texts[i:])
		usual = n > 0 && !slices.Contains(known[i:i+n], false)
		if n == 0 || usual && n > 1 {
			continue
		}
		from, to := words[i].Start, words[i+n-1].End
		cities = append(cities, strangeWord{Spelling: news.Spelling{Span: p.inQuery(from, to), Written: p.text[from:to]}, city: name, known: usual})
		i += n - 1
	}
	return cities
}

// words are the words of what is searched for as white space divides them, without the
// marks around them.
func (p *plan) words() (words []news.Span) {
	at := 0
	for field := range strings.FieldsSeq(p.text) {
		start := at + strings.Index(p.text[at:], field)
		at = start + len(field)
		bare := strings.TrimLeftFunc(field, isMark)
		start += len(field) - len(bare)
		if bare = strings.TrimSuffix(strings.TrimRightFunc(bare, isMark), "'s"); bare != "" {
			words = append(words, news.Span{Start: start, End: start + len(bare)})
		}
	}
	return words
}

func isMark(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
}

// spellings returns for each word that no hit has how the articles write it: as
// one of them writes the name that sounds the same, as the hits write the word
// that differs least, or as other articles do. It leaves out those of which
// nothing is known.
func (r *Retriever) spellings(ctx context.Context, words []strangeWord, hits []news.Hit) (changes []strangeWord) {
	hits = hits[:min(len(hits), hitsSpelled)]
	read := r.read(hits)
	unseen := r.unseen(words, hits, read)
	if len(unseen) == 0 {
		return nil
	}
	counts := countsOf(read)
	for _, w := range unseen {
		name, same := "", false
		if r.names != nil && utf8.RuneCountInString(w.Written) >= shortestSpelled {
			name, same = r.names.Nearest(ctx, w.Written)
		}
		if w.city != "" && r.names != nil && !r.names.Has(ctx, w.city) { // Mykolayiv, which articles call Mykolaiv
			if city, is := r.names.Nearest(ctx, w.city); is {
				w.city = city
			}
		}
		switch w.Read = name; {
		case w.known && (r.names == nil || !same && w.city == "" || r.names.Has(ctx, w.Written)):
			w.Read = ""
		case w.known && w.city == "":
		case w.in != lang.Asking() && w.mayHaveForm(counts):
			w.Read = ""
		case same: // who stands beside the same word is meant, if another name only sounds so
			w.Read = cmp.Or(w.besideIn(read), name)
		case w.city != "" && (r.names == nil || r.names.Has(ctx, w.city)):
			w.Read = w.city
		case w.term != 0:
			w.Read = cmp.Or(nearest(w.Written, w.mayBe(counts)), name, w.besideIn(read), w.asEnglish())
		}
		if r.isChange(w) {
			changes = append(changes, w)
		}
	}
	return changes
}

// isChange reports whether a word is read as another: not as a compound with another
// beginning, nor, unless it is a name, as another form of itself, which the same term finds.
func (r *Retriever) isChange(w strangeWord) bool {
	if w.Read == "" || isOtherCompound(w.Written, w.Read) {
		return false
	}
	read := r.encoder.Tokens(nil, w.Read)
	return isName(w.Written) || len(read) != 1 || read[0].Term != w.term
}

// mayBe are the words of others that one can stand for: a name that is asked for alone
// stands for names.
func (w strangeWord) mayBe(counts map[string]int) map[string]int {
	if !isName(w.Written) || len(w.beside) > 0 {
		return counts
	}
	names := make(map[string]int, len(counts))
	for other, n := range counts {
		if isName(other) {
			names[other] = n
		}
	}
	return names
}

// mayHaveForm reports whether a word in small letters, in a language of many endings, may be
// among others in another form, by how they begin: what differs least from it is likely
// another word. hasForm is sure of it.
func (w strangeWord) mayHaveForm(counts map[string]int) bool {
	const least = 4 // letters that forms share
	if first, _ := utf8.DecodeRuneInString(w.Written); unicode.IsUpper(first) {
		return false
	}
	folded := []rune(lexical.Fold(w.Written))
	if len(folded) <= least {
		return false
	}
	begins := string(folded[:max(least, len(folded)/2)])
	for other := range counts {
		if strings.HasPrefix(lexical.Fold(other), begins) {
			return true
		}
	}
	return false
}

// isOtherCompound reports whether two names differ in the word that they begin with,
// and it is a word in both: who writes Eastmere does not mean Westmere.
func isOtherCompound(a, b string) bool {
	const shortest = 3 // bytes of a word
	a, b = lexical.Fold(a), lexical.Fold(b)
	for i := shortest; i+shortest <= min(len(a), len(b)); i++ {
		j := len(b) - len(a) + i
		if j >= shortest && a[i:] == b[j:] && a[:i] != b[:j] && embed.Known(a[:i]) && embed.Known(b[:j]) {
			return true
		}
	}
	return false
}

// unseen are the words that no hit has. A name that hits have, but write otherwise
// throughout, is one: by its meaning more is found as they write it.
func (r *Retriever) unseen(words []strangeWord, hits []news.Hit, read []readWord) (left []strangeWord) {
	terms, written := map[uint32]bool{}, map[string]bool{}
	for _, w := range read {
		terms[w.term] = true
		written[lexical.Fold(w.text)] = true
	}
	for _, w := range words {
		folded := lexical.Fold(w.Written)
		switch {
		case written[folded]:
		case w.hasForm(written):
		case w.term == 0 && r.anyHas(hits, folded):
		case !terms[w.term]:
			left = append(left, w)
		case r.names != nil && anySounds(written, lexical.Heard(folded)):
			left = append(left, w)
		}
	}
	return left
}

// hasForm reports whether a word of a query in a language whose words can be stemmed has
// the stem of one of some others: remplace and remplacera.
func (w strangeWord) hasForm(written map[string]bool) bool {
	if w.in == nil || w.in == lang.Asking() || w.in.Stem == nil {
		return false
	}
	stem := w.in.Stem(strings.ToLower(w.Written))
	for other := range written {
		if w.in.Stem(other) == stem {
			return true
		}
	}
	return false
}

// anyHas reports whether one of some hits has a name of several words, or with a hyphen.
func (r *Retriever) anyHas(hits []news.Hit, folded string) bool {
	return slices.ContainsFunc(hits, func(h news.Hit) bool {
		return strings.Contains(lexical.Fold(h.Article.Headline+"\n"+h.Passage.Text+"\n"+strings.Join(h.Article.Authors, "\n")), folded)
	})
}

// anySounds reports whether one of some words sounds in a way.
func anySounds(words map[string]bool, sound string) bool {
	for w := range words {
		if lexical.Heard(w) == sound {
			return true
		}
	}
	return false
}

// countsOf counts words, as they are written.
func countsOf(read []readWord) map[string]int {
	counts := map[string]int{}
	for _, w := range read {
		if utf8.RuneCountInString(w.text) >= shortestSpelled-1 {
			counts[strings.TrimSuffix(strings.ReplaceAll(w.text, "’", "'"), "'s")]++
		}
	}
	return counts
}

// readWord is a word of a hit as it is written, and its term.
type readWord struct {
	text string
	term uint32
}

// read returns the words of the headlines, passages and authors of hits.
func (r *Retriever) read(hits []news.Hit) (words []readWord) {
	var tokens []lexical.Token
	for i := range hits {
		for _, text := range append([]string{hits[i].Article.Headline, hits[i].Passage.Text}, hits[i].Article.Authors...) {
			tokens = r.encoder.Tokens(tokens[:0], text)
			for _, t := range tokens {
				words = append(words, readWord{text[t.Start:t.End], t.Term})
			}
		}
	}
	return words
}

// nearest is the word that differs least from one, "" if all differ much.
func nearest(word string, counts map[string]int) (best string) {
	folded := lexical.Fold(word)
	most := lexical.Slips(folded)
	least := most + 1
	for other, n := range counts {
		if d := len(other) - len(word); d > farSpelled || d < -farSpelled {
			continue
		}
		d := lexical.NameDistance(folded, lexical.Fold(other), most)
		if d < least || d == least && d <= most && (n > counts[best] || n == counts[best] && other < best) {
			best, least = other, d
		}
	}
	return best
}

// besides are the words before and behind the i-th token.
func (p *plan) besides(i int) (words []string) {
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(p.tokens) {
			words = append(words, lexical.Fold(p.text[p.tokens[j].Start:p.tokens[j].End]))
		}
	}
	return words
}

// besideIn is the word of which one slip makes this one, with the same first letter,
// that stands beside a word in hits that this one stands beside, give or take a slip,
// too: "Queen" of "the Quen Idun". It is "" if there is none.
func (w strangeWord) besideIn(read []readWord) string {
	folded := lexical.Fold(w.Written)
	for i := range read {
		other := lexical.Fold(read[i].text)
		if !strings.HasPrefix(other, folded[:1]) || lexical.Distance(folded, other, 1) > 1 {
			continue
		}
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(read) && slices.ContainsFunc(w.beside, func(b string) bool {
				next := lexical.Fold(read[j].text)
				return b == next || len(b) >= besideSpelled && lexical.Distance(b, next, 1) <= 1
			}) {
				return read[i].text
			}
		}
	}
	return ""
}

// asEnglish is the English word of which a slip of the fingers makes this one, in small
// letters of A to Z: two letters swapped or, where none of it is a word, one left out. It
// is "" if there is none, or there are several.
func (w strangeWord) asEnglish() string {
	word := w.Written
	if r, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(r) && w.Start == 0 && w.in == lang.Asking() {
		if asks := onlyEnglish(strings.ToLower(word)); question.Opens(lang.Asking(), asks) {
			return asks // a name is left as it is
		}
		return ""
	}
	if w.in != lang.Asking() || strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return ""
	}
	return onlyEnglish(word)
}

// onlyEnglish is the English word, if there is but one, of which a slip makes another.
func onlyEnglish(word string) string {
	var swapped, longer []string
	isForm := false
	for i := 1; i < len(word); i++ {
		swapped = append(swapped, word[:i-1]+word[i:i+1]+word[i-1:i]+word[i+1:])
		isForm = isForm || i >= besideSpelled && embed.Known(word[:i]) // as "bolder" is of "bold"
		for c := 'a'; c <= 'z'; c++ {
			longer = append(longer, word[:i]+string(c)+word[i:])
		}
	}
	if isForm {
		longer = nil
	}
	for _, guesses := range [][]string{swapped, longer} {
		slices.Sort(guesses)
		if guesses = slices.DeleteFunc(slices.Compact(guesses), func(w string) bool { return !embed.Known(w) }); len(guesses) > 0 {
			if len(guesses) == 1 {
				return guesses[0]
			}
			break
		}
	}
	return ""
}

// withoutDigraphs guesses that ae, oe and ue of a word stand for letters with two
// dots, which the index has without them. It leaves out words that have none.
func withoutDigraphs(words []strangeWord) (guesses []strangeWord) {
	for _, w := range words {
		if w.Read = lexical.Undotted(w.Written); w.Read != w.Written {
			guesses = append(guesses, w)
		}
	}
	return guesses
}
