package eval

import (
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"byline/internal/chunk"
	"byline/internal/lang"
	"byline/internal/news"
	"byline/internal/verify"
)

// FigureCase is an article of a set and one that is made from it, which gives another
// figure: for the same thing, or for another one in much the same words.
type FigureCase struct {
	Kind     string
	Original news.Article
	Made     news.Article
	Was, Is  news.Span // the figure in the bodies of both
	Same     bool      // both are of one thing
}

// How many cases of each kind are made, and how many words a sentence has for that.
const (
	conflictsEach = 40
	othersEach    = 50
	figureShort   = 8
	figureLong    = 45
)

// FigureCases makes articles from those of a set: later reports of another outlet with
// another figure, and such whose figure is for another thing, place or time or is a
// share in place of a count. One seed makes the same ones again.
func FigureCases(articles []news.Article, seed uint64) []FigureCase {
	m := &figureMaker{rand: rand.New(rand.NewPCG(seed, 3)), in: lang.OfArticle("en")} // to draw samples
	for _, a := range articles {
		if len(strings.Fields(a.Body)) >= reprintWords && !a.Published.IsZero() {
			m.articles = append(m.articles, a)
		}
	}
	if len(m.articles) < 2 {
		return nil
	}
	patterns := figurePatterns(m.in)
	for _, kind := range []string{"count", "number word", "money", "share", "day"} {
		m.each(kind, conflictsEach, true, patterns[kind], func(s string) string { return s })
	}
	m.each("another thing", othersEach, false, patterns["count"], m.otherThing)
	m.each("another place", othersEach, false, patterns["count"], m.otherName)
	m.each("another time", othersEach, false, patterns["count"], m.otherTime)
	m.each("a share, no count", othersEach, false, patterns["count"], m.share)
	return m.cases
}

// figurePatterns find a figure, which is their first group.
func figurePatterns(in *lang.Pack) map[string]*regexp.Regexp {
	var words, months []string
	for w, n := range in.Statements.NumberValues {
		if n > 2 {
			words = append(words, w)
		}
	}
	for m := range in.Time.Months {
		months = append(months, strings.ToUpper(m[:1])+m[1:])
	}
	slices.Sort(words)
	slices.Sort(months)
	return map[string]*regexp.Regexp{
		"count":       regexp.MustCompile(`(?:^|\b[a-z]+,? )(\d{1,3}(?:,\d{3})*) (?:[a-z]{3,}s|people)\b`),
		"number word": regexp.MustCompile(` (` + strings.Join(words, "|") + `) [a-z]{4,}`),
		"money":       regexp.MustCompile(`[$£€](\d{1,3}(?:,\d{3})*(?:\.\d+)?)\b`),
		"share":       regexp.MustCompile(` (\d{1,2}(?:\.\d+)?)(?:%| percent| per cent)`),
		"day":         regexp.MustCompile(`(?:` + strings.Join(months, "|") + `) (\d{1,2})\b`),
	}
}

type figureMaker struct {
	rand     *rand.Rand
	in       *lang.Pack
	articles []news.Article
	cases    []FigureCase
}

func (m *figureMaker) draw() *news.Article { return &m.articles[m.rand.IntN(len(m.articles))] }

// each makes the cases of a kind; to changes more of a sentence than its figure, and
// "" says that it cannot.
func (m *figureMaker) each(kind string, most int, same bool, pattern *regexp.Regexp, to func(string) string) {
	for made, tries := 0, 0; made < most && tries < 1000*most; tries++ {
		a := m.draw()
		spans := chunk.Sentences(a.Body, m.in)
		at := spans[m.rand.IntN(len(spans))]
		sentence, _ := a.Cut(at, 0)
		found := pattern.FindAllStringSubmatchIndex(sentence, 2)
		if n := len(strings.Fields(sentence)); n < figureShort || n > figureLong || len(found) != 1 || strings.Count(a.Body, sentence) > 1 {
			continue
		}
		is := news.Span{Start: found[0][2], End: found[0][3]}
		other := m.otherFigure(sentence[is.Start:is.End], kind)
		if other == "" {
			continue
		}
		form := reportForm((made + 1) % int(forms))
		marked := sentence[:is.Start] + figureMark + sentence[is.End:]
		if form == shortReport {
			marked = withoutTail(marked)
		}
		if marked = to(marked); marked == "" {
			continue
		}
		made++
		c := FigureCase{Kind: kind, Original: *a, Same: same, Was: news.Span{Start: at.Start + is.Start, End: at.Start + is.End}}
		c.Made, c.Is = m.report(a, at, marked, other, form)
		c.Made.ID = fmt.Sprintf("made %s %d of %s", kind, made, a.ID)
		m.cases = append(m.cases, c)
	}
}

