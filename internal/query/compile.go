package query

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"byline/internal/index"
	"byline/internal/lexical"
	"byline/internal/news"
)

// Analysis cuts a text into words, and into terms as an index has them.
type Analysis interface {
	Words(dst []lexical.Word, text string) []lexical.Word
	Tokens(dst []lexical.Token, text string) []lexical.Token
}

// Names tells whom and what articles name.
type Names interface {
	Entities(a *news.Article) []news.Entity
	EntityKey(kind news.EntityKind, name string) string
	EntityNaming(kind news.EntityKind) news.EntityNaming
}

// Query is what a tree asks for.
type Query struct {
	news.Condition
	// Text is the words and phrases that are asked for, those behind NOT and in
	// fields of facts left out: what articles are ranked by. It may be empty.
	Text string
}

// Compile says what a tree asks of an article. It is exact: an index that holds
// the bound against what it knows, and Holds against the rest, finds the same
// articles as one that holds it against all.
func Compile(tree *news.QueryNode, analysis Analysis, names Names) *Query {
	c := &compiler{analysis: analysis, names: names}
	test := c.test(tree, anywhere)
	return &Query{
		Condition: news.Condition{
			Key: Format(tree) + c.decided, Bound: test.bound,
			Holds: func(a *news.Article) bool { return test.holds(newArticle(a, analysis)) },
		},
		Text: strings.Join(c.ranked, " "),
	}
}

// compiler works on one tree.
type compiler struct {
	analysis Analysis
	names    Names
	ranked   []string
	negated  bool
	decided  string // the version of what people decided about the names that are asked for
}

// test is what a part of a tree asks of an article.
type test struct {
	bound news.Bound
	holds func(*article) bool
}

// where are the texts that words are looked for in.
type where int

const (
	anywhere where = iota // in the headline or the body
	inHeadline
)

func (c *compiler) test(n *news.QueryNode, at where) test {
	switch n.Op {
	case news.OpAnd:
		return every(c.tests(c.meaningful(n.Parts), at))
	case news.OpOr:
		return some(c.tests(n.Parts, at))
	case news.OpNot:
		c.negated = !c.negated
		part := c.test(&n.Parts[0], at)
		c.negated = !c.negated
		return test{news.Bound{Kind: news.BoundNot, Parts: []news.Bound{part.bound}}, func(a *article) bool { return !part.holds(a) }}
	case news.OpField:
		if len(n.Parts) > 0 {
			return c.test(&n.Parts[0], inHeadline)
		}
		return c.fact(n)
	}
	return c.words(n, at)
}

func (c *compiler) tests(parts []news.QueryNode, at where) []test {
	out := make([]test, len(parts))
	for i := range parts {
		out[i] = c.test(&parts[i], at)
	}
	return out
}

// meaningful leaves out stop words that stand among others without quotes: who
// writes "rise of the machines" -film with the quotes means them, and without
// them does not. If there is nothing else, they are what is looked for.
func (c *compiler) meaningful(parts []news.QueryNode) []news.QueryNode {
	left := slices.DeleteFunc(slices.Clone(parts), func(n news.QueryNode) bool {
		if n.Op != news.OpWord || n.Exact {
			return false
		}
		words := c.analysis.Words(nil, n.Text)
		return !slices.ContainsFunc(words, func(w lexical.Word) bool { return !w.Stop || w.Signed != 0 })
	})
	if len(left) == 0 {
		return parts
	}
	return left
}

func every(parts []test) test {
	return test{boundOf(news.BoundAll, parts), func(a *article) bool {
		return !slices.ContainsFunc(parts, func(t test) bool { return !t.holds(a) })
	}}
}

func some(parts []test) test {
	return test{boundOf(news.BoundAny, parts), func(a *article) bool {
		return slices.ContainsFunc(parts, func(t test) bool { return t.holds(a) })
	}}
}

func boundOf(kind news.BoundKind, parts []test) news.Bound {
	b := news.Bound{Kind: kind, Parts: make([]news.Bound, len(parts))}
	for i := range parts {
		b.Parts[i] = parts[i].bound
	}
	return b
}

