package eval

import (
	_ "embed"
	"io"
	"slices"

	"byline/internal/news"
)

// originLabels are whom sentences of articles of sets credit, as positions.
//
//go:embed sources.json
var originLabels []byte

// LabelledOrigins is an article that was read by a person, with whom it credits.
type LabelledOrigins struct {
	Read

	Sources []LabelledOrigin `json:"sources"`
}

// LabelledOrigin is who is credited, in bytes of a body.
type LabelledOrigin struct {
	Kind  news.OriginKind `json:"kind"`
	Start int             `json:"start"`
	End   int             `json:"end"`
}

// OriginLabels returns what is known of the articles of a set.
func OriginLabels(set string) ([]LabelledOrigins, error) {
	return labelsOf[LabelledOrigins](originLabels, set)
}

// ProvenanceScores is how well it is told from whom articles have what they say. Right
// is what is found in the place and of the kind of a label.
type ProvenanceScores struct {
	Half     string `json:"half"`
	Outlet   Match  `json:"outlet"`
	Official Match  `json:"official"`
	Document Match  `json:"document"`
	All      Match  `json:"all"`
}

// of is the row of a kind.
func (s *ProvenanceScores) of(kind news.OriginKind) *Match {
	switch kind {
	case news.OriginOutlet:
		return &s.Outlet
	case news.OriginDocument:
		return &s.Document
	}
	return &s.Official
}

// ScoreProvenance compares whom articles credit with labels, by half. read returns an
// article; differences are for people.
func ScoreProvenance(labels []LabelledOrigins, read func(id string) (news.Article, error), chains func(*news.Article) []news.Chain) (scores []ProvenanceScores, differences []string, err error) {
	for _, half := range halves() {
		s := ProvenanceScores{Half: half}
		different, err := compareHalf(labels, half, read, func(l *LabelledOrigins) *Read { return &l.Read }, func(c *comparison, l *LabelledOrigins) {
			c.compareOrigins(&s, l.Sources, chains(c.article))
		})
		if err != nil {
			return nil, nil, err
		}
		differences = append(differences, different...)
		for _, m := range []Match{s.Outlet, s.Official, s.Document} {
			s.All.add(m)
		}
		scores = append(scores, s)
	}
	return scores, differences, nil
}

func (c *comparison) compareOrigins(s *ProvenanceScores, labels []LabelledOrigin, chains []news.Chain) {
	var found []news.Origin
	for _, chain := range chains {
		for _, o := range chain.Origins {
			if c.within(o.Start) {
				found = append(found, o)
				s.of(o.Kind).Found++
			}
		}
	}
	for _, l := range labels {
		s.of(l.Kind).Labelled++
		at := slices.IndexFunc(found, func(o news.Origin) bool {
			return o.Kind == l.Kind && o.Start < l.End && l.Start < o.End
		})
		if at < 0 {
			c.note("missed %s %q at %d", l.Kind, c.cut(l.Start, l.End), l.Start)
			continue
		}
		s.of(l.Kind).Right++
		found = slices.Delete(found, at, at+1)
	}
	for _, o := range found {
		c.note("no %s: %q at %d", o.Kind, o.Name, o.Start)
	}
}

// WriteProvenance writes scores for people.
func WriteProvenance(w io.Writer, scores []ProvenanceScores) error {
	var rows []matchRow
	for _, s := range scores {
		rows = append(rows, matchRow{s.Half, "outlet", s.Outlet}, matchRow{s.Half, "official", s.Official}, matchRow{s.Half, "document", s.Document}, matchRow{s.Half, "all", s.All})
	}
	return writeMatches(w, "from", rows)
}
