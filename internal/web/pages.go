package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"byline/internal/news"
)

//go:embed templates/*.gohtml
var templateFiles embed.FS

// Pages renders pages. It is safe for concurrent use.
type Pages struct {
	assets    assets
	home      *template.Template
	search    *template.Template
	quote     *template.Template
	batch     *template.Template
	article   *template.Template
	fault     *template.Template
	reference *template.Template
	add       *template.Template
	feeds     *template.Template
	signIn    *template.Template
	onward    *template.Template
	help      *template.Template
	stories   *template.Template
	story     *template.Template
	coverage  *template.Template
	entities  *template.Template
	revisions *template.Template
}

// New makes the pages.
func New() *Pages {
	p := &Pages{assets: readAssets()}
	p.home, p.search = p.parse("home"), p.parse("search")
	p.quote = p.parse("quote")
	p.batch = p.parse("batch")
	p.article, p.fault = p.parse("article"), p.parse("fault")
	p.reference = p.parse("reference")
	p.add, p.feeds = p.parse("add"), p.parse("feeds")
	p.signIn, p.onward = p.parse("signin"), p.parse("onward")
	p.help = p.parse("help")
	p.stories, p.story = p.parse("stories"), p.parse("story")
	p.coverage, p.entities = p.parse("coverage"), p.parse("entities")
	p.revisions = p.parse("revisions")
	return p
}

// parse reads a page and what all pages share. The templates are part of the
// program, so a fault in one is a fault of ours.
func (p *Pages) parse(name string) *template.Template {
	t := template.New("layout.gohtml").Funcs(template.FuncMap{
		"asset":       p.assets.path,
		"date":        formatDate,
		"shortDate":   formatShortDate,
		"iso":         formatISO,
		"day":         formatDay,
		"fields":      formatFields,
		"words":       func(values []string) string { return strings.Join(values, " ") },
		"filePath":    func(s string) string { return Search{Narrowing: Narrowing{Files: []string{s}}}.path() },
		"count":       formatCount,
		"thousands":   formatThousands,
		"moment":      formatMoment,
		"feedName":    feedName,
		"feedState":   feedState,
		"nextPoll":    nextPoll,
		"shownURL":    news.ShownURL,
		"list":        formatList,
		"articlePath": articlePath,
		"storyPath":   storyPath,
		"period":      period,
		"CitedPath":   CitedPath,
		"askPath":     askPath,
		"suggested":   suggested,
		"speakerPath": func(s string) string { return Search{Query: `speaker:"` + strings.ReplaceAll(s, `"`, "") + `"`}.path() },
		"subjectPath": func(s string) string { return Search{Narrowing: Narrowing{Subjects: []string{s}}}.path() },
		"safeLink":    safeLink,
		"host":        hostOf,
		"whole":       withoutFragment,
		"answerText":  answerText,
		"cards":       cardsOf,
		"summary":     summary,
		"highlighted": highlighted,
		"changes":     changes,
		"blank":       func() blanks { return blanks{} },
		"add":         func(a, b int) int { return a + b },
		"turnQuote":   func(turn int, c *news.Citation) turnQuote { return turnQuote{turn, *c} },
		"turnCard":    func(turn int, c Card) turnCard { return turnCard{turn, c} },
	})
	return template.Must(t.ParseFS(templateFiles, "templates/layout.gohtml", "templates/parts.gohtml", "templates/adding.gohtml", "templates/"+name+".gohtml"))
}

// turnQuote is a quote, and turnCard a card, of one turn of a conversation,
// whose number makes the addresses within the page distinct.
type (
	turnQuote struct {
		Turn     int
		Citation news.Citation
	}
	turnCard struct {
		Turn int
		Card Card
	}
)

// blanks fill the markup that the script takes from template elements.
type blanks struct {
	Marker turnQuote
	Chip   Chip
}

