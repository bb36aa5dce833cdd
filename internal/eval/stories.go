package eval

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"byline/internal/news"
)

// storyDays is how far apart two articles that are relevant to one question are at
// most to count as one story.
const storyDays = 3 * 24 * time.Hour

// StoryLabels groups the articles of a set that are known to tell of one event:
// those that are relevant to the same question and were published within three days
// of each other. Groups that share an article are one.
func StoryLabels(d *Dataset, published map[string]time.Time) [][]string {
	of := map[string]string{} // the article that stands for the group of one
	var find func(id string) string
	find = func(id string) string {
		if of[id] == "" || of[id] == id {
			return id
		}
		return find(of[id])
	}
	for _, q := range d.Queries {
		var ids []string
		for _, rels := range d.Qrels {
			for id, rel := range rels.Rel[q.ID] {
				if at, known := published[id]; rel > 0 && known && !at.IsZero() {
					ids = append(ids, id)
				}
			}
		}
		slices.SortFunc(ids, func(a, b string) int { return published[a].Compare(published[b]) })
		for i, id := range ids {
			of[id] = find(id)
			if i > 0 && published[id].Sub(published[ids[0]]) <= storyDays {
				of[find(id)] = find(ids[0])
			}
		}
	}
	groups := map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(of)) {
		groups[find(id)] = append(groups[find(id)], id)
	}
	var out [][]string
	for _, first := range slices.Sorted(maps.Keys(groups)) {
		out = append(out, groups[first])
	}
	return out
}

// BCubed is how groups agree with labels (Bagga and Baldwin, 1998): for each article,
// which share of its group belongs there, and which share of what belongs is there.
type BCubed struct {
	Articles  int     `json:"articles"`
	Groups    int     `json:"groups"` // of the labels
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// ScoreStories compares labels with stories; story says which one an article is in.
// Articles without a label are not looked at.
func ScoreStories(labels [][]string, story func(id string) string) (out BCubed) {
	told := map[string]int{} // articles of a story
	for _, group := range labels {
		for _, id := range group {
			told[story(id)]++
		}
	}
	for _, group := range labels {
		both := map[string]int{}
		for _, id := range group {
			both[story(id)]++
		}
		for _, id := range group {
			s := story(id)
			out.Precision += float64(both[s]) / float64(told[s])
			out.Recall += float64(both[s]) / float64(len(group))
			out.Articles++
		}
	}
	out.Groups = len(labels)
	if out.Articles > 0 {
		out.Precision /= float64(out.Articles)
		out.Recall /= float64(out.Articles)
	}
	if sum := out.Precision + out.Recall; sum > 0 {
		out.F1 = 2 * out.Precision * out.Recall / sum
	}
	return out
}

// WriteStories writes scores for people.
func WriteStories(w io.Writer, b BCubed) error {
	_, err := fmt.Fprintf(w, "B-cubed: precision %.4f, recall %.4f, F1 %.4f, on %d articles of %d groups\n", b.Precision, b.Recall, b.F1, b.Articles, b.Groups)
	return err
}

// Dates are when articles were published.
func Dates(articles []news.Article) map[string]time.Time {
	out := make(map[string]time.Time, len(articles))
	for i := range articles {
		out[articles[i].ID] = articles[i].Published
	}
	return out
}
