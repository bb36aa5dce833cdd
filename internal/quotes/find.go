package quotes

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"byline/internal/encode"
	"byline/internal/lexical"
	"byline/internal/neardup"
	"byline/internal/news"
	"byline/internal/panics"
	"byline/internal/query"
)

// Index finds candidates and returns the articles that they came from, as
// index.Searcher and index.Reader say.
type Index interface {
	Candidates(ctx context.Context, q news.IndexQuery) (news.Candidates, error)
	Versions(ctx context.Context, versions []news.Version) ([]news.Article, error)
	Profiles(ctx context.Context, versions []news.Version) ([]news.Profile, error)
}

const (
	defaultLimit = 20
	// batch is how many articles are read before it is asked whether to go on. The
	// article with the words is among the first for nearly all quotes.
	batch = 12
	// mostRead bounds how many are read for one quote, of which each batch has
	// a printing.
	mostRead = 480
	// closestWanted is how many articles are offered where nobody printed the words.
	closestWanted = 3
	// mostTerms is how many of a quote's terms look for it.
	mostTerms = 40
	// reach is how much of a body is read before and after the passage that was
	// found, in bytes; the whole of nearly all bodies.
	reach = 1 << 16
)

// Finder finds who printed words. It is safe for use by several goroutines.
type Finder struct {
	index    Index
	sets     Sets
	encoder  *encode.Encoder
	analyzer *lexical.Analyzer
	wrong    news.OnWrongSpan
	unknown  Unknown // nil: nobody knows
	reader   reader
	aligners sync.Pool // of *aligner
}

// New makes a Finder. wrong is told of words that an index has at another place
// than the article; nil: nobody is.
func New(index Index, sets Sets, encoder *encode.Encoder, wrong news.OnWrongSpan) *Finder {
	f := &Finder{index: index, sets: sets, encoder: encoder, analyzer: lexical.New(), wrong: wrong, reader: newReader()}
	f.aligners.New = func() any { return &aligner{} }
	return f
}

// Unknown says which names of a filter no article has, of those that given articles do not have.
type Unknown func(ctx context.Context, f news.Filter, seen ...news.Article) (warnings []string, err error)

// WithUnknown returns a Finder that says so, too. It is not used beside the other.
func (f *Finder) WithUnknown(unknown Unknown) *Finder {
	f.unknown = unknown
	return f
}

// FindQuote tells who printed words: who has all of them or, of a longer text,
// most of them in their order. KindInvalid: the text has no word to look for.
func (f *Finder) FindQuote(ctx context.Context, req news.QuoteRequest) (news.QuoteResult, error) {
	start := time.Now()
	quote := f.reader.quote(req.Text)
	s := finding{Finder: f, req: req, quote: quote}
	result, err := s.run(ctx)
	if err != nil {
		return result, fmt.Errorf("quotes: %w", err)
	}
	if len(result.Printings) == 0 {
		if better, ok := f.again(ctx, req, quote); ok {
			result = better
		}
	}
	if f.unknown != nil {
		seen := make([]news.Article, len(result.Printings))
		for i := range result.Printings {
			seen[i] = result.Printings[i].Article
		}
		warnings, _ := f.unknown(ctx, req.Filter, seen...) // what was found is not lost if nobody can tell right now
		result.Warnings = append(result.Warnings, warnings...)
	}
	result.Took = time.Since(start)
	return result, nil
}

// again looks for what nobody printed as it was pasted: without the sentences between its
// own, or what stands in quotation marks without what is around it.
func (f *Finder) again(ctx context.Context, req news.QuoteRequest, quote []word) (news.QuoteResult, bool) {
	tries := []finding{{Finder: f, req: req, quote: parted(req.Text, quote)}}
	if req.Text = f.quoted(req.Text); req.Text != "" {
		tries = append(tries, finding{Finder: f, req: req, quote: f.reader.quote(req.Text)})
	}
	for _, s := range tries {
		if len(s.quote) == 0 {
			continue
		}
		result, err := s.run(ctx)
		if err == nil && len(result.Printings) > 0 && float64(result.Printings[0].Same) >= sameAgain*float64(result.Words) {
			return result, true
		}
	}
	return news.QuoteResult{}, false
}

// sameAgain is which share of the words must be the same where sentences may be left out.
const sameAgain = .8

// What stands in quotation marks is looked for without what is around it if it has so many
// words at least, and is so much of the text: else the text is another one.
const (
	fewestQuoted = 6
	mostlyQuoted = .5
)