// Card is an article that is cited, with its quotes.
func (blanks) Card() turnCard { return turnCard{Card: Card{Quotes: []news.Citation{{}}}} }

// View is what a page shows.
type View interface {
	title() string
	section() string // of the navigation
}

// Home is the page on which one asks: empty, or a conversation.
type Home struct {
	Turns  []Turn
	Draft  Turn // what the next question begins with
	Fault  string
	Writes bool // an LLM writes answers for the script; the page itself quotes
	Stock  Stock
	Front  Front
	Server string // its address, as who looks at the page reaches it
}

// Stock is what there is to ask about.
type Stock struct {
	Articles       int // negative: not known
	Oldest, Newest time.Time
}

// Front is what the empty page shows: questions that the articles answer, and the
// newest stories.
type Front struct {
	Questions []string
	Stories   []news.Voice
}

// Article is one article. Cited is marked in its body unless it is empty.
type Article struct {
	Article    news.Article
	Cited      news.Span
	Moved      bool // words were to be marked, but the body has no such span
	Similar    []news.Hit
	Story      *news.Story // that it is a part of; nil: it is not known, or it is the only one
	Said       []news.Said // who says what in it
	Provenance news.Provenance
}

// Fault is the page that tells what went wrong.
type Fault struct {
	Status    int
	Title     string
	Detail    string
	RequestID string
}

// Add is the page on which articles are added.
type Add struct{}

// Help is the page that says how everything is used.
type Help struct {
	Server string // its address, as who looks at the page reaches it
}

func (Help) title() string   { return "Help" }
func (Help) section() string { return "help" }

func (Add) title() string   { return "Add articles" }
func (Add) section() string { return "add" }

func (v Home) title() string {
	if len(v.Turns) > 0 {
		return v.Turns[0].Question
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

func (Home) section() string    { return "ask" }
func (Search) section() string  { return "search" }
func (Article) section() string { return "" }
func (Fault) section() string   { return "" }

// Visitor is who looks at a page.
type Visitor struct {
	MayWrite bool   // may add, correct and delete articles
	MayFetch bool   // and have addresses fetched
	MayPoll  bool   // may see, add and remove feeds
	Key      string // name of the key that they signed in with; "" if with none
	Stranger bool   // has to sign in, and has not
	Version  string // of the program; "" for strangers, who are told nothing
}

// page is what templates see.
type page struct {
	Title   string
	Preview Preview
	Section string
	Visitor
	View View
}

// Render writes the page for v, as a visitor may see it. It writes nothing if it fails.
func (p *Pages) Render(w io.Writer, v View, visitor Visitor) error {
	var t *template.Template
	switch v.(type) {
	case Home:
		t = p.home
	case Search:
		t = p.search
	case Quote:
		t = p.quote
	case Batch:
		t = p.batch
	case Article:
		t = p.article
	case Reference:
		t = p.reference
	case Add:
		t = p.add
	case Feeds:
		t = p.feeds
	case SignIn:
		t = p.signIn
	case Onward:
		t = p.onward
	case Help:
		t = p.help
	case Stories:
		t = p.stories
	case Story:
		t = p.story
	case Coverage:
		t = p.coverage
	case Entities:
		t = p.entities
	case Revisions:
		t = p.revisions
	default:
		t = p.fault
	}
	var buf bytes.Buffer
	data := page{Title: v.title(), Preview: previewOf(v), Section: v.section(), Visitor: visitor, View: v}
	if err := t.Execute(&buf, data); err != nil {
		return fmt.Errorf("web: render: %w", err)
	}
	_, err := w.Write(withoutOverrides(buf.Bytes()))
	return err
}

// withoutOverrides takes out of a page the two characters that turn the
// direction of text whatever its letters are. Nobody writes them, except to
// make words read as others.
func withoutOverrides(page []byte) []byte {
	page = bytes.ReplaceAll(page, []byte("\u202d"), nil)
	return bytes.ReplaceAll(page, []byte("\u202e"), nil)
}
