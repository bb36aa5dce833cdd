package httpapi

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"

	"byline/internal/access"
	"byline/internal/admission"
	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/web"
)

// Library reads stored articles. An unknown ID is a news.KindNotFound error.
type Library interface {
	api.Library
	// Articles lists articles; next is the cursor of the following part, empty at the end.
	Articles(ctx context.Context, f news.Filter, p news.Page) (articles []news.Article, next string, err error)
}

// Editor changes stored articles so that it lasts: what is loaded later does not
// undo it. An unknown ID is a news.KindNotFound error.
type Editor interface {
	Delete(ctx context.Context, id string) error
	// DeleteAll deletes what a filter lets through, or in a dry run only counts it.
	DeleteAll(ctx context.Context, f news.Filter, dryRun bool) (matched, deleted int, err error)
	Edit(ctx context.Context, id string, e news.Edit) (news.Article, error)
}

// Ingester stores the articles of a body: one article, an array, lines of
// JSON, or a document, as contentType or else the content says. A result
// stands for each article that could be told apart; the error is for what
// ended the reading. Results before an error are in the index.
type Ingester interface {
	IngestReader(ctx context.Context, body io.Reader, contentType string) ([]news.PutResult, error)
	// Load stores the articles of files. What the summary counts before an error is
	// in the index.
	Load(ctx context.Context, files iter.Seq[news.InputFile], how news.Load) (news.LoadSummary, error)
}

// FrontPage knows what there is to see before anybody has asked.
type FrontPage interface {
	// Questions returns questions that the articles answer; there may be none.
	Questions(ctx context.Context) []string
	// Stories lists up to n of the newest stories.
	Stories(ctx context.Context, n int) ([]news.Voice, error)
}

// Deps are what the server speaks for. Searcher, Answerer, Batcher, Library,
// Editor and Ingester are required; the rest may be left out.
type Deps struct {
	Searcher api.Searcher
	Answerer api.Answerer
	Quoter   api.Quoter
	Batcher  api.Batcher
	Stories  Storyteller  // nil: there are no /v1/stories and /v1/coverage
	Surveyor api.Surveyor // required with Stories
	Entities Entities     // nil: there is no /v1/entities
	Library  Library
	// Provenance tells from whom an article has what it says.
	Provenance func(*news.Article) news.Provenance
	Editor     Editor
	Ingester   Ingester
	Feeds      Feeds           // nil: there is no /v1/feeds
	Hubs       Hubs            // nil: there is no /v1/websub
	Hooks      map[string]Hook // webhooks by their names; none: there is no /v1/hooks

	Embedder   Embedder                                                              // makes vectors of texts; nil: /v1/embeddings answers 404
	Gates      admission.Gates                                                       // what Searcher and Answerer are behind; zero: they take on all that comes
	LocalToken string                                                                // lets programs of the same user do everything, without a key; "": there is none
	Access     *access.Guard                                                         // knows the API keys; nil: there are none, ever
	Audit      *slog.Logger                                                          // is told of every write; nil: nobody is
	Addresses  Addresses                                                             // takes in what is at an address; nil: no address is fetched
	MCP        http.Handler                                                          // serves /mcp; nil: there is none
	Slack      http.Handler                                                          // answers POST /slack/…; nil: there is no bot
	Ready      func(ctx context.Context) error                                       // nil: always ready
	Stats      func(ctx context.Context) (news.Stats, error)                         // nil: /v1/stats answers 404
	Unknown    func(context.Context, news.Filter, ...news.Article) ([]string, error) // says which names of a filter no article has, but for those that the articles show; nil: nobody knows
	Logger     *slog.Logger                                                          // nil: no log
	WrongSpans func() int64                                                          // how many were left out so far; nil: nobody counts
	Version    string                                                                // of the program
	Front      FrontPage                                                             // what the empty page shows; nil: nothing
	Writes     bool                                                                  // an LLM writes answers
}

