package answer

import (
	"slices"
	"strings"

	"byline/internal/chunk"
	"byline/internal/news"
	ask "byline/internal/question"
	"byline/internal/speech"
)

// speakers are the terms for those whose words a question asks for: what stands before
// its verb of speaking, as in "what did the mayor of Oster say about the bridge".
func (q *question) speakers() mask {
	if q.asks != ask.Quotation || q.ofOutlet {
		return 0
	}
	for i, s := range words(q.text) {
		if i > 0 && s.Start >= q.read.Span.Start && isSaying(q.text[s.Start:s.End]) {
			return q.maskWhere(func(t term) bool { return t.at < s.Start })
		}
	}
	return 0
}

// isTheirs is the share of the terms for the asked speaker that a speaker must have:
// of a full name, the surname.
const isTheirs = .5

// preferSpoken takes for answers what the asked speaker says, and nothing else, where
// something that was found is said by them.
func (e *evidence) preferSpoken(all []candidate, w weights) {
	asked := e.question.speakers()
	if asked == 0 {
		return
	}
	said := map[string][]news.Saying{} // of those asked for, by article
	spoken := make([]bool, len(all))
	for i, c := range all {
		article := &e.hit(c).Article
		theirs, known := said[article.ID]
		if !known {
			theirs = slices.DeleteFunc(speech.Sayings(article, chunk.Sentences), func(s news.Saying) bool { return !e.isBy(&s, article, asked) })
			said[article.ID] = theirs
		}
		at := e.span(c)
		spoken[i] = slices.ContainsFunc(theirs, func(s news.Saying) bool { return at.Start < s.End && s.Start < at.End })
	}
	if e.spoken = slices.Contains(spoken, true); !e.spoken {
		return
	}
	for i := range all {
		c := &all[i]
		if c.answers && !spoken[i] {
			c.score -= w.Answers
		}
		if c.answers = spoken[i]; spoken[i] { // by whatever name they are called there
			c.score += w.Answers + w.Spoken
			c.own, c.around = c.own|asked, c.around|asked
			c.near = e.question.share(c.around)
		}
	}
}

// isTold reports whether a candidate is what those whose words are asked for say of
// what is asked, or what the outlet has on it that is asked for.
func (e *evidence) isTold(c candidate) bool {
	theirs := e.spoken && c.answers || e.question.ofOutlet && !e.otherOutlets
	return theirs && c.near >= minReasonAround
}

// isBy reports whether what is said is said by those whom some terms of the question name.
func (e *evidence) isBy(s *news.Saying, article *news.Article, asked mask) bool {
	named, _ := article.Cut(s.Named, 0) // within the body
	return e.question.rareShareOf(e.namedIn(s.Speaker)|e.namedIn(named), asked) >= isTheirs
}

// namedIn are the terms of the question that name a speaker: of those that are names, not
// the ones that only say whose somebody is, as in "Olm's adviser" and "Olm officials",
// unless that is who speaks for them, or they are a place.
func (e *evidence) namedIn(speaker string) (m mask) {
	q, tokens := e.question, e.analyzer.Tokens(nil, speaker)
	for i, t := range tokens {
		at := q.index(t.Term)
		if at < 0 {
			continue
		}
		term := &q.terms[at]
		if i+1 < len(tokens) && term.name && term.place == 0 {
			between, next := speaker[t.End:tokens[i+1].Start], strings.ToLower(speaker[tokens[i+1].Start:tokens[i+1].End])
			owns := strings.HasPrefix(between, "'s") || strings.HasPrefix(between, "’s") || strings.HasSuffix(speaker[t.Start:t.End], "s'")
			if (owns || between == " " && !isCapital(speaker[tokens[i+1].Start:])) && !language().Speech.SpeaksFor[next] {
				continue
			}
		}
		m |= term.maskOf(at, t.Term)
	}
	return m
}
