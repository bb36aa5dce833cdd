package eval

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"strings"

	"byline/internal/news"
)

// System is what one configuration of Byline, or any other program, found for
// the queries of a set. It is measured and compared in one way, whoever found it.
type System struct {
	Name     string
	Outcomes map[string]Outcome // by query ID
}

// Outcome is what was found for one query. Its JSON form is a line of a saved
// system.
type Outcome struct {
	Query    string   `json:"query"`
	Articles []string `json:"articles,omitempty"` // IDs, best first
	Passages []string `json:"passages,omitempty"` // texts, best first
}

// Save writes a system to a file, in the order of the queries of its set.
func (s System) Save(path string, d *Dataset) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	defer func() { err = cmp.Or(err, f.Close()) }()
	w := bufio.NewWriter(f)
	lines := json.NewEncoder(w)
	for _, q := range d.Queries {
		if err := lines.Encode(s.Outcomes[q.ID]); err != nil {
			return fmt.Errorf("eval: %s: %w", path, err)
		}
	}
	return w.Flush()
}

// ReadSystem reads what [System.Save] or another program wrote: for every query
// of the set, and no other, one line. Errors name file and line.
func ReadSystem(path string, d *Dataset) (System, error) {
	s := System{Name: path, Outcomes: make(map[string]Outcome, len(d.Queries))}
	known := make(map[string]bool, len(d.Queries))
	for _, q := range d.Queries {
		known[q.ID] = true
	}
	err := eachLine(path, func(_ int, line string) error {
		o, err := parseOutcome(line)
		switch _, twice := s.Outcomes[o.Query]; {
		case err != nil:
			return err
		case !known[o.Query]:
			return fmt.Errorf("query %q is not one of the set %s; systems are compared on the same queries only", o.Query, d.Name)
		case twice:
			return fmt.Errorf("query %q is there twice", o.Query)
		}
		s.Outcomes[o.Query] = o
		return nil
	})
	if err != nil {
		return s, err
	}
	for _, q := range d.Queries {
		if _, ok := s.Outcomes[q.ID]; !ok {
			return s, news.Errorf(news.KindInvalid, "eval: %s has %d of the %d queries of the set %s, and not %q; systems are compared on the same queries only",
				path, len(s.Outcomes), len(d.Queries), d.Name, q.ID)
		}
	}
	return s, nil
}

// longestPassage is the greatest length in words of a passage that counts as
// one: somewhat more than chunk.Split ever makes.
const longestPassage = 250

func parseOutcome(line string) (o Outcome, err error) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(line)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&o); err != nil {
		return o, err
	}
	if o.Query == "" {
		return o, fmt.Errorf("an outcome without query")
	}
	seen := make(map[string]bool, len(o.Articles))
	for _, id := range o.Articles {
		if seen[id] { // it would gain twice
			return o, fmt.Errorf("article %q is there twice for query %q", id, o.Query)
		}
		seen[id] = true
	}
	for _, text := range o.Passages {
		if words := len(strings.Fields(text)); words > longestPassage {
			return o, fmt.Errorf("a passage of %d words for query %q; what is longer than %d is more likely to hold any answer, and not compared", words, o.Query, longestPassage)
		}
	}
	return o, nil
}

// hasPassages reports whether the system looked for passages at all.
func (s System) hasPassages() bool {
	for _, o := range s.Outcomes {
		if len(o.Passages) > 0 {
			return true
		}
	}
	return false
}

// group is a part of the queries of a set, with how well a system did on each.
type group struct {
	name    string // of a file of judgements, labelled or answers
	queries []Query
	rel     []map[string]int // judgements of each; nil where only the answer counts
	answers bool             // they count, too
	scores  []Scores         // of each
}

// Names of groups that no file of judgements makes. There is labelled only
// where there are several files.
const (
	labelledGroup = "labelled" // queries for which some file names a relevant article
	answersGroup  = "all"      // queries with an answer that can be looked for
)

// measure scores a system on each query, by groups that depend on the set
// alone. A score is missing where it has no meaning, as an answer@1 without an
// answer or of a system that has no passages. Answers to the questions of the
// only file of judgements are told under all.
func (s System) measure(d *Dataset) []group {
	var out []group
	for _, qrels := range d.Qrels {
		g := group{name: qrels.Name, answers: len(d.Qrels) > 1}
		for _, q := range d.Queries {
			if rel := qrels.Rel[q.ID]; relevant(rel) > 0 {
				g.add(q, rel)
			}
		}
		out = append(out, g)
	}
	labelled, all := group{name: labelledGroup, answers: true}, group{name: answersGroup, answers: true}
	for _, q := range d.Queries {
		all.add(q, nil)
		if len(d.Qrels) > 1 && d.labelled(q.ID) {
			labelled.add(q, nil)
		}
	}
	out = append(out, labelled, all)
	passages := s.hasPassages()
	for i := range out {
		out[i].answers = out[i].answers && passages
		out[i].score(s)
	}
	return out
}

func (g *group) add(q Query, rel map[string]int) {
	g.queries, g.rel = append(g.queries, q), append(g.rel, rel)
}

func (g *group) score(s System) {
	for i, q := range g.queries {
		outcome, scores := s.Outcomes[q.ID], Scores{}
		if g.rel[i] != nil {
			scores = scoreRanking(outcome.Articles, g.rel[i])
		}
		if g.answers && findable(q.Answer) {
			scores.addAnswer(answerRank(outcome.Passages, q.Answer))
		}
		g.scores = append(g.scores, scores)
	}
}

// Measure averages over the queries of each file of judgements, and answer@k
// over all queries with an answer besides.
func Measure(d *Dataset, s System) ModeReport {
	report := ModeReport{Scores: Scores{}, Sets: map[string]Scores{}}
	for _, g := range s.measure(d) {
		scores := mean(g.scores)
		if g.name == answersGroup || len(d.Qrels) == 1 {
			maps.Copy(report.Scores, scores)
		} else if len(scores) > 0 {
			report.Sets[g.name] = scores
		}
	}
	return report
}
