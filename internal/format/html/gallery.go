package html

import (
	"slices"
	"strings"

	nethtml "golang.org/x/net/html"

	"byline/internal/format/field"
)

// A gallery tells its story in the captions of its pictures.
const (
	fewestCaptions  = 3
	shortestCaption = 40 // bytes
)

// withGallery adds the captions of a page to its text, where that says hardly
// anything and there are several that do: sentences, each once, without credits.
func withGallery(body string, doc *nethtml.Node) string {
	var captions []string
	for n := range firstOf(doc, isMain, isBody).Descendants() {
		if !isNamed("figcaption")(n) && !strings.Contains(strings.ToLower(attr(n, "class")), "caption") {
			continue
		}
		for p := range strings.SplitSeq(render(n), "\n\n") {
			if text, _, ok := field.CutCredit(field.Line(p)); ok {
				p = text
			}
			if len(p) >= shortestCaption && isSaid(p) && !slices.Contains(captions, p) {
				captions = append(captions, p)
			}
		}
	}
	if len(captions) < fewestCaptions || len(strings.Join(captions, "")) <= len(body) {
		return body
	}
	if body != "" {
		captions = slices.Insert(captions, 0, body)
	}
	return strings.Join(captions, "\n\n")
}