// quoted is the longest of what a text has in quotation marks; "" if that is all of it, or
// little. Who pastes a post pastes what is said of the quote, too.
func (f *Finder) quoted(text string) (longest string) {
	for _, phrase := range query.Quotations(text) {
		if n := len(strings.Fields(phrase)); len(phrase) > len(longest) && n >= fewestQuoted && float64(n) >= mostlyQuoted*float64(len(strings.Fields(text))) {
			longest = phrase
		}
	}
	return longest
}

// finding is one quote that is looked for.
type finding struct {
	*Finder

	req     news.QuoteRequest
	quote   []word
	words   int // without those in brackets
	printed []found
	closest []found
	damaged int
}

// found is an article with the place where a quote fits best.
type found struct {
	article news.Article
	body    []word
	headed  int // words of the quote before the body, which are the headline
	fit     alignment
	measure measure // without these
}

func (s *finding) run(ctx context.Context) (result news.QuoteResult, err error) {
	for _, w := range s.quote {
		if !w.bracketed {
			s.words++
		}
	}
	result.Words = s.words
	terms := s.terms()
	if len(terms.IDs) == 0 {
		return result, news.InvalidField("text", "has no word that an article could be found by: give a few words more")
	}
	candidates, err := s.candidates(ctx, terms)
	if err != nil {
		return result, err
	}
	if err := s.readAll(ctx, candidates); err != nil {
		return result, err
	}
	if len(s.printed) == 0 {
		result.Closest = s.nearest(ctx)
	} else if result.Printings, err = s.fold(ctx); err != nil {
		return result, err
	}
	if s.damaged > 0 {
		result.Warnings = append(result.Warnings, "Articles that may have these words are damaged on disk and left out.")
	}
	return result, nil
}

// terms are what the words are looked for by: those outside of brackets, the
// longest of many, which are rarer.
func (s *finding) terms() news.QueryTerms {
	text := s.req.Text
	tokens := s.encoder.Tokens(nil, text)
	tokens = slices.DeleteFunc(tokens, func(t lexical.Token) bool { return !s.isQuoted(t) })
	if len(tokens) > mostTerms {
		slices.SortStableFunc(tokens, func(a, b lexical.Token) int { return cmp.Compare(b.End-b.Start, a.End-a.Start) })
		tokens = tokens[:mostTerms]
	}
	return encode.QueryTerms(tokens)
}

// isQuoted reports whether a token is of a word of the quote, and not in brackets.
func (s *finding) isQuoted(t lexical.Token) bool {
	i, _ := slices.BinarySearchFunc(s.quote, t.Start, func(w word, at int) int { return cmp.Compare(w.End, at+1) })
	return i < len(s.quote) && s.quote[i].Start < t.End && !s.quote[i].bracketed
}

// candidate is a part of an article in which the words may stand.
type candidate struct {
	news.Version
	news.Span
}

// candidates are the articles of the best passages, each with the stretch of its
// body that they lie in, the best first.
func (s *finding) candidates(ctx context.Context, terms news.QueryTerms) ([]candidate, error) {
	found, err := s.index.Candidates(ctx, news.IndexQuery{Filter: s.req.Filter, Terms: terms, Limit: mostRead})
	if err != nil {
		return nil, err
	}
	places := map[news.Version]int{}
	var out []candidate
	for _, c := range found.PassageKeyword {
		if i, ok := places[c.Version]; ok {
			out[i].Start, out[i].End = min(out[i].Start, c.Start), max(out[i].End, c.End)
			continue
		}
		places[c.Version] = len(out)
		out = append(out, candidate{c.Version, c.Span})
	}
	return out, nil
}

// readAll reads candidates, a batch at a time, for as long as the words are found.
func (s *finding) readAll(ctx context.Context, list []candidate) error {
	for len(list) > 0 {
		next := list[:min(batch, len(list))]
		list = list[len(next):]
		had := len(s.printed)
		if err := s.read(ctx, next); err != nil {
			return err
		}
		if len(s.printed) == had && s.words > shortQuote {
			return nil
		}
	}
	return nil
}

