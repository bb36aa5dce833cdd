package dates

import "time"

// parser holds a question that is being read.
type parser struct {
	text   string
	tokens []token
	asOf   time.Time
	future bool // the question is about what is to come
	past   bool // a verb says that it is about what was
}

func newParser(question string, asOf time.Time) *parser {
	p := &parser{text: question, tokens: tokenize(lowerASCII(question)), asOf: asOf}
	for i := range p.tokens {
		if ours := words().Foreign[p.tokens[i].word]; ours != "" {
			p.tokens[i].word = ours
		} else if p.tokens[i].kind == word {
			p.tokens[i].word = respelled(p.tokens[i].word)
		}
		w := p.tokens[i].word
		p.future = p.future || words().Future[w] || w == "going" && p.word(i+1) == "to"
		p.past = p.past || words().Past[w]
	}
	return p
}

// match is an interval and where the words are that say it.
type match struct {
	after, before time.Time
	other         time.Time // the day that it may also mean, see [news.DateExpression]
	start         int       // the first token of it
	next          int       // the first token after it
}

// phrase is what names a period, without what relates publication to it.
type phrase struct {
	match
	calendar calendar
	resolved int  // year in which a calendar period was taken to be
	vague    bool // the year, or which Tuesday, was not said
	joined   bool // it is a range of two
	bind     bind
}

// bind says what a phrase needs around it to be a time expression.
type bind uint8

const (
	alone      bind = iota // nothing: "last week"
	dateBind               // a preposition, or the end of a clause: "3 May 2024"
	dayBind                // the same, and nothing before it that makes a name: "Tuesday"
	bound                  // a preposition: "2024", "March", "the weekend"
	tightBound             // a preposition, and often the end of a clause: "before May"
)

// restricts tells whether a match leaves out anything published until asOf, but not everything.
func (p *parser) restricts(m match) bool {
	if m.after.IsZero() {
		return !m.before.IsZero() && !m.before.After(p.asOf)
	}
	return !m.after.After(p.asOf) && (m.before.IsZero() || m.after.Before(m.before))
}

// word returns the i-th token's word, "" outside the question.
func (p *parser) word(i int) string {
	if i < 0 || i >= len(p.tokens) {
		return ""
	}
	return p.tokens[i].word
}

// is tells whether the tokens from i on are the given words.
func (p *parser) is(i int, words ...string) bool {
	for k, w := range words {
		if p.word(i+k) != w {
			return false
		}
	}
	return true
}

// capital tells whether the i-th token begins with a capital letter.
func (p *parser) capital(i int) bool {
	if i < 0 || i >= len(p.tokens) {
		return false
	}
	c := p.text[p.tokens[i].start]
	return c >= 'A' && c <= 'Z'
}

// isTitle tells whether the i-th token, which would be in small letters, is
// part of a name ("USA Today"), as its capital shows.
func (p *parser) isTitle(i int) bool { return i > 0 && p.capital(i) }

// endsClause tells whether the words before token i stand by themselves,
// rather than describing what follows ("the 3 May vote").
func (p *parser) endsClause(i int) bool {
	w := p.word(i)
	if w == "" || words().ClauseStarts[w] {
		return true
	}
	switch w {
	case "$", "€", "£", "#", "&", "-", "/":
		return false
	}
	return p.tokens[i].kind == symbol
}

// number returns the value of a number that stands by itself at i, with the
// first token after it; glued letters or digits make it something else.
func (p *parser) number(i int) (n, next int, ok bool) {
	if i >= len(p.tokens) || p.tokens[i].kind != digits || p.tokens[i].number < 0 || !p.beginsNumber(i) {
		return 0, i, false
	}
	next = i + 1
	if next < len(p.tokens) && p.tokens[next].glued {
		t := p.tokens[next]
		fraction := (t.word == "," || t.word == ".") && next+1 < len(p.tokens) && p.tokens[next+1].glued && p.tokens[next+1].kind == digits
		if t.kind == word || t.word == "%" || t.word == "/" || t.word == ":" || fraction {
			return 0, i, false
		}
	}
	return p.tokens[i].number, next, true
}

// beginsNumber tells whether nothing before token i makes it a part of
// something else, as in "$2000", "1,984", "5/2024" and "COVID-19".
func (p *parser) beginsNumber(i int) bool {
	if i == 0 || !p.tokens[i].glued {
		return true
	}
	switch p.tokens[i-1].word {
	case "(", "\"", "'", "“", "‘":
		return true
	case "-", "–", "—":
	default:
		return false
	}
	if !p.tokens[i-1].glued || i == 1 || p.tokens[i-2].kind != word {
		return true // "3-9"
	}
	which, _ := partOf(p.tokens[i-2].word)
	m, _ := month(p.tokens[i-2].word)
	return which != whole || m != 0 // "mid-2023"
}

// dayNumber returns a day of the month at i: "3", "3rd".
func (p *parser) dayNumber(i int) (d, next int, ok bool) {
	if d, next, ok = p.number(i); !ok {
		if i+1 >= len(p.tokens) || p.tokens[i].kind != digits || p.tokens[i].glued || !p.tokens[i+1].glued {
			return 0, i, false
		}
		switch p.tokens[i+1].word {
		case "st", "nd", "rd", "th":
			d, next = p.tokens[i].number, i+2
		default:
			return 0, i, false
		}
	}
	return d, next, d >= 1 && d <= 31
}

// yearNumber returns a year at i, written with four digits and no earlier than least.
func (p *parser) yearNumber(i, least int) (y, next int, ok bool) {
	y, next, ok = p.number(i)
	return y, next, ok && y >= least && y < 2200 && p.tokens[i].end-p.tokens[i].start == 4
}

// count returns a number of units at i, in digits or words: "3", "three", "a couple of".
func (p *parser) count(i int) (n, next int, ok bool) {
	if n, next, ok = p.number(i); ok {
		return n, next, n >= 1 && n <= 1000
	}
	if n = cardinal(p.word(i)); n == 0 {
		return 0, i, false
	}
	if next = i + 1; p.word(i) == "a" && (p.word(next) == "few" || p.word(next) == "couple" || p.word(next) == "dozen") {
		n, next = cardinal(p.word(next)), next+1
	}
	if p.word(next) == "of" {
		next++
	}
	return n, next, true
}

// skipPossessive returns the token after a possessive ending at i, if there is one.
func (p *parser) skipPossessive(i int) (next int, ok bool) {
	if i+1 < len(p.tokens) && (p.word(i) == "'" || p.word(i) == "’") && p.tokens[i].glued && p.tokens[i+1].glued && p.word(i+1) == "s" {
		return i + 2, true
	}
	return i, false
}
