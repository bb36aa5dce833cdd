package retrieve

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"byline/internal/news"
)

// tolerantIndex is an index that gets by without the articles that are damaged on
// disk, and remembers them. It serves one search.
type tolerantIndex struct {
	Index
	mu      sync.Mutex
	damaged []string
}

// tolerant returns a Retriever for one search over a tolerant index.
func (r *Retriever) tolerant() (*Retriever, *tolerantIndex) {
	index := &tolerantIndex{Index: r.index}
	one := *r
	one.index = index
	return &one, index
}

// Versions leaves those that are damaged empty, as if they had been deleted.
func (x *tolerantIndex) Versions(ctx context.Context, want []news.Version) ([]news.Article, error) {
	articles, err := x.Index.Versions(ctx, want)
	left, err := news.SplitDamaged(err)
	if len(left) == 0 {
		return articles, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, id := range left {
		if !slices.Contains(x.damaged, id) {
			x.damaged = append(x.damaged, id)
		}
	}
	return articles, nil
}

// warnings name the damaged articles, if the search met any.
func (x *tolerantIndex) warnings() []string {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.damaged) == 0 {
		return nil
	}
	const most = 3
	slices.Sort(x.damaged)
	names := strings.Join(x.damaged[:min(most, len(x.damaged))], ", ")
	if n := len(x.damaged) - most; n > 0 {
		names += fmt.Sprintf(" and %d more", n)
	}
	return []string{"Articles that were found are damaged on disk and left out: " + names + "."}
}
