// Package notices finds what outlets say of articles that they have published:
// that they retract, correct, clarify or update them. Such a notice stands in the
// headline ("CORRECTED - …"), in a line of its own ("Correction: an earlier version
// of this story misstated …"), or in a sentence of the text; or it is all that an
// article is for. Which words say so is known to the packs of languages.
package notices

import (
	"context"
	"slices"
	"strings"

	"byline/internal/lang"
	"byline/internal/news"
)

// Found is a notice and where it stands.
type Found struct {
	Kind      news.NoticeKind
	Headline  bool // it is the headline that says so
	news.Span      // else of the body
}

// longest is how many bytes of a notice are kept.
const longest = 400

// Sentences parts a text into its sentences.
type Sentences func(text string, in *lang.Pack) []news.Span

// Find finds the notices of an article, that of the headline first.
func Find(a *news.Article, sentences Sentences) []Found {
	w := words()
	var out []Found
	if kind := w.inHeadline(a.Headline); kind != "" {
		out = append(out, Found{Kind: kind, Headline: true})
	}
	at := 0
	for line := range strings.Lines(a.Body) {
		if w.stems.in(line) {
			out = append(out, w.ofBody(a.Body, strings.TrimSuffix(line, "\n"), at, sentences)...)
		}
		at += len(line)
	}
	return out
}

// beginning is how many bytes of a line its label is looked for in.
const beginning = 80

// ofBody finds the notices of a line that begins at a place in a body.
func (w *wording) ofBody(body, line string, at int, sentences Sentences) []Found {
	if w.stems.in(line[:min(len(line), beginning)]) {
		if kind := w.ofLine(line); kind != "" {
			return []Found{{Kind: kind, Span: news.Span{Start: at, End: paragraphEnd(body, at)}}}
		}
	}
	if !w.beside.in(line) {
		return nil
	}
	return w.inSentences(line, at, sentences)
}

// paragraphEnd is where a notice ends that begins at a place: with its paragraph, or
// behind as many words as are kept.
func paragraphEnd(body string, at int) int {
	text, _, _ := strings.Cut(body[at:], "\n\n")
	if len(text) > longest {
		text = text[:strings.LastIndexAny(text[:longest], " \n")+1]
	}
	return at + len(strings.TrimSpace(text))
}

// inSentences finds those in the sentences of a line.
func (w *wording) inSentences(line string, at int, sentences Sentences) (out []Found) {
	for _, s := range sentences(line, lang.Asking()) {
		sentence := line[s.Start:s.End]
		if len(sentence) > longest || !w.stems.in(sentence) || !w.beside.in(sentence) {
			continue
		}
		if kind := w.ofSentence(sentence); kind != "" {
			out = append(out, Found{Kind: kind, Span: news.Span{Start: at + s.Start, End: at + s.End}})
		}
	}
	return out
}

// most is how many notices an article has at most; only the first update counts.
const most = 6

// Stage is the stage that gives an article the notices that its own text has.
type Stage struct{ Sentences Sentences }

// Apply adds the notices to those that the article brings.
func (s Stage) Apply(_ context.Context, a *news.Article) error {
	a.Notices = slices.Clone(a.OwnNotices())
	for _, f := range Find(a, s.Sentences) {
		text := a.Headline
		if !f.Headline {
			text, _ = a.Cut(f.Span, 0)
		}
		n := news.Notice{Kind: f.Kind, Text: strings.Join(strings.Fields(text), " ")}
		n.Of = of(a, n)
		updated := f.Kind == news.NoticeUpdate && slices.ContainsFunc(a.Notices, func(n news.Notice) bool { return n.Kind == news.NoticeUpdate })
		if len(a.Notices) < most && !updated && !slices.Contains(a.Notices, n) {
			a.Notices = append(a.Notices, n)
		}
	}
	if len(a.Notices) == 0 {
		a.Notices = nil
	}
	return nil
}

// Unlabelled returns a headline without the word that makes it a notice, and whether
// there is one: "Ferry aground" of "CORRECTED - Ferry aground".
func Unlabelled(headline string) (rest string, labelled bool) {
	for _, k := range words().kinds {
		if label := k.label.FindString(headline); label != "" {
			return strings.TrimSpace(headline[len(label):]), true
		}
		if at := k.trailing.FindStringIndex(headline); at != nil {
			return strings.TrimSpace(headline[:at[0]]), true
		}
	}
	return headline, false
}
