package httpapi_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/go-json-experiment/json"

	"byline/internal/httpapi"
	"byline/internal/index"
	"byline/internal/news"
)

// newsroom is a small Byline: it holds articles in memory, finds sentences by
// the words that they share with a question, and answers by quoting them. It
// keeps the requests that reached it.
type newsroom struct {
	web      web  // what is at addresses; nil: none is fetched
	writes   bool // a language model writes the answers, so the pages say
	mu       sync.Mutex
	articles []news.Article
	earlier  []news.Revision // of the article asked for
	searches []news.SearchRequest
	similars []news.SimilarRequest
	answers  []news.AnswerRequest
	listings []news.Filter
	decided  []news.EntityDecision

	before  hook          // called first by every method; may block or fail
	midway  hook          // called in the middle of a streamed answer
	pace    time.Duration // between the words of a streamed answer
	rewrite string        // what a question is taken to mean
	counts  bool          // an answer begins with the first number of the first sentence
}

func (n *newsroom) enter(ctx context.Context) error { return n.before.call(ctx) }

// asked returns the questions so far.
func (n *newsroom) asked() []news.AnswerRequest {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.answers)
}

func lastOf[T any](list []T) T { return list[len(list)-1] }

// hook is a function that a test may change while requests run: one whose
// client went away ends some time after the client has noticed.
type hook struct {
	mu sync.Mutex
	do func(ctx context.Context) error
}

func (h *hook) set(do func(ctx context.Context) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.do = do
}

func (h *hook) call(ctx context.Context) error {
	h.mu.Lock()
	do := h.do
	h.mu.Unlock()
	if do == nil {
		return ctx.Err()
	}
	return do(ctx)
}

// sentence is a run of text that ends with a full stop and the space after it.
var sentence = regexp.MustCompile(`[^.\n]+\.?`)

func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// common are words that do not make a sentence bear on a question.
var common = strings.Fields("a an and at by did does for how in is it many much of on say said the there to was what when who why will")

func content(text string) []string {
	return slices.DeleteFunc(words(text), func(w string) bool { return slices.Contains(common, w) })
}