// read looks for the words in some candidates, on all cores.
func (s *finding) read(ctx context.Context, list []candidate) error {
	fits := make([]found, len(list))
	lost := make([]int, len(list))
	group, ctx := panics.WithContext(ctx)
	part := (len(list) + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0)
	for from := 0; from < len(list); from += part {
		to := min(len(list), from+part)
		group.Go(func() (err error) {
			lost[from], err = s.fitAll(ctx, list[from:to], fits[from:to])
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i := range fits {
		s.damaged += lost[i]
		switch f := &fits[i]; {
		case f.hasAll(len(s.quote)):
			s.printed = append(s.printed, fits[i])
		case f.measure.same > 0:
			s.closest = append(s.closest, fits[i])
		}
	}
	return nil
}

// fitAll reads the articles of candidates and lays the quote along each. It
// returns how many are damaged.
func (s *finding) fitAll(ctx context.Context, list []candidate, into []found) (damaged int, err error) {
	versions := make([]news.Version, len(list))
	for i, c := range list {
		versions[i] = c.Version
	}
	articles, err := s.index.Versions(ctx, versions)
	left, err := news.SplitDamaged(err)
	if err != nil {
		return 0, err
	}
	x := s.aligners.Get().(*aligner) //nolint:forcetypeassert // the pool holds nothing else
	defer s.aligners.Put(x)
	for i := range articles {
		if articles[i].ID == "" {
			continue // deleted while we searched, or damaged
		}
		into[i] = s.fit(x, articles[i], list[i].Span)
	}
	return len(left), nil
}

// fit lays the quote along an article, near to where its terms were found.
func (s *finding) fit(x *aligner, a news.Article, near news.Span) found {
	from, to := max(0, near.Start-reach), min(len(a.Body), near.End+reach)
	from, to = boundaryBefore(a.Body, from), boundaryBefore(a.Body, to)
	out := found{article: a, body: s.reader.words(nil, a.Body, from, to)}
	if fit, ok := x.align(s.quote, out.body); ok {
		out.fit, out.measure = fit, measured(s.quote, &fit)
	}
	if n := s.headed(&a); n > 0 && out.measure.same < s.words {
		fit, ok := x.align(s.quote[n:], out.body)
		if ok || n == len(s.quote) {
			out.headed, out.fit, out.measure = n, fit, measured(s.quote[n:], &fit)
			out.fit.from, out.fit.to = fit.from+n, fit.to+n
		}
	}
	return out
}

// hasAll reports whether a quote of so many words is in the article, its headline included.
func (f *found) hasAll(words int) bool { return f.headed == words || f.measure.printed() }

// headed is how many words a quote begins with that are the headline of an article, as
// when a page is pasted with its headline. A word or two may as well begin a sentence.
func (s *finding) headed(a *news.Article) int {
	const fewest = 3
	headline := s.reader.words(nil, a.Headline, 0, len(a.Headline))
	if len(headline) < fewest || len(headline) > len(s.quote) {
		return 0
	}
	for i, w := range headline {
		if s.quote[i].sum != w.sum || s.quote[i].bracketed {
			return 0
		}
	}
	return len(headline)
}

// boundaryBefore is the place of the white space before a place in a text, which
// breaks no word.
func boundaryBefore(text string, at int) int {
	if at == 0 || at >= len(text) {
		return min(at, len(text))
	}
	return strings.LastIndexAny(text[:at], " \n") + 1
}

// fold makes printings of what was found, the earliest first, and folds the
// copies of an article into it.
func (s *finding) fold(ctx context.Context) ([]news.Printing, error) {
	slices.SortStableFunc(s.printed, func(a, b found) int { return byDate(&a.article, &b.article) })
	versions := make([]news.Version, len(s.printed))
	for i := range s.printed {
		versions[i] = news.Version{ArticleID: s.printed[i].article.ID, Revision: s.printed[i].article.Revision}
	}
	profiles, err := s.index.Profiles(ctx, versions)
	if err != nil {
		return nil, err
	}
	var out []news.Printing
	var first []news.Signature
	for i := range s.printed {
		sign := profiles[i].Signature
		if at := slices.IndexFunc(first, func(f news.Signature) bool { return neardup.Compare(f, sign).NearDuplicates() }); at >= 0 {
			out[at].Copies = append(out[at].Copies, copyOf(&s.printed[i].article))
			continue
		}
		if p, ok := s.printing(ctx, &s.printed[i]); ok {
			out, first = append(out, p), append(first, sign)
		}
	}
	return out[:min(len(out), cmp.Or(s.req.Limit, defaultLimit))], nil
}

// byDate orders articles by when they were published, those of unknown date last.
func byDate(a, b *news.Article) int {
	if a.Published.IsZero() != b.Published.IsZero() {
		if a.Published.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
}

func copyOf(a *news.Article) news.Copy {
	return news.Copy{ID: a.ID, URL: a.URL, Source: a.Source, Headline: a.Headline, Published: a.Published}
}

// nearest are the articles with most of the words.
func (s *finding) nearest(ctx context.Context) []news.Printing {
	slices.SortStableFunc(s.closest, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.measure.share, a.measure.share), byDate(&a.article, &b.article))
	})
	var out []news.Printing
	for i := range s.closest {
		if p, ok := s.printing(ctx, &s.closest[i]); ok && len(out) < closestWanted {
			out = append(out, p)
		}
	}
	return out
}
