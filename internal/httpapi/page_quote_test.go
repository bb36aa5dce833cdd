package httpapi_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"byline/internal/httpapi"
	"byline/internal/news"
)

// printers say who printed words, whatever these are.
type printers news.QuoteResult

func (p printers) FindQuote(context.Context, news.QuoteRequest) (news.QuoteResult, error) {
	return news.QuoteResult(p), nil
}

func (p printers) Sayings(context.Context, news.SayingsRequest) (news.SayingsList, error) {
	return news.SayingsList{}, nil
}

func quotePage(t *testing.T, found news.QuoteResult, words string) string {
	t.Helper()
	deps := newNewsroom().deps()
	deps.Quoter = printers(found)
	w := call(t, httpapi.New(deps, httpapi.Config{}), "GET", "/quote?text="+url.QueryEscape(words), "")
	if w.Code != 200 {
		t.Fatalf("status %d", w.Code)
	}
	return w.Body.String()
}

// reprint is an article with its words, a comma among them, and how a quote of it
// that says "carried 300 people, gladly" differs.
func reprint() news.Printing {
	a := news.Article{ID: "ferry/2", URL: "https://lantern.example/2", Source: "The Coast Lantern", Headline: "Ferry back",
		Published: time.Date(2025, 2, 3, 0, 0, 0, 0, time.UTC), Revision: 1, Body: "It carried 212 very happy people, they said."}
	piece := func(kind news.QuoteChange, given, printed string) news.QuotePiece {
		at := strings.Index(a.Body, printed)
		if printed == "" {
			at = len("It carried 212 very happy people")
		}
		return news.QuotePiece{Kind: kind, Given: given, Printed: printed, Span: news.Span{Start: at, End: at + len(printed)}}
	}
	return news.Printing{
		Article: a, Span: news.Span{Start: 3, End: 32}, Quote: a.Body[3:32], Same: 2,
		Pieces: []news.QuotePiece{
			piece(news.QuoteSame, "carried", "carried"), piece(news.QuoteChanged, "300", "212"), piece(news.QuoteDropped, "", "very happy"),
			piece(news.QuoteSame, "people", "people"), piece(news.QuoteAdded, "gladly", ""), piece(news.QuoteSame, "they", "they"),
		},
		Copies: []news.Copy{{ID: "ferry/3", Source: "Harbour Wire", Published: time.Date(2025, 2, 4, 0, 0, 0, 0, time.UTC)}},
	}
}

func TestQuotePageSaysWhoPrintedWordsAndWhatDiffers(t *testing.T) {
	later := reprint()
	later.Article.ID, later.Article.Source, later.Exact, later.Copies = "ferry/9", "Orsk Bay Courier", true, nil
	page := quotePage(t, news.QuoteResult{Printings: []news.Printing{reprint(), later}, Words: 4}, "carried 300 people, gladly they")
	shows(t, page, "2 articles printed these words, the earliest first", `aria-current="page">Quotes`, ">\ncarried 300 people, gladly they</textarea>",
		`href="/articles/ferry%2F2?start=3&amp;end=32&amp;revision=1#cited"`, "The Coast Lantern", "3 February 2025", `href="https://lantern.example/2"`,
		`carried <del><span class="unseen">[printed: </span>212<span class="unseen">]</span></del> <ins><span class="unseen">[your words: </span>300<span class="unseen">]</span></ins> <del>`,
		`very happy<span class="unseen">]</span></del> people <ins>`, `gladly<span class="unseen">]</span></ins>, they`,
		"2 of 4 words as printed", "Word for word", `The same text in <a href="/articles/ferry%2F3"><bdi>Harbour Wire</bdi></a> (4 Feb 2025)`)
	if n := strings.Count(page, ">First<"); n != 1 {
		t.Errorf("%d articles are the first", n)
	}
}

// Of an article without a date nobody knows whether it was the first.
func TestQuotePageCallsNothingFirstWithoutADate(t *testing.T) {
	undated := reprint()
	undated.Article.Published = time.Time{}
	if page := quotePage(t, news.QuoteResult{Printings: []news.Printing{undated}}, "people"); strings.Contains(page, ">First<") {
		t.Error("an article without a date is the first")
	}
}

func TestQuotePageSaysThatNothingWasFound(t *testing.T) {
	page := quotePage(t, news.QuoteResult{Closest: []news.Printing{reprint()}, Words: 9}, "words")
	shows(t, page, "No article here printed these words", "The closest", "Ferry back", "2 of 9 words as printed")
	if strings.Contains(page, ">First<") {
		t.Error("who did not print the words is the first to have printed them")
	}
	shows(t, quotePage(t, news.QuoteResult{}, "words"), "No article here printed these words", "None has anything like them")
	if page := quotePage(t, news.QuoteResult{}, " "); strings.Contains(page, "No article here") {
		t.Error("looked for nothing, and said that it was not found")
	}
}

func TestQuotePageSaysHowMuchWasLeftOut(t *testing.T) {
	long := reprint()
	long.Pieces[2] = news.QuotePiece{Kind: news.QuoteLeftOut, Printed: strings.Repeat("happy ", 100), Span: long.Pieces[2].Span}
	long.Pieces[1] = news.QuotePiece{Kind: news.QuoteBracket, Given: "some", Printed: "212", Span: long.Pieces[1].Span}
	shows(t, quotePage(t, news.QuoteResult{Printings: []news.Printing{long}}, "words"),
		"(… 100 words left out …)", `<span class="omitted">212</span> [some]`)
}

func TestQuotePageTakesNoMoreThanTheAPI(t *testing.T) {
	w := call(t, httpapi.New(newNewsroom().deps(), httpapi.Config{}), "GET", "/quote?text="+strings.Repeat("x", news.MaxQuote+1), "")
	if w.Code != 400 {
		t.Errorf("status %d", w.Code)
	}
	shows(t, w.Body.String(), `class="fault" role="alert"`)
}
