package eval

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"byline/internal/news"
)

// AnswerReport is what was measured of the answers of one mode. In JSON it is
// one object: the scores by name, and beside them what is of several figures.
type AnswerReport struct {
	Mode       news.AnswerMode
	Cases      map[Expected]int
	Scores     Scores                      // see [MeasureAnswers]; one is missing where it has no meaning
	Statuses   map[news.Status]StatusScore // over answerable and unanswerable cases
	Curve      []RefusalPoint              // by rising threshold
	Calibrated []ConfidenceBin
	FirstWords Latency
	Answered   []Answered // case by case
}

// MarshalJSON puts scores and the rest side by side.
func (r AnswerReport) MarshalJSON() ([]byte, error) {
	object := map[string]any{
		"mode": r.Mode, "cases": r.Cases, "status": r.Statuses, "refusal_curve": r.Curve,
		"confidence": r.Calibrated, "first_words_ms": r.FirstWords,
	}
	for name, value := range r.Scores {
		object[name] = value
	}
	return json.Marshal(object)
}

// StatusScore says how often a status was given and how often it was right:
// answered and partial where the answer holds what the set gives and the
// question could be answered, not_found where it could not.
type StatusScore struct {
	Count int     `json:"count"`
	Right float64 `json:"right"`
}

// RefusalPoint says what would be refused if answers below a confidence were.
type RefusalPoint struct {
	Threshold    float64 `json:"threshold"`
	Answerable   float64 `json:"refused_answerable"`
	Unanswerable float64 `json:"refused_unanswerable"`
}

// ConfidenceBin is the cases whose answers had a confidence from Low to below
// High: how many, what they had on average, and how many were right.
type ConfidenceBin struct {
	Low        float64 `json:"low"`
	High       float64 `json:"high"`
	Count      int     `json:"count"`
	Confidence float64 `json:"confidence"`
	Right      float64 `json:"right"`
}

const (
	longHistory = 180 * 24 * time.Hour // between two articles of an answer: they tell of different times
	alikeShare  = .6                   // of the words of the shorter of two quotes: they say the same
)

// heldWithin are the lengths in words within which an answer is looked for.
var heldWithin = [...]struct {
	name  string
	words int
}{{"holds@100", 100}, {"holds@50", 50}, {"holds@25", 25}}

// MeasureAnswers averages over cases. Of answerable questions:
//
//   - answer_recall: the answer, markers apart, holds what the set gives as whole
//     words, after [Normalize]; holds@100, @50 and @25: within its first words
//   - first_quote: the first quote that it cites holds it
//   - answer_words: it has all words of that, wherever they stand, "yes" and "no" too
//   - direct_right: the direct answer equals it; direct_shown: there is one;
//     direct_precision: of those, the share that is right
//   - refused_answerable, answered_answerable: refused, and not
//   - citation_precision, citation_recall: cited articles that someone named, and
//     named articles that are cited; of answers that cite. Labels are incomplete,
//     so precision is a lower bound
//
// Of all that is said to answerable questions: words, of refusals too. Of answers
// that cite: alike (two quotes that share six in ten of the
// words of the shorter), far_apart (articles more than 180 days apart).
// refused_unanswerable is of the unanswerable ones; those among them whose
// answer holds what the set expects were not, as older news told it, and are
// counted apart (known_before). off_topic is the share of the questions off the
// topic that are met without any news.
func MeasureAnswers(d *Dataset, mode news.AnswerMode, all []Answered) AnswerReport {
	r := AnswerReport{Mode: mode, Cases: map[Expected]int{}, Answered: all}
	scores := make([]Scores, len(all))
	for i, a := range all {
		r.Cases[a.Expected]++
		scores[i] = a.score(d)
	}
	r.Scores = mean(scores)
	r.Statuses = statuses(all)
	r.Curve = refusalCurve(all)
	r.Calibrated = calibration(all)
	for status, s := range r.Statuses {
		r.Scores[string(status)+"_right"] = s.Right
	}
	return r
}

// score measures one answer.
func (a *Answered) score(d *Dataset) Scores {
	refused := truth(a.Status == news.StatusNotFound)
	switch a.Expected {
	case Unanswerable:
		switch {
		case !findable(a.Gold):
			return Scores{"refused_unanswerable": refused}
		case a.known():
			return Scores{"known_before": 1}
		}
		return Scores{"known_before": 0, "refused_unanswerable": refused}
	case OffTopic, OffTopicUnseen:
		return Scores{string(a.Expected): truth(len(a.Cited) == 0)}
	}
	s := Scores{"refused_answerable": refused, "answered_answerable": 1 - refused, "answer_words": truth(a.hasWords())}
	s["words"] = float64(len(strings.Fields(a.plain())))
	if findable(a.Gold) {
		maps.Copy(s, a.held())
	}
	if a.Status != news.StatusNotFound && len(a.Cited) > 0 {
		s["alike"] = truth(a.repeats())
		s["far_apart"] = truth(a.mixesTimes())
		maps.Copy(s, a.sources(d))
	}
	return s
}

// ofSet reports whether the question is one of the set, and it is clear what is
// right to do with it.
func (a *Answered) ofSet() bool {
	return a.Expected == Answerable || a.Expected == Unanswerable && !a.known()
}

// known reports whether an answer that there was thought to be none to holds
// what the set expects: older articles can tell as well who a country's
// president is.
func (a *Answered) known() bool { return findable(a.Gold) && holds(a.plain(), a.Gold) }

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// plain is the text of an answer without its markers.
func (a *Answered) plain() string { return markers().ReplaceAllLiteralString(a.Text, " ") }

