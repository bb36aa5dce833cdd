package main

import (
	"slices"
	"strings"

	"byline/internal/encode"
	"byline/internal/news"
	"byline/internal/retrieve"
)

// without are the parts of search that an evaluation leaves out.
type without struct {
	encoding, ranking []string
}

func parseWithout(names []string) (w without, err error) {
	for _, name := range names {
		switch {
		case slices.Contains(encode.Ablations(), name):
			w.encoding = append(w.encoding, name)
		case slices.Contains(retrieve.Ablations(), name):
			w.ranking = append(w.ranking, name)
		default:
			return w, news.InvalidField("--without", "%q is no part of search; there are %s", name, strings.Join(parts(), ", "))
		}
	}
	slices.Sort(w.encoding)
	return w, nil
}

// parts are those that search can do without.
func parts() []string { return slices.Concat(retrieve.Ablations(), encode.Ablations()) }

// cache is the folder of an index that is encoded without some parts.
func (w without) cache(folder string) string {
	return strings.Join(append([]string{folder}, w.encoding...), "-without-")
}
