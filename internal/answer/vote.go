package answer

import (
	"math"
	"slices"
	"strings"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// A direct answer is the mention, of the kind that is asked for, that the best
// sentences vote for: each gives its votes to the mentions in it, the nearer
// they stand to words of the question the more. A reader votes too, for what it
// points at in a sentence: a mention or, where anything may be the answer, whatever
// that is.
const (
	voters       = 12  // sentences that vote, the best ones
	voteFall     = .35 // of the score of a sentence, below the best one's, at which its votes fall to 1/e
	voteDistance = 10. // words between a mention and the question's at which its votes are halved
	readerVotes  = 2.  // votes of a reader, if all others together have one
	ofFocus      = 2.  // how many times the votes count of a mention that stands with the noun asked about
	ofSlight     = .05 // of the votes for who has a role no more, where it is asked who has it, or only says what is told, where it is asked who did it
	ofElsewhere  = .2  // of the votes for a place that is not said to be where from, where that is asked
	ofBeside     = .3  // of the reader's votes for what is beside what a follow-up asks
)

// vote is what one sentence gives to a mention in it.
type vote struct {
	mention
	in     int     // place of the candidate
	weight float64 // of the sentence and of the mention in it
	read   float64 // how sure a reader is that it is the answer
	slight bool    // counts little, by ofSlight
}

// ballot is votes, counted.
type ballot struct {
	votes   []vote
	share   map[string]float64 // for each thing that is voted for, its share of the weights
	read    map[string]float64 // its share of what a reader is sure of
	hasRead bool
}

// ballot counts votes, and makes them shares. all are the candidates that vote.
func (e *evidence) ballot(votes []vote, all []candidate) *ballot {
	b := &ballot{votes: votes, share: map[string]float64{}, read: map[string]float64{}}
	total, sure := 0., doubt
	for _, v := range votes {
		total += v.weight
		if e.held {
			sure += v.read
		}
	}
	if !slices.ContainsFunc(votes, func(v vote) bool { return !v.slight }) {
		total /= ofSlight // nobody is left
	}
	for _, c := range all {
		b.hasRead = b.hasRead || c.reading != nil
		if e.pointsAtNew(c) && !e.held { // of whoever else it points at, another one holds the office
			sure += c.reading.Confidence
		}
	}
	for i := range votes {
		v := &votes[i]
		if v.weight > 0 {
			v.weight /= total
		}
		v.read /= sure
		b.share[v.key] += v.weight
		b.read[v.key] += v.read
	}
	return b
}

// of is how much speaks for a thing.
func (b *ballot) of(key string) float64 { return b.share[key] + readerVotes*b.read[key] }

// winner is the thing that most speaks for; "" if there is none. Equals are told
// alike each time: by the order of the sentences.
func (b *ballot) winner() string {
	best := ""
	for _, v := range b.votes {
		if best == "" || b.of(v.key) > b.of(best) {
			best = v.key
		}
	}
	return best
}

// votes lets sentences vote for the mentions in them.
func (e *evidence) votes(all []candidate, kind ask.Kind) []vote {
	var votes []vote
	common := e.commonWords()
	alone, places := e.oneWordNames()
	owned := mask(0) // what some sentence tells what is asked about from others by: the men's race
	owners := e.question.maskWhere(func(t term) bool { return owns(t.text) && !isCapital(t.text) })
	for _, c := range all {
		owned |= c.around & owners
	}
	wrong := e.wrongNumbers(all, kind)
	for i, c := range all {
		if e.isWrong(c) {
			continue
		}
		hit := e.hit(c)
		s := newSentenceText(e.text(c), lang.OfArticle(hit.Article.Language))
		s.alone = alone
		weight := math.Exp((c.score - all[0].score) / voteFall)
		own := e.places(s)
		said := e.pointing(c)
		for _, m := range e.mentions(s, kind) {
			if !e.isNew(s, m, kind, common) || kind == ask.Person && places[m.key] || e.isOther(s, m, kind) {
				continue
			}
			v := vote{mention: m, in: i, weight: weight * m.weight * e.fit(s, m, own), read: said.sureOf(m)}
			v.slight = owned&c.around == 0 && owned != 0 || wrong.has(m.key, hit.Article.Published)
			votes = append(votes, e.tempered(v, s, c, kind))
			said.told = said.told || said.overlaps(m.Span)
		}
		if thing, ok := e.undergoer(s, said.Span); ok && said.sure > 0 {
			said.Span = thing
		}
		if (kind == ask.Thing || kind == ask.Product) && said.sure > 0 && !said.told && !s.isTitleOrYear(said.Span) {
			votes = append(votes, vote{mention: counted(said.Span, nameKey(s.text[said.Start:said.End])), in: i, read: said.sure})
		}
	}
	switch kind {
	case ask.Person, ask.Thing, ask.Place, ask.City:
		fullNames(votes)
		votes = e.ofOffice(e.ofRank(votes, all), all)
	case ask.Organisation:
		fullNames(votes)
		shortNames(votes)
	}
	return votes
}

// tempered is a vote that counts for less where it is of elsewhere, of before, or for
// somebody who is gone.
func (e *evidence) tempered(v vote, s *sentenceText, c candidate, kind ask.Kind) vote {
	if e.question.whence && !s.isFrom(v.Span) {
		v.weight, v.read = v.weight*ofElsewhere, v.read*ofElsewhere
	}
	if c.beside {
		v.read *= ofBeside
	}
	if e.growing != 0 {
		v.read *= c.fresh
	}
	v.slight = v.slight || e.isOnlyPossible(s, v.Span) || kind == ask.Person && (e.question.read.Newest && s.isGone(v.Span) || e.onlySays(s, v.Span))
	if v.slight {
		v.weight, v.read = v.weight*ofSlight, v.read*ofSlight
	}
	return v
}

// ofRank leaves the votes for those whom some sentence gives the rank that a question
// asks for, if one is asked for and one is given: the deputy mayor.
func (e *evidence) ofRank(votes []vote, all []candidate) []vote {
	const near = 3 // words
	asked := newSentenceText(e.question.text, language())
	ranked := map[string]bool{}
	for i := range asked.words {
		rank := asked.lower(i)
		if !language().Answers.Ranks[rank] || asked.isTitleOfName(i) {
			continue
		}
		for _, v := range votes {
			s := newSentenceText(e.text(all[v.in]), language())
			at := s.wordAt(v.Start)
			from, to := max(0, at-near), min(len(s.words), at+near+strings.Count(v.key, " ")+1)
			for j := from; j < to; j++ {
				ranked[v.key] = ranked[v.key] || s.lower(j) == rank
			}
		}
	}
	isRanked := func(v vote) bool { return ranked[v.key] }
	if !slices.ContainsFunc(votes, isRanked) {
		return votes
	}
	return slices.DeleteFunc(votes, func(v vote) bool { return !isRanked(v) })
}

// pointing is the words of a sentence that a reader points at.
type pointing struct {
	news.Span
	sure float64 // of them, from 0 to 1; 0 if there are none
	told bool    // some mention is among them
}

func (e *evidence) pointing(c candidate) pointing {
	if !e.pointsAtNew(c) {
		return pointing{}
	}
	return pointing{Span: news.Span{Start: c.reading.Start, End: c.reading.End}, sure: c.reading.Confidence}
}

func (p pointing) overlaps(s news.Span) bool { return s.Start < p.End && p.Start < s.End }

// sureOf is how sure a reader is of a mention: the less, the less of it and of
// what it points at is the same.
func (p pointing) sureOf(m mention) float64 {
	if p.sure == 0 || !p.overlaps(m.Span) {
		return 0
	}
	return p.sure * float64(min(p.End, m.End)-max(p.Start, m.Start)) / float64(max(p.End, m.End)-min(p.Start, m.Start))
}

// fullNames gives the votes for a surname to the full name.
func fullNames(votes []vote) {
	full := map[string]string{}
	for _, v := range votes {
		if at := strings.LastIndexByte(v.key, ' '); at >= 0 {
			if last := v.key[at+1:]; full[last] == "" || len(v.key) < len(full[last]) {
				full[last] = v.key
			}
		}
	}
	for i := range votes {
		key := votes[i].key
		if at := strings.LastIndexByte(key, ' '); at >= 0 {
			key = key[at+1:]
		}
		if name := full[key]; name != "" {
			votes[i].key = name
		}
	}
}

// shortNames gives the votes for a longer name to one that it begins with: Olm Motors, Olm.
func shortNames(votes []vote) {
	for i := range votes {
		for _, o := range votes {
			if strings.HasPrefix(votes[i].key, o.key+" ") {
				votes[i].key = o.key
			}
		}
	}
}

// places lists the words of a sentence that the question has, too.
func (e *evidence) places(s *sentenceText) []int {
	var out []int
	for i := range s.words {
		for _, t := range e.analyzer.Tokens(nil, s.word(i)) {
			if e.question.index(t.Term) >= 0 {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// fit is how well a mention stands in its sentence for what is asked for.
func (e *evidence) fit(s *sentenceText, m mention, own []int) float64 {
	from := s.wordAt(m.Start)
	to := from
	for to+1 < len(s.words) && s.words[to+1].Start < m.End {
		to++
	}
	far := len(s.words)
	for _, i := range own {
		switch {
		case i < from:
			far = min(far, from-i)
		case i > to:
			far = min(far, i-to)
		}
	}
	fit := 1 / (1 + float64(far)/voteDistance)
	if e.withFocus(s, from, to) {
		fit *= ofFocus
	}
	return fit
}

// withFocus reports whether the noun that says what is asked for stands in a
// mention or beside it: "214 people", "the carmaker Olm", "Hurricane Fay".
func (e *evidence) withFocus(s *sentenceText, from, to int) bool {
	focus := e.question.focus
	if len(focus) == 0 {
		return false
	}
	head := focus[len(focus)-1]
	for i := max(0, from-2); i <= min(len(s.words)-1, to+3); i++ {
		for _, t := range e.analyzer.Tokens(nil, s.word(i)) {
			if t.Term == head {
				return true
			}
		}
	}
	return false
}
