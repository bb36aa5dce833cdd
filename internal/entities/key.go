package entities

import (
	"strings"
	"sync"

	"byline/internal/gazetteer"
	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
)

// Key is the same for names that are written alike: of people without middle initials,
// as names sound that come from another alphabet; of places as the gazetteer has them;
// of organisations without what says what kind of company they are, in full where the
// pack of the language tells what an abbreviation stands for.
func Key(kind news.EntityKind, name string) string {
	switch kind {
	case news.EntityPlace:
		for _, m := range gazetteer.Lookup(name) {
			if m.By == gazetteer.ByName {
				name = m.Name
				break
			}
		}
	case news.EntityOrganisation:
		name = inFull(name)
	}
	folded := strings.TrimRightFunc(lexical.Fold(name), parts)
	if last := strings.LastIndexFunc(folded, parts); kind == news.EntityOrganisation && last >= 0 && lang.Asking().Entities.Companies[folded[last+1:]] {
		if rest := strings.TrimFunc(folded[:last], parts); rest != "" {
			folded = rest
		}
	}
	key := make([]byte, 0, len(folded))
	for w := range strings.FieldsFuncSeq(folded, parts) {
		if kind == news.EntityPerson {
			if len(w) == 1 && len(key) > 0 {
				continue
			}
			w = lexical.Sound(w)
		}
		if len(key) > 0 {
			key = append(key, ' ')
		}
		key = append(key, w...)
	}
	return string(key)
}

// parts reports whether a character stands between the words of a name.
func parts(r rune) bool { return r == ' ' || r == '.' || r == ',' || r == '-' || r == '&' }

// inFull is what an abbreviation stands for.
func inFull(name string) string {
	if full, ok := fullNames()[strings.ReplaceAll(name, ".", "")]; ok {
		return full
	}
	return name
}

// fullNames are the first of the names of each abbreviation.
var fullNames = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, p := range lang.Asking().Terms.Acronyms {
		if _, ok := all[p.Key]; !ok {
			all[p.Key], _, _ = strings.Cut(p.Value, ", ")
		}
	}
	return all
})
