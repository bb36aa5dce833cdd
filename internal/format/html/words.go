package html

import (
	"regexp"
	"strings"
	"sync"

	nethtml "golang.org/x/net/html"

	"byline/internal/format/field"
	"byline/internal/lang"
)

// pageWords are the words of pages, ready to compare with.
type pageWords struct {
	furniture, otherStories, titlesOfErrors, titlesOfLogIns, titlesOfSites *regexp.Regexp // the whole
	invitations, listTitles, searchTitles                                  *regexp.Regexp // the beginning
	errorTexts, logInTexts, consentTexts, checkTexts                       *regexp.Regexp // somewhere
	publishedLabels, updatedLabels                                         *regexp.Regexp // the end

	furnitureClasses, wallClasses, writerClasses, ofWriterClasses, standfirstClasses, bylineClasses, dateClasses, mastheadClasses, headlineClasses, commentClasses, kickerClasses map[string]bool

	textClasses []string
	updatedEnds map[string]bool // the last word of each label of an update
	posts       map[string]bool
}

var words = sync.OnceValue(func() *pageWords {
	p := lang.OnPages()
	whole := func(list []string) *regexp.Regexp { return regexp.MustCompile(`(?i)^` + lang.Pattern(list) + `$`) }
	start := func(list []string) *regexp.Regexp { return regexp.MustCompile(`(?i)^` + lang.Pattern(list)) }
	inside := func(list []string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + lang.Pattern(list)) }
	return &pageWords{
		furniture: whole(p.Furniture), otherStories: whole(p.OtherStories), titlesOfErrors: whole(p.NotFound), titlesOfLogIns: whole(p.LogInTitles), titlesOfSites: whole(p.SiteTitles),
		invitations: start(p.Invitations), listTitles: start(p.ListTitles), searchTitles: start(p.SearchTitles),
		errorTexts: inside(p.NotFoundTexts), logInTexts: inside(p.LogInTexts),
		consentTexts: inside(p.ConsentTexts), checkTexts: inside(p.CheckTexts),
		furnitureClasses: set(p.Classes), wallClasses: set(p.Walls), writerClasses: set(p.Writers), ofWriterClasses: set(p.OfWriters), textClasses: p.TextClasses, posts: p.Posts, standfirstClasses: set(p.Standfirsts),
		bylineClasses: set(p.Bylines), dateClasses: set(p.Dates), mastheadClasses: set(p.Mastheads), headlineClasses: set(p.Headlines), commentClasses: set(p.Comments), kickerClasses: set(p.Kickers),
		updatedEnds: lastWords(p.Updated), publishedLabels: labelled(p.Published, `(?:\pL{3,10}\s+)?`), updatedLabels: labelled(p.Updated, `(?:\pL{3,9}\s+)?`), // "originally", "zuletzt"
	}
})

// hasTextClass reports whether a class of n says that it holds the text of an article.
func hasTextClass(n *nethtml.Node) bool {
	class := strings.ToLower(attr(n, "class") + " " + attr(n, "id"))
	if len(class) < 2 || len(class) > field.MaxClass {
		return false
	}
	for _, w := range words().textClasses {
		if strings.Contains(class, w) {
			return true
		}
	}
	return false
}

// labelled is a pattern of one of several words before a date, and what may stand before it.
func labelled(list []string, before string) *regexp.Regexp {
	quoted := make([]string, len(list))
	for i, w := range list {
		quoted[i] = regexp.QuoteMeta(w)
	}
	return regexp.MustCompile(`(?i)(?:^|[|·•,;.)(/–—-]\s*|\s{2,})` + before + lang.Pattern(quoted) + `(?:\s+\pL{1,3})?\s*[:–—-]?\s*$`) // "on", "am", "le"
}

// lastWords are the last word of each label.
func lastWords(labels []string) map[string]bool {
	m := make(map[string]bool, len(labels))
	for _, label := range labels {
		if words := strings.Fields(label); len(words) > 0 {
			m[words[len(words)-1]] = true
		}
	}
	return m
}

func set(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, w := range list {
		m[w] = true
	}
	return m
}

// hasClass reports whether a class of n, its ID or a word of either is one of a set.
func hasClass(n *nethtml.Node, of map[string]bool) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "data-hook", "data-testid", "data-qa", "data-component": // names that builders of sites give to elements
			if field.HasClass(a.Val, of) {
				return true
			}
		}
	}
	return false
}
