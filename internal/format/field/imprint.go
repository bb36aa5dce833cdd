package field

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// ImprintAuthors returns who wrote an article by a line that says so beside its date, as
// pages have it below the headline: "Ada Lee · 17 November 2026 · 3 min read".
func ImprintAuthors(line string, loc *time.Location) []string {
	said, _ := imprint(Line(line), loc)
	return said.Authors
}

// Imprint reads a line that says in which outlet an article appeared, and when, and perhaps
// by whom: "Harbour Times, 17 November 2026, p. 4". ok is false for any other.
func Imprint(line string, loc *time.Location) (a news.Article, ok bool) {
	a, ok = imprint(pageBehind.ReplaceAllString(Line(line), ""), loc)
	return a, ok && a.Source != ""
}

// pageBehind is where in a newspaper an article stood: "p. 4".
var pageBehind = regexp.MustCompile(`[,;]? (?:pp?|pg|[sS])\. ?\w?\d+(?:[-–]\d+)?\.?$`)

// CutDateAbove takes a line off the beginning of a text that is nothing but a date, or
// an outlet and a date above a headline ("Harbour Times, 17 November 2026, p. 4"), and
// adds it to an article. Something always remains.
func CutDateAbove(a *news.Article, text string, loc *time.Location) (rest string) {
	first, rest, more := strings.Cut(text, "\n")
	if at, ok := dateAlone(Line(first), loc); ok && more && a.Published.IsZero() {
		a.Published = at
		return strings.TrimLeft(rest, " \t\n")
	}
	said, ok := imprint(pageBehind.ReplaceAllString(Line(first), ""), loc)
	rest = strings.TrimLeft(rest, " \t\n")
	if ok && IsOutlet(said.Source) && said.Authors == nil && rest != "" && isHeading(strings.Split(rest, "\n")) {
		TakeLead(a, &said)
		return rest
	}
	return text
}

// longestImprint bounds a line that says who published an article, and when, in bytes.
const longestImprint = 160

// imprintBreaks separate what such a line says.
var imprintBreaks = regexp.MustCompile(`\s*[|·•,;]\s*|\s+[–—-]\s+|\t+`)

// imprintDomain is an outlet by the address of its site.
var imprintDomain = regexp.MustCompile(`(?i)^(?:www\.)?[\pL\d-]+(?:\.[\pL\d-]+)*\.\pL{2,}$`)

// CutLead takes off the lines, of them blank ones, that stand between headline and
// text and say by whom, where and when an article was published: a byline, an
// outlet, a date, or these in one line. Something always remains, and nothing that
// is told twice is taken. What they say is added to an article.
func CutLead(a *news.Article, lines []string, loc *time.Location) (rest []string) {
	const most = 5
	rest = cutNames(a, lines, loc)
	for range most {
		at := slices.IndexFunc(rest, func(line string) bool { return strings.TrimSpace(line) != "" })
		if at < 0 || strings.TrimSpace(strings.Join(rest[at+1:], "")) == "" || !addLead(a, Line(rest[at]), loc) && !addPost(a, Line(rest[at])) && !addUpdate(a, Line(rest[at]), loc) {
			break
		}
		rest = rest[at+1:]
	}
	return rest
}

// cutNames takes lines off that are nothing but names above one that is nothing but a
// date: who wrote an article, and behind that where it appeared.
func cutNames(a *news.Article, lines []string, loc *time.Location) (rest []string) {
	const most, longest = 2, 5
	var said news.Article
	for i, taken := 0, 0; i < len(lines); i++ {
		line := Line(lines[i])
		if line == "" {
			continue
		}
		if at, ok := dateAlone(line, loc); ok && taken > 0 && len(skipBlank(lines[i+1:])) > 0 {
			said.Published = at
			TakeLead(a, &said)
			return lines[i+1:]
		}
		names, outlet := bylineOf(line)
		words := strings.Fields(line)
		switch isName := len(words) <= longest && isCapitalized(line) && startsWithCapital(line) && !strings.ContainsAny(line, ".,:;?!"); {
		case taken == most:
			return lines
		case names != nil && outlet == "" && said.Authors == nil:
			said.Authors = names
		case isName && said.Authors == nil && len(words) > 1 && IsPerson(words):
			said.Authors = Authors(line)
		case isName && said.Source == "" && (said.Authors != nil || IsOutlet(line)):
			said.Source = line
		default:
			return lines
		}
		taken++
	}
	return lines
}

