package api

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"byline/internal/news"
)

// FilterBody restricts a search or listing by what is known of the articles.
type FilterBody struct {
	After    string   `json:"after"`  // as ParseTime takes it, inclusive
	Before   string   `json:"before"` // the same, exclusive
	Sources  []string `json:"sources"`
	Subjects []string `json:"subjects"`
	Language string   `json:"language"`
	Files    []string `json:"files"` // as in news.Filter

	UpdatedAfter string   `json:"updated_after,omitempty"` // date or time, inclusive
	Authors      []string `json:"authors,omitempty"`
	Sections     []string `json:"sections,omitempty"`
	NotSources   []string `json:"not_sources,omitempty"`
	NotSubjects  []string `json:"not_subjects,omitempty"`
	NotAuthors   []string `json:"not_authors,omitempty"`
	NotSections  []string `json:"not_sections,omitempty"`
	NotLanguages []string `json:"not_languages,omitempty"`
	NotFiles     []string `json:"not_files,omitempty"`
}

// SearchBody is the body of POST /v1/search.
type SearchBody struct {
	Query     string     `json:"query"`
	Filters   FilterBody `json:"filters"`
	AsOf      string     `json:"as_of"`
	Limit     *int       `json:"limit"`
	Mode      news.Mode  `json:"mode"`
	Group     news.Group `json:"group"`
	Explain   bool       `json:"explain"`
	KeepDates bool       `json:"keep_dates"`
	Exact     bool       `json:"exact"`
	Strict    bool       `json:"strict"` // refuse a query whose operators cannot be read

	KeepCopies bool              `json:"keep_copies,omitempty"`
	Sort       news.Sort         `json:"sort,omitempty"`
	Cursor     string            `json:"cursor,omitempty"` // the next of what was sent before
	Facets     []news.FacetField `json:"facets,omitempty"`
	Format     string            `json:"format,omitempty"` // in which the hits are sent; empty: what Accept says, else JSON
}

// SimilarBody is the body of POST /v1/similar.
type SimilarBody struct {
	ArticleID string     `json:"article_id"`
	URL       string     `json:"url"`
	Text      string     `json:"text"`
	Filters   FilterBody `json:"filters"`
	Limit     *int       `json:"limit"`
}

// AnswerBody is the body of POST /v1/answers.
type AnswerBody struct {
	Question  string        `json:"question"`
	Messages  []MessageBody `json:"messages"`
	Filters   FilterBody    `json:"filters"`
	AsOf      string        `json:"as_of"`
	KeepDates bool          `json:"keep_dates"`
	Exact     bool          `json:"exact"`
	NoLLM     bool          `json:"no_llm"`
	Stream    bool          `json:"stream"`
	Format    string        `json:"format,omitempty"` // in which the answer is sent; empty: what Accept says, else JSON
}

// MessageBody is one message of a conversation.
type MessageBody struct {
	Role    news.Role `json:"role"`
	Content string    `json:"content"`
}

// Request checks the body and returns what it asks for. All faults come at once,
// as news.KindInvalid errors that name the fields as names says.
func (b SearchBody) Request(names FieldNames) (news.SearchRequest, error) {
	filter, asOf, errFilter := b.Filters.FilterAsOf(b.AsOf, names)
	limit, errLimit := CheckLimit(b.Limit)
	err := errors.Join(
		CheckText(names.Query, b.Query), errFilter, errLimit,
		checkOneOf("mode", b.Mode, news.ModeHybrid, news.ModeKeyword, news.ModeSemantic),
		checkOneOf("group", b.Group, news.GroupArticle, news.GroupPassage),
		b.checkSet(),
	)
	if err != nil {
		return news.SearchRequest{}, err
	}
	return news.SearchRequest{
		Query: strings.TrimSpace(b.Query), Filter: filter, AsOf: asOf, Limit: limit,
		Mode: b.Mode, Group: b.Group, Explain: b.Explain, KeepDates: b.KeepDates, Exact: b.Exact, Strict: b.Strict,
		KeepCopies: b.KeepCopies, Sort: b.Sort, Cursor: b.Cursor, Facets: b.Facets,
	}, nil
}

