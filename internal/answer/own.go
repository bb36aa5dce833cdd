package answer

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"byline/internal/lang"
)

// own is what Byline itself says in a language, by its name in packs. Behind it stand
// placeholders, each with what takes its place.
func own(in *lang.Pack, name string, filled ...string) string {
	return strings.NewReplacer(filled...).Replace(cmp.Or(in.Answers.Own[name], language().Answers.Own[name]))
}

// noMention is the sentence that names what none of so many passages mentions.
func noMention(in *lang.Pack, passages int, terms []term) string {
	name := "missing"
	if passages == 1 && in.Answers.Own["missing one"] != "" {
		name = "missing one"
	}
	return own(in, name, "COUNT", strconv.Itoa(passages), "WORDS", list(in, terms))
}

// ownPatterns find what was said before in any language: of a conversation, only text
// comes back.
var ownPatterns = sync.OnceValue(func() (p struct{ refusals, missing *regexp.Regexp }) {
	sentences := func(names ...string) *regexp.Regexp {
		var all []string
		shapes := strings.NewReplacer("WITHIN", `[^\n]*?`, "COUNT", `\d+`, "WORDS", `(?:“[^”]*”(?:, | or )?)+`)
		for _, in := range append(lang.Askers(), language()) {
			for _, name := range names {
				if said := in.Answers.Own[name]; said != "" {
					all = append(all, shapes.Replace(regexp.QuoteMeta(said)))
				}
			}
		}
		return regexp.MustCompile(lang.Pattern(all))
	}
	p.refusals, p.missing = sentences("refused", "nothing", "no more"), sentences("missing", "missing one")
	return p
})

// isRefusal reports whether a reply of a conversation was none but that the articles
// answer nothing: there is nothing to lean on in it.
func isRefusal(reply string) bool {
	return ownPatterns().refusals.MatchString(reply)
}

// unmentioned are the words that noMention names in a reply.
func unmentioned(reply string) (words []string) {
	for _, quoted := range strings.Split(ownPatterns().missing.FindString(reply), "“")[1:] {
		word, _, _ := strings.Cut(quoted, "”")
		words = append(words, word)
	}
	return words
}
