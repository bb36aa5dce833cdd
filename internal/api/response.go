package api

import (
	"math"
	"time"

	"byline/internal/news"
)

// Responses. What is not known of an article is left out; lists are never null.

// Article is an article, in full or without its body.
type Article struct {
	ID          string    `json:"id"`
	URL         string    `json:"url,omitzero"`
	Source      string    `json:"source"`
	Headline    string    `json:"headline"`
	Authors     []string  `json:"authors"`
	Published   time.Time `json:"published,omitzero"`
	Updated     time.Time `json:"updated,omitzero"`
	Section     string    `json:"section,omitzero"`
	Subjects    []string  `json:"subjects"`
	Language    string    `json:"language,omitzero"`
	Caption     string    `json:"caption,omitzero"`
	Credit      string    `json:"credit,omitzero"`
	Attribution []string  `json:"attribution"`
	File        string    `json:"file,omitzero"`        // that it lay in, relative to what was loaded
	FileTime    time.Time `json:"file_time,omitzero"`   // when that was last modified
	FileDated   bool      `json:"file_dated,omitzero"`  // Published is FileTime, for want of another date
	Withdrawn   time.Time `json:"withdrawn,omitzero"`   // when its outlet was found to have removed it
	Notices     []Notice  `json:"notices,omitempty"`    // that it was corrected, retracted or the like
	Edited      []string  `json:"edited,omitempty"`     // the fields that a person has set
	Body        string    `json:"body,omitzero"`        // left out of hits and citations
	Provenance  []Chain   `json:"provenance,omitempty"` // of an article that is read by itself: from whom it has what it says
	Revision    int       `json:"revision"`

	// Of revisions only.
	Stored    time.Time  `json:"stored,omitzero"`
	Changes   []DiffPart `json:"changes,omitempty"`    // from the version before, if asked for
	HasPhrase *bool      `json:"has_phrase,omitempty"` // whether the words asked for are in it
}

// DiffPart is a piece of text of a version and the one before.
type DiffPart struct {
	Op   string `json:"op"` // same, removed, added
	Text string `json:"text"`
}

// RevisionsAsked says what is wanted of versions beside their texts.
type RevisionsAsked struct {
	Diff   bool
	Phrase string // words to look for in each; "": none
}

// Check returns an error if the words are too many.
func (q RevisionsAsked) Check() error { return CheckLength("phrase", q.Phrase, MaxQuote) }

// NewArticle returns the document of an article in full.
func NewArticle(a news.Article) Article {
	short := toArticleShort(a)
	short.Body = a.Body
	return short
}

// toArticleShort leaves the body out.
func toArticleShort(a news.Article) Article {
	return Article{
		ID: a.ID, URL: a.URL, Source: a.Source, Headline: a.Headline, Authors: a.Authors,
		Published: a.Published, Updated: a.Updated, Section: a.Section, Subjects: a.Subjects, Language: a.Language,
		Caption: a.Caption, Credit: a.Credit, Attribution: a.Attribution, Revision: a.Revision,
		File: a.File, FileTime: a.FileTime, FileDated: a.FileDated(), Withdrawn: a.Withdrawn, Notices: newNotices(a.Notices), Edited: a.Edited,
	}
}

// article reads the document back.
func (a Article) article() news.Article {
	return news.Article{
		ID: a.ID, URL: a.URL, Source: a.Source, Headline: a.Headline, Authors: a.Authors,
		Published: a.Published, Updated: a.Updated, Section: a.Section, Subjects: a.Subjects, Language: a.Language,
		Caption: a.Caption, Credit: a.Credit, Attribution: a.Attribution, Body: a.Body, Revision: a.Revision,
		File: a.File, FileTime: a.FileTime, Withdrawn: a.Withdrawn, Notices: a.notices(), Edited: a.Edited,
	}
}

