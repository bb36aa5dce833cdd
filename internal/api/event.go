package api

import (
	"fmt"

	"byline/internal/news"
)

// Hits is what the event passages of a streamed answer carries.
type Hits struct {
	Hits []Hit `json:"hits"`
}

// Waiting is what the event waiting of a streamed answer carries.
type Waiting struct {
	Text string `json:"text"`
}

// Delta is what the event delta of a streamed answer carries.
type Delta struct {
	Text string `json:"text"`
}

// NewEvent returns the document that an event of a streamed answer carries.
func NewEvent(e news.Event) (any, error) {
	switch e.Kind {
	case news.EventUnderstood:
		return NewUnderstood(e.Understood), nil
	case news.EventPassages:
		return Hits{Hits: NewHits(e.Passages, false)}, nil
	case news.EventWaiting:
		return Waiting{Text: e.Waiting}, nil
	case news.EventDirect:
		return NewDirect(e.Direct), nil
	case news.EventDelta:
		return Delta{Text: e.Delta}, nil
	case news.EventCitation:
		return NewCitation(e.Citation), nil
	case news.EventDone:
		return NewAnswer(e.Done), nil
	}
	return nil, fmt.Errorf("api: stream: unknown event %q", e.Kind)
}
