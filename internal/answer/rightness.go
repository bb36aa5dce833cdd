package answer

import (
	"math"
	"slices"

	"byline/internal/news"
)

// How likely an answer is right is a logistic function of what is known of it,
// with weights that were fitted to the labelled questions of RealTimeQA and
// rounded, with a reader and without. docs/evaluation.md says how well that holds.
type rightness struct {
	bias    float64
	certain float64 // of the log-odds that the articles answer the question at all
	direct  float64 // of the confidence in the direct answer, shown or not
	told    float64 // of how much is said in it of what may be the answer
	kind    float64 // where what it cites is about the question and has what it asks for
}

var (
	rightIfRead = rightness{bias: -1.37, certain: .12, direct: 1.14, told: 2.15, kind: .58}
	rightUnread = rightness{bias: -1.12, certain: .14, direct: 1.84, told: .73, kind: .97}
)

// allFound is gained, set by hand, where all was found that has any word of the
// question, so that nothing better was passed over: in a small archive or within
// narrow filters, of which no question is that the weights were fitted to.
const allFound = 1.75

// rightness is how likely an answer is right, whoever wrote it: text is what it
// says, cited what it quotes.
func (a *Answerer) rightness(e *evidence, text string, cited []candidate) float64 {
	s := rightUnread
	if e.list.read {
		s = rightIfRead
	}
	const most = .99 // nobody is surer that there is an answer
	certain := min(max(e.certainty, 1-most), most)
	z := s.bias + s.certain*math.Log(certain/(1-certain)) + s.told*min(1, e.list.told.in(text).sum())
	if e.list.voted {
		z += s.direct * e.list.said.sure
	}
	if slices.ContainsFunc(cited, e.answersQuestion) {
		z += s.kind
	}
	if len(cited) > 0 && (e.givesReason(cited[0]) || e.isTold(cited[0])) {
		z += s.direct // by hand, since no direct answer is made of these
	}
	if e.hits < a.config.Passages {
		z += allFound
	}
	return logistic(z)
}

// status is the status of an answer to which nothing is missing but certainty. Where a
// word of the question stands nowhere, half of the answers are right.
// What a long question asks of its parts, quotes leave open.
func (a *Answerer) status(e *evidence, sure float64) news.Status {
	if sure < a.config.SureFrom || e.otherTimes || e.otherOutlets || len(e.bearing.open) > 0 || e.lacksWords() || len(e.bearing.unnamed()) > 0 || e.question.isLong() {
		return news.StatusPartial
	}
	return news.StatusAnswered
}

// lacksWords reports whether a word of the question stands nowhere that may tell what is
// asked for. In a language of many forms a verb may stand there in another one, but a
// figure is that of something else.
func (e *evidence) lacksWords() bool {
	missing := len(e.bearing.missing) > 0 || e.question.forms.hasKin()
	return missing && (e.question.asks.IsNumber() || isEnglish(e.question.text))
}

// citedBy are the sentences that an answer cites at least a part of.
func (e *evidence) citedBy(citations []news.Citation) (cited []candidate) {
	for _, c := range e.ranked {
		span := e.span(c)
		if slices.ContainsFunc(citations, func(o news.Citation) bool {
			return o.Article.ID == e.hit(c).Article.ID && o.Span.Start < span.End && span.Start < o.Span.End
		}) {
			cited = append(cited, c)
		}
	}
	return cited
}