// Notice says that an article was corrected, retracted or the like.
type Notice struct {
	Kind   string `json:"kind"`
	Text   string `json:"text,omitzero"`   // in the words of the outlet
	Of     string `json:"of,omitzero"`     // headline or address of another article that this is a notice on
	By     string `json:"by,omitzero"`     // ID of another article that says so
	Outlet string `json:"outlet,omitzero"` // that says so of an article of which this one is a copy
}

func newNotices(list []news.Notice) []Notice {
	var out []Notice
	for _, n := range list {
		out = append(out, Notice{string(n.Kind), n.Text, n.Of, n.By, n.Outlet})
	}
	return out
}

func (a Article) notices() []news.Notice {
	var out []news.Notice
	for _, n := range a.Notices {
		out = append(out, news.Notice{Kind: news.NoticeKind(n.Kind), Text: n.Text, Of: n.Of, By: n.By, Outlet: n.Outlet})
	}
	return out
}

// Listing is a part of a list of articles.
type Listing struct {
	Articles []news.Article
	Next     string      // cursor of the following part; empty at the end
	Damaged  []string    // IDs of those that are left out since they cannot be read
	Filter   news.Filter // that they passed
	Warnings []string    // for people
}

// Articles is the document of a Listing.
type Articles struct {
	Articles []Article `json:"articles"`
	Next     string    `json:"next,omitzero"`
	Damaged  []string  `json:"damaged,omitempty"`
	Filters  *Filter   `json:"filters,omitempty"` // nil: none
	Warnings []string  `json:"warnings,omitempty"`
}

// Revisions are the versions of an article, newest first.
type Revisions struct {
	Revisions []Article `json:"revisions"`
	Damaged   []string  `json:"damaged,omitempty"`
}

// Put is what became of the articles of a body, in its order.
type Put struct {
	Results []PutResult `json:"results"`
}

// PutResult is what became of one article.
type PutResult struct {
	ID     string         `json:"id,omitzero"`
	Status news.PutStatus `json:"status"`
	Error  string         `json:"error,omitzero"`
}

// Span is a part of a body, in byte offsets.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Passage is a passage; Start and End are byte offsets into the body.
type Passage struct {
	Ordinal int    `json:"ordinal"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Text    string `json:"text"`
}

// Copy is an article that carries the same text as a hit.
type Copy struct {
	ID        string    `json:"id"`
	URL       string    `json:"url,omitzero"`
	Source    string    `json:"source"`
	Headline  string    `json:"headline"`
	Published time.Time `json:"published,omitzero"`
}

// Hit is one thing found.
type Hit struct {
	Article     Article     `json:"article"`
	Passage     Passage     `json:"passage"`
	Score       float64     `json:"score"`
	Highlights  []Span      `json:"highlights"` // offsets into the body, as all spans
	Copies      []Copy      `json:"copies"`
	Explanation Explanation `json:"explanation,omitempty"` // on request
}

// NewHits converts hits, with their explanations if explain is set.
func NewHits(hits []news.Hit, explain bool) []Hit {
	out := make([]Hit, len(hits))
	for i, h := range hits {
		p := h.Passage
		out[i] = Hit{
			Article: toArticleShort(h.Article), Score: h.Score,
			Passage: Passage{Ordinal: p.Ordinal, Start: p.Start, End: p.End, Text: p.Text},
		}
		for _, s := range h.Highlights {
			out[i].Highlights = append(out[i].Highlights, Span(s))
		}
		for _, c := range h.Copies {
			out[i].Copies = append(out[i].Copies, Copy(c))
		}
		if explain {
			out[i].Explanation = Explanation(h.Explanation)
		}
	}
	return out
}

// Understood says how a question was read.
type Understood struct {
	Query     Query      `json:"query"`
	Words     string     `json:"words,omitempty"` // of a query with operators: what articles are ranked by
	Rewritten bool       `json:"rewritten"`
	AsOf      time.Time  `json:"as_of,omitzero"`
	Filters   Filter     `json:"filters"`
	Dates     []Dates    `json:"dates"`
	Spellings []Spelling `json:"spellings,omitempty"`
	Recent    bool       `json:"recent"`
}

// Filter is the restriction of a search as it was understood.
type Filter struct {
	After    time.Time `json:"after,omitzero"`
	Before   time.Time `json:"before,omitzero"`
	Sources  []string  `json:"sources,omitempty"`
	Subjects []string  `json:"subjects,omitempty"`
	Language string    `json:"language,omitzero"`
	Files    []string  `json:"files,omitempty"`

	UpdatedAfter time.Time `json:"updated_after,omitzero"`
	Authors      []string  `json:"authors,omitempty"`
	Sections     []string  `json:"sections,omitempty"`
	NotSources   []string  `json:"not_sources,omitempty"`
	NotSubjects  []string  `json:"not_subjects,omitempty"`
	NotAuthors   []string  `json:"not_authors,omitempty"`
	NotSections  []string  `json:"not_sections,omitempty"`
	NotLanguages []string  `json:"not_languages,omitempty"`
	NotFiles     []string  `json:"not_files,omitempty"`
}

// Dates is a time expression; Start and End are byte offsets into the query as given.
type Dates struct {
	Text   string    `json:"text"`
	Start  int       `json:"start"`
	End    int       `json:"end"`
	After  time.Time `json:"after,omitzero"`
	Before time.Time `json:"before,omitzero"`
	Other  time.Time `json:"other,omitzero"` // the day that 10/03/2024 is where the month comes first
}

// Spelling is a word that was searched for in another spelling than that of the query;
// Start and End are byte offsets into the query as given.
type Spelling struct {
	Written string `json:"written"`
	Read    string `json:"read"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
}

