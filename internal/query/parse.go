package query

import (
	"strings"
	"time"

	"byline/internal/news"
)

// Interval reads a date as it is written behind a field: 2025-02-03, 2025-02,
// yesterday. It returns the interval that the date is, with before exclusive.
type Interval func(date string) (after, before time.Time, err error)

// Parse reads a query. The tree is nil if the query is plain: words or a
// question, which are searched for as they are. A *Fault says where a query with
// operators cannot be read.
func Parse(text string, interval Interval) (*news.QueryNode, error) {
	items, err := lex(text)
	if err != nil {
		if endsAsking(text) || asks(text) {
			return nil, nil
		}
		return nil, err
	}
	if isPlain(text, items) {
		return nil, nil
	}
	if items, err = settle(text, items); err != nil {
		return nil, err
	}
	p := &parser{text: text, items: items, interval: interval}
	tree, err := p.any("")
	if err == nil && p.peek().kind == shut {
		err = p.fault(p.peek(), "closes what nothing opens")
	}
	if err != nil {
		return nil, err
	}
	return &tree, nil
}

// parser makes a tree of items. NOT binds closest but for NEAR and SAME, then
// AND, which also stands between two things with nothing between them, then OR.
type parser struct {
	text     string
	items    []item
	at       int
	depth    int
	interval Interval
}

// deepest is how many groups and operators may stand within each other.
const deepest = 50

func (p *parser) peek() item { return p.items[p.at] }

func (p *parser) take() item {
	it := p.items[p.at]
	if it.kind != end {
		p.at++
	}
	return it
}

func (p *parser) fault(it item, reason string, args ...any) error {
	return newFault(p.text, it.Span, reason, args...)
}

// any reads what is joined by OR.
func (p *parser) any(within string) (news.QueryNode, error) {
	p.depth++
	if p.depth > deepest {
		return news.QueryNode{}, p.fault(p.peek(), "stands in more than %d groups", deepest)
	}
	defer func() { p.depth-- }()
	return p.joined(news.OpOr, within, p.all, func() bool {
		if p.peek().kind != or {
			return false
		}
		p.take()
		return true
	})
}

// all reads what is joined by AND or by nothing.
func (p *parser) all(within string) (news.QueryNode, error) {
	return p.joined(news.OpAnd, within, p.negated, func() bool {
		switch p.peek().kind {
		case and:
			p.take()
			return true
		case end, shut, or:
			return false
		}
		return true
	})
}

func (p *parser) joined(op news.QueryOp, within string, part func(field string) (news.QueryNode, error), more func() bool) (news.QueryNode, error) {
	first, err := part(within)
	if err != nil {
		return first, err
	}
	node := news.QueryNode{Op: op, Span: first.Span, Parts: []news.QueryNode{first}}
	for more() {
		next, err := part(within)
		if err != nil {
			return node, err
		}
		node.Parts, node.End = append(node.Parts, next), next.End
	}
	if len(node.Parts) == 1 {
		return first, nil
	}
	return node, nil
}

// negated reads NOT and what it is of.
func (p *parser) negated(within string) (news.QueryNode, error) {
	it := p.peek()
	if it.kind != not {
		return p.placed(within)
	}
	p.take()
	p.depth++
	if p.depth > deepest {
		return news.QueryNode{}, p.fault(it, "stands in more than %d groups", deepest)
	}
	defer func() { p.depth-- }()
	part, err := p.negated(within)
	return news.QueryNode{Op: news.OpNot, Span: news.Span{Start: it.Start, End: part.End}, Parts: []news.QueryNode{part}}, err
}

// placed reads what is joined by NEAR and SAME.
func (p *parser) placed(within string) (news.QueryNode, error) {
	node, err := p.single(within)
	for err == nil && (p.peek().kind == near || p.peek().kind == same) {
		it := p.take()
		var other news.QueryNode
		if other, err = p.single(within); err != nil {
			break
		}
		op := news.OpNear
		if it.kind == same {
			op = news.OpSame
		}
		node = news.QueryNode{Op: op, Number: it.number, Span: news.Span{Start: node.Start, End: other.End}, Parts: []news.QueryNode{node, other}}
		err = p.checkPlaces(&node, it)
	}
	return node, err
}

// checkPlaces wants operands of which each stands in a place of a text.
func (p *parser) checkPlaces(node *news.QueryNode, operator item) error {
	for i := range node.Parts {
		part := &node.Parts[i]
		switch part.Op {
		case news.OpWord, news.OpPhrase, news.OpPrefix, news.OpPattern:
		case news.OpOr, news.OpNear, news.OpSame:
			if err := p.checkPlaces(part, operator); err != nil {
				return err
			}
		default:
			return p.fault(item{Span: part.Span}, "cannot be an operand of %s, which takes words, phrases and OR between them", operator.text)
		}
	}
	return nil
}

// single reads a word, a phrase, a prefix, a group or a field, ATLEAST before it.
func (p *parser) single(within string) (news.QueryNode, error) {
	it := p.take()
	switch it.kind {
	case word, phrase, prefix, pattern:
		return p.leaf(it, within)
	case open:
		node, err := p.any(within)
		if err != nil {
			return node, err
		}
		if p.take().kind != shut {
			return node, p.fault(it, "opens a group that no other parenthesis closes")
		}
		return node, nil
	case atLeast:
		part, err := p.single(within)
		node := news.QueryNode{Op: news.OpAtLeast, Number: it.number, Span: news.Span{Start: it.Start, End: part.End}, Parts: []news.QueryNode{part}}
		if err == nil {
			err = p.checkPlaces(&node, it)
		}
		return node, err
	case field:
		return p.field(it, within)
	case end:
		return news.QueryNode{}, p.fault(it, "ends where a word is missing")
	case shut:
		return news.QueryNode{}, p.fault(it, "closes a group in which a word is missing")
	}
	return news.QueryNode{}, p.fault(it, "needs a word before and after it")
}

