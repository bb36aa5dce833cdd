package mcp

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"byline/internal/news"
)

// What an input may hold.
const (
	maxQuestion = 2000   // characters, also of a query
	maxLimit    = 50     // hits at once
	maxName     = 300    // characters of an ID, source or subject
	maxURL      = 4096   // characters
	maxText     = 100000 // characters of a text to find the like of
	maxMessages = 50     // of a conversation
)

// filterInput restricts by what is known of the articles. It is embedded in the inputs of tools.
type filterInput struct {
	After    string   `json:"after,omitempty" jsonschema:"published at or after this date or RFC 3339 time, as 2025-02-03"`
	Before   string   `json:"before,omitempty" jsonschema:"published before this date or RFC 3339 time"`
	Sources  []string `json:"sources,omitempty" jsonschema:"only these outlets, by name"`
	Subjects []string `json:"subjects,omitempty" jsonschema:"only articles with one of these subjects"`
	Language string   `json:"language,omitempty" jsonschema:"only articles in this language, a two-letter code as en"`
}

type searchInput struct {
	Query string `json:"query" jsonschema:"what to search for, in words or as a question"`
	Limit int    `json:"limit,omitempty" jsonschema:"hits wanted, from 1 to 50; 10 unless given"`
	Mode  string `json:"mode,omitempty" jsonschema:"hybrid (words and meaning; unless given), keyword or semantic"`
	Group string `json:"group,omitempty" jsonschema:"article (one hit an article; unless given) or passage (every passage is a hit)"`
	AsOf  string `json:"as_of,omitempty" jsonschema:"search as on this date or at this time: nothing later is seen, and last week is relative to it"`
	filterInput
}

type similarInput struct {
	ArticleID string `json:"article_id,omitempty" jsonschema:"ID of a stored article; give exactly one of article_id, url and text"`
	URL       string `json:"url,omitempty" jsonschema:"URL of a stored article"`
	Text      string `json:"text,omitempty" jsonschema:"text to find similar articles to"`
	Limit     int    `json:"limit,omitempty" jsonschema:"hits wanted, from 1 to 50; 10 unless given"`
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
	filter, errFilter := in.filter()
	asOf, errAsOf := moment("as_of", in.AsOf)
	err := errors.Join(checkText("query", in.Query, maxQuestion), checkLimit(in.Limit), errFilter, errAsOf,
		oneOf("mode", in.Mode, string(news.ModeHybrid), string(news.ModeKeyword), string(news.ModeSemantic)),
		oneOf("group", in.Group, string(news.GroupArticle), string(news.GroupPassage)))
	return news.SearchRequest{
		Query: strings.TrimSpace(in.Query), Filter: filter, AsOf: asOf, Limit: in.Limit,
		Mode: news.Mode(in.Mode), Group: news.Group(in.Group),
	}, faults(err)
}

func (in similarInput) request() (news.SimilarRequest, error) {
	filter, errFilter := in.filter()
	given := 0
	for _, text := range []string{in.ArticleID, in.URL, in.Text} {
		if strings.TrimSpace(text) != "" {
			given++
		}
	}
	var errGiven error
	if given != 1 {
		errGiven = news.Errorf(news.KindInvalid, "give exactly one of article_id, url and text")
	}
	err := errors.Join(errGiven, checkLimit(in.Limit), errFilter, checkLength("article_id", in.ArticleID, maxName),
		checkLength("url", in.URL, maxURL), checkLength("text", in.Text, maxText))
	return news.SimilarRequest{ArticleID: in.ArticleID, URL: in.URL, Text: in.Text, Filter: filter, Limit: in.Limit}, faults(err)
}

func (in askInput) request() (news.AnswerRequest, error) {
	filter, errFilter := in.filter()
	asOf, errAsOf := moment("as_of", in.AsOf)
	var errMessages error
	if len(in.Messages) > maxMessages {
		errMessages = news.InvalidField("messages", "are %d; at most %d are taken: send the latest", len(in.Messages), maxMessages)
	}
	messages := make([]news.Message, len(in.Messages))
	for i, m := range in.Messages {
		errMessages = errors.Join(errMessages, oneOf("messages.role", m.Role, string(news.RoleUser), string(news.RoleAssistant)))
		messages[i] = news.Message{Role: news.Role(m.Role), Content: m.Content}
	}
	err := errors.Join(checkText("question", in.Question, maxQuestion), errMessages, errFilter, errAsOf)
	return news.AnswerRequest{
		Question: strings.TrimSpace(in.Question), Messages: messages, NoLLM: in.NoLLM,
		Search: news.SearchRequest{Filter: filter, AsOf: asOf},
	}, faults(err)
}

func (in filterInput) filter() (news.Filter, error) {
	after, _, errAfter := parseTime("after", in.After)
	before, _, errBefore := parseTime("before", in.Before)
	err := errors.Join(errAfter, errBefore)
	if err == nil && !after.IsZero() && !before.IsZero() && !after.Before(before) {
		err = news.InvalidField("before", "must be later than after; it is exclusive")
	}
	for _, name := range append(append([]string{in.Language}, in.Sources...), in.Subjects...) {
		err = errors.Join(err, checkLength("sources, subjects and language", name, maxName))
	}
	return news.Filter{After: after, Before: before, Sources: in.Sources, Subjects: in.Subjects, Language: strings.ToLower(in.Language)}, err
}

// faults puts all that is wrong with an input into one error.
func faults(err error) error {
	if err == nil {
		return nil
	}
	return news.Errorf(news.KindInvalid, "%s", strings.ReplaceAll(err.Error(), "\n", "; "))
}

// moment reads the moment of asking: a date alone means its last instant.
func moment(field, text string) (time.Time, error) {
	t, day, err := parseTime(field, text)
	if day {
		t = t.AddDate(0, 0, 1).Add(-time.Nanosecond)
	}
	return t, err
}

// parseTime reads a date, which is midnight UTC, or an RFC 3339 time. Empty text is the zero time.
func parseTime(field, text string) (t time.Time, day bool, err error) {
	if text == "" {
		return time.Time{}, false, nil
	}
	if t, err = time.Parse(time.DateOnly, text); err == nil {
		day = true
	} else if t, err = time.Parse(time.RFC3339, text); err != nil {
		return time.Time{}, false, news.InvalidField(field, "want a date as 2025-02-03 or a time as 2025-02-03T09:40:00+02:00")
	}
	if t.Year() < 1700 || t.Year() > 2250 { // what databases can count in nanoseconds
		return time.Time{}, false, news.InvalidField(field, "the year %d is out of range (1700 to 2250)", t.Year())
	}
	return t, day, nil
}

func checkText(field, text string, most int) error {
	if strings.TrimSpace(text) == "" {
		return news.InvalidField(field, "must not be empty")
	}
	return checkLength(field, text, most)
}

func checkLength(field, text string, most int) error {
	if n := utf8.RuneCountInString(text); n > most {
		return news.InvalidField(field, "has %d characters; at most %d are taken", n, most)
	}
	return nil
}

func checkLimit(limit int) error {
	if limit < 0 || limit > maxLimit {
		return news.InvalidField("limit", "must be from 1 to %d, not %d", maxLimit, limit)
	}
	return nil
}

func oneOf(field, value string, allowed ...string) error {
	for _, a := range append(allowed, "") {
		if a == value {
			return nil
		}
	}
	return news.InvalidField(field, "must be one of %s", strings.Join(allowed, ", "))
}
