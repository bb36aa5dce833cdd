package gazetteer

import (
	_ "embed"
	"iter"
	"maps"
	"strings"
	"sync"
)

// cityLines are the English names of cities, a line each, as spellings.gz has them.
//
//go:embed cities.txt
var cityLines string

// cities are the names of cities, in which most names of people are none.
var cities = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool, strings.Count(cityLines, "\n"))
	for name := range strings.Lines(cityLines) {
		all[strings.TrimSuffix(name, "\n")] = true
	}
	return all
})

// IsCity reports whether a city of more than 15,000 people has a name. It may be that
// of something else as well: Bath, Jackson.
func IsCity(name string) bool { return cities()[name] }

// Cities returns the names for which IsCity is true.
func Cities() iter.Seq[string] { return maps.Keys(cities()) }

// Names returns the names for which Lookup has something, with that.
func Names() iter.Seq2[string, []Meaning] {
	return func(yield func(string, []Meaning) bool) {
		for _, list := range known().names {
			for _, e := range list {
				if !yield(e.name, e.meanings) {
					return
				}
			}
		}
	}
}

// Lookup returns all that a name can stand for as the packs of languages list it; nil
// if it is none of a place.
func Lookup(name string) []Meaning {
	first, _, _ := strings.Cut(name, " ")
	for _, e := range known().names[first] {
		if e.name == name {
			return e.meanings
		}
	}
	return nil
}
