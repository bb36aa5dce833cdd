package answer

import (
	"slices"
	"strings"
	"time"

	"byline/internal/gazetteer"
	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// Words that may stand between a name and the office that a sentence says somebody holds.
const (
	beforeHolder = 4 // "the mayor of Oster, Mara Olm"
	behindHolder = 7 // "Mara Olm, who since May is the new mayor of Oster"
)

// ofOffice leaves the votes for those whom some sentence calls by the office of which it is
// asked who holds it, if there are any: what else is told beside the name of an office is of
// who had it, wants it or holds one like it.
func (e *evidence) ofOffice(votes []vote, all []candidate) []vote {
	if e.question.office == "" {
		return votes
	}
	held, left := map[string]time.Time{}, map[string]time.Time{} // when that was last said of whom
	for _, v := range votes {
		article := &e.hit(all[v.in]).Article
		s := newSentenceText(e.text(all[v.in]), lang.OfArticle(article.Language))
		switch at := article.Published.Add(1); { // what has no date is said, too
		case s.isGone(v.Span):
			left[v.key] = latest(left[v.key], at)
		case e.isHolder(s, v.Span) && !s.isOfOld(article.Published):
			held[v.key] = latest(held[v.key], at)
		}
	}
	holds := func(v vote) bool { return held[v.key].After(left[v.key]) }
	if e.held = slices.ContainsFunc(votes, holds); !e.held {
		return votes
	}
	return slices.DeleteFunc(votes, func(v vote) bool { return !holds(v) })
}

// officeAsked is the word for the office of which a question asks who holds it, the last if
// there are more: minister; "" if it does not ask that.
func (q *question) officeAsked() (role string) {
	if q.asks != ask.Person || !q.read.Newest || q.read.Form != ask.Fact {
		return ""
	}
	core := q.text[q.read.Span.Start:q.read.Span.End]
	for _, s := range words(core) {
		w := strings.ToLower(withoutOwner(core[s.Start:s.End]))
		if language().Questions.Prepositions[w] && role != "" {
			break // of the United Nations
		}
		if language().NamesRole(w) {
			role = w
		}
	}
	return role
}

// isHolder reports whether a sentence calls somebody by the office that is asked for, of
// what is asked: "Mayor Mara Olm of Oster", "the mayor, Mara Olm", "Mara Olm, who is the
// mayor". Not so "Mara Olm, a candidate for mayor" or "Mara Olm, mayor of Hollin".
func (e *evidence) isHolder(s *sentenceText, name news.Span) bool {
	office := e.question.office
	from, after := s.wordAt(name.Start), s.wordAfter(name)
	for i := from - 1; i >= max(0, from-beforeHolder); i-- {
		if gap := strings.TrimSpace(s.gap(i)); gap != "" && gap != "," && (gap != "." || !s.in.NamesRole(s.lower(i))) {
			break
		}
		if s.isRole(i, office) {
			return e.isOffice(s, i)
		}
		if w := s.lower(i); !isCapital(s.word(i)) && !s.in.Answers.NameLinks[w] && !s.in.Questions.Articles[w] {
			break
		}
	}
	for w := s.lower(after); (s.in.Questions.Auxiliaries[w] || w == "been") && !s.in.Answers.BeforeOffice[w]; w = s.lower(after) {
		after++ // was, has been
	}
	if !s.in.Answers.BeforeOffice[s.lower(after)] && (after > s.wordAfter(name) || strings.TrimSpace(s.gap(after-1)) != ",") {
		return false
	}
	for i := after; i < min(len(s.words), after+behindHolder); i++ {
		if i > after && strings.TrimSpace(s.gap(i-1)) != "" {
			return false
		}
		if s.isRole(i, office) {
			return e.isOffice(s, i)
		}
		if w := s.lower(i); s.in.Questions.Prepositions[w] || s.in.Answers.Gone[w] {
			return false // who runs for mayor, who was behind the former mayor
		}
	}
	return false
}

// isRole reports whether word i is an office, or its abbreviation: Gov. for governor.
func (s *sentenceText) isRole(i int, office string) bool {
	const shortest = 3
	w := strings.Trim(s.lower(i), ".")
	return w == office || len(w) >= shortest && s.in.NamesRole(w) && strings.HasPrefix(office, w)
}

// isOffice reports whether an office at word i is one that is held, and of what is asked.
func (e *evidence) isOffice(s *sentenceText, i int) bool {
	from := i
	for from > 0 && s.gap(from-1) == " " && (isCapital(s.word(from-1)) || s.in.NamesRole(s.lower(from-1))) && !s.opensSentence(from) {
		from--
	}
	for j := i - 1; j >= max(0, from-beforeHolder); j-- { // a former senator and mayor
		if s.in.Answers.Gone[s.lower(j)] {
			return false
		}
		if strings.Contains(s.gap(j-1), ",") {
			break
		}
	}
	end := i + 1
	if s.in.Answers.NameLinks[s.lower(end)] {
		for end++; end < len(s.words) && s.gap(end-1) == " " && (isCapital(s.word(end)) || s.in.Questions.Articles[s.lower(end)]); {
			end++
		}
	}
	return e.question.isOf(s.text[s.words[from].Start:s.words[i].Start]) && e.question.isOf(s.text[s.words[i].End:s.words[end-1].End])
}

// isOf reports whether what stands beside an office leaves it open that it is that which is
// asked for: it names a thing of the question, or no place and behind the office nothing.
func (q *question) isOf(beside string) bool {
	beside = strings.TrimSpace(beside)
	own := words(beside)
	if !slices.ContainsFunc(own, func(w news.Span) bool { return isCapital(beside[w.Start:w.End]) }) {
		return true
	}
	if slices.ContainsFunc(own, func(w news.Span) bool {
		word := beside[w.Start:w.End]
		lower := strings.ToLower(word)
		return isCapital(word) && q.has(word) && !language().NamesRole(lower) && !language().Questions.Articles[lower]
	}) {
		return true
	}
	places := gazetteer.Find(beside)
	if len(places) == 0 {
		return !language().Answers.NameLinks[beside[own[0].Start:own[0].End]]
	}
	asked := gazetteer.Find(q.text)
	return slices.ContainsFunc(places, func(p gazetteer.Mention) bool {
		return slices.ContainsFunc(asked, func(o gazetteer.Mention) bool { return p.SamePlace(&o) })
	})
}
