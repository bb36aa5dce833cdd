package httpapi

import (
	"time"

	"byline/internal/news"
)

// Responses. What is not known of an article is left out; lists are never null.

type articleJSON struct {
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
	Body        string    `json:"body,omitzero"` // left out of hits and citations
	Revision    int       `json:"revision"`
	Stored      time.Time `json:"stored,omitzero"` // of revisions only
}

func toArticle(a news.Article) articleJSON {
	short := toArticleShort(a)
	short.Body = a.Body
	return short
}

// toArticleShort leaves the body out.
func toArticleShort(a news.Article) articleJSON {
	return articleJSON{
		ID: a.ID, URL: a.URL, Source: a.Source, Headline: a.Headline, Authors: a.Authors,
		Published: a.Published, Updated: a.Updated, Section: a.Section, Subjects: a.Subjects, Language: a.Language,
		Caption: a.Caption, Credit: a.Credit, Attribution: a.Attribution, Revision: a.Revision,
	}
}

type articlesJSON struct {
	Articles []articleJSON `json:"articles"`
	Next     string        `json:"next,omitzero"`
	Damaged  []string      `json:"damaged,omitempty"`
}

type revisionsJSON struct {
	Revisions []articleJSON `json:"revisions"`
	Damaged   []string      `json:"damaged,omitempty"`
}

type putJSON struct {
	Results []putResultJSON `json:"results"`
}

type putResultJSON struct {
	ID     string         `json:"id,omitzero"`
	Status news.PutStatus `json:"status"`
	Error  string         `json:"error,omitzero"`
}

type spanJSON struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

type passageJSON struct {
	Ordinal int    `json:"ordinal"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Text    string `json:"text"`
}

type copyJSON struct {
	ID        string    `json:"id"`
	URL       string    `json:"url,omitzero"`
	Source    string    `json:"source"`
	Headline  string    `json:"headline"`
	Published time.Time `json:"published,omitzero"`
}

type hitJSON struct {
	Article     articleJSON     `json:"article"`
	Passage     passageJSON     `json:"passage"`
	Score       float64         `json:"score"`
	Highlights  []spanJSON      `json:"highlights"` // offsets into the body, as all spans
	Copies      []copyJSON      `json:"copies"`
	Explanation explanationJSON `json:"explanation,omitempty"` // on request
}

// toHits converts hits, with their explanations if explain is set.
func toHits(hits []news.Hit, explain bool) []hitJSON {
	out := make([]hitJSON, len(hits))
	for i, h := range hits {
		p := h.Passage
		out[i] = hitJSON{
			Article: toArticleShort(h.Article), Score: h.Score,
			Passage: passageJSON{Ordinal: p.Ordinal, Start: p.Start, End: p.End, Text: p.Text},
		}
		for _, s := range h.Highlights {
			out[i].Highlights = append(out[i].Highlights, spanJSON(s))
		}
		for _, c := range h.Copies {
			out[i].Copies = append(out[i].Copies, copyJSON(c))
		}
		if explain {
			out[i].Explanation = explanationJSON(h.Explanation)
		}
	}
	return out
}

type understoodJSON struct {
	Query     string      `json:"query"`
	Rewritten bool        `json:"rewritten"`
	AsOf      time.Time   `json:"as_of,omitzero"`
	Filters   filterJSON  `json:"filters"`
	Dates     []datesJSON `json:"dates"`
	Recent    bool        `json:"recent"`
}

type filterJSON struct {
	After    time.Time `json:"after,omitzero"`
	Before   time.Time `json:"before,omitzero"`
	Sources  []string  `json:"sources,omitempty"`
	Subjects []string  `json:"subjects,omitempty"`
	Language string    `json:"language,omitzero"`
}

// datesJSON is a time expression; Start and End are byte offsets into the query as given.
type datesJSON struct {
	Text   string    `json:"text"`
	Start  int       `json:"start"`
	End    int       `json:"end"`
	After  time.Time `json:"after,omitzero"`
	Before time.Time `json:"before,omitzero"`
}

func toUnderstood(u news.Understood) understoodJSON {
	out := understoodJSON{Query: u.Query, Rewritten: u.Rewritten, AsOf: u.AsOf, Filters: filterJSON(u.Filter), Recent: u.Recent}
	for _, d := range u.Dates {
		out.Dates = append(out.Dates, datesJSON{Text: d.Text, Start: d.Start, End: d.End, After: d.After, Before: d.Before})
	}
	return out
}

type searchJSON struct {
	Hits       []hitJSON      `json:"hits"`
	Understood understoodJSON `json:"understood"`
	Warnings   []string       `json:"warnings,omitempty"`
	TookMS     float64        `json:"took_ms"`
}

type similarJSON struct {
	Hits     []hitJSON `json:"hits"`
	Warnings []string  `json:"warnings,omitempty"`
	TookMS   float64   `json:"took_ms"`
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

type answerJSON struct {
	Status     news.Status     `json:"status"`
	Answer     string          `json:"answer"`
	Citations  []citationJSON  `json:"citations"`
	Understood understoodJSON  `json:"understood"`
	Warnings   []string        `json:"warnings"`
	Mode       news.AnswerMode `json:"mode"`
}

type citationJSON struct {
	Marker  int         `json:"marker"`
	Article articleJSON `json:"article"`
	Quote   string      `json:"quote"`
	Start   int         `json:"start"`
	End     int         `json:"end"`
	Link    string      `json:"link,omitzero"`
}

func toCitation(c news.Citation) citationJSON {
	return citationJSON{Marker: c.Marker, Article: toArticleShort(c.Article), Quote: c.Quote, Start: c.Start, End: c.End, Link: c.Link}
}

func toAnswer(a news.Answer) answerJSON {
	out := answerJSON{Status: a.Status, Answer: a.Text, Understood: toUnderstood(a.Understood), Warnings: a.Warnings, Mode: a.Mode}
	for _, c := range a.Citations {
		out.Citations = append(out.Citations, toCitation(c))
	}
	return out
}

type statsJSON struct {
	Articles  int       `json:"articles"`
	Passages  int       `json:"passages"`
	Revisions int       `json:"revisions"`
	Pending   int       `json:"pending"` // articles whose vectors are still to come
	Bytes     int64     `json:"bytes"`
	Oldest    time.Time `json:"oldest,omitzero"`
	Newest    time.Time `json:"newest,omitzero"`
	Embedder  string    `json:"embedder"`
	Version   string    `json:"version"`
}
