package app

import (
	"context"
	"errors"
	"time"

	"byline/internal/admission"
	"byline/internal/answer"
	"byline/internal/api"
	"byline/internal/chunk"
	"byline/internal/embedded"
	"byline/internal/encode"
	"byline/internal/format"
	"byline/internal/frontpage"
	"byline/internal/index"
	"byline/internal/ingest"
	"byline/internal/lexical"
	"byline/internal/names"
	"byline/internal/news"
	"byline/internal/notices"
	"byline/internal/openai"
	"byline/internal/quotes"
	"byline/internal/rerank"
	"byline/internal/retrieve"
	"byline/internal/stories"
)

// Engine is an open index with what searches and fills it.
type Engine struct {
	index.Index

	Encoder   *encode.Encoder
	Retriever *retrieve.Retriever
	Quotes    *quotes.Finder // of who printed words
	Ingester  *ingest.Ingester
	Editor    *ingest.Editor
	Queue     *ingest.Queue   // brings vectors that come later; nil: all come at once
	Front     *frontpage.Page // the newest stories, and questions that the articles answer
	Stories   *stories.Book   // which articles carry one text, and tell of one event
	Directory *Directory      // whom and what articles name

	config   Config
	at       Location
	mode     OpenMode
	embedder encode.Embedder
	reranker *rerank.Client // nil: none
	wrong    *wrongSpans    // of all that shows words of this index
	names    *names.Names
	gates    admission.Gates // of a server
}

// OpenMode says what an index is opened for.
type OpenMode int

// The modes in which an index is opened.
const (
	Reading    OpenMode = iota // the index must be there; another process may be writing
	Writing                    // made if it is not there
	Serving                    // the same, but for reading only where nothing can be written
	Rebuilding                 // all that searching needs is made anew
)

// Open opens an index. The caller closes it. KindInvalid: there is none, and
// the mode makes none, or the settings name another embedder than it was filled
// with. KindUnavailable: it, or a model that it needs, is out of reach.
func Open(ctx context.Context, c Config, at Location, mode OpenMode) (*Engine, error) {
	if mode != Writing && mode != Serving {
		if err := at.of().mustBeThere(at); err != nil {
			return nil, err
		}
	}
	encoder, embedder, err := newEncoder(ctx, c, at)
	if err != nil {
		return nil, err
	}
	reranker, err := NewReranker(c.Settings.Rerank)
	if err != nil {
		return nil, err
	}
	e := &Engine{Encoder: encoder, config: c, at: at, mode: mode, embedder: embedder, reranker: reranker, wrong: &wrongSpans{log: c.Logger}, gates: gates(c.Settings, at)}
	e.recallLimits(ctx)
	if e.Index, err = at.of().open(ctx, e, mode); err != nil {
		return nil, err
	}
	var subjects []string
	if mode == Writing || mode == Serving { // only an ingest needs them
		if subjects, err = e.Subjects(ctx); err != nil {
			return nil, errors.Join(err, e.Close())
		}
	}
	e.names = names.New(e.Index) // which shows no articles
	if e.Stories, err = newStories(e); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	observed := []ingest.Option{ingest.WithLogger(c.Logger), ingest.WithStages(notices.Stage{Sentences: chunk.Sentences})}
	if mode == Serving {
		observed = append(observed, ingest.WithObservers(namesOf{e.names}, storiesOf{e.Stories}), ingest.WithPause(e.gates.Searches.GiveWay))
	}
	e.Ingester = ingest.New(format.Reader{}, e, encoder, subjects, observed...)
	e.Editor = ingest.NewEditor(e.Ingester, e.Index, e)
	if encoder.Deferred() {
		e.Queue = ingest.NewQueue(e, embedder, c.Logger)
	}
	e.Retriever = retrieve.New(e, e, encoder, time.Now).WithWrongSpans(e.wrong.report).WithNames(e.names).WithDirectory(e).WithDates(api.ParseInterval)
	if e.Directory, err = newDirectory(e); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	e.Quotes = quotes.New(e, e, encoder, e.wrong.report).WithUnknown(e.Retriever.Unknown)
	if reranker != nil {
		e.Retriever = e.Retriever.WithReranker(reranker, c.Settings.Rerank.Hits, c.Logger)
	}
	e.Front, err = e.frontPage()
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// newEncoder makes the encoder that the settings ask for, for the index at a
// location, and the embedder in it.
func newEncoder(ctx context.Context, c Config, at Location) (*encode.Encoder, encode.Embedder, error) {
	embedder, err := embedderLike(ctx, c.Settings.Embed, func() (name string, dim int, err error) {
		return at.of().embedder(ctx, at)
	})
	if err != nil {
		return nil, nil, err
	}
	names, err := c.openNames()
	if err != nil {
		return nil, nil, err
	}
	encoder, err := encode.New(lexical.New(), DiscreetEmbedder(embedder, c.Logger), names).Without(at.Without...)
	return encoder, embedder, err
}

// Answerer answers from what a searcher finds.
func (e *Engine) Answerer(searcher answer.Searcher) (*answer.Answerer, error) {
	return e.AnswererWith(searcher, NewReader(e.config.Settings.Answers.Reader))
}

// AnswererWith is the same with a reader of its own, or none.
func (e *Engine) AnswererWith(searcher answer.Searcher, reader answer.Reader) (*answer.Answerer, error) {
	model, err := NewChat(e.config.Settings.LLM)
	if err != nil {
		return nil, err
	}
	var chat answer.Chat
	switch {
	case model == nil:
	case e.config.Frank:
		chat = model
	default:
		chat = DiscreetChat(model, e.config.Logger)
	}
	c := e.quoting()
	c.Reader = LoggedReader(reader, e.config.Logger)
	c.Chat, c.SetApart, c.Suggestions = chat, e.config.Settings.LLM.Unsupported == "apart", e.Front.Questions
	return answer.New(searcher, c), nil
}

// quoting is how questions are answered without a language model and a reader.
func (e *Engine) quoting() answer.Config {
	const percent = .01
	set := e.config.Settings.Answers
	return answer.Config{
		Embedder: DiscreetEmbedder(e.embedder, e.config.Logger), Articles: e, WrongSpan: e.wrong.report,
		RefuseBelow: percent * float64(set.RefuseBelow), SureFrom: percent * float64(set.SureFrom),
	}
}

// frontPage makes the front page of the index. Its questions are asked of the
// index itself, past the gates for people.
func (e *Engine) frontPage() (*frontpage.Page, error) {
	samples, err := sampleQuestions()
	if err != nil {
		return nil, err
	}
	return frontpage.New(e, answer.New(e.Retriever, e.quoting()), frontpage.Config{Samples: samples, IsSample: isSample}), nil
}

// Scans tells people by which instructions of the processor an embedded index
// searches vectors, and why that is slow: "" if it is not.
func Scans() (how, slow string) { return embedded.Scans() }

// WrongSpans is how many passages and quotes were left out because the article
// has other words at their place.
func (e *Engine) WrongSpans() int64 { return e.wrong.count.Load() }

// Stats counts what the index holds, and what was cut for the embedder.
func (e *Engine) Stats(ctx context.Context) (news.Stats, error) {
	stats, err := e.Index.Stats(ctx)
	if remote, ok := e.embedder.(*openai.Embedder); ok {
		stats.Cut = remote.Learned().Cut
	}
	return stats, err
}
