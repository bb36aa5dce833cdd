package httpapi

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
	"byline/internal/news"
)

// params reads the parameters of a URL and collects the faults that it finds.
// A parameter without a value counts as not given, as forms send such.
type params struct {
	values url.Values
	used   map[string]bool
	names  api.FieldNames // under which the fields were found
	faults []error
}

func newParams(c echo.Context) *params {
	values, err := url.ParseQuery(c.Request().URL.RawQuery)
	p := &params{values: values, used: map[string]bool{}, names: api.FlatNames}
	if err != nil {
		p.faults = append(p.faults, news.Errorf(news.KindInvalid, "the part of the URL after \"?\" cannot be read: %v", err))
	}
	return p
}

// byURL hands on what parameters say. Their own faults are told with those of the request.
func byURL[B interface {
	Request(names api.FieldNames) (R, error)
}, R any](c echo.Context, p *params, body B, do func(echo.Context, B, api.FieldNames) error) error {
	if err := p.err(); err != nil {
		_, faults := body.Request(p.names)
		return errors.Join(err, faults)
	}
	return do(c, body, p.names)
}

// list returns all the values of a parameter that may be repeated.
func (p *params) list(name string) []string {
	p.used[name] = true
	if slices.ContainsFunc(p.values[name], func(v string) bool { return !utf8.ValidString(v) }) {
		p.faults = append(p.faults, notUTF8(name))
	}
	return slices.DeleteFunc(slices.Clone(p.values[name]), func(v string) bool { return v == "" })
}

func notUTF8(name string) error {
	return news.InvalidField(name, "is not valid UTF-8, percent-encoded")
}

func (p *params) text(name string) string {
	values := p.list(name)
	if len(values) == 0 {
		return ""
	}
	if len(values) > 1 {
		p.faults = append(p.faults, news.InvalidField(name, "given more than once"))
	}
	return values[0]
}

func (p *params) flag(name string) bool {
	text := p.text(name)
	if text == "" {
		return false
	}
	v, err := strconv.ParseBool(text)
	if err != nil {
		p.faults = append(p.faults, news.InvalidField(name, "must be true or false, not %q", api.Clip(text)))
	}
	return v
}

// limit returns nil if the parameter is not given.
func (p *params) limit() *int {
	text := p.text("limit")
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		p.faults = append(p.faults, news.InvalidField("limit", "must be a whole number, not %q", api.Clip(text)))
		return nil
	}
	return &n
}

// filters takes sources and subjects by a short name too, and both together.
func (p *params) filters() api.FilterBody {
	several := func(name string, most int) []string {
		if given := len(p.values[name]); given > most { // empty ones, too, which count for nothing below
			p.faults = append(p.faults, news.InvalidField(name, "is given %d times; at most %d are taken", given, most))
		}
		return p.list(name)
	}
	both := func(name, short string, most int) ([]string, string) {
		long, more := several(name, most), several(short, most)
		if len(long) == 0 && len(more) > 0 {
			return more, short
		}
		return append(long, more...), name
	}
	b := api.FilterBody{After: p.text("after"), Before: p.text("before"), Language: p.text("language")}
	b.Sources, p.names.Sources = both("sources", "source", api.MaxValues)
	b.Subjects, p.names.Subjects = both("subjects", "subject", api.MaxValues)
	b.Files, p.names.Files = both("files", "file", api.MaxFiles)
	b.UpdatedAfter = p.text("updated_after")
	for name, values := range b.Others() {
		*values = several(name, api.MaxValues)
	}
	b.NotFiles = several("not_files", api.MaxFiles)
	return b
}

func (p *params) search() api.SearchBody {
	b := api.SearchBody{
		Query: p.text("query"), Filters: p.filters(), AsOf: p.text("as_of"), Limit: p.limit(),
		Mode: news.Mode(p.text("mode")), Group: news.Group(p.text("group")),
		Explain: p.flag("explain"), KeepDates: p.flag("keep_dates"), Exact: p.flag("exact"), Strict: p.flag("strict"),
		KeepCopies: p.flag("keep_copies"), Sort: news.Sort(p.text("sort")), Cursor: p.text("cursor"), Facets: p.facets(), Format: p.text("format"),
	}
	if short := p.text("q"); b.Query == "" && short != "" {
		b.Query, p.names.Query = short, "q"
	} else if short != "" {
		p.faults = append(p.faults, news.InvalidField("q", "is the same as query: give one of the two"))
	}
	return b
}

func (p *params) answer() api.AnswerBody {
	return api.AnswerBody{
		Question: p.text("question"), Filters: p.filters(), AsOf: p.text("as_of"), KeepDates: p.flag("keep_dates"), Exact: p.flag("exact"),
		NoLLM: p.flag("no_llm"), Format: p.text("format"),
	}
}

// facets are given one by one, or with commas between them, as no field has one in its name.
func (p *params) facets() (fields []news.FacetField) {
	for _, given := range p.list("facets") {
		for field := range strings.SplitSeq(given, ",") {
			fields = append(fields, news.FacetField(strings.TrimSpace(field)))
		}
	}
	return fields
}

func (p *params) similar() api.SimilarBody {
	return api.SimilarBody{ArticleID: p.text("article_id"), URL: p.text("url"), Text: p.text("text"),
		Filters: p.filters(), Limit: p.limit()}
}

// err returns the faults found so far, parameters that nobody asked for included.
func (p *params) err() error {
	faults := slices.Clone(p.faults)
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if !p.used[name] {
			faults = append(faults, news.InvalidField(api.Clip(name), "unknown parameter"))
		}
	}
	return errors.Join(faults...)
}

// pathID returns the ID in the path of the request.
func pathID(c echo.Context) (string, error) {
	id := c.Param("id")
	if c.Request().URL.RawPath != "" { // the router then matched the escaped path
		unescaped, err := url.PathUnescape(id)
		if err != nil {
			return "", news.InvalidField("id", "is not properly escaped")
		}
		id = unescaped
	}
	if err := api.CheckLength("id", id, api.MaxID); err != nil {
		return "", err
	}
	return id, nil
}