// figureMark stands for the figure while words around it change.
const figureMark = "\x00"

// reportForm is how much of an article a later report has of it.
type reportForm int

const (
	wholeReport reportForm = iota
	thinReport             // every other paragraph
	shortReport            // the beginning, and the sentence without its tail
	forms
)

// report is the report of a day later in which a sentence with its mark stands in
// place of another.
func (m *figureMaker) report(a *news.Article, at news.Span, marked, figure string, form reportForm) (news.Article, news.Span) {
	out := *a
	out.Source, out.Revision, out.Published, out.URL = "The House", 1, a.Published.AddDate(0, 0, 1), ""
	before, _ := a.Cut(news.Span{End: at.Start}, 0)
	behind, _ := a.Cut(news.Span{Start: at.End, End: len(a.Body)}, 0)
	switch form {
	case thinReport:
		before, behind = thinned(before), thinned(behind)
	case shortReport:
		if before = firstWords(before, reprintWords); before != "" {
			before += "\n\n"
		}
		behind = ""
	case wholeReport, forms:
	}
	place := len(before) + strings.Index(marked, figureMark)
	out.Body = before + strings.Replace(marked, figureMark, figure, 1) + behind
	return out, news.Span{Start: place, End: place + len(figure)}
}

// withoutTail leaves out what stands behind the last comma of a sentence, if enough is left.
func withoutTail(marked string) string {
	tail := strings.LastIndex(marked, ", ")
	if tail < 0 || tail < strings.Index(marked, figureMark)+len("x words") || len(strings.Fields(marked[:tail])) < figureShort {
		return marked
	}
	return marked[:tail] + "."
}

// thinned leaves out every other paragraph.
func thinned(text string) string {
	parts := strings.SplitAfter(text, "\n\n")
	var b strings.Builder
	for i, p := range parts {
		if i%2 == 0 || i == len(parts)-1 {
			b.WriteString(p)
		}
	}
	return b.String()
}

// otherFigure is another figure of the same form; "": there is none.
func (m *figureMaker) otherFigure(figure, kind string) string {
	const smallest, daysOfAll = 3, 28
	if kind == "number word" {
		var words []string
		for w, n := range m.in.Statements.NumberValues {
			if was := m.in.Statements.NumberValues[figure]; n > 2 && n != was && (n < 20) == (was < 20) {
				words = append(words, w)
			}
		}
		slices.Sort(words)
		return words[m.rand.IntN(len(words))]
	}
	whole, digits, _ := strings.Cut(strings.ReplaceAll(figure, ",", ""), ".")
	n, err := strconv.Atoi(whole)
	if err != nil || n < smallest && kind != "money" && kind != "day" || n > 1900 && n < 2100 {
		return ""
	}
	other := n + 1 + n/5 + m.rand.IntN(n+1)
	if kind == "day" {
		other = 1 + (n+1+m.rand.IntN(daysOfAll-3))%daysOfAll
	}
	if digits != "" {
		return strconv.Itoa(other) + "." + digits
	}
	return grouped(other, strings.Contains(figure, ",") || n < 1000)
}

// grouped writes a number with commas.
func grouped(n int, commas bool) string {
	const thousand = 1000
	if n < thousand || !commas {
		return strconv.Itoa(n)
	}
	return grouped(n/thousand, true) + fmt.Sprintf(",%03d", n%thousand)
}

// otherThing has the figure count what that of another article does.
func (m *figureMaker) otherThing(s string) string {
	counted := regexp.MustCompile(figureMark + ` ([a-z]+)`)
	mine, other := counted.FindStringSubmatch(s), figurePatterns(m.in)["count"].FindString(m.draw().Body)
	theirs := other[strings.LastIndexByte(other, ' ')+1:]
	if other == "" || mine == nil || strings.HasPrefix(theirs, mine[1][:3]) || m.in.Statements.Units[theirs] != "" {
		return ""
	}
	return counted.ReplaceAllString(s, figureMark+" "+theirs)
}

