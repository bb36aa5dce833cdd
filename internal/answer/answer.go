package answer

import (
	"context"
	"sync"
	"sync/atomic"

	"byline/internal/embed"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/query"
	ask "byline/internal/question"
	"byline/internal/verify"
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
	Articles    Lister   // for digests of a time, and to know outlets by name; nil: questions that are only about a time are refused, and no outlet filters
	Reader      Reader   // reads the best sentences with the question in mind; nil: nobody
	Passages    int      // searched for; zero: 24
	LLMPassages int      // of these, shown to the language model; zero: 12
	SetApart    bool     // what a model says and no passage carries is shown behind the answer, as not in the sources; else it is left out
	// WrongSpan is told of each passage and quote that is left out because its
	// words are not those of its article. It may be nil.
	WrongSpan news.OnWrongSpan
	// Suggestions returns questions that the articles answer, for whoever asks none.
	// It may be nil.
	Suggestions func(context.Context) []string
	// An answer of which it is less likely than RefuseBelow that the articles have
	// it is refused, one that is less likely right than SureFrom is partial.
	// Zero: what is built in.
	RefuseBelow, SureFrom float64
}

// Answerer answers questions. It is safe for concurrent use.
type Answerer struct {
	searcher Searcher
	config   Config
	weights  weights
	analyzer *lexical.Analyzer
	verifier func() *verify.Verifier // of what a model writes
	unopened atomic.Bool             // the model was seen to think without a sign at the beginning
}

// New makes an Answerer over a searcher.
func New(searcher Searcher, config Config) *Answerer {
	if config.Passages <= 0 {
		config.Passages = 24
	}
	if config.LLMPassages <= 0 {
		config.LLMPassages = 12
	}
	if config.RefuseBelow <= 0 {
		config.RefuseBelow = RefuseBelow
	}
	if config.SureFrom <= 0 {
		config.SureFrom = SureFrom
	}
	analyzer := lexical.New()
	return &Answerer{
		searcher: searcher, config: config, weights: defaultWeights, analyzer: analyzer,
		verifier: sync.OnceValue(func() *verify.Verifier { return verify.New(analyzer, config.Reader) }),
	}
}

// Answer answers a question. Steps go to emit as they happen, unless it is
// nil; the deltas put together are the text of the answer that is returned.
// An error of emit ends the work and is returned. A language model that fails
// does not fail the question: it is then answered by quoting, with a warning.
// The request has been checked where it came in (internal/api).
func (a *Answerer) Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
	w, err := a.answer(ctx, req, emit)
	if err != nil {
		return news.Answer{}, err
	}
	return w.answer, nil
}

// Facts answers as Answer does, and returns beside the answer what is known of
// how far it can be trusted, by name: what the weights of confidence are fitted to.
func (a *Answerer) Facts(ctx context.Context, req news.AnswerRequest) (news.Answer, map[string]float64, error) {
	w, err := a.answer(ctx, req, nil)
	if err != nil {
		return news.Answer{}, nil, err
	}
	return w.answer, w.facts, nil
}

func (a *Answerer) answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (*writer, error) {
	unread := emit == nil
	if unread {
		emit = func(news.Event) error { return nil }
	}
	req.Question = withoutTags(req.Question)
	w := &writer{emit: emit, unread: unread, cut: func(q quote) (string, bool) { return a.config.WrongSpan.Cut(ctx, q.article, q.Span, 0) }}
	w.answer.Mode = news.AnswerExtractive
	chat := a.config.Chat
	if req.NoLLM {
		chat = nil
	}
	if read := ask.Read(req.Question); read.Form.IsTalk() {
		err := a.talk(ctx, req, read, w)
		return w, err
	}
	a.asOfOutlets(ctx, &req)
	c, err := a.complete(ctx, chat, req, w)
	if err != nil {
		return nil, err
	}
	a.leaveOut(ctx, &c, &req.Search.Filter)
	req.Search.Phrases = query.Quotations(req.Question)
	search := req.Search
	f, err := a.findAsRead(ctx, c, &search)
	if err != nil {
		return nil, err
	}
	if err := w.found(f.result); err != nil {
		return nil, err
	}
	for _, warning := range f.result.Warnings {
		w.warn(warning)
	}
	done, err := f.lacksWords(search.Phrases, w)
	if err == nil && !done && c.more {
		done, err = true, a.more(ctx, f.evidence, c.shown, w)
	}
	if err == nil && !done {
		done, err = a.digest(ctx, f.evidence, req.Search, w)
	}
	if err == nil && !done {
		done, err = a.firstReport(f.evidence, w)
	}
	if err == nil && !done {
		a.readPostponed(ctx, f.evidence)
		done, err = a.compare(ctx, f.evidence, req.Search, w)
	}
	if err == nil && !done {
		err = a.write(ctx, chat, f.evidence, search, w)
	}
	if err == nil && f.result.Understood.Tree == nil {
		err = a.showPhrases(search.Phrases, w)
	}
	if err != nil {
		return nil, err
	}
	err = w.done()
	return w, err
}

// modelReads is the share of what a refusal goes by from which on a language
// model is asked all the same: it may read an answer where words tell of none,
// and says itself if it does not.
const modelReads = .5

// write writes the answer: by a language model if there is one and
// it manages, else by quoting, or refuses.
func (a *Answerer) write(ctx context.Context, chat Chat, e *evidence, req news.SearchRequest, w *writer) error {
	if a.asksWhoSaid(e, req.Phrases) {
		e.certainty = max(e.certainty, saidSo)
	}
	w.facts, w.answer.Confidence = e.bearing.facts, e.certainty
	if chat != nil && len(e.passages) > 0 && e.certainty >= modelReads*a.config.RefuseBelow {
		written, err := a.generate(ctx, chat, e, w)
		if written && w.answer.Status == news.StatusAnswered {
			w.answer.Status = a.status(e, a.rightness(e, w.text.String(), e.citedBy(w.answer.Citations)))
		}
		if err != nil || written {
			return err
		}
	}
	if done, err := a.partByPart(ctx, e, req, w); err != nil || done {
		return err
	}
	if a.goesOn(e) {
		e.certainty = max(e.certainty, a.config.RefuseBelow)
		w.answer.Confidence = e.certainty
	}
	if a.refuses(e.certainty) || len(e.list.all) == 0 {
		w.answer.Status = news.StatusNotFound
		return w.write(piece{text: e.refusal()})
	}
	return a.extract(e, w)
}
