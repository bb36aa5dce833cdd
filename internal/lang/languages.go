package lang

import (
	"regexp"
	"strings"
	"sync"

	"github.com/kljensen/snowball/english"
)

// languages are those that have a pack, a line each.
var languages = []language{
	known("en", func(word string) string { return english.Stem(word, false) }),
}

// language is a language, by its ISO 639-1 code, and its pack.
type language struct {
	code string
	pack func() *Pack
}

// questionLanguage is the language of questions; see [Questions].
const questionLanguage = "en"

// neutral knows no words.
var neutral = sync.OnceValue(func() *Pack { return &Pack{Stem: func(word string) string { return word }} })

// known is a language whose pack is read when it is first asked for.
func known(code string, stem func(word string) string) language {
	return language{code, sync.OnceValue(func() *Pack { return load(code, stem) })}
}

// elsewhere is what is known of languages that have no pack.
var elsewhere = known("other", func(word string) string { return word })

// OnPages returns what tells the text of a web page from the rest, in any
// language: pages are read before anybody knows the language that they are in.
func OnPages() *Pages { return onPages() }

// OnReplies returns what tells an answer from what else a language model writes, in
// any language: it may be that of the question or of the articles.
func OnReplies() *Replies { return onReplies() }

var onReplies = sync.OnceValue(func() *Replies {
	all := &Pack{}
	all.join(Any())
	all.join(elsewhere.pack())
	return &all.Replies
})

// InColumns returns the names of columns in languages that have no pack: tables are read
// before anybody knows the language that they are in.
func InColumns() *Columns { return &elsewhere.pack().Columns }

// OnNotices returns what outlets say of their own articles, in any language.
func OnNotices() *Notices { return onNotices() }

var onNotices = sync.OnceValue(func() *Notices {
	all := &Pack{}
	all.join(Any())
	all.join(elsewhere.pack())
	return &all.Notices
})

var onPages = sync.OnceValue(func() *Pages {
	all := &Pack{}
	all.join(Any())
	all.join(elsewhere.pack())
	return &all.Pages
})

// Of returns the pack of a language, given as a code or a tag ("en", "en-GB").
// For a language that is unknown or empty it is a neutral one, which knows no
// words and stems nothing.
func Of(code string) *Pack {
	primary, _, _ := strings.Cut(strings.ToLower(code), "-")
	for _, l := range languages {
		if l.code == primary {
			return l.pack()
		}
	}
	return neutral()
}

// Asking returns the pack of the language that questions are asked in. It is
// also that of terms, which questions and articles of all languages must share
// to meet, and that of warnings and errors. It is not told from the
// question: two words or a name are too little to tell it by.
func Asking() *Pack { return asking() }

// asking is looked up once, for it is asked for at every word of a question.
var asking = sync.OnceValue(func() *Pack { return Of(questionLanguage) })

// OfArticle returns the pack of the language of an article: that of its code,
// or [Any] if that is empty, since nobody could tell it. A short article in a
// language that is known is the most likely one.
func OfArticle(code string) *Pack {
	if code == "" {
		return Any()
	}
	return Of(code)
}

// OfSpeech returns the pack by which it is told who speaks in an article: that of its
// language or, where that knows no verbs of saying, what is known of all without a pack.
func OfSpeech(code string) *Pack {
	if p := OfArticle(code); len(p.Speech.Verbs) > 0 {
		return p
	}
	return elsewhere.pack()
}

// Any returns what is known of all languages together, for lines such as
// bylines, which are read before anybody knows the language that they are in.
// Where two languages differ in what a word means, the first of the table is right.
func Any() *Pack { return together() }

// Packs returns those of all languages that have one, and [Any].
func Packs() []*Pack {
	all := []*Pack{Any()}
	for _, l := range languages {
		all = append(all, l.pack())
	}
	return all
}

var together = sync.OnceValue(func() *Pack {
	all := &Pack{Stem: neutral().Stem}
	for _, l := range languages {
		all.join(l.pack())
	}
	return all
})

// IsNameSuffix reports whether a word is one that stands behind the name of a person, in
// any language: "Jr.".
func IsNameSuffix(word string) bool { return nameSuffix().MatchString(word) }

var nameSuffix = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^` + Pattern(Any().Credits.NameSuffixes) + `\.?$`)
})
