package openai

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"byline/internal/batch"
	"byline/internal/embed"
	"byline/internal/news"
)

// EmbedderConfig says which model embeds texts and how it is asked.
type EmbedderConfig struct {
	Endpoint
	QueryModel    string                  // model for queries, where the server has one name for each; empty: Model
	Dim           int                     // length of its vectors; zero: taken from the first reply
	QueryPrefix   string                  // put before every query, as "query: "; embed.PrefixAuto: as its family wants
	PassagePrefix string                  // put before every passage, as "passage: "; embed.PrefixAuto likewise
	Batch         int                     // most texts in one request; zero: 64. Fewer, if the server takes fewer
	Context       int                     // tokens of a text that the model reads; zero: as the server or its name tells
	Ends          func(text string) []int // ends of the sentences of a text, in bytes, where one that is too long is cut
	Parallel      int                     // requests at a time; zero: 4

	firstWait time.Duration // after a failure; zero: half a second
}

// Embedder embeds texts. It is safe for concurrent use.
type Embedder struct {
	remote   *remote
	config   EmbedderConfig
	limits   *batch.Limits
	cooldown cooldown
	dim      atomic.Int64
	asked    atomic.Bool // for what it takes at once
	uneven   atomic.Bool // a vector came whose length was not one
	form     atomic.Pointer[requestForm]
	prefixed bool          // the settings name prefixes
	slots    chan struct{} // one for each request at a time, over all callers
}

// NewEmbedder makes an Embedder. It does not connect.
func NewEmbedder(config EmbedderConfig) (*Embedder, error) {
	s, err := config.remote()
	if err != nil {
		return nil, err
	}
	config.Endpoint = s.Endpoint
	if config.Batch <= 0 {
		config.Batch = 64
	}
	if config.Parallel <= 0 {
		config.Parallel = 4
	}
	if config.firstWait <= 0 {
		config.firstWait = 500 * time.Millisecond
	}
	family := embed.FamilyOf(config.Model)
	if config.QueryModel != "" {
		family.Query, family.Passage = "", "" // the server tells the two apart
	}
	prefixed := config.QueryPrefix != embed.PrefixAuto || config.PassagePrefix != embed.PrefixAuto
	config.QueryPrefix = chosenPrefix(config.QueryPrefix, family.Query)
	config.PassagePrefix = chosenPrefix(config.PassagePrefix, family.Passage)
	e := &Embedder{
		remote: s, config: config, prefixed: prefixed, slots: make(chan struct{}, config.Parallel),
		limits: batch.NewLimits(batch.Config{Texts: config.Batch, Window: config.Context, Ends: config.Ends}),
	}
	e.asked.Store(config.Context > 0)
	e.dim.Store(int64(config.Dim))
	e.form.Store(&requestForm{})
	return e, nil
}

// chosenPrefix is the prefix that the settings name, or that of a model's family.
func chosenPrefix(set, family string) string {
	switch set {
	case embed.PrefixAuto:
		return family
	case embed.PrefixNone:
		return ""
	}
	return set
}

// Identity tells which model embeds. The prefix of passages is part of the
// version, since it changes the vectors that are stored. Dim is zero until it
// is configured or a first reply has shown it.
func (e *Embedder) Identity() embed.Identity {
	version := "1"
	if e.config.PassagePrefix != "" {
		version += " " + strings.TrimSpace(e.config.PassagePrefix)
	}
	return embed.Identity{Name: e.config.Model, Version: version, Dim: int(e.dim.Load())}
}

// Prefixes returns what is put before queries and passages.
func (e *Embedder) Prefixes() (query, passage string) {
	return e.config.QueryPrefix, e.config.PassagePrefix
}

// Limits is what the server takes at once, as far as it is known.
func (e *Embedder) Limits() *batch.Limits { return e.limits }

// Learned returns what is known of how much the server takes at once.
func (e *Embedder) Learned() batch.Learned { return e.limits.Learned() }

