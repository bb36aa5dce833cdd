package field

import "regexp"

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