// Config bounds what a request may cost. A zero field takes its default.
type Config struct {
	ArticlesLimit     int64 // bytes in the body of POST /v1/articles; 64 MiB
	ConversationLimit int64 // bytes in a body that may hold a conversation; 16 MiB, which is what the longest takes with every character escaped
	BodyLimit         int64 // bytes in any other body; 1 MiB

	ArticlesBudget int64         // bytes in all bodies of POST /v1/articles that are worked on at once; ArticlesLimit
	BodiesBudget   int64         // bytes in all other bodies that are worked on at once, what is small apart; 64 MiB
	BudgetWait     time.Duration // for others to be done; 3 s

	ReadTimeout   time.Duration // to look something up; 10 s
	SearchTimeout time.Duration // to search; 15 s
	AnswerTimeout time.Duration // to answer, streamed or not; 2 min
	IngestTimeout time.Duration // to receive and store articles; 10 min
	UploadTimeout time.Duration // to receive and store files; 24 h

	ShutdownTimeout time.Duration // for running requests to finish once the server stops; 15 s
	Heartbeat       time.Duration // between signs of life in a stream; 15 s

	Origins        []string       // whose pages may call the API, as browsers name them; none
	TrustedProxies []netip.Prefix // whose X-Forwarded-For and X-Forwarded-Proto are believed; none
}

func (c Config) withDefaults() Config {
	c.ArticlesLimit = cmp.Or(c.ArticlesLimit, 64<<20)
	c.ConversationLimit = cmp.Or(c.ConversationLimit, 16<<20)
	c.BodyLimit = cmp.Or(c.BodyLimit, 1<<20)
	c.BodiesBudget = cmp.Or(c.BodiesBudget, 64<<20)
	c.BudgetWait = cmp.Or(c.BudgetWait, 3*time.Second)
	c.ReadTimeout = cmp.Or(c.ReadTimeout, 10*time.Second)
	c.SearchTimeout = cmp.Or(c.SearchTimeout, 15*time.Second)
	c.AnswerTimeout = cmp.Or(c.AnswerTimeout, 2*time.Minute)
	c.IngestTimeout = cmp.Or(c.IngestTimeout, 10*time.Minute)
	c.UploadTimeout = cmp.Or(c.UploadTimeout, 24*time.Hour)
	c.ShutdownTimeout = cmp.Or(c.ShutdownTimeout, 15*time.Second)
	c.Heartbeat = cmp.Or(c.Heartbeat, 15*time.Second)
	return c
}

// Server is the HTTP front end. It is an http.Handler, safe for concurrent use.
type Server struct {
	deps      Deps
	cfg       Config
	log       *slog.Logger
	metrics   *metrics
	pages     *web.Pages
	reference func() (web.Reference, error) // of the API, read when it is first asked for
	handler   http.Handler
	scopes    map[string]access.Scope // of the routes, by name
	replies   *replies                // to requests that may be sent twice
	running   sync.WaitGroup          // requests being served
	draining  atomic.Bool             // set once the server stops
}

// New makes a server. It panics on no input and starts nothing.
func New(deps Deps, cfg Config) *Server {
	s := &Server{deps: deps, cfg: cfg.withDefaults(), log: deps.Logger, metrics: newMetrics(deps), pages: web.New(), scopes: map[string]access.Scope{}, replies: newReplies()}
	s.deps.Answerer = measured{deps.Answerer, s.metrics.answers}
	s.reference = sync.OnceValues(func() (web.Reference, error) { return web.ReadReference(openAPI) })
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	e := echo.New()
	e.Logger.SetOutput(io.Discard) // all logging goes through slog
	e.HTTPErrorHandler = s.handleError
	e.IPExtractor = clientAddress(s.cfg.TrustedProxies)
	e.Pre(asMeant)
	s.middleware(e)
	s.register(e)
	s.handler = compressed(e)
	return s
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.running.Add(1)
	defer s.running.Done()
	// What nobody reads of a body is cleared away by net/http, before and after
	// the response; a client that does not send it should not be waited for.
	rc := http.NewResponseController(w)
	_ = rc.SetReadDeadline(time.Now().Add(bodyPause))
	s.handler.ServeHTTP(w, r)
	_ = rc.SetReadDeadline(time.Now().Add(bodyPause))
}

// compressed gzips what is worth it, fast: a smaller response would take longer to
// make than to send. Streams are left alone, since a compressor would hold back what
// they tell.
func compressed(h http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.CompressionLevel(gzip.BestSpeed), gzhttp.ExceptContentTypes([]string{eventStream, ndjson}))
	if err != nil { // only for options out of range
		panic(fmt.Sprintf("httpapi: compression: %v", err))
	}
	return wrap(h)
}