// checkSet checks what is asked of the result set.
func (b SearchBody) checkSet() error {
	faults := []error{
		checkOneOf("sort", b.Sort, news.SortRelevance, news.SortNewest, news.SortOldest),
		CheckLength("cursor", b.Cursor, MaxCursor),
	}
	if b.Group == news.GroupPassage && b.Sort != "" && b.Sort != news.SortRelevance {
		faults = append(faults, news.InvalidField("sort", "is of articles: leave it out, or group by article"))
	}
	for i, f := range b.Facets {
		name := fmt.Sprintf("facets[%d]", i)
		faults = append(faults, checkOneOf(name, f, news.FacetFields()...))
		if slices.Contains(b.Facets[:i], f) {
			faults = append(faults, news.InvalidField(name, "%q is asked for twice", f))
		}
		if f == "" {
			faults = append(faults, news.InvalidField(name, "must not be empty"))
		}
	}
	return errors.Join(faults...)
}

// Request checks the body as that of a SearchBody does.
func (b SimilarBody) Request(names FieldNames) (news.SimilarRequest, error) {
	filter, errFilter := b.Filters.Filter(names)
	limit, errLimit := CheckLimit(b.Limit)
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
	err := errors.Join(errFilter, errLimit, CheckLength("article_id", b.ArticleID, MaxID), CheckLength("url", b.URL, MaxURL), errGiven)
	if err != nil {
		return news.SimilarRequest{}, err
	}
	return news.SimilarRequest{ArticleID: strings.TrimSpace(b.ArticleID), URL: strings.TrimSpace(b.URL),
		Text: strings.TrimSpace(b.Text), Filter: filter, Limit: limit}, nil
}

// Request checks the body as that of a SearchBody does.
func (b AnswerBody) Request(names FieldNames) (news.AnswerRequest, error) {
	filter, asOf, errFilter := b.Filters.FilterAsOf(b.AsOf, names)
	messages, errMessages := checkMessages(b.Messages)
	if err := errors.Join(CheckText("question", b.Question), errMessages, errFilter); err != nil {
		return news.AnswerRequest{}, err
	}
	return news.AnswerRequest{
		Question: strings.TrimSpace(b.Question), Messages: messages, NoLLM: b.NoLLM,
		Search: news.SearchRequest{Filter: filter, AsOf: asOf, KeepDates: b.KeepDates, Exact: b.Exact},
	}, nil
}

// FieldNames are the names under which one front end takes what another calls
// differently, so that errors name what the caller wrote.
type FieldNames struct {
	Query, After, Before, Sources, Subjects, Language, Files, AsOf string
	// Other makes the name of any other field of a filter from the one in FilterBody.
	Other func(name string) string
}

// The names that the fields have in a body, and where nothing stands within
// another: in a URL, an input of a tool.
var (
	BodyNames = FieldNames{"query", "filters.after", "filters.before", "filters.sources", "filters.subjects", "filters.language", "filters.files", "as_of", func(name string) string { return "filters." + name }}
	FlatNames = FieldNames{"query", "after", "before", "sources", "subjects", "language", "files", "as_of", func(name string) string { return name }}
)

// FilterAsOf checks the body and the moment of asking, as the Request of a
// SearchBody does. Words such as "yesterday" are relative to that moment or, if
// asOf is empty and the moment so zero, to now.
func (b FilterBody) FilterAsOf(asOf string, names FieldNames) (news.Filter, time.Time, error) {
	now := time.Now()
	moment, errAsOf := ParseMoment(names.AsOf, asOf, now)
	filter, err := b.filter(names, cmp.Or(moment, now))
	return filter, moment, errors.Join(err, errAsOf)
}

// Filter checks the body as the Request of a SearchBody does.
func (b FilterBody) Filter(names FieldNames) (news.Filter, error) { return b.filter(names, time.Now()) }

func (b FilterBody) filter(names FieldNames, now time.Time) (news.Filter, error) {
	after, errAfter := ParseTime(names.After, b.After, now)
	before, errBefore := ParseTime(names.Before, b.Before, now)
	if errAfter == nil && errBefore == nil && !after.IsZero() && !before.IsZero() && !after.Before(before) {
		errBefore = news.InvalidField(names.Before, "must be later than %s; it is exclusive", names.After)
	}
	updated, errUpdated := ParseTime(names.Other("updated_after"), b.UpdatedAfter, now)
	err := errors.Join(errAfter, errBefore, errUpdated, checkNames(names.Sources, b.Sources), checkNames(names.Subjects, b.Subjects),
		checkLanguage(names.Language, b.Language), checkFiles(names.Files, b.Files), b.checkOthers(names))
	if err != nil {
		return news.Filter{}, err
	}
	return news.Filter{
		After: after, Before: before, Sources: b.Sources, Subjects: b.Subjects, Language: strings.ToLower(b.Language), Files: b.Files,
		UpdatedAfter: updated, Authors: b.Authors, Sections: b.Sections,
		NotSources: b.NotSources, NotSubjects: b.NotSubjects, NotAuthors: b.NotAuthors, NotSections: b.NotSections, NotLanguages: b.NotLanguages, NotFiles: b.NotFiles,
	}, nil
}

