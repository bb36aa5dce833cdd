package verify

import (
	"context"
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"

	"byline/internal/news"
)

// Reader tells how far sentences bear a statement, in whatever words they are.
type Reader interface {
	// Entails returns for each excerpt, in their order, the log-odds that it bears the statement.
	Entails(ctx context.Context, statement string, excerpts []news.Excerpt) ([]float64, error)
}

//go:embed entail.json
var entailFile []byte

// entailTrees judge what words and a reader make of a statement together.
type entailTrees struct {
	trees
	// Overrules are the conflicts that do not bar a statement by themselves once a reader was
	// heard: it tells other words from other facts better than they do. Figures, days and quotations bar it always.
	Overrules []Conflict `json:"overrules"`
}

// heard are the trees that were fitted, which a test has read before.
var heard = sync.OnceValue(func() entailTrees {
	var t entailTrees
	readTrees("entail.json", entailFile, &t, &t.trees)
	return t
})

// Entail asks the reader how far the source bears the statement of a verdict, and judges by that
// too: by the most that one of the sentences that come nearest does, or all of them
// together. The verdict stays where there is no reader or one that fails, where no sentence has
// anything of the statement, where a conflict is one that no reader may overrule, and in other languages than English.
func (v *Verifier) Entail(ctx context.Context, verdict Verdict) Verdict {
	j, t := verdict.of, heard()
	if v.reader == nil || j == nil || len(j.support) == 0 || j.grammar.pack.Code != english || !verdict.Conflict.isNone() && !slices.Contains(t.Overrules, verdict.Conflict) {
		return verdict
	}
	excerpts := j.bearers()
	borne, err := v.reader.Entails(ctx, j.text, excerpts)
	if err != nil || len(borne) != len(excerpts) {
		return verdict
	}
	verdict.Heard = true
	verdict.Features.Borne, verdict.Features.Carried = slices.Max(borne), logit(verdict.Carried)
	verdict.Supported = t.carried(verdict.Features.values()) >= t.Least
	return verdict
}

// logit is the log-odds of a probability, of which none is certain.
func logit(p float64) float64 {
	const certain = 1e-4
	p = min(max(p, certain), 1-certain)
	return math.Log(p / (1 - p))
}

// isNone reports whether a conflict is none that bars a statement by itself: how far a
// source says each clause is weighed.
func (c Conflict) isNone() bool { return c == NoConflict || c == Unsaid }

// bearers are what the reader is asked about: each sentence of the support and that
// which is nearest in meaning by themselves, and the support as a whole.
func (j *judgement) bearers() []news.Excerpt {
	var texts []string
	for _, n := range j.support {
		texts = append(texts, j.textOf(n))
	}
	if len(texts) > 1 {
		texts = append(texts, strings.Join(texts, " "))
	}
	if n := j.closestInMeaning(); n >= 0 && !slices.Contains(j.support, n) {
		texts = append(texts, j.textOf(n))
	}
	excerpts := make([]news.Excerpt, len(texts))
	for i, text := range texts {
		excerpts[i] = news.Excerpt{Text: text, Headline: j.about.Headline}
	}
	return excerpts
}

// textOf is that of a sentence of the source.
func (j *judgement) textOf(n int) string {
	return j.Source.text[j.sentences[n].start:j.sentences[n].end]
}

// closestInMeaning is the sentence of the source whose vector is nearest to that of the statement, -1 if there is none.
func (j *judgement) closestInMeaning() int {
	best, most := -1, math.Inf(-1)
	if j.v.model == nil {
		return best
	}
	own := j.vector(j.text)
	for n := range j.sentences {
		if near := dot(own, j.vector(j.textOf(n))); near > most {
			best, most = n, near
		}
	}
	return best
}
