package stories_test

import (
	"context"
	"testing"

	"byline/internal/embed"
	"byline/internal/entities"
	"byline/internal/news"
	"byline/internal/stories"
)

// slow is a shelf whose list is not told before somebody says so.
type slow struct {
	*shelf

	asked, tell chan struct{}
}

func (s slow) Set(ctx context.Context, q news.SetQuery) (news.Set, error) {
	close(s.asked)
	<-s.tell
	return s.shelf.Set(ctx, q)
}

func TestWhoCannotWaitForTheArticlesIsToldSo(t *testing.T) {
	s := slow{newShelf(t), make(chan struct{}), make(chan struct{})}
	model, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	b := stories.New(s, model, model.Identity(), entities.Names{}, nil)
	loaded := make(chan error)
	go func() { loaded <- b.Load(t.Context()) }()
	<-s.asked
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := b.Stories(gone, news.StoryRequest{}); news.KindOf(err) != news.KindUnavailable {
		t.Errorf("error %v", err)
	}
	close(s.tell)
	if err := <-loaded; err != nil {
		t.Fatal(err)
	}
	if _, err := b.Stories(t.Context(), news.StoryRequest{}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
