package entities

import (
	"slices"
	"strings"
	"sync"

	"byline/internal/lang"
	"byline/internal/news"
)

// Mention is where an article names an entity.
type Mention struct {
	news.Span     // of the body
	Entity    int // among the entities found
}

// Found is whom and what an article names.
type Found struct {
	Entities []news.Entity // those that are named most often first
	Mentions []Mention     // in the body, in order
}

// Find finds what an article names. There is nothing to be found in a language whose
// names nobody told us of.
func Find(a *news.Article) Found {
	f := readArticle(a)
	defer f.keep()
	return Found{Entities: f.found(), Mentions: f.mentioned()}
}

// finders are kept, since memory is most of what an article takes.
var finders = sync.Pool{New: func() any {
	return &finder{names: make(map[string]*name), byKey: make(map[news.Entity]int)}
}}

// headline is where the headline stands, as far as mentions go.
const headline = -1 << 30

// finder finds the names of an article.
type finder struct {
	article *news.Article

	pack  *lang.Pack
	list  *lang.Entities
	table table
	known knownWords
	runs  runs
	line  line   // that is read
	words []word // of it

	within bool // a name with "of" in it is being read, in which "and" stands for no other name

	names    map[string]*name // by how they are written
	order    []*name          // as they were found
	mentions []mention
	later    []line // whose capitals tell nothing

	standIns []standIn // of fuller names
	entities []entity
	byKey    map[news.Entity]int // of entities
}

// readArticle finds the names of an article and tells what they are of.
func readArticle(a *news.Article) *finder {
	f := finders.Get().(*finder) // the pool holds nothing else
	f.begin(a)
	if len(f.list.GivenNames) == 0 {
		return f
	}
	f.read(a.Headline, headline)
	at := 0
	for line := range strings.Lines(a.Body) {
		f.read(line, at)
		at += len(line)
	}
	f.judge()
	f.join()
	for _, l := range f.later {
		f.readKnown(l)
	}
	return f
}

// begin forgets the article before.
func (f *finder) begin(a *news.Article) {
	pack := lang.OfArticle(a.Language)
	f.article, f.pack, f.list, f.table = a, pack, &pack.Entities, tables()[pack]
	f.known.of(f.table, pack)
	clear(f.names)
	clear(f.byKey)
	f.order, f.mentions, f.later, f.standIns, f.entities = f.order[:0], f.mentions[:0], f.later[:0], f.standIns[:0], f.entities[:0]
}

// keep leaves the finder to the next article, unless this one was far longer than most.
func (f *finder) keep() {
	const mostNames, mostWords = 2000, 20_000
	f.article = nil
	if len(f.order) <= mostNames && cap(f.words) <= mostWords {
		finders.Put(f)
	}
}

// line is a line of the headline or the body.
type line struct {
	text string
	at   int
}

// mention is a name at a place.
type mention struct {
	news.Span
	name *name
}

// name is one way in which something is named, with all that the article tells of it.
type name struct {
	text    string
	words   []string
	score   scores
	context scores          // what stands beside it
	byName  scores          // of that, what its own words tell
	kind    news.EntityKind // "": it names nothing of ours
	inside  bool            // it stands elsewhere than at the beginning of a sentence
	sure    bool            // it stands where a capital tells that it is a name
	times   int
	whole   *name  // the fuller name of the same; nil: none
	key     string // "": not made yet
	entity  int    // the place of that which it names, from 1; 0: it names nothing of ours
}

// newName adds a name. It takes the memory of one of an article before.
func (f *finder) newName(text string) *name {
	i := len(f.order)
	if i == cap(f.order) {
		f.order = slices.Grow(f.order, 1)
		clear(f.order[i:cap(f.order)])
	}
	f.order = f.order[:i+1]
	if f.order[i] == nil {
		f.order[i] = new(name)
	}
	*f.order[i] = name{text: text, words: f.order[i].words[:0]}
	return f.order[i]
}

// read finds the names of a line.
func (f *finder) read(text string, at int) {
	words := f.cutWords(text, at)
	if f.tellsNothing(words, at == headline) {
		f.later = append(f.later, line{text, at})
		return
	}
	for i := 0; i < len(words); {
		if !words[i].large {
			i++
			continue
		}
		to := f.runTo(i)
		f.divide(i, to)
		i = to
	}
}

// tellsNothing reports whether the capitals of a line tell no names: all of it, or each
// word of a headline, has some.
func (f *finder) tellsNothing(words []word, headline bool) bool {
	large, capital, long := 0, 0, 0
	for i := range words {
		if len(words[i].text) < 4 || words[i].number {
			continue
		}
		long++
		if words[i].large {
			large++
		}
		if words[i].capital {
			capital++
		}
	}
	return capital > 0 && 4*capital > 3*long || headline && long > 3 && 4*large > 3*long
}

