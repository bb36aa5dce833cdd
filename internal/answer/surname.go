package answer

import (
	"regexp"
	"strings"

	"byline/internal/lang"
)

// nameRuns are the names of two words or more of a question, each by its terms in order.
func (q *question) nameRuns() (runs [][]int) {
	var run []int
	for i, t := range q.terms {
		if n := len(run); n > 0 && (!t.name || q.terms[run[n-1]].at+len(q.terms[run[n-1]].text)+1 != t.at) {
			runs, run = appendRun(runs, run), nil
		}
		if t.name {
			run = append(run, i)
		}
	}
	return appendRun(runs, run)
}

func appendRun(runs [][]int, run []int) [][]int {
	if len(run) < 2 {
		return runs
	}
	return append(runs, run)
}

// nameInFull takes the last word of a name of the question for all of it in sentences of
// passages that have it in full: Olm for Mara Olm, the Rovers for the Brask Rovers.
func (e *evidence) nameInFull() {
	for _, run := range e.question.nameRuns() {
		var all mask
		for _, i := range run {
			all |= 1 << i
		}
		last := run[len(run)-1]
		for p := range e.passages {
			x := &e.passages[p]
			if (x.own|x.context)&all != all {
				continue
			}
			for i := x.first; i < x.last; i++ {
				s := &e.sentences[i]
				if s.own&(1<<last) != 0 && s.own&all != all && newSentenceText(s.text, language()).hasAlone(e.question.terms[last].text) {
					s.own |= all
				}
			}
		}
	}
}

// hasAlone reports whether a text has a name of one word without another before it.
func (s *sentenceText) hasAlone(name string) bool {
	for i := range s.words {
		word := withoutOwner(s.word(i))
		if !isCapital(word) || !strings.EqualFold(word, name) {
			continue
		}
		if before := s.word(i - 1); i == 0 || s.gap(i-1) != " " || !isCapital(before) || s.opensSentence(i-1) && s.isFunctionWord(i-1) || s.in.Answers.Roles[s.lower(i-1)] || s.in.Sentences.Titles[before] {
			return true
		}
	}
	return false
}

// nameByRole takes the surname of somebody for what a question calls them by, in sentences
// of the articles that introduce them by both: Rusk for the fish dealer, behind "the fish
// dealer Ida Rusk".
func (e *evidence) nameByRole() {
	for i, t := range e.question.terms {
		role := strings.ToLower(t.text)
		if t.name || t.number || !isSomebody(role) {
			continue
		}
		for p := range e.passages {
			x := &e.passages[p]
			name := introducedAs(x.hit.Article.Body, role)
			if name == "" {
				continue
			}
			surname := name[strings.LastIndex(name, " ")+1:]
			for j := x.first; j < x.last; j++ {
				if s := &e.sentences[j]; s.own&(1<<i) == 0 && newSentenceText(s.text, language()).hasAlone(surname) {
					s.own |= 1 << i
				}
			}
		}
	}
}

// isSomebody reports whether a noun is for a person: by a role, as a human, or a sort of one.
func isSomebody(noun string) bool {
	return language().NamesRole(noun) || language().Answers.Humans[noun] || lang.EnglishNouns().IsPerson(noun)
}

// introducedAs is the full name of whom a text introduces by a role: "the dealer Ida Rusk",
// "its director, Ottilie Brandt", "Delia Fonn, the head of the union"; "" if it names nobody so.
func introducedAs(text, role string) string {
	if name := named(text, role); name != "" {
		return name
	}
	lower := strings.ToLower(text)
	for from := 0; ; {
		at := wordsAt(lower[from:], role)
		if at < 0 || len(lower) != len(text) {
			return ""
		}
		at += from
		behind := text[at+len(role):]
		if name := nameBehind.FindStringSubmatch(behind); name != nil {
			return name[1]
		}
		if name := nameBefore.FindStringSubmatch(text[:at]); name != nil {
			return name[1]
		}
		from = at + len(role)
	}
}

// Names beside a role: behind it and a comma, and before it, a comma and a few words.
var (
	nameBehind = regexp.MustCompile(`^, (\p{Lu}[\pL'’-]+(?: \p{Lu}[\pL'’-]+)+)`)
	nameBefore = regexp.MustCompile(`(\p{Lu}[\pL'’-]+(?: \p{Lu}[\pL'’-]+)+), (?:[\pL'’-]+ ){0,4}$`)
)
