package speech

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

const (
	// fewestSaid is how many words something that is said in other words has.
	fewestSaid = 3
	// wholeQuote is how many words between quotation marks are taken for said where
	// nobody is named who says them.
	wholeQuote = 5
)

// Sentences returns the sentences of a text, as chunk.Sentences does.
type Sentences func(text string, language *lang.Pack) []news.Span

// Sayings returns what is said in an article, in the order of its body.
func Sayings(a *news.Article, cut Sentences) []news.Saying {
	return newReader(a, cut).sayings()
}

// Read returns what is said in an article, and from whom it has what it says: a chain
// for each sentence that tells. Both are in the order of the body.
func Read(a *news.Article, cut Sentences) ([]news.Saying, []news.Chain) {
	r := newReader(a, cut)
	r.credits = true
	return r.sayings(), r.chains
}

func newReader(a *news.Article, cut Sentences) *reader {
	pack := lang.OfSpeech(a.Language)
	return &reader{text: a.Body, cut: cut, pack: pack, cast: cast{text: a.Body, pack: pack}}
}

// reader reads an article.
type reader struct {
	cast

	text string
	cut  Sentences
	pack *lang.Pack
	all  []news.Saying

	credits bool // it is told whom sentences credit, too
	chains  []news.Chain

	tokens []token // kept for its memory
	last   voice   // who was quoted last in the paragraph, or at the end of the one before
	here   bool    // that was in this paragraph
	open   bool    // the paragraph before ends within a quotation, or leads to one
	whose  []int   // which of all go on in the next paragraph, and it is not known of whom
}

