package mcp

import (
	"errors"
	"strings"

	"byline/internal/api"
	"byline/internal/news"
)

// filterInput restricts by what is known of the articles. It is embedded in the inputs of tools.
type filterInput struct {
	After    string   `json:"after,omitempty" jsonschema:"published at or after this date or RFC 3339 time, as 2025-02-03; words will do, as yesterday or 7d"`
	Before   string   `json:"before,omitempty" jsonschema:"published before this date or RFC 3339 time; words will do"`
	Sources  []string `json:"sources,omitempty" jsonschema:"only these outlets, by name"`
	Subjects []string `json:"subjects,omitempty" jsonschema:"only articles with one of these subjects"`
	Language string   `json:"language,omitempty" jsonschema:"only articles in this language, a two-letter code as en"`
	Files    []string `json:"files,omitempty" jsonschema:"only articles that were loaded from these files or folders, or as *.html"`

	UpdatedAfter string   `json:"updated_after,omitempty" jsonschema:"changed or, where the outlet does not tell, published at or after this date or time"`
	Authors      []string `json:"authors,omitempty" jsonschema:"only articles by one of these authors, by whole name"`
	Sections     []string `json:"sections,omitempty" jsonschema:"only articles of these sections"`
	NotSources   []string `json:"not_sources,omitempty" jsonschema:"leave out these outlets"`
	NotSubjects  []string `json:"not_subjects,omitempty" jsonschema:"leave out articles with one of these subjects"`
	NotAuthors   []string `json:"not_authors,omitempty" jsonschema:"leave out these authors"`
	NotSections  []string `json:"not_sections,omitempty" jsonschema:"leave out these sections"`
	NotLanguages []string `json:"not_languages,omitempty" jsonschema:"leave out these languages, two-letter codes"`
	NotFiles     []string `json:"not_files,omitempty" jsonschema:"leave out what was loaded from these files or folders"`
}

type searchInput struct {
	Query string `json:"query" jsonschema:"what to search for, in words or as a question"`
	Limit int    `json:"limit,omitempty" jsonschema:"hits wanted, from 1 to 100; 10 unless given"`
	Mode  string `json:"mode,omitempty" jsonschema:"hybrid (words and meaning; unless given), keyword or semantic"`
	Group string `json:"group,omitempty" jsonschema:"article (one hit an article; unless given) or passage (every passage is a hit)"`
	AsOf  string `json:"as_of,omitempty" jsonschema:"search as on this date or at this time: nothing later is seen, and last week is relative to it"`

	Sort   string   `json:"sort,omitempty" jsonschema:"relevance (unless given), newest or oldest"`
	Cursor string   `json:"cursor,omitempty" jsonschema:"what a search returned as next, for the part after that; all else stays as it was"`
	Facets []string `json:"facets,omitempty" jsonschema:"count the articles found by: source, author, section, subject, language, person, organisation, place, day, week, month"`
	filterInput
}

type similarInput struct {
	ArticleID string `json:"article_id,omitempty" jsonschema:"ID of a stored article; give exactly one of article_id, url and text"`
	URL       string `json:"url,omitempty" jsonschema:"URL of a stored article"`
	Text      string `json:"text,omitempty" jsonschema:"text to find similar articles to"`
	Limit     int    `json:"limit,omitempty" jsonschema:"hits wanted, from 1 to 100; 10 unless given"`
	filterInput
}

type askInput struct {
	Question string         `json:"question" jsonschema:"the question, in a sentence"`
	Messages []messageInput `json:"messages,omitempty" jsonschema:"the conversation before the question, oldest first, for follow-ups"`
	AsOf     string         `json:"as_of,omitempty" jsonschema:"answer as on this date or at this time: nothing later is seen"`
	NoLLM    bool           `json:"no_llm,omitempty" jsonschema:"answer by quoting even if Byline has a language model"`
	filterInput
}

type messageInput struct {
	Role    string `json:"role" jsonschema:"user or assistant"`
	Content string `json:"content"`
}

type articleInput struct {
	ID string `json:"id" jsonschema:"ID of the article, as search and ask return it"`
}

func (in searchInput) request() (news.SearchRequest, error) {
	body := api.SearchBody{
		Query: in.Query, Filters: in.body(), AsOf: in.AsOf, Limit: limit(in.Limit), Mode: news.Mode(in.Mode), Group: news.Group(in.Group),
		Sort: news.Sort(in.Sort), Cursor: in.Cursor,
	}
	for _, f := range in.Facets {
		body.Facets = append(body.Facets, news.FacetField(f))
	}
	req, err := body.Request(api.FlatNames)
	return req, faults(err)
}

func (in similarInput) request() (news.SimilarRequest, error) {
	req, err := api.SimilarBody{
		ArticleID: in.ArticleID, URL: in.URL, Text: in.Text, Filters: in.body(), Limit: limit(in.Limit),
	}.Request(api.FlatNames)
	return req, faults(errors.Join(err, api.CheckLength("text", in.Text, api.MaxText)))
}

func (in askInput) request() (news.AnswerRequest, error) {
	body := api.AnswerBody{Question: in.Question, Filters: in.body(), AsOf: in.AsOf, NoLLM: in.NoLLM}
	for _, m := range in.Messages {
		body.Messages = append(body.Messages, api.MessageBody{Role: news.Role(m.Role), Content: m.Content})
	}
	req, err := body.Request(api.FlatNames)
	return req, faults(err)
}

func (in articleInput) check() error {
	if strings.TrimSpace(in.ID) == "" {
		return news.InvalidField("id", "must not be empty")
	}
	return api.CheckLength("id", in.ID, api.MaxID)
}

func (in filterInput) body() api.FilterBody {
	return api.FilterBody{After: in.After, Before: in.Before, Sources: in.Sources, Subjects: in.Subjects, Language: in.Language, Files: in.Files,
		UpdatedAfter: in.UpdatedAfter, Authors: in.Authors, Sections: in.Sections,
		NotSources: in.NotSources, NotSubjects: in.NotSubjects, NotAuthors: in.NotAuthors, NotSections: in.NotSections, NotLanguages: in.NotLanguages, NotFiles: in.NotFiles,
	}
}

// limit is nil if none is given: clients send zero for that too.
func limit(given int) *int {
	if given == 0 {
		return nil
	}
	return &given
}

// faults puts all that is wrong with an input into one error.
func faults(err error) error {
	if err == nil {
		return nil
	}
	return news.Errorf(news.KindInvalid, "%s", strings.ReplaceAll(err.Error(), "\n", "; "))
}