// addLead adds what a line says to an article, and reports whether it is no text.
func addLead(a *news.Article, line string, loc *time.Location) bool {
	said, ok := imprint(line, loc)
	if at, alone := dateAlone(line, loc); alone {
		said.Published = at
	} else if !ok {
		said.Authors, said.Source = bylineOf(line)
		if a.Source != "" {
			said.Source = ""
		}
		if said.Authors == nil && outletAlone(line) {
			said.Source = line
		}
	}
	if said.Published.IsZero() && said.Source == "" && said.Authors == nil ||
		!said.Published.IsZero() && !a.Published.IsZero() || said.Source != "" && a.Source != "" || said.Authors != nil && a.Authors != nil {
		return false
	}
	TakeLead(a, &said)
	return true
}

// addPost adds the outlet in a line below a byline that says what the writer is, and where:
// "Harbour correspondent, The Lind Times". It reports whether the line is one.
func addPost(a *news.Article, line string) bool {
	const longest = 80
	if len(a.Authors) == 0 || len(line) > longest || !startsWithCapital(line) || strings.ContainsAny(line, ".:;?!") {
		return false
	}
	post, outlet, _ := strings.Cut(line, ",")
	words := strings.Fields(strings.ToLower(post))
	if len(words) == 0 || len(words) > 4 || !lang.OnPages().Posts[words[len(words)-1]] && !lang.OnPages().Posts[words[0]] {
		return false
	}
	if outlet = Line(outlet); a.Source == "" && IsOutlet(outlet) {
		a.Source = outlet
	}
	return true
}

// addUpdate adds the time in a line that says when an article was changed, and reports
// whether it does.
func addUpdate(a *news.Article, line string, loc *time.Location) bool {
	lower := strings.ToLower(line)
	for _, label := range lang.OnPages().Updated {
		rest, ok := strings.CutPrefix(lower, label)
		if !ok || len(lower) != len(line) || unicode.IsLetter(firstRune(rest)) {
			continue
		}
		if at, ok := dateAlone(strings.TrimLeft(line[len(line)-len(rest):], " :"), loc); ok {
			a.Updated = at
			return true
		}
	}
	return false
}

// bylineOf returns whom a byline names, and the outlet behind them: "By Ada Lee, Harbour Times".
func bylineOf(line string) (names []string, outlet string) {
	names, _ = CutByline([]string{line, ""})
	if last := len(names) - 1; last > 0 && IsOutlet(names[last]) {
		return names[:last], names[last]
	}
	return names, ""
}

// TakeLead gives an article what was said of it before its text.
func TakeLead(a, said *news.Article) {
	if !said.Published.IsZero() {
		a.Published = said.Published
	}
	if said.Source != "" {
		a.Source = said.Source
	}
	if said.Authors != nil {
		a.Authors = said.Authors
	}
}

// imprint reads a line that says when an article was published, and beside it
// nothing but by whom and where: "By Ada Lee, Harbour Times, 17 November 2026",
// "Harbour Times | 17.11.2026, 14:30". The article holds authors, source and
// time; one of the first two is there. ok is false for any other line.
func imprint(line string, loc *time.Location) (a news.Article, ok bool) {
	line = stopBeforeDate.ReplaceAllString(strings.TrimSuffix(line, "."), ", $1")
	if len(line) > longestImprint || !hasDayAndYear(line) {
		return news.Article{}, false
	}
	before, after, at, ok := imprintDate(line, loc)
	if !ok {
		return news.Article{}, false
	}
	parts := slices.DeleteFunc(append(imprintBreaks.Split(before, -1), imprintBreaks.Split(after, -1)...), func(part string) bool { return part == "" })
	a.Published = at
	byline := false
	for i, part := range parts {
		_, by := cutBy(part)
		switch words := strings.Fields(part); {
		case unicode.IsDigit(firstRune(part)): // how long it takes to read it
		case by:
			byline = true
			a.Authors = append(a.Authors, Authors(part)...)
		case !isCapitalized(part) || len(words) > 5 || !startsWithCapital(part):
			return news.Article{}, false
		case IsOutlet(part) && a.Source == "", a.Source == "" && i == len(parts)-1 && !IsPerson(words):
			a.Source = part
		case byline || IsPerson(words):
			a.Authors = append(a.Authors, Authors(part)...)
		default:
			return news.Article{}, false
		}
	}
	return a, a.Source != "" || len(a.Authors) > 0
}

