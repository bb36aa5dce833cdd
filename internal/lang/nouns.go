package lang

import (
	_ "embed"
	"iter"
	"slices"
	"strings"
	"sync"
)

// packedNouns is a part of Princeton's WordNet 3.1, as training/nouns.py makes it.
//
//go:embed nouns.gz
var packedNouns []byte

// Nouns knows of what sort the things are that English nouns name: walnuts are food.
// It is safe for concurrent use.
type Nouns struct {
	above [][]int32          // of a sense: those that are more general
	nouns map[string][]int32 // to their senses
}

// EnglishNouns are those of WordNet, read when they are first asked for.
var EnglishNouns = sync.OnceValue(func() *Nouns {
	senses, nouns := unpack("nouns.gz", packedNouns)
	n := &Nouns{nouns: make(map[string][]int32, strings.Count(nouns, "\n"))}
	for line := range strings.SplitSeq(senses, "\n") {
		n.above = append(n.above, numbers(line))
	}
	for line := range strings.Lines(nouns) {
		noun, list, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		n.nouns[noun] = numbers(list)
	}
	return n
})

// Has reports whether a noun in lower case, in the singular or the plural, is known.
func (n *Nouns) Has(noun string) bool { return len(n.senses(noun)) > 0 }

func (n *Nouns) senses(noun string) []int32 { return n.nouns[n.Singular(noun)] }

// IsPerson reports whether a noun, in the singular or the plural, says first of all what
// somebody is: widow, not plant.
func (n *Nouns) IsPerson(noun string) bool {
	senses, person := n.senses(noun), n.Sort("person")
	return len(senses) > 0 && person.isBelow(senses[0])
}

// Singular is a noun in the form in which it is known: walnut, of walnuts. One that is
// not known stays as it is.
func (n *Nouns) Singular(noun string) string {
	if len(n.nouns[noun]) > 0 {
		return noun
	}
	for one := range Singulars(noun) {
		if len(n.nouns[one]) > 0 {
			return one
		}
	}
	return noun
}

// Singulars yields what an English noun may be the plural of, the likeliest first; most
// of it is no word.
func Singulars(noun string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, ends := range [...]struct{ plural, singular string }{{"ies", "y"}, {"ves", "f"}, {"es", ""}, {"s", ""}, {"men", "man"}} {
			if stem, ok := strings.CutSuffix(noun, ends.plural); ok && !yield(stem+ends.singular) {
				return
			}
		}
	}
}

// Sort is a sort of things, as [Nouns.Sort] makes it.
type Sort struct {
	of    *Nouns
	below map[int32]bool // senses, whether they are of it, as far as that was asked
}

// Sort is that which nouns ask for; nil if none of them is known. It is not safe for concurrent use.
func (n *Nouns) Sort(nouns ...string) *Sort {
	s := &Sort{of: n, below: map[int32]bool{}}
	for _, noun := range nouns {
		for _, sense := range n.senses(noun) {
			s.below[sense] = true
		}
	}
	if len(s.below) == 0 {
		return nil
	}
	return s
}

// Has reports whether what a noun names, in the singular or the plural, is of the sort, and
// known is whether the noun is. A word that may mean the sort itself is not.
func (s *Sort) Has(noun string) (has, known bool) {
	senses := s.of.senses(noun)
	return slices.ContainsFunc(senses, s.isBelow), len(senses) > 0
}

func (s *Sort) isBelow(sense int32) bool {
	return slices.ContainsFunc(s.of.above[sense], func(above int32) bool { return s.isIn(above) })
}

func (s *Sort) isIn(sense int32) bool {
	in, asked := s.below[sense]
	if !asked {
		in = s.isBelow(sense)
		s.below[sense] = in
	}
	return in
}