// runTo is where the run of words with capitals ends that begins at a word.
func (f *finder) runTo(i int) int {
	to := i + 1
	f.within = false
	for to < len(f.words) && f.words[to].gap == " " || f.ampersand(to) {
		n := 0
		if !f.words[to-1].owning {
			n = f.goesOn(to)
		}
		if n == 0 {
			return to
		}
		to += n
	}
	return to
}

// ampersand reports whether a sign for "and" joins a word to the one before.
func (f *finder) ampersand(i int) bool { return i < len(f.words) && f.words[i].gap == " & " }

// goesOn is how many words from one on belong to the name before it, up to one with a
// capital: Ministry of Defence, Ursula von der Leyen.
func (f *finder) goesOn(i int) int {
	for n := 0; n < 3 && i+n < len(f.words) && (n == 0 || f.words[i+n].gap == " "); n++ {
		w := &f.words[i+n]
		if w.large {
			if w.begins && n > 0 || f.within && n > 0 && f.is(i+n, bodyOpening) {
				return 0
			}
			return n + 1
		}
		switch low := w.text; {
		case low == "of" || low == "for":
			if n > 0 || !f.is(i-1, bodyOpening) && (low == "for" || !f.is(i-1, placeOpener)) {
				return 0
			}
			f.within = true
		case low == "and":
			if !f.within || n > 0 {
				return 0
			}
		case !f.is(i+n, particle) || low == "e" || low == "y":
			return 0
		}
	}
	return 0
}

// divide tells the names in the run of words from one to another: what a title, a day or
// what a sentence opens with stands before or between.
func (f *finder) divide(from, to int) {
	titled := false
	for i := from; i < to; {
		switch {
		case f.isTitle(i):
			titled = true
			i++
			continue
		case f.opens(i), f.isTime(i):
			i++
			continue
		}
		end := i + 1
		for end < to && !f.isTime(end) && !(f.isTitle(end) && !f.closes(end, to)) {
			end++
		}
		if end < to && f.areAreas(i, end) && f.isTitle(end) { // Finance Minister
			i = end
			continue
		}
		f.take(f.widened(from, i, end), end, titled)
		titled = false
		i = end
	}
}

// areAreas reports whether words say what an office is for.
func (f *finder) areAreas(from, to int) bool {
	for i := from; i < to; i++ {
		if !f.is(i, area) {
			return false
		}
	}
	return true
}

// widened takes a title into a name of one word that says what kind of body it is:
// Foreign Ministry, Justice Department.
func (f *finder) widened(from, i, end int) int {
	for i > from && end-i < 3 && f.isBody(end-1) && f.isTitle(i-1) && !strings.HasSuffix(f.words[i-1].text, ".") {
		i--
	}
	return i
}

// closes reports whether a title is part of a name whose last word says that it is that
// of a body: Israel Prime Minister's Office, Coach Inc.
func (f *finder) closes(i, to int) bool {
	return f.isBody(to-1) && to-i <= 2
}

func (f *finder) isTitle(i int) bool { return f.is(i, role|address) }

// opens reports whether a word has its capital from where it stands, or is none of a name.
func (f *finder) opens(i int) bool {
	w := &f.words[i]
	if w.capital && !w.begins {
		return false
	}
	return f.is(i, stop) || w.begins && f.is(i, sentenceOpener|phraseOpening)
}

// isTime reports whether a word is the name of a day or a month.
func (f *finder) isTime(i int) bool {
	if w := &f.words[i]; w.isLow("may") || w.isLow("may.") { // or a name
		return w.large && (i == 0 || !f.words[i-1].large || f.words[i].gap != " ") && (i+1 == len(f.words) || !f.words[i+1].large)
	}
	return f.is(i, timeWord)
}

// isBody reports whether a word says that a name is that of an organisation.
func (f *finder) isBody(i int) bool { return f.is(i, body) }

// Names tells whom and what articles name, by the rules of this package.
type Names struct{}

// Entities returns the people, organisations and places that an article names.
func (Names) Entities(a *news.Article) []news.Entity {
	f := readArticle(a)
	defer f.keep()
	return f.found()
}

// EntityKey returns what the spellings of a name have in common, see [Key].
func (Names) EntityKey(kind news.EntityKind, name string) string { return Key(kind, name) }

// EntityNaming returns that nothing was decided about names.
func (Names) EntityNaming(news.EntityKind) news.EntityNaming { return news.EntityNaming{} }