// EmbedTexts returns a vector of unit length for each text, in order, nil for
// a blank text. Texts go out in batches that are as large as the server takes,
// several at a time; one that is too long for the model is cut. A batch that
// fails for a passing reason is tried again, a query not for long, since
// somebody waits. The error is that of the first batch that failed; an
// *embed.TextError names the text for which the model made no vector.
func (e *Embedder) EmbedTexts(ctx context.Context, texts []string, role embed.Role) ([][]float32, error) {
	ask := asking{model: e.config.Model, prefix: e.config.PassagePrefix, policy: retryPolicy{tries: 6, first: e.config.firstWait, longest: time.Minute}}
	if role == embed.Query {
		ask = asking{
			model: orElse(e.config.QueryModel, e.config.Model), prefix: e.config.QueryPrefix,
			policy: retryPolicy{tries: 2, first: e.config.firstWait, longest: 5 * time.Second}, hurry: true,
		}
	}
	vectors := make([][]float32, len(texts))
	var full []int // places of the texts that are not blank
	var input []string
	for i, t := range texts {
		if strings.TrimSpace(t) != "" {
			full = append(full, i)
			input = append(input, ask.prefix+strings.ToValidUTF8(t, "�"))
		}
	}
	if len(full) > 1 {
		e.askLimits(ctx)
	}
	err := e.limits.Send(ctx, batch.Job{Texts: input, Parallel: e.config.Parallel, Send: func(ctx context.Context, places []int, input []string) error {
		got, err := e.batch(ctx, ask, input)
		for i, v := range got {
			vectors[full[places[i]]] = v
		}
		var nothing *embed.TextError
		if errors.As(err, &nothing) {
			nothing.Index = full[places[nothing.Index]]
		}
		return err
	}})
	if err != nil {
		return nil, e.config.failure(err)
	}
	return vectors, nil
}

// asking is how texts of a role are asked about.
type asking struct {
	model, prefix string
	policy        retryPolicy
	hurry         bool // somebody waits
}

// batch embeds a batch, in its turn.
func (e *Embedder) batch(ctx context.Context, ask asking, input []string) ([][]float32, error) {
	select {
	case e.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-e.slots }()
	const often = 2
	failed := 0 // times, without a word
	return retry(ctx, e.config.Endpoint, ask.policy, func() ([][]float32, error) {
		if !ask.hurry {
			if err := e.cooldown.wait(ctx, ask.policy.longest); err != nil {
				return nil, err
			}
		}
		vectors, err := e.request(ctx, ask, input)
		var status *statusError
		if errors.As(err, &status) && status.gaveUp() {
			failed++
			if failed >= often && e.limits.Exceeds(input) {
				err = news.Errorf(news.KindUnavailable, "openai: %s: %w: %w", e.config.Endpoint, status, batch.ErrUnsaid)
			}
		}
		return vectors, err
	})
}

// askLimits asks the server, once, what it takes; what it does not tell, the
// name of the model may.
func (e *Embedder) askLimits(ctx context.Context) {
	if e.asked.Swap(true) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, windowWait)
	defer cancel()
	texts, running, made := e.remote.limits(ctx, e.config.Model)
	e.limits.Tell(texts, cmp.Or(running, embed.FamilyOf(e.config.Model).Window, made))
}

// checkDim compares a length with the one configured or first seen.
func (e *Embedder) checkDim(n int) error {
	if n == 0 {
		return e.bad("%w; is %q a model for embeddings?", errHollow, e.config.Model)
	}
	e.dim.CompareAndSwap(0, int64(n))
	switch want := int(e.dim.Load()); {
	case n != want && e.config.Dim > 0:
		return e.bad("returned a vector of length %d where embed.dim says %d; correct that, or leave it out, unless the model was changed: then an index must be embedded anew (byline reindex)", n, want)
	case n != want:
		return e.bad("returned a vector of length %d where %d is expected; was the model changed? An index must be embedded anew for another model (byline reindex)", n, want)
	}
	return nil
}

// bad makes the error for a reply that another try will not mend.
func (e *Embedder) bad(format string, args ...any) error {
	return news.Errorf(news.KindInvalid, "openai: %s "+format, append([]any{e.config.Endpoint}, args...)...)
}

// noVector makes the error for a text of a batch that got no vector, or none that says anything.
func (e *Embedder) noVector(index int, text, what string) error {
	const shown = 60 // runes
	r := []rune(strings.Join(strings.Fields(text), " "))
	err := fmt.Errorf("openai: %s returned %s for the text “%s”", e.config.Endpoint, what, string(r[:min(len(r), shown)]))
	return &news.Error{Kind: news.KindInvalid, Err: &embed.TextError{Index: index, Err: err}}
}