func (n *newsroom) find(query string, f news.Filter, asOf time.Time) []news.Hit {
	var hits []news.Hit
	wanted := content(query)
	for _, a := range n.articles {
		switch {
		case !f.After.IsZero() && a.Published.Before(f.After), !f.Before.IsZero() && !a.Published.Before(f.Before),
			!asOf.IsZero() && a.Published.After(asOf),
			len(f.Sources) > 0 && !slices.Contains(f.Sources, a.Source):
			continue
		}
		best := news.Hit{Article: a}
		for i, m := range sentence.FindAllStringIndex(a.Body, -1) {
			text := a.Body[m[0]:m[1]]
			lead := len(text) - len(strings.TrimLeft(text, " "))
			span := news.Span{Start: m[0] + lead, End: m[1]}
			hit := news.Hit{Article: a, Passage: news.Passage{ArticleID: a.ID, Ordinal: i, Span: span, Text: a.Body[span.Start:span.End]}}
			for _, w := range wanted {
				if at := strings.Index(strings.ToLower(hit.Passage.Text), w); at >= 0 {
					hit.Score++
					hit.Highlights = append(hit.Highlights, news.Span{Start: span.Start + at, End: span.Start + at + len(w)})
				}
			}
			hit.Explanation = explained(hit.Score)
			if hit.Score > best.Score {
				best = hit
			}
		}
		if best.Score > 0 {
			hits = append(hits, best)
		}
	}
	slices.SortStableFunc(hits, func(a, b news.Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits
}

func (n *newsroom) Search(ctx context.Context, req news.SearchRequest) (news.SearchResult, error) {
	if err := n.enter(ctx); err != nil {
		return news.SearchResult{}, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.searches = append(n.searches, req)
	hits := n.find(req.Query, req.Filter, req.AsOf)
	result := news.SearchResult{Total: len(hits), Took: 1500 * time.Microsecond, Understood: n.understood(req.Query, req)}
	for _, field := range req.Facets {
		result.Facets = append(result.Facets, index.NewFacet(field, counted(field, hits)))
	}
	at, _ := strconv.Atoi(req.Cursor)
	hits = hits[at:]
	if limit := cmp.Or(req.Limit, 10); len(hits) > limit {
		hits, result.Next = hits[:limit], strconv.Itoa(at+limit)
	}
	for i := range hits {
		if hits[i].Article.Headline == "Ferry to Vell resumes" {
			hits[i].Copies = []news.Copy{{ID: "copy", Source: "Harbour Wire", Headline: "Ferry is back"}}
		}
	}
	result.Hits = hits
	return result, nil
}

// counted counts the articles of hits.
func counted(field news.FacetField, hits []news.Hit) (values []news.FacetValue) {
	counts := map[string]int{}
	for _, h := range hits {
		of := index.Written(&h.Article, news.Label(field))
		if index.IsTime(field) {
			of = []string{index.FacetTime(field, index.Seconds(h.Article.Published))}
		}
		for _, value := range of {
			counts[value]++
		}
	}
	delete(counts, "")
	for value, n := range counts {
		values = append(values, news.FacetValue{Value: value, Count: n})
	}
	return values
}

func (n *newsroom) understood(question string, req news.SearchRequest) news.Understood {
	u := news.Understood{Query: cmp.Or(n.rewrite, question), Rewritten: n.rewrite != "", AsOf: req.AsOf, Filter: req.Filter}
	if at := strings.Index(question, "last week"); at >= 0 && !req.KeepDates {
		d := news.DateExpression{Text: "last week", Span: news.Span{Start: at, End: at + len("last week")}}
		d.After = time.Date(2025, 2, 3, 0, 0, 0, 0, time.UTC)
		d.Before = d.After.AddDate(0, 0, 7)
		u.Dates = []news.DateExpression{d}
		u.Filter.After, u.Filter.Before = d.After, d.Before
	}
	return u
}

func (n *newsroom) Similar(ctx context.Context, req news.SimilarRequest) (news.SearchResult, error) {
	if err := n.enter(ctx); err != nil {
		return news.SearchResult{}, err
	}
	text := req.Text
	if req.Text == "" {
		i := slices.IndexFunc(n.articles, func(a news.Article) bool { return a.ID == req.ArticleID || (a.URL != "" && a.URL == req.URL) })
		if i < 0 {
			return news.SearchResult{}, news.Errorf(news.KindNotFound, "no such article")
		}
		text = n.articles[i].Headline
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.similars = append(n.similars, req)
	return news.SearchResult{Hits: n.find(text, req.Filter, time.Time{}), Took: time.Millisecond}, nil
}

// Batch answers each line as a question, one after the other.
func (n *newsroom) Batch(ctx context.Context, req news.BatchRequest, emit func(news.BatchRow) error) error {
	for _, line := range req.Lines {
		row := news.BatchRow{Row: line.Row, Text: line.Text, Kind: cmp.Or(req.Kind, news.LineQuestion), Err: line.Err}
		if row.Err == nil {
			var a news.Answer
			a, row.Err = n.Answer(ctx, news.AnswerRequest{Question: line.Text, Search: req.Search, NoLLM: req.NoLLM}, nil)
			row.Finding = news.Finding{Status: news.BatchStatus(a.Status), Answer: a.Text, Citations: a.Citations}
		}
		if row.Err != nil {
			row.Finding = news.Finding{Status: news.BatchFailed}
		}
		if err := emit(row); err != nil {
			return err
		}
	}
	return nil
}

func (n *newsroom) Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
	if err := n.enter(ctx); err != nil {
		return news.Answer{}, err
	}
	n.mu.Lock()
	n.answers = append(n.answers, req)
	hits := n.find(req.Question, req.Search.Filter, req.Search.AsOf)
	n.mu.Unlock()
	hits = hits[:min(len(hits), 3)]
	if emit == nil {
		emit = func(news.Event) error { return nil }
	}
	a := news.Answer{Status: news.StatusNotFound, Mode: news.AnswerLLM, Understood: n.understood(req.Question, req.Search)}
	if req.NoLLM {
		a.Mode = news.AnswerExtractive
	}
	if len(hits) == 0 {
		a.Text, a.Warnings = "The articles do not say.", []string{"No article bears on the question."}
	} else {
		a.Status = news.StatusAnswered
	}
	if err := emit(news.Event{Kind: news.EventUnderstood, Understood: a.Understood}); err != nil {
		return a, err
	}
	if req.Question == "hello" {
		a.Suggestions = front{n}.Questions(ctx)
		a.Text, a.Warnings = "Hello.\n\n"+strings.Join(a.Suggestions, "\n\n"), nil
		return a, cmp.Or(emit(news.Event{Kind: news.EventDelta, Delta: a.Text}), emit(news.Event{Kind: news.EventDone, Done: a}))
	}
	if err := emit(news.Event{Kind: news.EventPassages, Passages: hits}); err != nil {
		return a, err
	}
	if n.counts && len(hits) > 0 {
		if err := n.count(&a, hits[0], emit); err != nil {
			return a, err
		}
	}
	if err := n.write(ctx, &a, hits, emit); err != nil {
		return a, err
	}
	return a, emit(news.Event{Kind: news.EventDone, Done: a})
}

var number = regexp.MustCompile(`[\d,]+`)

// count begins an answer with the first number of a hit.
func (n *newsroom) count(a *news.Answer, h news.Hit, emit func(news.Event) error) error {
	at := number.FindStringIndex(h.Passage.Text)
	start := h.Passage.Start + at[0]
	a.Direct = news.Direct{
		Text: h.Passage.Text[at[0]:at[1]], Span: news.Span{Start: start, End: h.Passage.Start + at[1]}, Marker: 1,
		Source: h.Article.Source, Published: h.Article.Published, Confidence: .8,
	}
	a.Text = a.Direct.Text + " – " + h.Article.Source + ", " + h.Article.Published.Format("2 January 2006") + " [1]\n\n"
	if err := emit(news.Event{Kind: news.EventDirect, Direct: a.Direct}); err != nil {
		return err
	}
	return emit(news.Event{Kind: news.EventDelta, Delta: a.Text})
}

// write writes a sentence for each hit, word by word, with a citation after each.
func (n *newsroom) write(ctx context.Context, a *news.Answer, hits []news.Hit, emit func(news.Event) error) error {
	for i, h := range hits {
		text := fmt.Sprintf("%s [%d]", strings.TrimSuffix(h.Passage.Text, "."), i+1)
		if i > 0 {
			text = "\n\n" + text
		}
		for _, word := range strings.SplitAfter(text, " ") {
			time.Sleep(n.pace)
			if err := emit(news.Event{Kind: news.EventDelta, Delta: word}); err != nil {
				return err
			}
		}
		if err := n.midway.call(ctx); err != nil {
			return err
		}
		a.Text += text
		c := news.Citation{Marker: i + 1, Article: h.Article, Span: h.Passage.Span, Quote: h.Passage.Text}
		if h.Article.URL != "" {
			c.Link = h.Article.URL + "#:~:text=" + strings.ReplaceAll(words(h.Passage.Text)[0], " ", "%20")
		}
		a.Citations = append(a.Citations, c)
		if err := emit(news.Event{Kind: news.EventCitation, Citation: c}); err != nil {
			return err
		}
	}
	return nil
}

func (n *newsroom) Article(ctx context.Context, id string) (news.Article, error) {
	if err := n.enter(ctx); err != nil {
		return news.Article{}, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, a := range n.articles {
		if a.ID == id {
			return a, nil
		}
	}
	return news.Article{}, fmt.Errorf("newsroom: %w", news.Errorf(news.KindNotFound, "no article has the ID %q", id))
}

// Articles takes the ID of the last article of a part as the cursor.
func (n *newsroom) Articles(ctx context.Context, f news.Filter, p news.Page) (part []news.Article, next string, err error) {
	if err := n.enter(ctx); err != nil {
		return nil, "", err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.listings = append(n.listings, f)
	start := 0
	if p.Cursor != "" {
		start = 1 + slices.IndexFunc(n.articles, func(a news.Article) bool { return a.ID == p.Cursor })
		if start == 0 {
			return nil, "", news.InvalidField("cursor", "is not one that a listing returned")
		}
	}
	part = n.articles[start:min(len(n.articles), start+p.Limit)]
	if start+p.Limit < len(n.articles) {
		next = part[len(part)-1].ID
	}
	return part, next, nil
}

func (n *newsroom) Revisions(ctx context.Context, id string) ([]news.Revision, error) {
	a, err := n.Article(ctx, id)
	return append([]news.Revision{{Article: a, Stored: time.Date(2025, 2, 3, 10, 0, 0, 0, time.UTC)}}, n.earlier...), err
}

func (n *newsroom) Delete(ctx context.Context, id string) error {
	if _, err := n.Article(ctx, id); err != nil {
		return err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.articles = slices.DeleteFunc(slices.Clone(n.articles), func(a news.Article) bool { return a.ID == id })
	return nil
}

// DeleteAll knows of one filter, by outlets.
func (n *newsroom) DeleteAll(ctx context.Context, f news.Filter, dryRun bool) (matched, deleted int, err error) {
	if err := n.enter(ctx); err != nil {
		return 0, 0, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	left := slices.DeleteFunc(slices.Clone(n.articles), func(a news.Article) bool { return slices.Contains(f.Sources, a.Source) })
	matched = len(n.articles) - len(left)
	if dryRun {
		return matched, 0, nil
	}
	n.articles = left
	return matched, matched, nil
}

func (n *newsroom) Edit(ctx context.Context, id string, e news.Edit) (news.Article, error) {
	if _, err := n.Article(ctx, id); err != nil {
		return news.Article{}, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	i := slices.IndexFunc(n.articles, func(a news.Article) bool { return a.ID == id })
	e.Apply(&n.articles[i])
	n.articles[i].Revision++
	return n.articles[i], nil
}

// Load stores every file that has a text as an article, under its name. What was
// deleted is what has "deleted" in its name.
func (n *newsroom) Load(ctx context.Context, files iter.Seq[news.InputFile], how news.Load) (sum news.LoadSummary, err error) {
	if err := n.enter(ctx); err != nil {
		return sum, err
	}
	for f := range files {
		r := news.LoadResult{PutResult: news.PutResult{ID: f.Name, Status: news.PutCreated}, Path: f.Path, Line: 1, Headline: f.Name}
		in, err := f.Open()
		if err != nil {
			return sum, err
		}
		data, err := io.ReadAll(in)
		switch {
		case err != nil:
			r.Status, r.Err = news.PutRejected, err
		case len(data) == 0:
			r.Status, r.Err = news.PutRejected, fmt.Errorf("the input is empty")
		case strings.Contains(f.Name, "deleted") && !how.Restore:
			r.Status = news.PutDeleted
		case !how.DryRun:
			n.mu.Lock()
			n.articles = append(n.articles, news.Article{ID: f.Name, Headline: f.Name, Body: string(data), File: f.Name, FileTime: f.Modified, Published: f.Modified, Revision: 1})
			n.mu.Unlock()
		}
		sum.Count(r)
		how.OnResult(r)
		how.OnProgress(sum.Records())
		if err := n.midway.call(ctx); err != nil {
			return sum, err
		}
	}
	return sum, ctx.Err()
}

// Ingest reads lines of JSON with an ID and a body. A line without a body is rejected.
func (n *newsroom) IngestReader(ctx context.Context, body io.Reader, contentType string) ([]news.PutResult, error) {
	if err := n.enter(ctx); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return nil, news.Errorf(news.KindInvalid, "cannot be read: %w", err)
	}
	if contentType == "application/pdf" {
		return nil, news.Errorf(news.KindInvalid, "no reader for %s", contentType)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	var results []news.PutResult
	for line := range bytes.Lines(data) {
		var a struct{ ID, Headline, Body string }
		if err := json.Unmarshal(line, &a); err != nil {
			results = append(results, news.PutResult{Status: news.PutRejected, Err: fmt.Errorf("not JSON")})
			continue
		}
		if a.Body == "" {
			results = append(results, news.PutResult{ID: a.ID, Status: news.PutRejected, Err: news.InvalidField("body", "must not be empty")})
			continue
		}
		n.articles = append(n.articles, news.Article{ID: a.ID, Headline: a.Headline, Body: a.Body, Revision: 1})
		results = append(results, news.PutResult{ID: a.ID, Status: news.PutCreated})
	}
	return results, nil
}

// Sayings tells that each article says its first word, in the name of its outlet.
func (n *newsroom) Sayings(ctx context.Context, req news.SayingsRequest) (list news.SayingsList, err error) {
	if err := n.enter(ctx); err != nil {
		return list, err
	}
	for _, a := range n.articles {
		first, _, _ := strings.Cut(a.Body, " ")
		if strings.Contains(a.Source, req.Speaker) && (req.Article == "" || req.Article == a.ID) {
			list.Articles++
			list.Sayings = append(list.Sayings, news.Said{
				Saying: news.Saying{Span: news.Span{End: len(first)}, Quote: first, Direct: true, Speaker: a.Source}, Article: a,
			})
		}
	}
	return list, nil
}

// FindQuote finds the articles with a text as it is, or else sentences that share words with it.
func (n *newsroom) FindQuote(ctx context.Context, req news.QuoteRequest) (result news.QuoteResult, err error) {
	if err := n.enter(ctx); err != nil {
		return result, err
	}
	result.Words = len(words(req.Text))
	for _, a := range n.articles {
		if at := strings.Index(a.Body, req.Text); at >= 0 {
			span := news.Span{Start: at, End: at + len(req.Text)}
			piece := news.QuotePiece{Kind: news.QuoteSame, Given: req.Text, Printed: req.Text, Span: span}
			result.Printings = append(result.Printings, news.Printing{
				Article: a, Span: span, Quote: req.Text, Same: result.Words, Exact: true, Pieces: []news.QuotePiece{piece},
			})
		}
	}
	if len(result.Printings) > 0 {
		return result, nil
	}
	for _, h := range n.find(req.Text, news.Filter{}, time.Time{}) {
		piece := news.QuotePiece{Kind: news.QuoteChanged, Given: req.Text, Printed: h.Passage.Text, Span: h.Passage.Span}
		result.Closest = append(result.Closest, news.Printing{Article: h.Article, Span: h.Passage.Span, Quote: h.Passage.Text, Pieces: []news.QuotePiece{piece}})
	}
	return result, nil
}

// Stats counts the articles.
func (n *newsroom) Stats(ctx context.Context) (news.Stats, error) {
	if err := n.enter(ctx); err != nil {
		return news.Stats{}, err
	}
	return news.Stats{Articles: len(n.articles), Passages: 2 * len(n.articles), Embedder: "none"}, nil
}

func (n *newsroom) deps() httpapi.Deps {
	d := httpapi.Deps{
		Provenance: toldBy,
		Searcher:   n, Answerer: n, Quoter: n, Batcher: n, Stories: n, Surveyor: n, Entities: n, Library: n, Editor: n, Ingester: n, Stats: n.Stats, Version: "1.2.3",
		WrongSpans: func() int64 { return 3 },
		Front:      front{n}, Feeds: &feedList{},
		Writes: n.writes,
	}
	if n.web != nil {
		d.Addresses = addresses{n}
	}
	return d
}

// web is the headlines of pages by their address.
type web map[string]string

// addresses stores what is in a web.
type addresses struct{ of *newsroom }

func (a addresses) Take(ctx context.Context, address string, _ bool) ([]news.PutResult, error) {
	if err := a.of.enter(ctx); err != nil {
		return nil, err
	}
	headline, ok := a.of.web[address]
	if !ok {
		return nil, news.Errorf(news.KindInvalid, "closed to fetching")
	}
	a.of.mu.Lock()
	defer a.of.mu.Unlock()
	a.of.articles = append(a.of.articles, news.Article{ID: address, URL: address, Headline: headline, Body: headline, Revision: 1})
	return []news.PutResult{{ID: address, Status: news.PutCreated}}, nil
}

// front is the front page of a newsroom.
type front struct{ of *newsroom }

func (front) Questions(context.Context) []string {
	return []string{"When did the ferry to Vell resume?", "How many homes lost power in Orsk Bay?", "What did the council of Marn decide last week?"}
}

// Stories tells of each article, the newest first, and that another outlet carries the newest.
func (f front) Stories(_ context.Context, n int) ([]news.Voice, error) {
	f.of.mu.Lock()
	defer f.of.mu.Unlock()
	var stories []news.Voice
	for _, a := range slices.Backward(f.of.articles) {
		stories = append(stories, news.Voice{Article: a})
	}
	if len(stories) > 0 {
		stories[0].Copies = []news.Article{{ID: "copy", Source: "The Coast Lantern"}}
	}
	return stories[:min(n, len(stories))], nil
}

// newNewsroom holds four made-up articles, one of them hostile.
func newNewsroom() *newsroom {
	kyiv := time.FixedZone("", 2*60*60)
	day := func(d, h int) time.Time { return time.Date(2025, 2, d, h, 40, 0, 0, kyiv) }
	return &newsroom{articles: []news.Article{
		{
			ID: "ferry", URL: "https://lantern.example/ferry?a=1&b=2", Source: "The Coast Lantern", Headline: "Ferry to Vell resumes",
			Authors: []string{"Marta Ilven", "Jon Aster"}, Published: day(3, 9), Updated: day(4, 12), Section: "Transport",
			Subjects: []string{"ferries", "Vell"}, Language: "en", Caption: "The ferry leaves the old pier.", Credit: "Ana Brisk",
			Attribution: []string{"Harbour Wire"}, Revision: 2,
			Body: "The ferry to Vell resumed on Monday after eleven days in dock. It carried 212 passengers on its first crossing.\n\n" +
				"The operator said that the repair of the rudder cost 1.4 million crowns. Two sailings a day are planned until the end of March.\n\n" +
				"The harbour master of Vell, Tom Reik, called the pause “the longest that anyone remembers”.",
		},
		{
			ID: "power", URL: "https://bay.example/power", Source: "Orsk Bay Courier", Headline: "Storm leaves 3,800 homes without power in Orsk Bay",
			Published: day(6, 18), Language: "en", Revision: 1, Subjects: []string{"weather"},
			Body: "About 3,800 homes in Orsk Bay lost power when a storm brought down lines on Thursday evening. Crews expect to have the last of them connected by Saturday.\n\n" +
				"The ferry to Vell stayed in port.",
		},
		{
			ID: "council/1 a", Source: "Marn Gazette", Headline: "مجلس مارن يقر الميزانية", Published: day(7, 11), Language: "ar", Revision: 1,
			Body: "The council of Marn decided by nine votes to four to keep the library open. أقر المجلس الميزانية يوم الجمعة.",
		},
		{
			ID: "hostile", URL: "javascript:alert('url')", Source: "<b>Bold</b> News", Headline: `<script>alert("headline")</script> Vell "quoted"`,
			Published: day(8, 11), Revision: 1, Authors: []string{"<i>Ivy</i>"}, Section: "</title><script>alert(1)</script>",
			Body: "<img src=x onerror=alert('body')> The ferry to Vell carried \u202eevil\u202c <script>window.hacked=true</script> passengers & goods.",
		},
	}}
}

// explained is an explanation with all signals that the API promises.
func explained(score float64) news.Explanation {
	e := news.Explanation{{Name: "passage_keyword", Value: score}}
	for _, name := range []string{"passage_semantic", "article_keyword", "article_semantic", "timeliness", "outlet", "proximity", "recency", "redundancy"} {
		e = append(e, news.Signal{Name: name})
	}
	return e
}

// feedList is a list of feeds, which knows what is one by its address.
type feedList struct{ all []news.Feed }

func (l *feedList) Feeds(context.Context) ([]news.Feed, error) { return l.all, nil }

func (l *feedList) Add(_ context.Context, f news.Feed) (news.Feed, error) {
	switch {
	case !strings.HasSuffix(f.URL, "/feed"):
		return f, news.InvalidField("url", "%s has no feed that can be found", news.ShownURL(f.URL))
	case slices.ContainsFunc(l.all, func(other news.Feed) bool { return other.URL == f.URL }):
		return f, news.Errorf(news.KindConflict, "it is polled already")
	}
	f.ID, f.State, f.Added = fmt.Sprintf("f%d", len(l.all)), news.FeedNew, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	l.all = append(l.all, f)
	return f, nil
}

func (l *feedList) Remove(_ context.Context, id string) (news.Feed, error) {
	i := slices.IndexFunc(l.all, func(f news.Feed) bool { return f.ID == id })
	if i < 0 {
		return news.Feed{}, news.Errorf(news.KindNotFound, "no feed has the ID %q", id)
	}
	f := l.all[i]
	l.all = slices.Delete(l.all, i, i+1)
	return f, nil
}

// toldBy is from whom an article is that says "told CNN".
func toldBy(a *news.Article) news.Provenance {
	at := strings.Index(a.Body, "told CNN")
	if at < 0 {
		return nil
	}
	name := news.Span{Start: at + len("told "), End: at + len("told CNN")}
	return news.Provenance{{Span: news.Span{Start: at, End: name.End}, Origins: []news.Origin{{Span: name, Kind: news.OriginOutlet, Name: "CNN"}}}}
}