// words is the test of what is looked for in texts.
func (c *compiler) words(n *news.QueryNode, at where) test {
	count := 1
	if n.Op == news.OpAtLeast {
		count, n = n.Number, &n.Parts[0]
	}
	find, bound := c.finder(n)
	if at != anywhere || count > 1 {
		bound = atMost(bound)
	}
	return test{bound, func(a *article) bool {
		found := len(find(&a.headline))
		if at == anywhere && found < count {
			found += len(find(&a.body))
		}
		return found >= count
	}}
}

func atMost(bounds ...news.Bound) news.Bound {
	all := news.Bound{Kind: news.BoundAll, Parts: bounds}
	return news.Bound{Kind: news.BoundAtMost, Parts: []news.Bound{all}}
}

// finder finds a part of a tree in a text. The bound is of articles that have it
// anywhere.
func (c *compiler) finder(n *news.QueryNode) (finder, news.Bound) {
	var parts []finder
	var bounds []news.Bound
	for i := range n.Parts {
		f, b := c.finder(&n.Parts[i])
		parts, bounds = append(parts, f), append(bounds, b)
	}
	switch n.Op {
	case news.OpOr:
		return findAny(parts), news.Bound{Kind: news.BoundAny, Parts: bounds}
	case news.OpNear:
		return findNear(parts[0], parts[1], n.Number), atMost(bounds...)
	case news.OpSame:
		return findSame(parts[0], parts[1]), atMost(bounds...)
	}
	if n.Op == news.OpPattern {
		return findWords([]func(*text, lexical.Word) bool{isLike(lexical.Fold(n.Text))}), news.Bound{}
	}
	if !c.negated {
		c.ranked = append(c.ranked, n.Text)
	}
	if n.Op == news.OpPrefix {
		return findWords([]func(*text, lexical.Word) bool{hasPrefix(lexical.Fold(n.Text))}), news.Bound{}
	}
	return c.eitherSign(n)
}

// phrase finds a word or phrase.
func (c *compiler) phrase(n *news.QueryNode) (finder, news.Bound) {
	if n.Op == news.OpWord && !n.Exact {
		if term, ok := c.oneTerm(n.Text); ok {
			return findTerm(term), news.Bound{Kind: news.BoundTerm, Term: term}
		}
	}
	words := c.analysis.Words(nil, n.Text)
	var fits []func(*text, lexical.Word) bool
	var bounds []news.Bound
	end, begun := 0, false
	for _, w := range words {
		written, behind := n.Text[w.Start:w.End], n.Text[w.End:]
		begins := !n.Exact && isPrefix(written) && strings.HasPrefix(behind, "*") && !begins(behind[1:]) // "ferr* sank"
		fit := hasKey(w.Key)
		switch {
		case n.Exact:
			fit = isWritten(written)
		case begins:
			fit = hasPrefix(lexical.Fold(written))
		}
		if w.Signed != 0 {
			fit = isSigned(w.Signed, fit)
		}
		fits = append(append(fits, anyBetween(n.Text[end:w.Start], begun)...), fit)
		end, begun = w.End, begins
		if !w.Stop && !begins {
			bounds = append(bounds, news.Bound{Kind: news.BoundTerm, Term: w.Key})
		}
	}
	if len(words) == 0 {
		return func(*text) []place { return nil }, news.Bound{Kind: news.BoundAny}
	}
	return findWords(fits), atMost(bounds...)
}

// anyBetween is a word, whichever it is, for each "*" that stands by itself between two
// words of a phrase: "the * fire". The one right behind the beginning of a word is its own.
func anyBetween(between string, begun bool) (fits []func(*text, lexical.Word) bool) {
	if begun {
		between = strings.TrimPrefix(between, "*")
	}
	for s := range strings.FieldsSeq(between) {
		if s == "*" {
			fits = append(fits, func(*text, lexical.Word) bool { return true })
		}
	}
	return fits
}

// oneTerm returns the term that all of a word has: that of "cease-fire" is that of
// "ceasefire" too.
func (c *compiler) oneTerm(written string) (term uint32, ok bool) {
	tokens, words := c.analysis.Tokens(nil, written), c.analysis.Words(nil, written)
	if len(tokens) == 0 || len(words) == 0 {
		return 0, false
	}
	first := tokens[0]
	return first.Term, first.Start <= words[0].Start && first.End >= words[len(words)-1].End
}

