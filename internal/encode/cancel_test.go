package encode_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"byline/internal/news"
)

// impatient is done once it has been asked a number of times whether it is.
type impatient struct {
	context.Context //nolint:containedctx // it is a context
	asked, patience int
}

func (c *impatient) Err() error {
	c.asked++
	if c.asked > c.patience {
		return context.Canceled
	}
	return nil
}

// An article may be as long as a record, 32 MB, and a client that waits for it
// may go away.
func TestEncodingEndsWithItsContextInTheMiddleOfAnArticle(t *testing.T) {
	e := local(t)
	for _, unit := range []string{"a", "The ferry sailed. ", "a\n\n", "(", "新聞"} {
		a := news.Article{ID: "a", Headline: "The ferry", Body: strings.Repeat(unit, 256<<10/len(unit))}
		whole := &impatient{Context: t.Context(), patience: 1 << 30}
		if _, err := e.Encode(whole, &a); err != nil {
			t.Fatal(err)
		}
		if most := len(a.Body) / whole.asked; most > 64<<10 {
			t.Errorf("%q: it is asked after %d bytes whether to go on", unit, most)
		}
		for _, patience := range []int{0, 1, whole.asked / 2, whole.asked - 1} {
			r, err := e.Encode(&impatient{Context: t.Context(), patience: patience}, &a)
			if !errors.Is(err, context.Canceled) || r.Passages != nil {
				t.Errorf("%q, cancelled at the %dth of %d times: error %v", unit, patience+1, whole.asked, err)
			}
		}
	}
}
