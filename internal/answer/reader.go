package answer

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
	"byline/internal/verify"
)

// Reader reads sentences with a question or a statement in mind.
type Reader interface {
	verify.Reader

	// Read returns a reading for each excerpt, in their order.
	Read(ctx context.Context, question string, excerpts []news.Excerpt) ([]news.Reading, error)
}

// maxRead is how many candidates are read, of the best: they hold the answer
// as often as all do, and each takes milliseconds.
const maxRead = 16

// read has the best candidates read, which are sorted, and adds to the scores of
// all what that tells of them; it returns what it points at, nil if nothing was
// read. What it points at in articles of another time counts for up to half as
// much, since what news tell holds for a while. The reader has
// learnt to look for names, numbers and dates, so that reasons, quotations and what
// came first, which no sentence says by itself, go without, and it knows English
// only: questions and candidates in other languages go without, too.
func (a *Answerer) read(ctx context.Context, e *evidence, all []candidate) (pointed, error) {
	asks := e.question.asks
	if a.config.Reader == nil || e.postponed || asks == ask.Reason || asks == ask.Quotation || e.question.read.Earliest || !isEnglish(e.question.text) {
		return nil, nil
	}
	var places []int // of what is read among all
	var excerpts []news.Excerpt
	for i, c := range all[:min(len(all), maxRead)] {
		if h := e.hit(c); isInEnglish(h.Article) {
			places, excerpts = append(places, i), append(excerpts, news.Excerpt{Text: e.text(c), Headline: h.Article.Headline})
		}
	}
	if len(excerpts) == 0 {
		return nil, nil
	}
	readings, err := a.config.Reader.Read(ctx, e.question.forReader(), excerpts)
	if err != nil {
		return nil, err
	}
	if len(readings) != len(excerpts) {
		return nil, fmt.Errorf("it returned %d readings of %d sentences", len(readings), len(excerpts))
	}
	for i, r := range readings {
		c := &all[places[i]]
		c.reading = sound(r, excerpts[i].Text)
		c.reading.Confidence *= (1 + c.timely) / 2
		if e.pointsAside(c, excerpts[i].Text) || e.question.isOfAnother(excerpts[i].Text) {
			c.reading.Confidence *= ofElsewhere
			c.reading.Relevance -= pointsAsideLoss
		}
	}
	return a.addReadings(e, all), nil
}

// pointsAsideLoss is the loss in log-odds of a candidate in which a reader points at what
// is not of the kind that is asked for.
const pointsAsideLoss = 3

// pointsAside reports whether a reader points at a place that is not said to be where from,
// where that is asked, or at a number of another kind than is asked for, such as an age.
func (e *evidence) pointsAside(c *candidate, text string) bool {
	s := newSentenceText(text, language())
	at := news.Span{Start: c.reading.Start, End: c.reading.End}
	if e.question.whence {
		return !s.isFrom(at)
	}
	pointed := text[at.Start:at.End]
	return e.question.asks.IsNumber() && !c.answers && slices.ContainsFunc(words(pointed), func(w news.Span) bool { return isNumber(s.in, pointed[w.Start:w.End]) })
}

// isOfAnother reports whether a sentence tells of another than the question names, in the
// same words before: of the bank of Halvia, where that of Norrmere is asked about.
func (q *question) isOfAnother(sentence string) bool {
	asked, said := strings.Fields(q.text), strings.Fields(sentence)
	for i := 2; i < len(asked); i++ {
		name := strings.TrimRight(asked[i], "?!.,;:'’")
		if !isCapital(name) || isCapital(asked[i-1]) || strings.Contains(sentence, name) {
			continue
		}
		for k := 2; k < len(said); k++ {
			if isCapital(said[k]) && strings.EqualFold(said[k-1], asked[i-1]) && strings.EqualFold(said[k-2], asked[i-2]) {
				return true
			}
		}
	}
	return false
}