var markers = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[\d+\]`) })

// right reports whether the answer holds what the set gives.
func (a *Answered) right() bool {
	if !findable(a.Gold) {
		return a.hasWords()
	}
	return holds(a.plain(), a.Gold)
}

func holds(text, answer string) bool { return answerRank([]string{text}, answer) == 1 }

// held says where the answer of the set was found.
func (a *Answered) held() Scores {
	words := strings.Fields(a.plain())
	s := Scores{"answer_recall": truth(holds(a.plain(), a.Gold)), "direct_shown": truth(a.Direct != "")}
	for _, w := range heldWithin {
		s[w.name] = truth(holds(strings.Join(words[:min(w.words, len(words))], " "), a.Gold))
	}
	s["first_quote"] = truth(len(a.Cited) > 0 && holds(a.Cited[0].Quote, a.Gold))
	s["direct_right"] = truth(a.Direct != "" && Normalize(a.Direct) == Normalize(a.Gold))
	if a.Direct != "" {
		s["direct_precision"] = s["direct_right"]
	}
	return s
}

// hasWords reports whether the answer has all words of the one that the set gives.
func (a *Answered) hasWords() bool {
	has := wordSet(a.plain())
	wanted := strings.Fields(Normalize(a.Gold))
	return len(wanted) > 0 && !slices.ContainsFunc(wanted, func(w string) bool { return !has[w] })
}

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(Normalize(text)) {
		set[w] = true
	}
	return set
}

// repeats reports whether two quotes say the same.
func (a *Answered) repeats() bool {
	sets := make([]map[string]bool, len(a.Cited))
	for i, c := range a.Cited {
		sets[i] = wordSet(c.Quote)
		for _, other := range sets[:i] {
			common := 0
			for w := range sets[i] {
				common += int(truth(other[w]))
			}
			if float64(common) >= alikeShare*float64(min(len(sets[i]), len(other))) {
				return true
			}
		}
	}
	return false
}

// mixesTimes reports whether the articles cited are of different times.
func (a *Answered) mixesTimes() bool {
	var first, last time.Time
	for _, c := range a.Cited {
		if c.Published.IsZero() {
			continue
		}
		if first.IsZero() || c.Published.Before(first) {
			first = c.Published
		}
		if c.Published.After(last) {
			last = c.Published
		}
	}
	return last.Sub(first) > longHistory
}

// sources compares the articles cited with those that someone named.
func (a *Answered) sources(d *Dataset) Scores {
	named, cited := map[string]bool{}, map[string]bool{}
	for _, qrels := range d.Qrels {
		for id, rel := range qrels.Rel[a.Query] {
			if rel > 0 {
				named[id] = true
			}
		}
	}
	both := 0
	for _, c := range a.Cited {
		if !cited[c.Article] && named[c.Article] {
			both++
		}
		cited[c.Article] = true
	}
	if len(named) == 0 {
		return nil
	}
	return Scores{"citation_precision": float64(both) / float64(len(cited)), "citation_recall": float64(both) / float64(len(named))}
}

// statuses says how often each status was right.
func statuses(all []Answered) map[news.Status]StatusScore {
	out := map[news.Status]StatusScore{}
	for _, a := range all {
		if !a.ofSet() {
			continue
		}
		right := a.Expected == Answerable && a.right()
		if a.Status == news.StatusNotFound {
			right = a.Expected == Unanswerable
		}
		s := out[a.Status]
		s.Count++
		s.Right += truth(right)
		out[a.Status] = s
	}
	for status, s := range out {
		s.Right /= float64(s.Count)
		out[status] = s
	}
	return out
}

// refusalCurve says what each of a hundred thresholds of confidence would refuse.
func refusalCurve(all []Answered) []RefusalPoint {
	var answerable, unanswerable []float64
	for _, a := range all {
		switch {
		case a.Expected == Answerable:
			answerable = append(answerable, a.Confidence)
		case a.ofSet():
			unanswerable = append(unanswerable, a.Confidence)
		}
	}
	if len(answerable) == 0 || len(unanswerable) == 0 {
		return nil
	}
	below := func(list []float64, threshold float64) float64 {
		n := 0
		for _, c := range list {
			n += int(truth(c < threshold))
		}
		return float64(n) / float64(len(list))
	}
	const steps = 100
	var curve []RefusalPoint
	for i := range steps + 1 {
		p := RefusalPoint{Threshold: float64(i) / steps}
		p.Answerable, p.Unanswerable = below(answerable, p.Threshold), below(unanswerable, p.Threshold)
		if n := len(curve); n > 0 && curve[n-1].Answerable == p.Answerable && curve[n-1].Unanswerable == p.Unanswerable {
			continue // nothing lies between
		}
		curve = append(curve, p)
	}
	return curve
}

// calibration says, by tenths of confidence, how often answers were right.
func calibration(all []Answered) []ConfidenceBin {
	const bins = 10
	var out [bins]ConfidenceBin
	for _, a := range all {
		if !a.ofSet() {
			continue
		}
		b := &out[min(bins-1, int(a.Confidence*bins))]
		b.Count++
		b.Confidence += a.Confidence
		b.Right += truth(a.Expected == Answerable && a.right())
	}
	var filled []ConfidenceBin
	for i, b := range out {
		if b.Count == 0 {
			continue
		}
		b.Low, b.High = float64(i)/bins, float64(i+1)/bins
		b.Confidence /= float64(b.Count)
		b.Right /= float64(b.Count)
		filled = append(filled, b)
	}
	return filled
}
