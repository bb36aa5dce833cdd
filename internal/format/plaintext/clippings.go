package plaintext

import (
	"regexp"
	"strings"

	"byline/internal/format/field"
)

// endOfClipping is the line behind each of the clippings that a Kindle keeps in one file.
const endOfClipping = "=========="

// aboutClipping is the line below the title of one: what it is, where, and when it was made.
var aboutClipping = regexp.MustCompile(`^- [^|]+\|.+$`)

// authorOfClipping is who stands behind the title of one.
var authorOfClipping = regexp.MustCompile(`^(.+?)\s*\(([^()]+)\)\s*$`)

// clippings returns the clippings of a Kindle, those of one text together, each as a
// text below lines that name its fields; nil if a text is something else.
func clippings(text string) [][]byte {
	if !strings.Contains(text, "\n"+endOfClipping) {
		return nil
	}
	var titles []string
	about, texts := map[string]string{}, map[string][]string{}
	for entry := range strings.SplitSeq(text, endOfClipping+"\n") {
		title, below, _ := strings.Cut(strings.Trim(entry, "\ufeff \n"), "\n")
		line, clip, _ := strings.Cut(below, "\n")
		switch clip = strings.TrimSpace(clip); {
		case title == "":
			continue
		case !aboutClipping.MatchString(line):
			return nil
		case clip == "":
			continue // a bookmark
		}
		if title = field.Line(title); texts[title] == nil {
			titles, about[title] = append(titles, title), line[strings.LastIndexByte(line, '|')+1:]
		}
		texts[title] = append(texts[title], clip)
	}
	var parts [][]byte
	for _, title := range titles {
		label := "Title: " + title
		if m := authorOfClipping.FindStringSubmatch(title); m != nil {
			label = "Title: " + m[1] + "\nAuthor: " + m[2]
		}
		if date := dateIn(about[title]); date != "" {
			label += "\nDate: " + date
		}
		parts = append(parts, []byte(label+"\n\nText: "+strings.Join(texts[title], "\n\n")))
	}
	return parts
}

// dateIn returns the date that a line ends with: of "Added on Wednesday, 4 November 2026 09:12:33" all but the words before it.
func dateIn(line string) string {
	for words := strings.Fields(line); len(words) > 1; words = words[1:] {
		if date := strings.Join(words, " "); isDate(date) {
			return date
		}
	}
	return ""
}

func isDate(text string) bool {
	_, err := field.Time(text, nil)
	return err == nil
}
