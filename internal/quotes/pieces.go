package quotes

import (
	"context"

	"byline/internal/news"
)

// printing says what an article has of a quote; ok is false where its words
// cannot be shown.
func (s *finding) printing(ctx context.Context, f *found) (p news.Printing, ok bool) {
	a := &f.article
	p = news.Printing{Article: *a, Same: f.measure.same + f.headed}
	if f.fit.end > f.fit.start {
		p.Span = news.Span{Start: f.body[f.fit.start].Start, End: f.body[f.fit.end-1].End}
	}
	if p.Quote, ok = s.wrong.Cut(ctx, a, p.Span, 0); !ok {
		return p, false
	}
	p.Pieces, ok = s.pieces(ctx, f)
	p.Exact = ok && exact(p.Pieces)
	return p, ok
}

// exact reports whether no word differs but where the quote says so.
func exact(pieces []news.QuotePiece) bool {
	for _, p := range pieces {
		switch p.Kind {
		case news.QuoteChanged, news.QuoteDropped, news.QuoteAdded:
			return false
		}
	}
	return true
}

// part is a run of steps of one kind: words of the quote and words of the body.
type part struct {
	kind       news.QuoteChange
	from, to   int // in the quote
	start, end int // in the body
}

// parts makes runs of an alignment. What of the quote lies before and after it is
// added.
func (s *finding) parts(f *found) []part {
	a, body := &f.fit, f.body
	var out []part
	put := func(kind news.QuoteChange, quoted, printed, i, j int) {
		if n := len(out); n > 0 && joined(out[n-1].kind, kind) {
			last := &out[n-1]
			last.kind = kinder(last.kind, kind)
			last.to, last.end = last.to+quoted, last.end+printed
			return
		}
		out = append(out, part{kind, i, i + quoted, j, j + printed})
	}
	for i := range f.headed {
		put(news.QuoteHeading, 1, 0, i, a.start)
	}
	for i := f.headed; i < a.from; i++ {
		put(s.added(i), 1, 0, i, a.start)
	}
	i, j := a.from, a.start
	for k := len(a.steps) - 1; k >= 0; k-- {
		switch a.steps[k] {
		case pair:
			put(s.paired(i, &body[j]), 1, 1, i, j)
			i, j = i+1, j+1
		case missed:
			put(s.missing(i), 0, 1, i, j)
			j++
		default:
			put(s.added(i), 1, 0, i, j)
			i++
		}
	}
	for ; i < len(s.quote); i++ {
		put(s.added(i), 1, 0, i, a.end)
	}
	return out
}

func (s *finding) added(i int) news.QuoteChange {
	if s.quote[i].bracketed {
		return news.QuoteBracket
	}
	return news.QuoteAdded
}

func (s *finding) paired(i int, w *word) news.QuoteChange {
	switch {
	case s.quote[i].bracketed:
		return news.QuoteBracket
	case s.quote[i].sum == w.sum:
		return news.QuoteSame
	}
	return news.QuoteChanged
}

// missing is the kind of a word of the body that stands before the word i of the quote.
func (s *finding) missing(i int) news.QuoteChange {
	if i < len(s.quote) && s.quote[i].omission {
		return news.QuoteLeftOut
	}
	return news.QuoteDropped
}

// joined reports whether two runs are one: of one kind, or words changed beside
// words dropped or added, which are a change of another length.
func joined(a, b news.QuoteChange) bool {
	if a == b {
		return true
	}
	return differs(a) && differs(b) || a == news.QuoteBracket && b == news.QuoteDropped || a == news.QuoteDropped && b == news.QuoteBracket
}

func differs(c news.QuoteChange) bool {
	return c == news.QuoteChanged || c == news.QuoteDropped || c == news.QuoteAdded
}

// kinder is the kind of two runs that are joined.
func kinder(a, b news.QuoteChange) news.QuoteChange {
	switch {
	case a == b:
		return a
	case a == news.QuoteBracket || b == news.QuoteBracket:
		return news.QuoteBracket
	}
	return news.QuoteChanged
}

// pieces cuts the runs of an alignment from the quote and the body.
func (s *finding) pieces(ctx context.Context, f *found) (out []news.QuotePiece, ok bool) {
	for _, r := range s.parts(f) {
		p := news.QuotePiece{Kind: r.kind}
		if r.from < r.to {
			p.Given = s.req.Text[s.quote[r.from].Start:s.quote[r.to-1].End]
		}
		switch {
		case r.kind == news.QuoteHeading:
			p.Printed = f.article.Headline
		case r.start < r.end:
			p.Span = news.Span{Start: f.body[r.start].Start, End: f.body[r.end-1].End}
			if p.Printed, ok = s.wrong.Cut(ctx, &f.article, p.Span, 0); !ok {
				return nil, false
			}
		default:
			at := f.body[max(0, r.start-1)].End
			p.Span = news.Span{Start: at, End: at}
		}
		out = append(out, p)
	}
	return out, true
}
