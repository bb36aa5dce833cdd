package httpapi

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"byline/internal/news"
)

// What a request may hold, beside the size of its body.
const (
	maxQuestion = 2000  // characters, also of a query
	maxLimit    = 100   // hits or articles at once
	maxMessages = 50    // of a conversation
	maxMessage  = 20000 // characters of one message
	maxValues   = 100   // sources or subjects in a filter
	maxName     = 300   // characters of a source or subject
	maxID       = 512   // characters of an article's ID
	maxCursor   = 1000  // characters
	maxURL      = 4096  // bytes
)

// filterBody restricts a search or listing by what is known of the articles.
type filterBody struct {
	After    string   `json:"after"`  // date or time, inclusive
	Before   string   `json:"before"` // date or time, exclusive
	Sources  []string `json:"sources"`
	Subjects []string `json:"subjects"`
	Language string   `json:"language"`
}

// searchBody is the body of POST /v1/search.
type searchBody struct {
	Query     string     `json:"query"`
	Filters   filterBody `json:"filters"`
	AsOf      string     `json:"as_of"`
	Limit     *int       `json:"limit"`
	Mode      news.Mode  `json:"mode"`
	Group     news.Group `json:"group"`
	Explain   bool       `json:"explain"`
	KeepDates bool       `json:"keep_dates"`
}

// similarBody is the body of POST /v1/similar.
type similarBody struct {
	ArticleID string     `json:"article_id"`
	URL       string     `json:"url"`
	Text      string     `json:"text"`
	Filters   filterBody `json:"filters"`
	Limit     *int       `json:"limit"`
}

// answerBody is the body of POST /v1/answers.
type answerBody struct {
	Question  string        `json:"question"`
	Messages  []messageBody `json:"messages"`
	Filters   filterBody    `json:"filters"`
	AsOf      string        `json:"as_of"`
	KeepDates bool          `json:"keep_dates"`
	NoLLM     bool          `json:"no_llm"`
	Stream    bool          `json:"stream"`
}

type messageBody struct {
	Role    news.Role `json:"role"`
	Content string    `json:"content"`
}

func (b searchBody) request(names fieldNames) (news.SearchRequest, error) {
	filter, errFilter := b.Filters.filter(names)
	asOf, errAsOf := parseMoment("as_of", b.AsOf)
	limit, errLimit := checkLimit(b.Limit)
	err := errors.Join(
		checkText(names.query, b.Query), errFilter, errAsOf, errLimit,
		checkOneOf("mode", b.Mode, news.ModeHybrid, news.ModeKeyword, news.ModeSemantic),
		checkOneOf("group", b.Group, news.GroupArticle, news.GroupPassage),
	)
	if err != nil {
		return news.SearchRequest{}, err
	}
	return news.SearchRequest{
		Query: strings.TrimSpace(b.Query), Filter: filter, AsOf: asOf, Limit: limit,
		Mode: b.Mode, Group: b.Group, Explain: b.Explain, KeepDates: b.KeepDates,
	}, nil
}

func (b similarBody) request(names fieldNames) (news.SimilarRequest, error) {
	filter, errFilter := b.Filters.filter(names)
	limit, errLimit := checkLimit(b.Limit)
	given := 0
	for _, v := range []string{b.ArticleID, b.URL, b.Text} {
		if strings.TrimSpace(v) != "" {
			given++
		}
	}
	var errGiven error
	if given != 1 {
		errGiven = news.Errorf(news.KindInvalid, "give exactly one of article_id, url and text")
	}
	err := errors.Join(errFilter, errLimit, checkLength("article_id", b.ArticleID, maxID), checkLength("url", b.URL, maxURL), errGiven)
	if err != nil {
		return news.SimilarRequest{}, err
	}
	return news.SimilarRequest{ArticleID: strings.TrimSpace(b.ArticleID), URL: strings.TrimSpace(b.URL),
		Text: strings.TrimSpace(b.Text), Filter: filter, Limit: limit}, nil
}

func (b answerBody) request() (news.AnswerRequest, error) {
	filter, errFilter := b.Filters.filter(bodyNames)
	asOf, errAsOf := parseMoment("as_of", b.AsOf)
	messages, errMessages := checkMessages(b.Messages)
	if err := errors.Join(checkText("question", b.Question), errMessages, errFilter, errAsOf); err != nil {
		return news.AnswerRequest{}, err
	}
	return news.AnswerRequest{
		Question: strings.TrimSpace(b.Question), Messages: messages, NoLLM: b.NoLLM,
		Search: news.SearchRequest{Filter: filter, AsOf: asOf, KeepDates: b.KeepDates},
	}, nil
}

