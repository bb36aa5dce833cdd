package field

import (
	"regexp"
	"strings"
	"sync"

	"byline/internal/lang"
)

var releaseLabels = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^` + lang.Pattern(lang.OnPages().Releases) + `[ :.!–-]*$`)
})

// IsReleaseLabel reports whether a line says that a press release follows, and no more.
func IsReleaseLabel(line string) bool {
	const longest = 100
	line = Line(line)
	return len(line) <= longest && releaseLabels().MatchString(strings.Trim(line, "*_# "))
}

// CutReleaseLabels takes the lines off the beginning of a text that say that a press
// release follows. Something always remains.
func CutReleaseLabels(text string) string {
	for {
		first, rest, more := strings.Cut(text, "\n")
		if !more || !IsReleaseLabel(first) {
			return text
		}
		text = strings.TrimLeft(rest, " \t\n")
	}
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
