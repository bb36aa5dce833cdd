package lexical

import (
	"slices"
	"strings"
)

// name is a full name and the term of its abbreviation.
type name struct {
	words  []uint32 // its terms, in order
	term   uint32
	length int // in bytes
}

// nameSlack is by how many bytes a name may be longer in a text than in the
// list, such as for a possessive. Other words in it, even stop words, make it
// longer than that: "united in the states".
const nameSlack = 4

// names holds full names by their last term, the longest first: WNBA rather
// than NBA.
type names struct {
	byLast map[uint32][]name
	last   [1 << lastBits / 64]uint64 // a bit for the top lastBits of each of those
}

const lastBits = 12

// readNames reads the acronyms of the analyzer's language.
func readNames(a *Analyzer) *names {
	n := &names{byLast: make(map[uint32][]name)}
	for _, acronym := range a.words.Terms.Acronyms {
		term := a.Tokens(nil, acronym.Key)[0].Term
		for full := range strings.SplitSeq(acronym.Value, ",") {
			n.add(a, strings.TrimSpace(full), term)
		}
	}
	return n
}

func (n *names) add(a *Analyzer, full string, term uint32) {
	x := name{term: term, length: len(full)}
	tokens := a.Tokens(nil, full)
	for i, t := range tokens {
		if isWord(tokens, i) {
			x.words = append(x.words, t.Term)
		}
	}
	last := x.words[len(x.words)-1]
	n.byLast[last] = append(n.byLast[last], x)
	slices.SortStableFunc(n.byLast[last], func(x, y name) int { return len(y.words) - len(x.words) })
	bit := last >> (32 - lastBits)
	n.last[bit/64] |= 1 << (bit % 64)
}

// isWord reports whether a token is one word, not several.
func isWord(tokens []Token, i int) bool {
	return i+1 == len(tokens) || tokens[i+1].Start >= tokens[i].End
}

// mayEnd reports whether a name may end with a term. It is asked for every
// word of a text, so it is cheap and sometimes wrong.
func (n *names) mayEnd(term uint32) bool {
	bit := term >> (32 - lastBits)
	return n.last[bit/64]&(1<<(bit%64)) != 0
}

// abbreviate adds the abbreviation of the name that tokens[from:] end with, if
// they do, before the words of the name.
func (n *names) abbreviate(tokens []Token, from int, text string) []Token {
	last := tokens[len(tokens)-1]
	for i := range n.byLast[last.Term] {
		x := &n.byLast[last.Term][i]
		at := x.start(tokens[from:], text)
		if at < 0 {
			continue
		}
		at += from
		for i := at; i < len(tokens); i++ {
			tokens[i].InCompound = tokens[i].InCompound || tokens[i].End <= last.End
		}
		return slices.Insert(tokens, at, Token{Term: x.term, Start: tokens[at].Start, End: last.End})
	}
	return tokens
}

// start returns the place of the first token of the name that tokens of text
// end with, -1 if they do not. A name may have another in it (UNICEF, UN) and
// words with a hyphen.
func (x *name) start(tokens []Token, text string) int {
	at, left := len(tokens), len(x.words)
	for left > 0 {
		at--
		if at < 0 {
			return -1
		}
		if !isWord(tokens, at) {
			continue
		}
		left--
		if tokens[at].Term != x.words[left] {
			return -1
		}
	}
	for at > 0 && tokens[at-1].Start == tokens[at].Start {
		at--
	}
	read := text[tokens[at].Start:tokens[len(tokens)-1].End]
	if len(read) > x.length+nameSlack || strings.ContainsAny(read, ".?!;:") {
		return -1
	}
	return at
}
