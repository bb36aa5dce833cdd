package lang

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// packedWordNet is a part of Princeton's WordNet 3.1, as wordnet.py makes it.
//
//go:embed wordnet.gz
var packedWordNet []byte

// WordNet knows which English words say the same, or one what the other says
// and more. It is safe for concurrent use.
type WordNet struct {
	senses      map[string][]int32 // of all words and verbs with a particle ("turn down") that have a stem in common
	above, near [][]int32          // of a sense: those that are more general, and of another form of the word
}

// English is WordNet, read when it is first asked for.
var English = sync.OnceValue(func() *WordNet {
	senses, words := unpack("wordnet.gz", packedWordNet)
	n := &WordNet{senses: map[string][]int32{}}
	for line := range strings.SplitSeq(senses, "\n") {
		parts := strings.Split(line, "|")
		n.above, n.near = append(n.above, numbers(parts[0])), append(n.near, numbers(parts[1]))
	}
	stem := Of("en").Stem
	for line := range strings.Lines(words) {
		word, list, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		verb, particle, _ := strings.Cut(word, " ")
		key := strings.TrimSuffix(stem(verb)+" "+particle, " ")
		n.senses[key] = append(n.senses[key], numbers(list)...)
	}
	return n
})

// IsEnglish reports whether WordNet has a word in lower case, in any form of it.
func IsEnglish(word string) bool {
	return EnglishNouns().Has(word) || len(English().Senses(Of("en").Stem(word), "")) > 0
}

// unpack returns the two parts of a packed file of WordNet: senses and words.
func unpack(name string, packed []byte) (senses, words string) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic("lang: " + name + ": " + err.Error())
	}
	all, err := io.ReadAll(r)
	if err != nil {
		panic("lang: " + name + ": " + err.Error())
	}
	senses, words, _ = strings.Cut(string(all), "\n\n")
	return senses, words
}

func numbers(list string) (out []int32) {
	for s := range strings.SplitSeq(list, ",") {
		if n, err := strconv.Atoi(s); err == nil {
			out = append(out, int32(n)) //nolint:gosec // some ten thousand
		}
	}
	return out
}

// SameSense is how far a word says what another does that has a sense in common with it.
const SameSense = 1

// The same of others.
const (
	moreGeneral = .9 // an animal: it was a dog
	otherForm   = .8 // the mediator: she mediated
)

// Senses are what a word may mean, by its stem, and a verb with the particle behind it.
func (n *WordNet) Senses(stem, particle string) []int32 {
	if s := n.senses[stem+" "+particle]; particle != "" && len(s) > 0 {
		return s
	}
	return n.senses[stem]
}

// Says is how far what a source says with a word says what a statement says with
// another, from 0 to 1, given by their senses.
func (n *WordNet) Says(source, statement []int32) float64 {
	best := 0.
	for _, s := range statement {
		for _, o := range source {
			switch {
			case s == o:
				return SameSense
			case slices.Contains(n.above[o], s):
				best = max(best, moreGeneral)
			case slices.Contains(n.near[s], o) || slices.Contains(n.near[o], s):
				best = max(best, otherForm)
			}
		}
	}
	return best
}