// field reads a field with its value.
func (p *parser) field(it item, within string) (news.QueryNode, error) {
	if within != "" {
		return news.QueryNode{}, p.fault(it, "stands within %s:", within)
	}
	if !p.hasValue() {
		return news.QueryNode{}, p.fault(it, "needs a value behind it, or a group of them")
	}
	if it.text == fieldText {
		return p.single("")
	}
	value, err := p.single(it.text)
	if err != nil || it.text != fieldHeadline {
		value.Start = min(value.Start, it.Start)
		return value, err
	}
	return news.QueryNode{Op: news.OpField, Field: it.text, Span: news.Span{Start: it.Start, End: value.End}, Parts: []news.QueryNode{value}}, nil
}

func (p *parser) hasValue() bool {
	switch p.peek().kind {
	case word, phrase, prefix, pattern, open:
		return true
	}
	return false
}

// operators are those of items that are looked for.
var operators = map[kind]news.QueryOp{word: news.OpWord, phrase: news.OpPhrase, prefix: news.OpPrefix, pattern: news.OpPattern}

// leaf makes a node of a word, a phrase or a prefix.
func (p *parser) leaf(it item, within string) (news.QueryNode, error) {
	node := news.QueryNode{Op: operators[it.kind], Span: it.Span, Text: it.text, Exact: it.exact}
	if within == "" || within == fieldHeadline {
		if it.kind == phrase && it.number > 0 {
			return apart(node, it.number), nil
		}
		if it.kind == word && isShortPrefix(it.text) {
			return node, p.fault(it, "needs %d letters before the *", shortestPrefix)
		}
		return node, nil
	}
	node.Op, node.Field, node.Exact = news.OpField, within, false
	if it.kind != phrase {
		node.Text = strings.TrimRight(p.text[it.Start:it.End], ",;")
	}
	if strings.HasSuffix(node.Text, "*") && isWhole(within) {
		return node, p.fault(it, "is the beginning of a word, and %s: takes whole ones", within)
	}
	if code, _, _ := strings.Cut(node.Text, "-"); within == string(news.LabelLanguage) && len(code) > longestCode {
		return node, p.fault(it, "is no code of a language, as en or pt-BR")
	}
	return p.dated(node, it)
}

// longestCode is how many letters the code of a language has at most, without that of a region.
const longestCode = 3

// apart is a phrase whose words may stand in either order, each so far from one before it.
func apart(phrase news.QueryNode, most int) news.QueryNode {
	var node news.QueryNode
	for i, w := range strings.Fields(phrase.Text) {
		next := news.QueryNode{Op: news.OpWord, Span: phrase.Span, Text: w, Exact: phrase.Exact}
		if i > 0 {
			next = news.QueryNode{Op: news.OpNear, Number: most, Span: phrase.Span, Parts: []news.QueryNode{node, next}}
		}
		node = next
	}
	return node
}

// isWhole reports whether the values of a field are looked for by keys, which no beginning has.
func isWhole(field string) bool {
	switch news.Label(field) {
	case fieldID, news.LabelLanguage, news.LabelPerson, news.LabelOrganisation, news.LabelPlace:
		return true
	}
	return false
}

// dated reads the value of a field of dates.
func (p *parser) dated(node news.QueryNode, it item) (news.QueryNode, error) {
	if !isDated(node.Field) {
		return node, nil
	}
	if p.interval == nil {
		return node, p.fault(it, "is a date, which cannot be read here")
	}
	if strings.Contains(node.Text, "..") && node.Field != fieldDate {
		return node, p.fault(it, "is two dates, which only date: takes")
	}
	after, before, err := p.period(node.Text)
	if err == nil && !before.IsZero() && !after.Before(before) {
		return node, p.fault(it, "ends before it begins")
	}
	if err != nil {
		return node, p.fault(it, "is no date: %v", err)
	}
	switch node.Field {
	case fieldAfter:
		node.After = after
	case fieldBefore:
		node.Before = after
	default:
		node.After, node.Before = after, before
	}
	return node, nil
}

// period reads a date, two with ".." between them, of which one may be open, or one with a
// sign of comparison before it. What is open is zero.
func (p *parser) period(text string) (after, before time.Time, err error) {
	if m := foreignDays.FindStringSubmatch(text); m != nil {
		text = m[1] + ".." + m[2]
	}
	if first, last, ranged := strings.Cut(text, ".."); ranged && strings.Trim(first+last, "*") != "" {
		if strings.Trim(first, "*") != "" {
			after, _, err = p.interval(first)
		}
		if err == nil && strings.Trim(last, "*") != "" {
			_, before, err = p.interval(last)
		}
		return after, before, err
	}
	sign := text[:len(text)-len(strings.TrimLeft(text, "<>="))]
	after, before, err = p.interval(text[len(sign):])
	switch sign {
	case ">=":
		return after, time.Time{}, err
	case ">":
		return before, time.Time{}, err
	case "<":
		return time.Time{}, after, err
	case "<=":
		return time.Time{}, before, err
	}
	return after, before, err
}