// stopBeforeDate is a full stop between an outlet and a date: "Harbour Times. 2026-11-17".
var stopBeforeDate = regexp.MustCompile(`\. (\d{1,2}\.? \pL|\d{4}-)`)

// imprintDate finds the date of a line: the longest that one or more of its parts make.
func imprintDate(line string, loc *time.Location) (before, after string, at time.Time, ok bool) {
	if _, by := cutBy(line); by { // "By Ada Lee Tuesday, 17 November 2026"
		for i, c := range line {
			if at, ok := dateAlone(line[i:], loc); c == ' ' && ok {
				return line[:i], "", at, true
			}
		}
	}
	starts, ends := []int{0}, []int{}
	for _, m := range imprintBreaks.FindAllStringIndex(line, -1) {
		starts, ends = append(starts, m[1]), append(ends, m[0])
	}
	ends = append(ends, len(line))
	const mostParts = 4 // Tuesday, November 17, 2026, 14:30
	for length := min(mostParts, len(starts)); length > 0; length-- {
		for i := 0; i+length <= len(starts); i++ {
			if at, ok := dateAlone(line[starts[i]:ends[i+length-1]], loc); ok {
				return line[:starts[i]], line[ends[i+length-1]:], at, true
			}
		}
	}
	return "", "", time.Time{}, false
}

// notDates are numbers that may be anything but a date, as the year in the title of a chapter.
var notDates = regexp.MustCompile(`^[\d\s.,:]*$`)

// dateAlone reads a text that is nothing but a date, with a weekday or without,
// and perhaps what says that it is that of publication: "Published on …".
func dateAlone(text string, loc *time.Location) (time.Time, bool) {
	const longest = 60
	text = withoutDateLabel(text)
	if len(text) > longest || notDates.MatchString(text) && strings.Count(text, ".") != 2 {
		return time.Time{}, false
	}
	at, err := Time(text, loc)
	return at, err == nil && !slices.Contains([]int{0, 1}, at.Year())
}

func withoutDateLabel(text string) string {
	lower, shortest := strings.ToLower(text), text
	for _, label := range lang.Any().Pages.Published {
		rest, ok := strings.CutPrefix(lower, label)
		if ok && len(rest) < len(shortest) && len(lower) == len(text) && !unicode.IsLetter(firstRune(rest)) {
			shortest = text[len(text)-len(rest):]
		}
	}
	return strings.TrimLeft(shortest, " :")
}

// IsOutlet reports whether a name is that of an outlet: Reuters, Harbour Times, bbc.co.uk.
func IsOutlet(name string) bool {
	p := &lang.Any().Provenance
	lower := strings.ToLower(name)
	return p.Outlets[lower] || imprintDomain.MatchString(name) || slices.ContainsFunc(strings.Fields(lower), func(w string) bool { return p.OutletWords[w] })
}

// outletAlone reports whether a line is the name of an outlet and no more.
func outletAlone(line string) bool {
	const most = 5
	return len(strings.Fields(line)) <= most && startsWithCapital(line) && isCapitalized(line) && IsOutlet(line) && !strings.ContainsAny(line, ",.:;?!")
}

// IsPerson reports whether words are a name that begins with one that people are given.
func IsPerson(words []string) bool {
	return len(words) > 1 && lang.Any().Entities.GivenNames[words[0]]
}

func startsWithCapital(s string) bool { return !unicode.IsLower(firstRune(s)) }

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
