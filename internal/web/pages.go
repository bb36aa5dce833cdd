package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"net/url"

	"byline/internal/news"
)

//go:embed templates/*.gohtml
var templateFiles embed.FS

// Pages renders pages. It is safe for concurrent use.
type Pages struct {
	suggestions []string
	assets      assets
	home        *template.Template
	search      *template.Template
	article     *template.Template
	fault       *template.Template
	reference   *template.Template
}

// New makes the pages. Suggestions are questions to try, shown on the empty page.
func New(suggestions []string) *Pages {
	p := &Pages{suggestions: suggestions, assets: readAssets()}
	p.home, p.search = p.parse("home"), p.parse("search")
	p.article, p.fault = p.parse("article"), p.parse("fault")
	p.reference = p.parse("reference")
	return p
}

// parse reads a page and what all pages share. The templates are part of the
// program, so a fault in one is a fault of ours.
func (p *Pages) parse(name string) *template.Template {
	t := template.New("layout.gohtml").Funcs(template.FuncMap{
		"asset":       p.assets.path,
		"date":        formatDate,
		"iso":         formatISO,
		"articlePath": articlePath,
		"safeLink":    safeLink,
		"answerText":  answerText,
		"highlighted": highlighted,
		"understood":  understoodNotes,
		"blank":       func() news.Citation { return news.Citation{} },
		"list":        formatList,
		"askPath":     askPath,
	})
	return template.Must(t.ParseFS(templateFiles, "templates/layout.gohtml", "templates/parts.gohtml", "templates/"+name+".gohtml"))
}

// View is what a page shows.
type View interface {
	title() string
}

// Home is the page with the question box.
type Home struct {
	Question string
	AsOf     string       // as given: a date
	Answer   *news.Answer // nil if nothing was asked or the asking failed
	Fault    string       // why it failed
}

// Search is the list of what a search found.
type Search struct {
	Query  string
	AsOf   string
	Result *news.SearchResult // nil if nothing was searched for or the searching failed
	Fault  string
}

// Article is one article. Cited is marked in its body unless it is empty.
type Article struct {
	Article news.Article
	Cited   news.Span
	Moved   bool // words were to be marked, but the body has no such span
}

// Fault is the page that tells what went wrong.
type Fault struct {
	Status    int
	Title     string
	Detail    string
	RequestID string
}

func (v Home) title() string {
	if v.Question != "" {
		return v.Question
	}
	return "Ask the news"
}

func (v Search) title() string {
	if v.Query != "" {
		return v.Query
	}
	return "Search"
}

func (v Article) title() string {
	if v.Article.Headline == "" {
		return "Untitled article"
	}
	return v.Article.Headline
}

func (v Fault) title() string { return v.Title }

// page is what templates see.
type page struct {
	Title       string
	Suggestions []string
	View        View
}

// Render writes the page for v. It writes nothing if it fails.
func (p *Pages) Render(w io.Writer, v View) error {
	var t *template.Template
	switch v.(type) {
	case Home:
		t = p.home
	case Search:
		t = p.search
	case Article:
		t = p.article
	case Reference:
		t = p.reference
	default:
		t = p.fault
	}
	var buf bytes.Buffer
	data := page{Title: v.title(), Suggestions: p.suggestions, View: v}
	if err := t.Execute(&buf, data); err != nil {
		return fmt.Errorf("web: render: %w", err)
	}
	_, err := w.Write(buf.Bytes())
	return err
}

// articlePath is the address of an article's page, on which the cited words, if given, are marked.
func articlePath(id string, cited ...news.Span) string {
	path := "/articles/" + url.PathEscape(id)
	for _, s := range cited {
		path += fmt.Sprintf("?start=%d&end=%d#cited", s.Start, s.End)
	}
	return path
}

func askPath(question string) string { return "/?" + url.Values{"q": {question}}.Encode() }

// safeLink returns link if it is an absolute http or https URL, and otherwise nothing.
func safeLink(link string) string {
	u, err := url.Parse(link)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return link
}
