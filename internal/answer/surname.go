package answer

import "strings"

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
