package field

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"byline/internal/lang"
	"byline/internal/news"
)

var releaseLabels = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^` + lang.Pattern(lang.OnPages().Releases) + `(?:,? (?:n[ro°º]?\.?|№)? ?\d[\d/.-]*)?[ :.!–-]*$`)
})

// IsReleaseLabel reports whether a line says that a press release follows, and no more.
func IsReleaseLabel(line string) bool {
	const longest = 100
	line = Line(line)
	return len(line) <= longest && releaseLabels().MatchString(strings.Trim(line, "*_# "))
}

// CutRelease takes what stands above the headline of a press release off the lines of a
// text: labels that say that it is one and, above them, who sends it, if a headline
// follows below. A line between them that tells a date, with its place or alone, is taken
// for that of the release. Something always remains.
func CutRelease(a *news.Article, lines []string, loc *time.Location) (rest []string) {
	rest = lines
	for {
		at := labelAt(rest)
		if at < 0 {
			return rest
		}
		var said news.Article
		below := cutDate(&said, cutContacts(skipBlank(rest[at+1:])), loc)
		if len(below) == 0 || at > 0 && !isHeading(below) {
			return rest
		}
		if a.Published.IsZero() {
			a.Published = said.Published
		}
		rest = below
	}
}

// contactLine is one that says how to reach somebody: it holds an address of e-mail or ends in a number of a telephone.
var contactLine = regexp.MustCompile(`\S@\S+\.\pL{2,}|(?:^|\D)(?:\+|\(?0)[\d ()/.-]{6,}\d$`)

// cutContacts takes the lines off the beginning of a text that say whom to ask, down to
// the last that says how: all are short, no line of a text stands between, and something remains.
func cutContacts(lines []string) []string {
	const most, longest, told = 12, 100, 9 // told: words of a line that tells something, be it cut at the end of a line
	rest, looked := lines, 0
	for i := range lines {
		line := Line(lines[i])
		if line == "" {
			continue
		}
		looked++
		isContact := contactLine.MatchString(line)
		if n := len(strings.Fields(line)); looked > most || len(line) > longest || !isContact && (n > told || n > most/2 && strings.HasSuffix(line, ".")) {
			break
		}
		if below := skipBlank(lines[i+1:]); isContact && len(below) > 0 {
			rest = below
		}
	}
	return rest
}

// labelledContact is a line that says whom to ask.
var labelledContact = regexp.MustCompile(`^\pL[\pL ]{1,30}:\s`)

// IsContact reports whether a line is labelled and says how to reach somebody.
func IsContact(line string) bool {
	return labelledContact.MatchString(line) && contactLine.MatchString(Line(line))
}

// CutReleaseLabel takes off a headline that it is that of a press release: "Press release: …".
func CutReleaseLabel(headline string) string {
	if label, rest, ok := strings.Cut(headline, ": "); ok && IsReleaseLabel(label) && len(strings.Fields(rest)) > 1 {
		return Line(rest)
	}
	return headline
}

// endMarks is a paragraph that says that a press release ends.
var endMarks = regexp.MustCompile(`^(?:[#*] ?){2,}$|^[-–—] ?30 ?[-–—]$`)

// CutEndMarks leaves out the paragraphs of a body that say that it ends.
func CutEndMarks(body string) string {
	if !strings.ContainsAny(body, "#*–—-") {
		return body
	}
	return strings.Join(slices.DeleteFunc(strings.Split(body, "\n\n"), endMarks.MatchString), "\n\n")
}

// labelAt is where among the first lines of a text, none of them as long as a sentence,
// a label of a press release stands; -1 if none does.
func labelAt(lines []string) int {
	const most, longest = 12, 100
	looked := 0
	for i, line := range lines {
		switch line = Line(line); {
		case line == "":
			continue
		case IsReleaseLabel(line):
			return i
		case looked == most, len(line) > longest, strings.HasSuffix(line, ".") && len(strings.Fields(line)) > most/2:
			return -1
		}
		looked++
	}
	return -1
}

// cutDate takes a line off the beginning of a text that tells a date, and perhaps where.
func cutDate(a *news.Article, lines []string, loc *time.Location) (rest []string) {
	if len(lines) < 2 {
		return lines
	}
	line := Line(lines[0])
	at, ok := dateAlone(line, loc)
	if _, day, found := strings.Cut(line, ", "); !ok && found {
		at, ok = dateAlone(day, loc)
	}
	if !ok {
		return lines
	}
	a.Published = at
	return skipBlank(lines[1:])
}

// isHeading reports whether a text begins with a line that may be its headline.
func isHeading(lines []string) bool {
	const longest = 250
	line := Line(lines[0])
	return len(line) <= longest && !strings.HasSuffix(line, ".") && len(skipBlank(lines[1:])) > 0
}

func skipBlank(lines []string) []string {
	at := slices.IndexFunc(lines, func(line string) bool { return strings.TrimSpace(line) != "" })
	if at < 0 {
		return nil
	}
	return lines[at:]
}

// fileTitles are titles that programs give to documents: a name of their own, of
// the file or of where it was printed from.
var fileTitles = regexp.MustCompile(`(?i)^(?:microsoft word\b|untitled|document ?\d*$)|^https?://|\.(?:docx?|odt|rtf|pdf|indd|html?|txt)$`)

// DocumentTitle returns the title in the properties of a document as a headline,
// empty if it is none that a person has given it.
func DocumentTitle(title string) string {
	if title = Line(title); fileTitles.MatchString(title) {
		return ""
	}
	return title
}

// OutletBehind returns the outlet that stands behind a headline, as alerts have it, if it
// is called as its site is or as outlets are; else the site.
func OutletBehind(headline, host string) string {
	for _, mark := range []string{" - ", " | ", " – "} {
		if at := strings.LastIndex(headline, mark); at >= 0 {
			if name := strings.TrimSpace(headline[at+len(mark):]); IsOutlet(name) || IsNamedFor(host, name) {
				return name
			}
		}
	}
	return host
}
