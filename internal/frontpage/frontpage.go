// Package frontpage is what there is to see before anybody has asked: the newest
// stories, and a few questions that the articles answer.
//
// Questions are made from the headlines and names of the newest stories, in the
// language of their articles, and asked before they are shown: one that does not
// come back answered, from the story that it was made from, is dropped. So there
// may be fewer than are wanted, or none, but none that disappoints.
package frontpage

import (
	"context"
	"hash/maphash"
	"slices"
	"sync"
	"time"

	"byline/internal/news"
	"byline/internal/panics"
)

// Shown is how many questions there are at most.
const Shown = 3

// Library lists articles, the newest first, and what they are compared by.
type Library interface {
	Articles(ctx context.Context, f news.Filter, p news.Page) (articles []news.Article, next string, err error)
	Profiles(ctx context.Context, want []news.Version) ([]news.Profile, error)
}

// Answerer answers questions.
type Answerer interface {
	Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error)
}

// Config says what a front page is made of beside the newest articles. Its zero
// value is ready.
type Config struct {
	// Samples are questions that the articles of which IsSample is true answer, the
	// best first.
	Samples  []string
	IsSample func(a *news.Article) bool // nil: none is
}

// Page is the front page of an index. It is safe for concurrent use.
type Page struct {
	library  Library
	answerer Answerer
	config   Config
	seed     maphash.Seed

	renewing  chan struct{} // holds one token: whoever has it renews
	mu        sync.Mutex    // guards what follows
	questions []string
	mark      uint64 // of the articles that the questions were made from
	renewed   bool   // since the index was opened
}

// New makes a front page. It asks nothing yet.
func New(library Library, answerer Answerer, config Config) *Page {
	return &Page{library: library, answerer: answerer, config: config, seed: maphash.MakeSeed(), renewing: make(chan struct{}, 1)}
}

// Questions returns up to Shown questions that the articles answer. Those of
// before are given while new ones are being tried. Where nobody has tried any, it
// does so itself, for as long as ctx lets it, and returns none if that fails:
// nothing depends on there being some. The caller may keep the list.
func (p *Page) Questions(ctx context.Context) []string {
	if questions, renewed := p.known(); renewed {
		return questions
	}
	_ = p.Renew(ctx) // whatever is wrong shows where somebody asks
	questions, _ := p.known()
	return questions
}

func (p *Page) known() (questions []string, renewed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.questions), p.renewed
}

// Renew makes the questions anew if the newest articles have changed since the
// last time. Of several callers one works, and the others wait for it.
func (p *Page) Renew(ctx context.Context) error {
	select {
	case p.renewing <- struct{}{}:
		defer func() { <-p.renewing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	articles, err := p.newest(ctx, newestLooked)
	if err != nil {
		return err
	}
	mark := p.markOf(articles)
	if p.isOf(mark) {
		return nil
	}
	questions, err := p.choose(ctx, articles)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.questions, p.mark, p.renewed = questions, mark, true
	return nil
}

// isOf reports whether the questions were made from articles with such a mark.
func (p *Page) isOf(mark uint64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.renewed && p.mark == mark
}

// markOf is the same for the same versions of the same articles.
func (p *Page) markOf(articles []news.Article) uint64 {
	var h maphash.Hash
	h.SetSeed(p.seed)
	for _, a := range articles {
		maphash.WriteComparable(&h, news.Version{ArticleID: a.ID, Revision: a.Revision})
	}
	return h.Sum64()
}

// How often Run looks for new articles, and for how much longer than a renewal
// took it rests: while articles pour in, that is all of the time it takes.
const (
	lookEvery = 5 * time.Second
	restShare = 20
)

// Run keeps the questions new until ctx ends. A round that fails is left to the next.
func (p *Page) Run(ctx context.Context) error {
	for {
		begun := time.Now()
		if err := panics.Catch(func() error { return p.Renew(ctx) }); panics.In(err) {
			return err
		}
		rest := time.NewTimer(max(lookEvery, restShare*time.Since(begun)))
		select {
		case <-rest.C:
		case <-ctx.Done():
			rest.Stop()
			return nil
		}
	}
}