// fieldNames are the names under which one front end takes what another calls
// differently, so that errors name what the caller wrote.
type fieldNames struct{ query, after, before, sources, subjects, language string }

var (
	bodyNames = fieldNames{"query", "filters.after", "filters.before", "filters.sources", "filters.subjects", "filters.language"}
	urlNames  = fieldNames{"query", "after", "before", "sources", "subjects", "language"}
)

func (b filterBody) filter(names fieldNames) (news.Filter, error) {
	after, errAfter := parseTime(names.after, b.After)
	before, errBefore := parseTime(names.before, b.Before)
	if errAfter == nil && errBefore == nil && !after.IsZero() && !before.IsZero() && !after.Before(before) {
		errBefore = news.InvalidField(names.before, "must be later than %s; it is exclusive", names.after)
	}
	err := errors.Join(errAfter, errBefore, checkNames(names.sources, b.Sources), checkNames(names.subjects, b.Subjects),
		checkLanguage(names.language, b.Language))
	if err != nil {
		return news.Filter{}, err
	}
	return news.Filter{After: after, Before: before, Sources: b.Sources, Subjects: b.Subjects, Language: strings.ToLower(b.Language)}, nil
}

func checkText(field, text string) error {
	if strings.TrimSpace(text) == "" {
		return news.InvalidField(field, "must not be empty")
	}
	return checkLength(field, text, maxQuestion)
}

func checkLength(field, text string, most int) error {
	if n := utf8.RuneCountInString(text); n > most {
		return news.InvalidField(field, "has %d characters; at most %d are taken", n, most)
	}
	return nil
}

func checkLimit(limit *int) (int, error) {
	if limit == nil {
		return 0, nil
	}
	if *limit < 1 || *limit > maxLimit {
		return 0, news.InvalidField("limit", "must be from 1 to %d, not %d", maxLimit, *limit)
	}
	return *limit, nil
}

// checkOneOf accepts the empty value, which stands for the default.
func checkOneOf[T ~string](field string, value T, allowed ...T) error {
	if value == "" {
		return nil
	}
	names := make([]string, len(allowed))
	for i, a := range allowed {
		if a == value {
			return nil
		}
		names[i] = string(a)
	}
	return news.InvalidField(field, "must be one of %s, not %q", strings.Join(names, ", "), clip(string(value)))
}

func checkNames(field string, values []string) error {
	if len(values) > maxValues {
		return news.InvalidField(field, "has %d values; at most %d are taken", len(values), maxValues)
	}
	for i, v := range values {
		if strings.TrimSpace(v) == "" {
			return news.InvalidField(fmt.Sprintf("%s[%d]", field, i), "must not be empty")
		}
		if err := checkLength(fmt.Sprintf("%s[%d]", field, i), v, maxName); err != nil {
			return err
		}
	}
	return nil
}

func checkLanguage(field, code string) error {
	if code == "" {
		return nil
	}
	lower := strings.ToLower(code)
	if len(lower) != 2 || strings.Trim(lower, "abcdefghijklmnopqrstuvwxyz") != "" {
		return news.InvalidField(field, "want a two-letter code (ISO 639-1), as en, not %q", clip(code))
	}
	return nil
}

func checkMessages(bodies []messageBody) ([]news.Message, error) {
	if len(bodies) > maxMessages {
		return nil, news.InvalidField("messages", "has %d messages; at most %d are taken: send the latest", len(bodies), maxMessages)
	}
	var faults []error
	messages := make([]news.Message, len(bodies))
	for i, b := range bodies {
		role := fmt.Sprintf("messages[%d].role", i)
		if b.Role == "" {
			faults = append(faults, news.InvalidField(role, "must be user or assistant"))
		}
		faults = append(faults, checkOneOf(role, b.Role, news.RoleUser, news.RoleAssistant),
			checkLength(fmt.Sprintf("messages[%d].content", i), b.Content, maxMessage))
		messages[i] = news.Message{Role: b.Role, Content: b.Content}
	}
	return messages, errors.Join(faults...)
}
