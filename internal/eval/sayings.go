package eval

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"byline/internal/news"
)

// sayingLabels are who says what in articles of sets, as
// positions: the texts are their publishers'.
//
//go:embed sayings.json
var sayingLabels []byte

// Read is an article of which windows were read by a person.
type Read struct {
	Article string   `json:"article"`
	Half    string   `json:"half"` // dev, by which rules are made, or test
	Windows [][2]int `json:"windows"`
}

// LabelledArticle is one, with what is said in it.
type LabelledArticle struct {
	Read

	Sayings []LabelledSaying `json:"sayings"`
}

// LabelledSaying is something that is said, in bytes of a body.
type LabelledSaying struct {
	Direct  bool   `json:"direct"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Speaker [2]int `json:"speaker"` // the fullest name that the article has
}

// SayingLabels returns what is known of the articles of a set; none if nothing is.
func SayingLabels(set string) ([]LabelledArticle, error) {
	return labelsOf[LabelledArticle](sayingLabels, set)
}

// labelsOf reads the labels of a set, from those of all sets by their names.
func labelsOf[T any](all []byte, set string) ([]T, error) {
	var sets map[string][]T
	if err := json.Unmarshal(all, &sets); err != nil {
		return nil, fmt.Errorf("eval: labels: %w", err)
	}
	if len(sets[set]) == 0 {
		return nil, news.Errorf(news.KindInvalid, "eval: nothing is labelled in the set %q", set)
	}
	return sets[set], nil
}

// Match counts what was found of what there is.
type Match struct {
	Labelled int `json:"labelled"`
	Found    int `json:"found"`
	Right    int `json:"right"`
}

func (m *Match) add(o Match) {
	m.Labelled, m.Found, m.Right = m.Labelled+o.Labelled, m.Found+o.Found, m.Right+o.Right
}

// Precision is which share of what was found is right.
func (m Match) Precision() float64 { return share(m.Right, m.Found) }

// Recall is which share of what there is was found.
func (m Match) Recall() float64 { return share(m.Right, m.Labelled) }

// F1 is the harmonic mean of precision and recall.
func (m Match) F1() float64 { return share(2*m.Right, m.Found+m.Labelled) }

func share(part, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(part) / float64(of)
}

// SpeakerScores is how well it is told who says what. Right is what is found with its
// speaker; exact with its bounds to the byte.
type SpeakerScores struct {
	Half     string `json:"half"`
	Direct   Match  `json:"direct"`
	Indirect Match  `json:"indirect"`
	All      Match  `json:"all"`
	Exact    Match  `json:"exact"` // Right: of what was found at all, what has the bounds of the label
}

// ScoreSpeakers compares what is said in articles with labels, by half. read returns
// an article; differences are for people.
func ScoreSpeakers(labels []LabelledArticle, read func(id string) (news.Article, error), sayings func(*news.Article) []news.Saying) (scores []SpeakerScores, differences []string, err error) {
	for _, half := range halves() {
		s := SpeakerScores{Half: half}
		different, err := compareHalf(labels, half, read, func(l *LabelledArticle) *Read { return &l.Read }, func(c *comparison, l *LabelledArticle) {
			c.compare(&s, l.Sayings, sayings(c.article))
		})
		if err != nil {
			return nil, nil, err
		}
		differences = append(differences, different...)
		s.All.add(s.Direct)
		s.All.add(s.Indirect)
		scores = append(scores, s)
	}
	return scores, differences, nil
}

// halves are those of the sets: rules are made by the first and judged by the second.
func halves() []string { return []string{"dev", "test"} }

// compareHalf compares the articles of a half with their labels, and returns the differences.
func compareHalf[T any](labels []T, half string, read func(id string) (news.Article, error), of func(*T) *Read, compare func(*comparison, *T)) (differences []string, err error) {
	for i := range labels {
		label := of(&labels[i])
		if label.Half != half {
			continue
		}
		a, err := read(label.Article)
		if err != nil {
			return nil, err
		}
		c := comparison{article: &a, of: label}
		compare(&c, &labels[i])
		differences = append(differences, c.differences...)
	}
	return differences, nil
}

// comparison is of what is found in an article with labels.
type comparison struct {
	article     *news.Article
	of          *Read
	differences []string
}

func (c *comparison) note(format string, args ...any) {
	c.differences = append(c.differences, c.of.Half+" "+c.article.ID+": "+fmt.Sprintf(format, args...))
}

func (c *comparison) compare(s *SpeakerScores, labels []LabelledSaying, found []news.Saying) {
	found = slices.DeleteFunc(found, func(f news.Saying) bool { return !c.within(f.Start) })
	taken := make([]bool, len(found))
	for _, l := range labels {
		m := &s.Indirect
		if l.Direct {
			m = &s.Direct
		}
		m.Labelled++
		said, want := c.cut(l.Start, l.End), c.cut(l.Speaker[0], l.Speaker[1])
		at := nearestTo(found, l)
		if at < 0 || taken[at] {
			c.note("missed (%v) %q of %q", l.Direct, said, want)
			continue
		}
		taken[at] = true
		s.Exact.Labelled, s.Exact.Found = s.Exact.Labelled+1, s.Exact.Found+1
		if found[at].Start == l.Start && found[at].End == l.End {
			s.Exact.Right++
		} else {
			c.note("bounds %q, not %q", found[at].Quote, said)
		}
		if sameName(found[at].Speaker, want) {
			m.Right++
		} else {
			c.note("%q is of %q, not %q", found[at].Quote, found[at].Speaker, want)
		}
	}
	for i, f := range found {
		if f.Direct {
			s.Direct.Found++
		} else {
			s.Indirect.Found++
		}
		if !taken[i] {
			c.note("not said (%v): %q of %q", f.Direct, f.Quote, f.Speaker)
		}
	}
}

// cut returns words of the article; "" where it is another than was labelled.
func (c *comparison) cut(from, to int) string {
	words, _ := c.article.Cut(news.Span{Start: from, End: to}, 0)
	return words
}

// nearestTo is which of those that were found has most in common with a label; -1 if none has
// more in common than not.
func nearestTo(found []news.Saying, l LabelledSaying) int {
	best, most := -1, .5
	for i, f := range found {
		if s := overlap(f.Span, news.Span{Start: l.Start, End: l.End}); f.Direct == l.Direct && s > most {
			best, most = i, s
		}
	}
	return best
}

// within reports whether a place was read by who labelled.
func (c *comparison) within(at int) bool {
	return slices.ContainsFunc(c.of.Windows, func(w [2]int) bool { return w[0] <= at && at < w[1] })
}

// overlap is which share of what two spans cover both do.
func overlap(a, b news.Span) float64 {
	both := min(a.End, b.End) - max(a.Start, b.Start)
	return float64(both) / float64(max(a.End, b.End)-min(a.Start, b.Start))
}

// sameName reports whether a name is the one that is wanted, with at most as much
// around it as says more of the same: "Mayor Mara Olm" for "Mara Olm".
func sameName(name, want string) bool {
	const around = 6 // words
	fold := func(s string) string {
		return " " + strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(s, "’", "'")), "the ") + " "
	}
	return strings.Contains(fold(name), strings.TrimSuffix(fold(want), " ")) && len(strings.Fields(name)) <= len(strings.Fields(want))+around
}

// WriteSpeakers writes scores for people.
func WriteSpeakers(w io.Writer, scores []SpeakerScores) error {
	var rows []matchRow
	for _, s := range scores {
		rows = append(rows, matchRow{s.Half, "direct", s.Direct}, matchRow{s.Half, "indirect", s.Indirect}, matchRow{s.Half, "all", s.All})
	}
	err := writeMatches(w, "said", rows)
	for _, s := range scores {
		if err == nil {
			_, err = fmt.Fprintf(w, "%-5s bounds are those of the label in %.4f of %d that were found\n", s.Half, s.Exact.Precision(), s.Exact.Found)
		}
	}
	return err
}

// matchRow is a row of a table of what was found.
type matchRow struct {
	half, name string
	Match
}

// writeMatches writes a table; of is what its rows are of.
func writeMatches(w io.Writer, of string, rows []matchRow) error {
	_, err := fmt.Fprintf(w, "%-5s %-9s %8s %6s %9s %7s %7s\n", "half", of, "labelled", "found", "precision", "recall", "F1")
	for _, row := range rows {
		if err == nil {
			_, err = fmt.Fprintf(w, "%-5s %-9s %8d %6d %9.4f %7.4f %7.4f\n", row.half, row.name, row.Labelled, row.Found, row.Precision(), row.Recall(), row.F1())
		}
	}
	return err
}
