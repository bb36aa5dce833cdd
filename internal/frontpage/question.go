package frontpage

import (
	"cmp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// sort is a sort of question, by the name under which packs have its words.
type sort string

const (
	whoDid     sort = "who"    // did what the headline tells
	whatSaid   sort = "said"   // somebody who is quoted
	whatLatest sort = "latest" // on a name, where it is new
	whatKnown  sort = "known"  // of a name
	whatDay    sort = "day"    // happened on the day of the newest story
	whatAbout  sort = "about"  // the matter of a headline
)

// draft is a question that has not been asked yet.
type draft struct {
	sort     sort
	question string
	expects  string // words of which the direct answer must have one; "" if anything is right
}

// Bounds of what questions are made of, in characters: one that is longer reads
// badly, and a shorter headline says too little. That of headlines is in bytes, since
// a sign of Chinese says as much as a syllable or two.
const (
	maxQuestion = 110
	minHeadline = 12
	minName     = 3
)

// latestFor is how old an article may be to be the latest on anything.
const latestFor = 30 * 24 * time.Hour

// formsFor are the questions that can be asked of a story, by their sort. There are
// none in a language that nothing is known of, nor where nobody could tell it and it
// is not English by its letters.
func formsFor(s *news.Voice) map[string]string {
	if s.Language == "" && !isLatin(s.Headline) {
		return nil
	}
	return lang.Suggested(s.Language)
}

// draftsOf makes the questions that a story may answer, in the language of its
// article.
func draftsOf(s *news.Voice) []draft {
	words := formsFor(s)
	var out []draft
	add := func(sort sort, filling, expects string) {
		form, known := words[string(sort)]
		if !known || filling == "" {
			return
		}
		if q := strings.Replace(form, "%s", filling, 1); utf8.RuneCountInString(q) <= maxQuestion {
			out = append(out, draft{sort, q, expects})
		}
	}
	in := lang.OfArticle(s.Language)
	headline := headlineOf(&s.Article)
	if subject, done, ok := split(in, headline); ok {
		add(whoDid, done, subject)
	}
	for _, name := range speakers(in, s.Body) {
		add(whatSaid, name, "")
	}
	for _, name := range names(in, cmp.Or(headline, lead(s.Body)), s.Body) {
		if time.Since(s.Published) < latestFor {
			add(whatLatest, name, "")
		}
		add(whatKnown, name, "")
	}
	if len(headline) >= minHeadline && !opens(in, headline) {
		add(whatAbout, headline, "")
	}
	return out
}

// leadBytes is how much of a text without a headline is looked through for names.
const leadBytes = 300

// lead is the beginning of a text, in whole words.
func lead(body string) string {
	if len(body) <= leadBytes {
		return body
	}
	return body[:max(0, strings.LastIndexAny(body[:leadBytes], " \n"))]
}

// ofDay asks what happened on the day of a story; without a question if that is not known.
func ofDay(s *news.Voice) draft {
	form, known := formsFor(s)[string(whatDay)]
	if !known || s.Published.IsZero() {
		return draft{}
	}
	return draft{sort: whatDay, question: strings.Replace(form, "%s", s.Published.Format("2 January 2006"), 1)}
}

// headlineOf is the headline on one line, without the name of the site behind it
// and what ends or quotes a sentence.
func headlineOf(a *news.Article) string {
	headline := strings.Join(strings.Fields(a.Headline), " ")
	headline, _, _ = strings.Cut(headline, " | ")
	if strings.ContainsAny(headline, "“”\"«»„") { // it could not be quoted as a whole
		return strings.TrimRight(strings.Map(func(r rune) rune {
			if strings.ContainsRune("“”\"«»„", r) {
				return -1
			}
			return r
		}, headline), " .…?!")
	}
	return strings.TrimRight(headline, " .…?!")
}

// opens reports whether a headline begins as a question does, or as a list for
// its readers: it names no matter to ask about.
func opens(in *lang.Pack, headline string) bool {
	first, _, _ := strings.Cut(headline, " ")
	lower := strings.ToLower(first)
	return in.Sentences.Openers[first] && !in.Questions.Articles[lower] || in.Questions.Auxiliaries[lower]
}

// split parts a headline such as “Greywater buys the Rundvall shipyard” into who
// and, in the past, what: it must be a whole sentence, with a name behind the verb,
// for those read well in a question.
func split(in *lang.Pack, headline string) (subject, done string, ok bool) {
	if strings.ContainsAny(headline, ":;,–—|") {
		return "", "", false
	}
	words := strings.Fields(headline)
	for i, word := range words {
		past, verb := in.Questions.HeadlineVerbs[word]
		if !verb || i == 0 {
			continue
		}
		rest := words[i+1:]
		if len(rest) < 2 || !isLarge(words[0]) || allLarge(words) || !isLarge(rest[0]) && !in.Questions.Articles[rest[0]] {
			return "", "", false
		}
		return strings.Join(words[:i], " "), past + " " + strings.Join(rest, " "), true
	}
	return "", "", false
}

// isLatin reports whether all letters of a text are Latin ones.
func isLatin(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

// isLarge reports whether a word begins with a capital.
func isLarge(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// allLarge reports whether nearly every word of a headline begins with a capital,
// which then tells nothing.
func allLarge(words []string) bool {
	small := 0
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) && utf8.RuneCountInString(w) > 3 {
			small++
		}
	}
	return small == 0
}
