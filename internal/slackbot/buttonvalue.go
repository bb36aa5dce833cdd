package slackbot

import (
	"encoding/json"
	"slices"
	"time"

	"byline/internal/news"
)

// asked is a question with the filters that a person chose for it. It travels
// in the buttons below its answer, so that no server need remember it.
type asked struct {
	Question string    `json:"q"`
	AsOf     time.Time `json:"t,omitzero"`
	narrowed
}

// narrowed is what a person chose of the articles.
type narrowed struct {
	Sources []string            `json:"s,omitempty"` // empty: as the channel has it
	Without []string            `json:"w,omitempty"` // outlets that are left out
	Updated time.Time           `json:"d,omitzero"`  // what has not changed since is left out
	Others  map[string][]string `json:"o,omitempty"` // other names, by the fields of listFields
}

// filter is what is left of what a channel has.
func (n narrowed) filter(f news.Filter) news.Filter {
	if len(n.Sources) > 0 {
		f.Sources = n.Sources
	}
	if !n.Updated.IsZero() {
		f.UpdatedAfter = n.Updated
	}
	more := func(list *[]string, names []string) {
		if len(names) > 0 {
			*list = append(slices.Clip(*list), names...)
		}
	}
	more(&f.NotSources, n.Without)
	for field, list := range map[string]*[]string{
		"authors": &f.Authors, "sections": &f.Sections, "not_authors": &f.NotAuthors, "not_sections": &f.NotSections, "not_subjects": &f.NotSubjects,
	} {
		more(list, n.Others[field])
	}
	return f
}

// String is the asked as the value of a button; it is empty if there is too much of it.
func (a asked) String() string {
	b, err := json.Marshal(a)
	if err != nil || length(string(b)) > valueLimit {
		return ""
	}
	return string(b)
}

// readAsked reads the value of a button. Values come from Slack, but may be of an older version.
func readAsked(value string) (asked, bool) {
	var a asked
	err := json.Unmarshal([]byte(value), &a)
	return a, err == nil && a.Question != ""
}

// cited names the words that a citation quotes, without the words.
type cited struct {
	Article  string `json:"i"`
	Revision int    `json:"r"`
	Start    int    `json:"s"`
	End      int    `json:"e"`
	Marker   int    `json:"m"`
	Sum      uint32 `json:"c,omitempty"` // of the words; buttons of earlier versions have none
}

// citedValue names as many citations as the value of a button holds.
func citedValue(citations []news.Citation) string {
	refs := make([]cited, 0, len(citations))
	for _, c := range citations {
		refs = append(refs, cited{Article: c.Article.ID, Revision: c.Article.Revision, Start: c.Start, End: c.End, Marker: c.Marker, Sum: news.Sum(c.Quote)})
	}
	for ; len(refs) > 0; refs = slices.Delete(refs, len(refs)-1, len(refs)) {
		if b, err := json.Marshal(refs); err == nil && length(string(b)) <= valueLimit {
			return string(b)
		}
	}
	return ""
}