// fact is the test of a field of what is known of an article.
func (c *compiler) fact(n *news.QueryNode) test {
	switch n.Field {
	case fieldID:
		return test{news.Bound{Kind: news.BoundID, Value: n.Text}, func(a *article) bool { return a.ID == n.Text }}
	case fieldURL:
		return address(n.Text)
	case fieldSpeaker:
		said := SaidBy(n.Text, "", c.analysis)
		return test{said.Bound, func(a *article) bool { return said.Holds(a.Article) }}
	case fieldAfter, fieldBefore, fieldDate:
		f := news.Filter{After: n.After, Before: n.Before}
		bound := news.Bound{Kind: news.BoundDates, After: n.After, Before: n.Before}
		return test{bound, func(a *article) bool { return index.Matches(f, a.Article) }}
	}
	label, is := news.Label(n.Field), names(n.Text)
	switch label {
	case news.LabelPerson, news.LabelOrganisation, news.LabelPlace:
		return c.naming(news.EntityKind(label), n.Text)
	case news.LabelLanguage:
		is = equals(index.Fold(n.Text))
	case news.LabelFile:
		is = equals(index.FoldFiles([]string{n.Text})[0])
	}
	return test{news.Bound{Kind: news.BoundLabel, Label: label, Is: is}, func(a *article) bool {
		return slices.ContainsFunc(index.Labels(a.Article, label), is)
	}}
}

func equals(want string) func(string) bool { return func(value string) bool { return value == want } }

// names tells whether a name has the words of another in it, one behind the other:
// "guardian" is in "The Guardian". Accents and case do not count, endings do, unless
// the last word ends in "*".
func names(wanted string) func(string) bool {
	folded := " " + nameWords(wanted)
	if !strings.HasSuffix(wanted, "*") {
		folded += " "
	}
	return func(value string) bool { return strings.Contains(" "+nameWords(value)+" ", folded) }
}

func nameWords(name string) string {
	return strings.Join(strings.FieldsFunc(lexical.Fold(name), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }), " ")
}

// NamesOf tells of folded names whether a field of a query with a value asks for them.
func NamesOf(value string) func(name string) bool { return names(value) }

// Values are what a tree, which may be nil, asks for in a field, wanted or not.
func Values(tree *news.QueryNode, field news.Label) (values []string) {
	if tree == nil {
		return nil
	}
	if tree.Op == news.OpField && tree.Field == string(field) {
		values = append(values, tree.Text)
	}
	for i := range tree.Parts {
		values = append(values, Values(&tree.Parts[i], field)...)
	}
	return values
}

// Format writes a tree so that it is read as what it is: with the operators that
// are only meant, and parentheses around what belongs together.
func Format(n *news.QueryNode) string {
	joined := func(by string) string {
		parts := make([]string, len(n.Parts))
		for i := range n.Parts {
			parts[i] = Format(&n.Parts[i])
		}
		return "(" + strings.Join(parts, " "+by+" ") + ")"
	}
	exact := ""
	if n.Exact {
		exact = "="
	}
	switch n.Op {
	case news.OpAnd:
		return joined("AND")
	case news.OpOr:
		return joined("OR")
	case news.OpSame:
		return joined("SAME")
	case news.OpNear:
		return joined(fmt.Sprintf("NEAR/%d", n.Number))
	case news.OpNot:
		return "(NOT " + Format(&n.Parts[0]) + ")"
	case news.OpAtLeast:
		return fmt.Sprintf("(ATLEAST/%d %s)", n.Number, Format(&n.Parts[0]))
	case news.OpPrefix:
		return n.Text + "*"
	case news.OpPattern:
		return n.Text
	case news.OpField:
		if len(n.Parts) > 0 {
			return n.Field + ":" + Format(&n.Parts[0])
		}
		return n.Field + ":" + quote(n.Text)
	case news.OpPhrase:
		return exact + quote(n.Text)
	}
	return exact + n.Text
}

// quote puts a text into the first marks that it does not hold itself.
func quote(s string) string {
	for _, marks := range [][2]string{{`"`, `"`}, {"「", "」"}, {"«", "»"}} {
		if !strings.Contains(s, marks[0]) && !strings.Contains(s, marks[1]) && (marks[0] != `"` || !strings.HasPrefix(s, " ")) {
			return marks[0] + s + marks[1]
		}
	}
	return "『" + s + "』"
}
