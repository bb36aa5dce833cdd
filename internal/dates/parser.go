package dates

import "time"

// parser holds a question that is being read.
type parser struct {
	text   string
	tokens []token
	asOf   time.Time
	future bool // the question is about what is to come
}

func newParser(question string, asOf time.Time) *parser {
	p := &parser{text: question, tokens: tokenize(lowerASCII(question)), asOf: asOf}
	for i := range p.tokens {
		switch p.tokens[i].word {
		case "will", "shall", "upcoming", "next", "tomorrow":
			p.future = true
		case "going":
			p.future = p.future || p.word(i+1) == "to"
		}
	}
	return p
}

// match is an interval and where the words that say it end.
type match struct {
	after, before time.Time
	next          int // the first token after it
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
	switch p.word(i) {
	case "", "in", "at", "to", "for", "from", "and", "or", "by", "with", "on", "about", "when", "who", "what", "which", "that", "versus", "vs":
		return true
	case "$", "€", "£", "#", "&", "-", "/":
		return false
	}
	return p.tokens[i].kind == symbol
}

// number returns the value of a number that stands by itself at i, with the
// first token after it; glued letters or digits make it something else.
func (p *parser) number(i int) (n, next int, ok bool) {
	if i >= len(p.tokens) || p.tokens[i].kind != digits || p.tokens[i].number < 0 {
		return 0, i, false
	}
	if p.tokens[i].glued && i > 0 {
		switch p.tokens[i-1].word {
		case "(", "\"", "'", "“", "‘", "-", "–", "—":
		default:
			return 0, i, false // "$2000", "F16", "1,984", "5/2024"
		}
		if p.tokens[i-1].word == "-" && p.tokens[i-1].glued && i > 1 && p.tokens[i-2].kind == word {
			if part, _ := partOf(p.tokens[i-2].word); part == whole && p.tokens[i-2].word != "to" {
				if m, _ := month(p.tokens[i-2].word); m == 0 {
					return 0, i, false // "COVID-19", "F-16"
				}
			}
		}
	}
	if next = i + 1; next < len(p.tokens) && p.tokens[next].glued {
		t := p.tokens[next]
		switch {
		case t.kind == word:
			return 0, i, false
		case t.word == "%" || t.word == "/" || t.word == ":":
			return 0, i, false
		case (t.word == "," || t.word == ".") && next+1 < len(p.tokens) && p.tokens[next+1].glued && p.tokens[next+1].kind == digits:
			return 0, i, false
		}
	}
	return p.tokens[i].number, next, true
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

// yearNumber returns a year at i, written with four digits.
func (p *parser) yearNumber(i int) (y, next int, ok bool) {
	y, next, ok = p.number(i)
	return y, next, ok && y >= 1800 && y < 2200 && p.tokens[i].end-p.tokens[i].start == 4
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