// sayings reads the article.
func (r *reader) sayings() []news.Saying {
	r.read()
	slices.SortStableFunc(r.all, func(a, b news.Saying) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	return r.all
}

// read reads the paragraphs.
func (r *reader) read() {
	for from := 0; from < len(r.text); {
		to := strings.IndexByte(r.text[from:], '\n')
		if to < 0 {
			to = len(r.text) - from
		}
		r.paragraph(from, from+to)
		from += to + 1
	}
}

// voice is who speaks and where that is written.
type voice struct {
	name  string
	named news.Span
}

func (r *reader) paragraph(from, to int) {
	if strings.TrimSpace(r.text[from:to]) == "" {
		return
	}
	quotations := quotations(r.text, from, to)
	if len(quotations) == 0 {
		quotations = dashed(r.text, from, to, &r.pack.Speech)
	}
	if !r.open {
		r.last = voice{}
	}
	if n := len(r.whose); n > 0 && r.whose[n-1] != len(r.all)-1 {
		r.whose = nil
	}
	r.open, r.here = false, false
	for _, span := range r.cut.whole(r.text, from, to, quotations, r.pack) {
		r.tokens = tokens(r.tokens[:0], r.text, span, quotations, r.pack)
		if len(r.tokens) > 0 {
			r.sentence(&spoken{text: r.text, tokens: r.tokens, words: &r.pack.Speech, pack: r.pack}, quotations)
		}
	}
	end := strings.TrimRight(r.text[from:to], " ")
	r.open = r.last.name != "" && len(quotations) > 0 || strings.HasSuffix(end, ":")
}

// sentence reads a sentence.
func (r *reader) sentence(s *spoken, quotations []quotation) {
	clauses := s.clauses()
	voices := make([]voice, len(clauses))
	for i := range clauses {
		c := &clauses[i]
		if voices[i] = (voice{name: r.one}); !c.speaker.empty() {
			voices[i] = voice{r.speaker(s, c.speaker), s.cut(c.speaker)}
		}
		r.indirect(s, c, voices[i])
		if name := voices[i].name; name != "" && !r.isPerson(name) { // said …, but it said later
			r.remember(name, s.tokens[0].Start)
		}
	}
	if r.credits {
		r.credit(s, clauses)
	}
	for i := range s.tokens {
		if s.tokens[i].kind != quoted {
			continue
		}
		q := quotations[s.tokens[i].quotation]
		if at := nearest(clauses, i); at >= 0 {
			if isTitle(r.text[q.Start:q.End], r.pack) && !whole(&clauses[at], i) {
				continue
			}
			r.say(q.Span, true, voices[at])
			r.last, r.here = voices[at], true
		} else if words := len(strings.Fields(r.text[q.Start:q.End])); words >= wholeQuote && s.wordsIn(stretch{0, len(s.tokens)}) == 0 ||
			r.here && words > 1 && !isTitle(r.text[q.Start:q.End], r.pack) {
			r.say(q.Span, true, r.last)
			if q.open && r.last.name == "" {
				r.whose = append(r.whose, len(r.all)-1)
			}
		}
	}
	if len(clauses) == 0 {
		r.notice(s)
		return
	}
	for _, v := range voices {
		r.remember(v.name, s.tokens[0].Start)
	}
	if !slices.ContainsFunc(s.tokens, func(t token) bool { return t.kind == quoted }) {
		r.last, r.here = voices[len(voices)-1], false
	}
}

// whole reports whether all that a clause is about, before it or behind, is a quotation.
func whole(c *clause, at int) bool {
	return c.quotes && c.ahead.from == at || c.behind.to-c.behind.from <= 2 && c.behind.from <= at && at < c.behind.to
}

// indirect adds what a clause says in words of the article.
func (r *reader) indirect(s *spoken, c *clause, v voice) {
	for _, part := range []stretch{c.behind, c.ahead} {
		if part == c.ahead && c.quotes || c.kind == onlyQuoted && !(c.posts && s.isWhole(c.behind) && c.ahead.empty()) || part == c.behind && c.quotes && !c.ahead.empty() {
			continue
		}
		for !part.empty() && (s.tokens[part.to-1].kind == comma || s.tokens[part.to-1].kind == stop || s.tokens[part.to-1].kind == other) {
			part.to--
		}
		for !part.empty() && (s.tokens[part.from].kind == comma || s.is(part.from, s.pack.Statements.Coordinators)) {
			part.from++
		}
		part = s.behindDateline(part)
		if at := s.lastColon(part); at > 0 { // had a message: “…”
			part.to = at - 1
		}
		if part.empty() || s.onlyQuotes(part) || s.wordsIn(part) < fewestSaid && !s.quotes(part) {
			continue
		}
		r.say(s.cut(part), false, v)
	}
}

// isWhole reports whether a stretch before a verb is a sentence by itself, by its length and
// how it begins: “The ferry sank off the coast of Velm on Monday, the coastguard posted.”
func (s *spoken) isWhole(p stretch) bool {
	return s.wordsIn(p) >= 2*fewestSaid && p.from == 0 && !s.is(0, s.words.Joins) && !s.is(0, s.words.Clauses)
}

// behindDateline leaves out of what begins a sentence the place that it is reported from: "PHOENIX — ".
func (s *spoken) behindDateline(p stretch) stretch {
	if p.from > 0 {
		return p
	}
	if i := s.next(0, colon); i < min(p.to, 5) { // What to know: …
		return stretch{i + 1, p.to}
	}
	if !isCapitals(s.text[s.tokens[0].Start:s.tokens[0].End]) {
		return p
	}
	for i := 1; i < min(p.to, longest); i++ {
		if t := &s.tokens[i]; t.kind == other && strings.ContainsAny(s.text[t.Start:t.End], "—–-") {
			return stretch{i + 1, p.to}
		}
	}
	return p
}

// onlyQuotes reports whether there is no word in a stretch outside of quotations.
func (s *spoken) onlyQuotes(p stretch) bool { return s.wordsIn(p) == 0 }

// quotes reports whether there is a quotation in a stretch.
func (s *spoken) quotes(p stretch) bool { return s.next(p.from, quoted) < p.to }

func (r *reader) say(span news.Span, direct bool, v voice) {
	if direct && v.name != "" {
		for _, i := range r.whose {
			r.all[i].Speaker, r.all[i].Named = v.name, v.named
		}
		r.whose = nil
	}
	r.all = append(r.all, news.Saying{Span: span, Quote: r.text[span.Start:span.End], Direct: direct, Speaker: v.name, Named: v.named})
}

// nearest is the clause that a quotation belongs to: the innermost that it is said
// in, or else the nearest; -1 if there is none.
func nearest(clauses []clause, at int) int {
	best, least := -1, 0
	for i := range clauses {
		c := &clauses[i]
		distance := max(c.from-at, at-c.to+1)
		if c.ahead.from <= at && at < c.ahead.to || c.behind.from <= at && at < c.behind.to {
			distance -= farthest
		}
		if c.ahead.from <= at && at < c.ahead.to {
			distance -= farthest
		}
		if best < 0 || distance < least {
			best, least = i, distance
		}
	}
	return best
}

// isTitle reports whether what stands between quotation marks is the name of a work
// or a thing: its words have capitals.
func isTitle(text string, pack *lang.Pack) bool {
	n, large := 0, 0
	for i, w := range strings.Fields(text) {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		first, _ := utf8.DecodeRuneInString(w)
		if w == "" || pack.Terms.StopWords[strings.ToLower(w)] && (i == 0 || !unicode.IsUpper(first)) {
			continue
		}
		n++
		if !unicode.IsLower(first) {
			large++
		}
	}
	return n > 0 && large == n && n < 10
}