// otherName puts a place of another article in place of one.
func (m *figureMaker) otherName(s string) string {
	named := regexp.MustCompile(` (?:in|at|near) ((?:\p{Lu}\p{Ll}{2,} )*\p{Lu}\p{Ll}{2,})[ ,.]`)
	mine, other := named.FindStringSubmatch(s), named.FindStringSubmatch(m.draw().Body)
	if mine == nil || other == nil || m.isTime(mine[1]) || m.isTime(other[1]) || strings.Contains(s, other[1]) {
		return ""
	}
	return strings.ReplaceAll(s, mine[1], other[1])
}

func (m *figureMaker) isTime(name string) bool {
	first := strings.ToLower(strings.Fields(name)[0])
	_, isDay := m.in.Time.Weekdays[first]
	return isDay || m.in.Time.Months[first] > 0
}

// otherTime puts another year in the place of one.
func (m *figureMaker) otherTime(s string) string {
	year := regexp.MustCompile(`\b(?:19|20)\d\d\b`)
	if len(year.FindAllString(s, 2)) != 1 {
		return ""
	}
	return year.ReplaceAllStringFunc(s, func(y string) string {
		n, _ := strconv.Atoi(y) // of four digits
		return strconv.Itoa(n - 1 - m.rand.IntN(9))
	})
}

// share makes a share of a count.
func (m *figureMaker) share(s string) string {
	return strings.Replace(s, figureMark+" ", figureMark+" percent of ", 1)
}

// FigureReport is how figures are aligned.
type FigureReport struct {
	Kinds       KindScores `json:"kinds"`
	Shown       float64    `json:"shown"`        // of conflicts
	FalseAlarms float64    `json:"false_alarms"` // of the others
	Beside      int        `json:"beside"`       // conflicts shown between the two where nothing was changed
	MS          float64    `json:"ms"`           // that a story took
}

// ScoreFigures compares cases with what is told of the articles of a story with the
// one that is made; things aligns them.
func ScoreFigures(cases []FigureCase, things func(c *FigureCase) ([]verify.Thing, error)) (out FigureReport, err error) {
	shown, conflicts, alarms := 0, 0, 0
	start := time.Now()
	for i := range cases {
		c := &cases[i]
		told, err := things(c)
		if err != nil {
			return out, err
		}
		both, beside := c.found(told)
		out.Kinds.add(c.Kind, c.Same, both)
		out.Beside += beside
		switch {
		case c.Same:
			conflicts++
			shown += int(oneIf(both))
		case both:
			alarms++
		}
	}
	out.Kinds.average()
	out.MS = float64(time.Since(start).Microseconds()) / 1000 / float64(max(len(cases), 1))
	out.Shown, out.FalseAlarms = float64(shown)/float64(max(conflicts, 1)), float64(alarms)/float64(max(len(cases)-conflicts, 1))
	return out, nil
}

// found reports whether both figures of a case are values of one thing, and counts
// other things on which the two articles are said to differ.
func (c *FigureCase) found(things []verify.Thing) (both bool, beside int) {
	for _, t := range things {
		var was, is, original, made bool
		for _, v := range t.Values {
			for _, told := range append([]verify.Told{v.Told}, v.Others...) {
				switch told.Article.ID {
				case c.Original.ID:
					original = true
					was = was || told.Start <= c.Was.Start && c.Was.End <= told.End
				case c.Made.ID:
					made = true
					is = is || told.Start <= c.Is.Start && c.Is.End <= told.End
				}
			}
		}
		switch {
		case len(t.Values) < 2:
		case was && is:
			both = true
		case original && made && !was && !is:
			beside++
		}
	}
	return both, beside
}

// WriteFigures writes a report as a table.
func WriteFigures(w io.Writer, r FigureReport) error {
	err := r.Kinds.write(w, "cases", "no conflict")
	if err == nil {
		_, err = fmt.Fprintf(w, "both shown %.4f, false alarms %.4f, beside them %d, %.1f ms for a story\n", r.Shown, r.FalseAlarms, r.Beside, r.MS)
	}
	return err
}