// NewUnderstood returns the document of how a question was read.
func NewUnderstood(u news.Understood) Understood {
	out := Understood{Query: NewQuery(u.Query, u.Tree), Words: u.Words, Rewritten: u.Rewritten, AsOf: u.AsOf, Filters: Filter(u.Filter), Recent: u.Recent}
	for _, d := range u.Dates {
		out.Dates = append(out.Dates, Dates{Text: d.Text, Start: d.Start, End: d.End, After: d.After, Before: d.Before, Other: d.Other})
	}
	for _, s := range u.Spellings {
		out.Spellings = append(out.Spellings, Spelling{Written: s.Written, Read: s.Read, Start: s.Start, End: s.End})
	}
	return out
}

// SearchResult is what a search found.
type SearchResult struct {
	Hits       []Hit      `json:"hits"`
	Total      int        `json:"total"`          // articles in the result set
	Next       string     `json:"next,omitempty"` // cursor of the following part; empty at the end
	Facets     []Facet    `json:"facets,omitempty"`
	Understood Understood `json:"understood"`
	Warnings   []string   `json:"warnings,omitempty"`
	TookMS     float64    `json:"took_ms"`
}

// Facet is how many articles of a result set have each value of a field.
type Facet struct {
	Field  news.FacetField `json:"field"`
	Values []FacetValue    `json:"values"`
	More   int             `json:"more,omitzero"` // values that are left out
}

// FacetValue is a value with the number of articles that have it.
type FacetValue struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// NewFacets returns the documents of facets.
func NewFacets(facets []news.Facet) []Facet {
	var out []Facet
	for _, f := range facets {
		facet := Facet{Field: f.Field, Values: make([]FacetValue, len(f.Values)), More: f.More}
		for i, v := range f.Values {
			facet.Values[i] = FacetValue{v.Value, v.Count}
		}
		out = append(out, facet)
	}
	return out
}

func fromFacets(facets []Facet) []news.Facet {
	var out []news.Facet
	for _, f := range facets {
		facet := news.Facet{Field: f.Field, More: f.More}
		for _, v := range f.Values {
			facet.Values = append(facet.Values, news.FacetValue{Value: v.Value, Count: v.Count})
		}
		out = append(out, facet)
	}
	return out
}

