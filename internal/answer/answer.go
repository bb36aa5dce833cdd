package answer

import (
	"context"
	"fmt"

	"byline/internal/embed"
	"byline/internal/lexical"
	"byline/internal/news"
	ask "byline/internal/question"
)

// Searcher finds passages.
type Searcher interface {
	Search(ctx context.Context, req news.SearchRequest) (news.SearchResult, error)
}

// Embedder makes vectors of unit length, nil for a text without one.
type Embedder interface {
	EmbedTexts(ctx context.Context, texts []string, role embed.Role) ([][]float32, error)
}

// Chat writes a reply to messages with a language model. Pieces of the reply
// go to onDelta as they come; when that fails, Chat returns its error. A reply
// cut off at the length limit comes with an error of KindTooLarge.
type Chat interface {
	Chat(ctx context.Context, messages []news.Message, onDelta func(string) error) (string, error)
}

// Config says how to answer. Its zero value quotes, ranking sentences by words alone.
type Config struct {
	Chat        Chat     // writes answers and completes follow-ups; nil: answers are quotes
	Embedder    Embedder // helps to rank sentences by meaning; nil: by words alone
	Articles    Lister   // for digests of a time; nil: questions that are only about a time are refused
	Passages    int      // searched for; zero: 24
	LLMPassages int      // of these, shown to the language model; zero: 12
	// WrongSpan is told of each passage and quote that is left out because its
	// words are not those of its article. It may be nil.
	WrongSpan news.OnWrongSpan
}

// Answerer answers questions. It is safe for concurrent use.
type Answerer struct {
	searcher Searcher
	config   Config
	weights  weights
	analyzer *lexical.Analyzer
}

// New makes an Answerer over a searcher.
func New(searcher Searcher, config Config) *Answerer {
	if config.Passages <= 0 {
		config.Passages = 24
	}
	if config.LLMPassages <= 0 {
		config.LLMPassages = 12
	}
	return &Answerer{searcher: searcher, config: config, weights: defaultWeights, analyzer: lexical.New()}
}

// Answer answers a question. Steps go to emit as they happen, unless it is
// nil; the deltas put together are the text of the answer that is returned.
// An error of emit ends the work and is returned. A language model that fails
// does not fail the question: it is then answered by quoting, with a warning.
// The request has been checked where it came in (internal/api).
func (a *Answerer) Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
	if emit == nil {
		emit = func(news.Event) error { return nil }
	}
	w := &writer{emit: emit, cut: func(q quote) (string, bool) { return a.config.WrongSpan.Cut(ctx, q.article, q.Span, 0) }}
	w.answer.Mode = news.AnswerExtractive
	chat := a.config.Chat
	if req.NoLLM {
		chat = nil
	}
	if form := ask.Read(req.Question).Form; form.IsTalk() {
		return w.chat(req, form)
	}
	query, rewritten, err := a.complete(ctx, chat, req, w)
	if err != nil {
		return news.Answer{}, err
	}
	search := req.Search
	search.Query, search.Limit, search.Mode, search.Group = query, a.config.Passages, news.ModeHybrid, news.GroupPassage
	result, e, err := a.find(ctx, search)
	if err != nil {
		return news.Answer{}, fmt.Errorf("answer: search: %w", err)
	}
	result.Understood.Rewritten = rewritten
	if err := w.found(result); err != nil {
		return news.Answer{}, err
	}
	for _, warning := range result.Warnings {
		w.warn(warning)
	}
	done, err := a.digest(ctx, e, req.Search, w)
	if err == nil && !done {
		done, err = a.compare(ctx, e, req.Search, w)
	}
	if err == nil && !done {
		err = a.write(ctx, chat, e, w)
	}
	if err != nil {
		return news.Answer{}, err
	}
	return w.done()
}

// sound reports whether the article of a hit has the words of its passage, so
// that no fault of an index can become a wrong quote.
func (a *Answerer) sound(ctx context.Context, h *news.Hit) bool {
	_, ok := a.config.WrongSpan.Cut(ctx, &h.Article, h.Passage.Span, news.Sum(h.Passage.Text))
	return ok
}

// write writes the answer: by a language model if there is one and it manages, else by quoting.
func (a *Answerer) write(ctx context.Context, chat Chat, e *evidence, w *writer) error {
	if chat != nil && len(e.passages) > 0 {
		written, err := a.generate(ctx, chat, e, w)
		if err != nil || written {
			return err
		}
	}
	return a.extract(ctx, e, w)
}

// datesToDrop returns the parts of the query that have become date filters, so
// that no sentence needs to repeat them.
func datesToDrop(search news.SearchRequest, u news.Understood) []news.DateExpression {
	if search.KeepDates {
		return nil
	}
	return u.Dates
}
