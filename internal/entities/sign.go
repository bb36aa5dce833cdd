package entities

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"byline/internal/gazetteer"
	"byline/internal/lang"
)

// signs are what a pack tells of a word. All of it is found by one or two looks, since
// most words that are asked for are in none of its lists.
type signs uint32

// The signs, by which form of a word they are found. Of a word that was looked up one is looked.
const (
	looked signs = 1 << iota

	bodyOpening // by its small letters
	placeOpener
	placeWord
	otherWord
	beforePlaces
	acting // behind people: says
	ofMatches
	particle
	phraseOpening
	bodyFirst
	thing
	noName // alone
	area   // of an office

	body // without the full stop behind it
	timeWord

	role // without a full stop, as far as a hyphen
	stop // as far as an apostrophe

	given // as it is written
	sentenceOpener
	abbreviation // behind which a full stop ends no sentence
	country      // or a state, or what else the gazetteer has by one word
	people       // of those: French
	beginsPlace  // the name of a place begins with it, or is it
	address      // likewise, without the full stop

	byLow     = bodyOpening | placeOpener | placeWord | otherWord | beforePlaces | acting | ofMatches | particle | phraseOpening | bodyFirst | thing | noName | area
	byBare    = body | timeWord
	byWritten = given | sentenceOpener | country | people | beginsPlace
)

// table has the signs of all words of a pack.
type table map[string]signs

// tables are those of all packs.
var tables = sync.OnceValue(func() map[*lang.Pack]table {
	all := map[*lang.Pack]table{}
	for _, p := range lang.Packs() {
		all[p] = newTable(p)
	}
	return all
})

func newTable(p *lang.Pack) table {
	t := table{}
	e := &p.Entities
	for _, list := range []struct {
		of    signs
		words []lang.Words
	}{
		{bodyOpening, []lang.Words{e.BodyOpenings}},
		{bodyFirst, []lang.Words{e.BodyFirsts}},
		{thing, []lang.Words{e.Things}},
		{noName, []lang.Words{e.NoNames}},
		{area, []lang.Words{e.Areas}},
		{placeOpener, []lang.Words{e.PlaceOpeners}},
		{placeWord, []lang.Words{e.PlaceWords}},
		{otherWord, []lang.Words{e.OtherWords}},
		{beforePlaces, []lang.Words{e.BeforePlaces}},
		{acting, []lang.Words{e.BehindPeople}},
		{ofMatches, []lang.Words{e.Matches}},
		{particle, []lang.Words{p.Credits.Particles}},
		{phraseOpening, []lang.Words{p.Speech.Openings}},
		{body, []lang.Words{e.BodyWords, e.Companies, p.Credits.Bodies, p.Speech.BodyWords}},
		{timeWord, []lang.Words{p.Speech.BareTimes}},
		{role, []lang.Words{p.Answers.Roles, p.Speech.Titles}},
		{stop, []lang.Words{p.Terms.StopWords}},
		{given, []lang.Words{e.GivenNames}},
		{sentenceOpener, []lang.Words{p.Sentences.Openers}},
		{address, []lang.Words{p.Sentences.Titles}},
		{abbreviation, []lang.Words{p.Sentences.Titles, p.Sentences.OpeningTitles, p.Sentences.Abbreviations}},
	} {
		for _, words := range list.words {
			for word := range words {
				t[word] |= list.of
			}
		}
	}
	if len(e.GivenNames) > 0 {
		t.addPlaces(e.Regions)
	}
	for verb := range p.Speech.Verbs {
		t[verb] |= acting
	}
	for month := range p.Time.Months {
		t[month] |= timeWord
	}
	for month := range p.Time.MonthsShort {
		if month != "mar" {
			t[month] |= timeWord
		}
	}
	return t
}

// addPlaces adds what names of places begin with, of which most names of anything else
// need not be looked up among them.
func (t table) addPlaces(regions lang.Words) {
	begins := func(name string) {
		first, _, _ := strings.Cut(name, " ")
		t[first] |= beginsPlace
	}
	for name := range regions {
		begins(name)
	}
	for name := range gazetteer.Cities() {
		begins(name)
	}
	for name, meanings := range gazetteer.Names() {
		begins(name)
		if strings.Contains(name, " ") {
			continue
		}
		t[name] |= country
		if slices.ContainsFunc(meanings, func(m gazetteer.Meaning) bool { return m.By == gazetteer.ByPeople }) {
			t[name] |= people
		}
	}
}

// of returns the signs of a word.
func (t table) of(w *word) signs {
	var buf [64]byte
	low := w.appendLow(buf[:0])
	own := t[string(low)]
	at := func(beginning []byte) signs {
		if len(beginning) == len(low) {
			return own
		}
		return t[string(beginning)]
	}
	bare := bytes.TrimSuffix(low, []byte("."))
	stem, plain := bare, low
	if i := bytes.IndexByte(bare, '-'); i >= 0 {
		stem = bare[:i]
	}
	if i := bytes.IndexByte(low, '\''); i >= 0 {
		plain = low[:i]
	}
	if i := bytes.Index(plain, []byte("’")); i >= 0 {
		plain = plain[:i]
	}
	s := looked | own&byLow | at(bare)&byBare | at(stem)&role | at(plain)&stop
	written := own
	if w.large {
		written = t[w.text]
	}
	s |= written & byWritten
	if title := strings.TrimSuffix(w.text, "."); len(title) < len(w.text) {
		written = t[title]
	}
	return s | written&address
}

// is reports whether a word has one of some signs.
func (f *finder) is(i int, of signs) bool {
	w := &f.words[i]
	if w.signs == 0 {
		w.signs = f.known.signs(w)
	}
	return w.signs&of != 0
}

// knownWords keeps the signs of words that were looked up: articles repeat a few
// thousand, and the tables of all lists and places are too large to stay near.
type knownWords struct {
	pack  *lang.Pack
	table table
	words [1 << 12]knownWord // by hash; a newer word replaces an older one
}

// knownWord is a word as it was written, without holding on to the text that it was in.
type knownWord struct {
	signs  signs
	length uint8
	text   [19]byte
}

// of forgets the words of another pack.
func (k *knownWords) of(t table, pack *lang.Pack) {
	if k.pack != pack {
		clear(k.words[:])
		k.pack, k.table = pack, t
	}
}

// signs are those of a word.
func (k *knownWords) signs(w *word) signs {
	if len(w.text) > len(knownWord{}.text) {
		return k.table.of(w)
	}
	h := uint32(0)
	for i := range len(w.text) {
		h = hashed(h, w.text[i])
	}
	e := &k.words[h>>20]
	if string(e.text[:e.length]) != w.text || e.signs == 0 {
		e.signs, e.length = k.table.of(w), uint8(copy(e.text[:], w.text))
	}
	return e.signs
}
