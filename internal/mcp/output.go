package mcp

import (
	"time"

	"byline/internal/api"
	"byline/internal/news"
)

// Structured results. Times are RFC 3339; what is not known is left out.

type articleOutput struct {
	ID        string   `json:"id"`
	URI       string   `json:"uri" jsonschema:"address of the article as a resource"`
	URL       string   `json:"url,omitempty" jsonschema:"where the outlet published it"`
	Source    string   `json:"source,omitempty" jsonschema:"the outlet that published it"`
	Headline  string   `json:"headline,omitempty"`
	Authors   []string `json:"authors,omitempty"`
	Published string   `json:"published,omitempty"`
	Withdrawn string   `json:"withdrawn,omitempty"` // when its outlet was found to have removed it
	Mark      string   `json:"mark,omitempty" jsonschema:"that the outlet has retracted, corrected, clarified, updated or withdrawn it; say so wherever it is cited"`
	Language  string   `json:"language,omitempty"`
	// Attribution is whom the article credits with reporting it first.
	Attribution []string `json:"attribution,omitempty" jsonschema:"whom the article credits with reporting it first"`
	Body        string   `json:"body,omitempty" jsonschema:"the text; left out of hits and citations"`
}

type hitOutput struct {
	Article articleOutput `json:"article"`
	Passage passageOutput `json:"passage"`
	Score   float64       `json:"score"`
	Copies  int           `json:"copies,omitempty" jsonschema:"other articles that carry the same text"`
}

type passageOutput struct {
	Start int    `json:"start" jsonschema:"byte offset into the body"`
	End   int    `json:"end" jsonschema:"byte offset into the body, exclusive"`
	Text  string `json:"text"`
}

type hitsOutput struct {
	Hits     []hitOutput    `json:"hits"`
	Total    *int           `json:"total,omitempty" jsonschema:"articles that the search finds, whatever part of them is listed; similar tells none"`
	Next     string         `json:"next,omitempty" jsonschema:"cursor of the part after this; there is none at the end"`
	Facets   []api.Facet    `json:"facets,omitempty" jsonschema:"how many of the articles found have each value"`
	Results  []resultOutput `json:"results,omitempty" jsonschema:"the articles of the hits, for clients that read no more; fetch reads them"`
	Warnings []string       `json:"warnings,omitempty"`
}

type citationOutput struct {
	Marker  int           `json:"marker" jsonschema:"the number in brackets in the answer"`
	Article articleOutput `json:"article"`
	Quote   string        `json:"quote" jsonschema:"literal words of the article"`
	Start   int           `json:"start" jsonschema:"byte offset into the body"`
	End     int           `json:"end" jsonschema:"byte offset into the body, exclusive"`
	Link    string        `json:"link,omitempty" jsonschema:"link to the quote"`
	From    string        `json:"from,omitempty" jsonschema:"from whom its sentences are: Bloomberg, citing Yomiuri"`
}

type directOutput struct {
	Text       string  `json:"text" jsonschema:"words of the article, as few as there are for it"`
	Marker     int     `json:"marker" jsonschema:"of the citation whose quote holds it"`
	Start      int     `json:"start" jsonschema:"byte offset into the body of the cited article"`
	End        int     `json:"end" jsonschema:"byte offset into the body, exclusive"`
	Source     string  `json:"source,omitempty" jsonschema:"the outlet of the article"`
	Published  string  `json:"published,omitempty"`
	Confidence float64 `json:"confidence" jsonschema:"from 0 to 1, that it is what was asked for"`
}

type answerOutput struct {
	Status    string           `json:"status" jsonschema:"answered, partial or not_found"`
	Direct    *directOutput    `json:"direct,omitempty" jsonschema:"what the answer comes to, where that can be told; the answer begins with it"`
	Mode      string           `json:"mode" jsonschema:"llm or extractive"`
	Answer    string           `json:"answer" jsonschema:"text with markers such as [1]"`
	Citations []citationOutput `json:"citations"`
	Warnings  []string         `json:"warnings,omitempty"`
}

func toArticle(a news.Article) articleOutput {
	out := toArticleShort(a)
	out.Body = a.Body
	return out
}

// toArticleShort leaves the body out.
func toArticleShort(a news.Article) articleOutput {
	out := articleOutput{
		ID: a.ID, URI: uriOf(a.ID), URL: a.URL, Source: a.Source, Headline: a.Headline,
		Authors: a.Authors, Mark: a.Mark(), Language: a.Language, Attribution: a.Attribution,
	}
	if !a.Published.IsZero() {
		out.Published = a.Published.Format(time.RFC3339)
	}
	if !a.Withdrawn.IsZero() {
		out.Withdrawn = a.Withdrawn.Format(time.RFC3339)
	}
	return out
}

func toHits(r news.SearchResult) hitsOutput {
	out := hitsOutput{Hits: make([]hitOutput, len(r.Hits)), Warnings: r.Warnings, Next: r.Next, Facets: api.NewFacets(r.Facets)}
	for i, h := range r.Hits {
		p := passageOutput{Start: h.Passage.Start, End: h.Passage.End, Text: h.Passage.Text}
		out.Hits[i] = hitOutput{Article: toArticleShort(h.Article), Passage: p, Score: h.Score, Copies: len(h.Copies)}
	}
	return out
}

func toDirect(d news.Direct) *directOutput {
	if d.Text == "" {
		return nil
	}
	out := directOutput{Text: d.Text, Marker: d.Marker, Start: d.Start, End: d.End, Source: d.Source, Confidence: d.Confidence}
	if !d.Published.IsZero() {
		out.Published = d.Published.Format(time.RFC3339)
	}
	return &out
}

func toAnswer(a news.Answer) answerOutput {
	return answerOutput{
		Status: string(a.Status), Direct: toDirect(a.Direct), Mode: string(a.Mode), Answer: a.Text,
		Citations: toCitations(a.Citations), Warnings: a.Warnings,
	}
}

func toCitations(list []news.Citation) []citationOutput {
	out := make([]citationOutput, len(list))
	for i, c := range list {
		out[i] = citationOutput{Marker: c.Marker, Article: toArticleShort(c.Article), Quote: c.Quote, Start: c.Start, End: c.End, Link: c.Link, From: c.Provenance.String()}
	}
	return out
}
