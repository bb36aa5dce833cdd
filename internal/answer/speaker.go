package answer

import (
	"slices"
	"strings"

	"byline/internal/chunk"
	"byline/internal/lexical"
	"byline/internal/news"
	ask "byline/internal/question"
	"byline/internal/speech"
)

// speakers are the terms for each of those whose words a question asks for: what stands
// before its verb of speaking, as in "what did the mayor and the council of Oster say".
func (q *question) speakers() (all []mask) {
	if q.asks != ask.Quotation || q.ofOutlet {
		return nil
	}
	from := q.read.Span.Start
	for i, s := range words(q.text) {
		word := q.text[s.Start:s.End]
		speaks := i > 0 && isSaying(word)
		if s.Start < q.read.Span.Start || !speaks && !language().Statements.Coordinators[strings.ToLower(word)] {
			continue
		}
		if m := q.maskWhere(func(t term) bool { return from <= t.at && t.at < s.Start }); m != 0 {
			all = append(all, m)
		}
		if from = s.End; speaks {
			return all
		}
	}
	return nil
}

// isTheirs is the share of the terms for the asked speaker that a speaker must have:
// of a full name, the surname.
const isTheirs = .5

// preferSpoken takes for answers what the asked speaker says, and nothing else, where
// something that was found is said by them.
func (e *evidence) preferSpoken(all []candidate, w weights) {
	asked := e.question.speakers()
	if len(asked) == 0 {
		return
	}
	said := map[string][]saidBy{} // by those asked for, by article
	spoken := make([]mask, len(all))
	for i, c := range all {
		article := &e.hit(c).Article
		theirs, known := said[article.ID]
		if !known {
			for _, s := range speech.Sayings(article, chunk.Sentences) {
				if by := e.speakerOf(&s, article, asked); by != 0 {
					theirs = append(theirs, saidBy{s.Span, by})
				}
			}
			said[article.ID] = theirs
		}
		at := e.span(c)
		if j := slices.IndexFunc(theirs, func(s saidBy) bool { return at.Start < s.End && s.Start < at.End }); j >= 0 {
			spoken[i] = theirs[j].by
		}
	}
	if e.spoken = slices.ContainsFunc(spoken, func(by mask) bool { return by != 0 }); !e.spoken {
		return
	}
	anyOf := mask(0)
	for _, m := range asked {
		anyOf |= m
	}
	for i := range all {
		c := &all[i]
		by := spoken[i]
		if c.answers && by == 0 {
			c.score -= w.Answers
		}
		if c.answers = by != 0; c.answers { // by whatever name they are called there
			c.score += w.Answers + w.Spoken
			c.own, c.around = c.own|by, c.around|anyOf // the others need not be named beside
			c.near = e.question.share(c.around)
		}
	}
}

// isTold reports whether a candidate is what those whose words are asked for say of
// what is asked, or what the outlet has on it that is asked for.
func (e *evidence) isTold(c candidate) bool {
	return (e.spoken && c.answers || e.isOfOutlet()) && c.near >= minReasonAround
}

// isOfOutlet reports whether all is of the outlet whose reports are asked for.
func (e *evidence) isOfOutlet() bool { return e.question.ofOutlet && !e.otherOutlets }

// saidBy is where something is said, with the terms for who says it.
type saidBy struct {
	news.Span
	by mask
}

// speakerOf are the terms of those, of some asked for, that name who says something.
func (e *evidence) speakerOf(s *news.Saying, article *news.Article, asked []mask) mask {
	named, _ := article.Cut(s.Named, 0) // within the body
	who := e.namedIn(s.Speaker) | e.namedIn(named)
	for _, m := range asked {
		if e.question.rareShareOf(who, m) >= isTheirs && e.question.hasHead(who, m) {
			return m
		}
	}
	return 0
}

// hasHead reports whether some terms have the last of those for somebody who is called by
// what they are and by no name: the transport minister is not the transport board.
func (q *question) hasHead(some, m mask) bool {
	last := -1
	for i, t := range q.terms {
		if m&(1<<i) == 0 {
			continue
		}
		if t.name {
			return true
		}
		if last < 0 || t.at > q.terms[last].at {
			last = i
		}
	}
	return last < 0 || some&(1<<last) != 0
}

// namedIn are the terms of the question that name a speaker: of those that are names, not
// the ones that only say whose somebody is, as in "Olm's adviser" and "Olm officials",
// unless that is who speaks for them, or they are a place. A minister names the ministry.
func (e *evidence) namedIn(speaker string) (m mask) {
	q, tokens := e.question, e.analyzer.Tokens(nil, speaker)
	for i, t := range tokens {
		if body := language().Speech.HeadsOf[strings.ToLower(speaker[t.Start:t.End])]; body != "" {
			m |= q.maskOf(e.analyzer.Tokens(nil, body))
		}
		at := q.index(t.Term)
		if at < 0 {
			continue
		}
		term := &q.terms[at]
		// "United" stands within "United Nations", which is a token of its own
		behind := slices.IndexFunc(tokens[i+1:], func(o lexical.Token) bool { return o.Start >= t.End })
		if behind >= 0 && term.name && term.place == 0 {
			o := tokens[i+1+behind]
			between, next := speaker[t.End:o.Start], strings.ToLower(speaker[o.Start:o.End])
			owns := strings.HasPrefix(between, "'s") || strings.HasPrefix(between, "’s") || strings.HasSuffix(speaker[t.Start:t.End], "s'")
			if (owns || between == " " && !isCapital(speaker[o.Start:])) && !language().Speech.SpeaksFor[next] {
				continue
			}
		}
		m |= term.maskOf(at, t.Term)
	}
	return m
}
