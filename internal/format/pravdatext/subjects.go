package pravdatext

import (
	"strings"

	"byline/internal/format/field"
)

const subjectsLabel = "Subjects:"

// subjects takes the last line off if it lists the subjects.
func (p *parser) subjects(known func(string) bool) {
	if len(p.lines) == 0 {
		return
	}
	last := len(p.lines) - 1
	text := p.lines[last].text
	if len(text) < len(subjectsLabel) || !strings.EqualFold(text[:len(subjectsLabel)], subjectsLabel) {
		return
	}
	p.lines = p.lines[:last]
	p.article.Subjects = splitSubjects(strings.TrimSpace(text[len(subjectsLabel):]), known)
}

const maxSubjectWords = 8 // of one subject

// splitSubjects tells subjects that run together apart where all of them are
// known, as many and therefore as short ones as possible: a longer one may be
// a line that was kept as one before its subjects were known. Otherwise the
// line is kept as one. Commas and semicolons, where there are any, decide.
func splitSubjects(text string, known func(string) bool) []string {
	if strings.ContainsAny(text, ",;") {
		return field.Subjects(text)
	}
	words := strings.Fields(text)
	if known == nil || len(words) < 2 {
		return field.List([]string{text})
	}
	// last[i] is the length of the last subject of the best split of words[:i],
	// count[i] the number of its subjects; 0 means that there is no split.
	last, count := make([]int, len(words)+1), make([]int, len(words)+1)
	for end := 1; end <= len(words); end++ {
		for start := max(0, end-maxSubjectWords); start < end; start++ {
			if start > 0 && count[start] == 0 || !known(strings.ToLower(strings.Join(words[start:end], " "))) {
				continue
			}
			if c := count[start] + 1; c > count[end] {
				last[end], count[end] = end-start, c
			}
		}
	}
	if count[len(words)] == 0 {
		return field.List([]string{text})
	}
	subjects := make([]string, count[len(words)])
	for end, i := len(words), len(subjects)-1; end > 0; i-- {
		start := end - last[end]
		subjects[i] = strings.Join(words[start:end], " ")
		end = start
	}
	return field.List(subjects)
}