// addReadings adds to the scores of candidates how likely they answer, by
// themselves and as they hold what the reader takes for the answer elsewhere: what
// several sentences say is seldom wrong. A candidate that was not read is as likely
// as the least likely of them.
func (a *Answerer) addReadings(e *evidence, all []candidate) pointed {
	least := math.Inf(1)
	for _, c := range all {
		if c.reading != nil {
			least = min(least, gain(c.reading.Relevance))
		}
	}
	answers := e.pointedAt(all)
	for i := range all {
		c := &all[i]
		if c.reading != nil {
			c.score += a.weights.Reader * gain(c.reading.Relevance)
		} else {
			c.score += a.weights.Reader * least
		}
		c.tells = answers.in(e.text(*c))
		c.score += a.weights.Pointed * c.tells.surest()
	}
	return answers
}

// pointed says of words, in lower case and with spaces around each, how sure the
// reader is that they are the answer: their share of all that it points at.
type pointed map[string]float64

// doubt is what is added to all that a reader points at, so that what it finds in
// one sentence alone is never certain.
const doubt = .3

func (e *evidence) pointedAt(all []candidate) pointed {
	p, total := pointed{}, doubt
	for _, c := range all {
		if e.pointsAtNew(c) {
			p[spaced(e.text(c)[c.reading.Start:c.reading.End])] += c.reading.Confidence
			total += c.reading.Confidence
		}
	}
	for said := range p {
		p[said] /= total
	}
	return p
}

// in are those of the words that a text has.
func (p pointed) in(text string) pointed {
	text = spaced(text)
	told := pointed{}
	for said, sure := range p {
		if strings.Contains(text, said) {
			told[said] = sure
		}
	}
	return told
}

// surest is how sure the reader is of the surest of the words.
func (p pointed) surest() (sure float64) {
	for _, s := range p {
		sure = max(sure, s)
	}
	return sure
}

// sum is how sure the reader is of all of the words.
func (p pointed) sum() (sure float64) {
	for _, s := range p {
		sure += s
	}
	return sure
}

// pointsAtNew reports whether the reader points at words of a candidate that the
// question does not all say itself.
func (e *evidence) pointsAtNew(c candidate) bool {
	if c.reading == nil {
		return false
	}
	text := e.text(c)[c.reading.Start:c.reading.End]
	return slices.ContainsFunc(words(text), func(s news.Span) bool { return !e.question.has(text[s.Start:s.End]) })
}

// spaced is the words of a text in lower case, with a space before and behind each.
func spaced(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, s := range words(text) {
		b.WriteString(strings.ToLower(text[s.Start:s.End]))
		b.WriteByte(' ')
	}
	return b.String()
}

// sound is a reading whose span is none where it is not within the text, between
// characters, and does not go on where something is told of what it is.
func sound(r news.Reading, text string) *news.Reading {
	if r.Start < 0 || r.End > len(text) || r.Start >= r.End || !utf8.ValidString(text[:r.Start]) || !utf8.ValidString(text[r.Start:r.End]) {
		r.Start, r.End, r.Confidence = 0, 0, 0
	}
	pointed := text[r.Start:r.End]
	for i, s := range words(pointed) {
		if i > 0 && language().Statements.Relatives[pointed[s.Start:s.End]] {
			r.End = r.Start + len(strings.TrimRight(pointed[:s.Start], " ,"))
			break
		}
	}
	return &r
}

// gain is how much log-odds count, from −1 to 2. Probability tells apart what may
// answer, log-odds what hardly does.
func gain(odds float64) float64 {
	const beyondDoubt = 5
	return logistic(odds) + min(max(odds/beyondDoubt, -1), 1)
}

// logistic is the probability of log-odds.
func logistic(odds float64) float64 { return 1 / (1 + math.Exp(-odds)) }

// isEnglish reports whether a question may be in English: what is too short to tell is.
func isEnglish(question string) bool {
	code := lang.Detect(question)
	return code == "" || code == "en"
}

// isInEnglish reports whether an article is in English or does not say what it is in.
func isInEnglish(a news.Article) bool { return a.Language == "" || a.Language == "en" }