// SimilarResult is the articles like a given one.
type SimilarResult struct {
	Hits     []Hit    `json:"hits"`
	Warnings []string `json:"warnings,omitempty"`
	TookMS   float64  `json:"took_ms"`
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// Answer is an answer with its citations.
type Answer struct {
	Status     news.Status     `json:"status"`
	Direct     *Direct         `json:"direct,omitempty"`
	Answer     string          `json:"answer"`
	Citations  []Citation      `json:"citations"`
	Understood Understood      `json:"understood"`
	Warnings   []string        `json:"warnings"`
	Mode       news.AnswerMode `json:"mode"`
	Confidence float64         `json:"confidence"` // from 0 to 1; Status follows from it
	// Suggestions are questions that the articles answer, where none was asked.
	Suggestions []string `json:"suggestions,omitempty"`
}

// Direct is what an answer comes to; Start and End are byte offsets into the
// body of the article that Marker cites.
type Direct struct {
	Text       string    `json:"text"`
	Marker     int       `json:"marker"`
	Start      int       `json:"start"`
	End        int       `json:"end"`
	Source     string    `json:"source,omitzero"`
	Published  time.Time `json:"published,omitzero"`
	Confidence float64   `json:"confidence"`
}

// NewDirect returns the document of a direct answer, nil of none.
func NewDirect(d news.Direct) *Direct {
	if d.Text == "" {
		return nil
	}
	return &Direct{
		Text: d.Text, Marker: d.Marker, Start: d.Start, End: d.End, Source: d.Source, Published: d.Published,
		Confidence: math.Round(d.Confidence*100) / 100,
	}
}

// Citation is a quote of an article; Start and End are byte offsets into its body.
type Citation struct {
	Marker  int     `json:"marker"`
	Article Article `json:"article"`
	Quote   string  `json:"quote"`
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Link    string  `json:"link,omitzero"`
	// Provenance is from whom the sentences of the quote are.
	Provenance []Chain `json:"provenance,omitempty"`
}

// NewCitation returns the document of a citation.
func NewCitation(c news.Citation) Citation {
	return Citation{Marker: c.Marker, Article: toArticleShort(c.Article), Quote: c.Quote, Start: c.Start, End: c.End, Link: c.Link, Provenance: NewProvenance(c.Provenance)}
}

// NewAnswer returns the document of an answer.
func NewAnswer(a news.Answer) Answer {
	out := Answer{
		Status: a.Status, Direct: NewDirect(a.Direct), Answer: a.Text, Understood: NewUnderstood(a.Understood),
		Warnings: a.Warnings, Mode: a.Mode, Confidence: math.Round(a.Confidence*100) / 100,
		Suggestions: a.Suggestions,
	}
	for _, c := range a.Citations {
		out.Citations = append(out.Citations, NewCitation(c))
	}
	return out
}

// Stats are counts over an index.
type Stats struct {
	Articles  int       `json:"articles"`
	Passages  int       `json:"passages"`
	Revisions int       `json:"revisions"`
	Pending   int       `json:"pending"`      // articles whose vectors are still to come
	Cut       int       `json:"cut,omitzero"` // texts that were too long for the embedder
	Bytes     int64     `json:"bytes"`
	Oldest    time.Time `json:"oldest,omitzero"`
	Newest    time.Time `json:"newest,omitzero"`
	Embedder  string    `json:"embedder"`
	Version   string    `json:"version"`
}

// NewPut returns the document of what became of articles.
func NewPut(results []news.PutResult) Put {
	out := Put{Results: make([]PutResult, len(results))}
	for i, res := range results {
		out.Results[i] = PutResult{ID: res.ID, Status: res.Status}
		if res.Err != nil {
			out.Results[i].Error = res.Err.Error()
		}
	}
	return out
}
