package retrieve

import (
	"hash/maphash"
	"strings"

	"byline/internal/news"
)

// Two passages are copies if they share this much of their runs of words
// (Jaccard, as in Broder, On the Resemblance and Containment of Documents, 1997).
const (
	copyOverlap = .7
	shingleLen  = 4 // words
)

// folder collects hits and folds those that carry the same text into the one
// that came first.
type folder struct {
	hits     []news.Hit
	shingles []map[uint64]bool
	group    news.Group
	keep     bool // fold nothing
	seed     maphash.Seed
}

func newFolder(g news.Group, keep bool) *folder {
	return &folder{group: g, keep: keep, seed: maphash.MakeSeed()}
}

func (f *folder) add(h news.Hit) {
	if f.keep {
		f.hits = append(f.hits, h)
		return
	}
	mine := f.shingle(h.Passage.Text)
	for i := range f.hits {
		if f.hits[i].Article.ID != h.Article.ID && overlap(mine, f.shingles[i]) >= copyOverlap {
			a := h.Article
			f.hits[i].Copies = append(f.hits[i].Copies, news.Copy{ID: a.ID, URL: a.URL, Source: a.Source, Headline: a.Headline, Published: a.Published})
			return
		}
	}
	f.hits = append(f.hits, h)
	f.shingles = append(f.shingles, mine)
}

// shingle returns the hashes of all runs of words.
func (f *folder) shingle(text string) map[uint64]bool {
	words := strings.Fields(strings.ToLower(text))
	out := make(map[uint64]bool, len(words))
	for i := range max(len(words)-shingleLen+1, min(len(words), 1)) {
		out[maphash.String(f.seed, strings.Join(words[i:min(i+shingleLen, len(words))], " "))] = true
	}
	return out
}

func overlap(a, b map[uint64]bool) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	if float64(len(a)) < copyOverlap*float64(len(b)) {
		return 0 // it cannot be reached
	}
	shared := 0
	for h := range a {
		if b[h] {
			shared++
		}
	}
	if shared == 0 {
		return 0
	}
	return float64(shared) / float64(len(a)+len(b)-shared)
}