// checkOthers checks the lists that FieldNames has no names of their own for.
func (b FilterBody) checkOthers(names FieldNames) error {
	faults := []error{checkFiles(names.Other("not_files"), b.NotFiles)}
	for name, values := range b.Others() {
		faults = append(faults, checkNames(names.Other(name), *values))
	}
	if len(b.NotLanguages) <= MaxValues {
		for i, code := range b.NotLanguages {
			faults = append(faults, checkLanguage(fmt.Sprintf("%s[%d]", names.Other("not_languages"), i), code))
		}
	}
	return errors.Join(faults...)
}

// Others yields the lists of names that came after sources and subjects, by the
// name of the field, in order.
func (b *FilterBody) Others() iter.Seq2[string, *[]string] {
	return func(yield func(string, *[]string) bool) {
		_ = yield("authors", &b.Authors) && yield("sections", &b.Sections) && yield("not_sources", &b.NotSources) && yield("not_subjects", &b.NotSubjects) &&
			yield("not_authors", &b.NotAuthors) && yield("not_sections", &b.NotSections) && yield("not_languages", &b.NotLanguages)
	}
}

// CheckText wants a question or query: not empty, and no longer than MaxQuestion.
func CheckText(field, text string) error {
	if strings.TrimSpace(text) == "" {
		return news.InvalidField(field, "must not be empty")
	}
	return CheckLength(field, text, MaxQuestion)
}

// CheckLength wants at most so many characters.
func CheckLength(field, text string, most int) error {
	if n := utf8.RuneCountInString(text); n > most {
		return news.InvalidField(field, "has %d characters; at most %d are taken", n, most)
	}
	return nil
}

// CheckLimit wants 1 to MaxLimit; nil is zero, which stands for the default.
func CheckLimit(limit *int) (int, error) {
	if limit == nil {
		return 0, nil
	}
	if *limit < 1 || *limit > MaxLimit {
		return 0, news.InvalidField("limit", "must be from 1 to %d, not %d", MaxLimit, *limit)
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
	return news.InvalidField(field, "must be one of %s, not %q", strings.Join(names, ", "), Clip(string(value)))
}

func checkNames(field string, values []string) error {
	if len(values) > MaxValues {
		return news.InvalidField(field, "has %d values; at most %d are taken", len(values), MaxValues)
	}
	for i, v := range values {
		if strings.TrimSpace(v) == "" {
			return news.InvalidField(fmt.Sprintf("%s[%d]", field, i), "must not be empty")
		}
		if err := CheckLength(fmt.Sprintf("%s[%d]", field, i), v, MaxName); err != nil {
			return err
		}
	}
	return nil
}

// checkFiles wants paths of files and folders, or "*.html".
func checkFiles(field string, values []string) error {
	if len(values) > MaxFiles {
		return news.InvalidField(field, "has %d values; at most %d are taken", len(values), MaxFiles)
	}
	for i, v := range values {
		name := fmt.Sprintf("%s[%d]", field, i)
		if err := CheckLength(name, v, MaxName); err != nil {
			return err
		}
		rest := strings.TrimSuffix(v, "/*")
		if ext, ok := strings.CutPrefix(v, "*."); ok && !strings.ContainsAny(ext, "./") {
			rest = ext
		}
		if strings.Trim(rest, " ./") == "" || strings.Contains(rest, "*") {
			return news.InvalidField(name, `%q: give the path of a file or folder, the name of a file, or "*.html" for all that end so`, Clip(v))
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
		return news.InvalidField(field, "want a two-letter code (ISO 639-1), as en, not %q", Clip(code))
	}
	return nil
}

func checkMessages(bodies []MessageBody) ([]news.Message, error) {
	if len(bodies) > MaxMessages {
		return nil, news.InvalidField("messages", "has %d messages; at most %d are taken: send the latest", len(bodies), MaxMessages)
	}
	var faults []error
	messages := make([]news.Message, len(bodies))
	for i, b := range bodies {
		role := fmt.Sprintf("messages[%d].role", i)
		if b.Role == "" {
			faults = append(faults, news.InvalidField(role, "must be user or assistant"))
		}
		faults = append(faults, checkOneOf(role, b.Role, news.RoleUser, news.RoleAssistant),
			CheckLength(fmt.Sprintf("messages[%d].content", i), b.Content, MaxMessage))
		messages[i] = news.Message{Role: b.Role, Content: b.Content}
	}
	return messages, errors.Join(faults...)
}
