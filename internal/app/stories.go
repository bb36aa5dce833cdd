package app

import (
	"time"

	"byline/internal/api"
	"byline/internal/embed"
	"byline/internal/stories"
)

// newStories makes the book of stories of an index.
func newStories(e *Engine) (*stories.Book, error) {
	model, err := embed.Load()
	if err != nil {
		return nil, err
	}
	return stories.New(e, model, e.Encoder.Identity(), e.Encoder, func(text string) (after, before time.Time, err error) {
		return api.ParseInterval(text, time.Now())
	}), nil
}
