package agency

import (
	"path"
	"regexp"
	"strings"
	"time"

	"byline/internal/format/field"
	"byline/internal/news"
)

// wikiRoot is the root of an export of MediaWiki, in which each <page> is an item.
const wikiRoot = "mediawiki"

// wiki reads the page in an export of MediaWiki. Pages of other namespaces than that of
// articles and those that only lead elsewhere are errors.
func wiki(n *node, loc *time.Location) (news.Article, error) {
	page := n.find("page")
	if page == nil {
		return news.Article{}, news.Errorf(news.KindInvalid, "no text: the export of a wiki has no page")
	}
	if ns := page.first("ns"); ns != "" && ns != "0" {
		return news.Article{}, news.Errorf(news.KindInvalid, "no article, but a page of the namespace %s of a wiki", ns)
	}
	if page.find("redirect") != nil {
		return news.Article{}, news.Errorf(news.KindInvalid, "no article, but a page of a wiki that leads to another")
	}
	a := news.Article{Headline: page.first("title"), Source: n.first("sitename"), Language: field.Language(n.attr("lang"))}
	if base, ok := field.URL(n.first("siteinfo/base")); ok {
		a.URL = strings.TrimSuffix(base, path.Base(base)) + strings.ReplaceAll(a.Headline, " ", "_")
	}
	revisions := page.all("revision")
	if len(revisions) == 0 {
		return a, news.Errorf(news.KindInvalid, "no text: the page of a wiki has no revision")
	}
	last := revisions[len(revisions)-1]
	a.Published = moment(loc, revisions[0].first("timestamp"))
	if at := moment(loc, last.first("timestamp")); at.After(a.Published) {
		a.Updated = at
	}
	if text := last.find("text"); text != nil {
		source := text.raw()
		for _, m := range wikiCategory.FindAllStringSubmatch(source, -1) {
			a.Subjects = append(a.Subjects, m[1])
		}
		if m := wikiDate.FindStringSubmatch(source); m != nil {
			if at := moment(loc, m[1]); !at.IsZero() && (a.Published.IsZero() || at.Before(a.Published)) {
				a.Updated, a.Published = a.Published, at
			}
		}
		a.Body = wikiText(source)
	}
	return a, nil
}

var (
	wikiDate     = regexp.MustCompile(`(?i)\{\{\s*date\s*\|\s*([^|}]+?)\s*\}\}`)
	wikiCategory = regexp.MustCompile(`\[\[\s*(?i:cat|kat|кат)\pL+\s*:\s*([^|\]]+)`)
	wikiComment  = regexp.MustCompile(`(?s)<!--.*?-->`)
	wikiNote     = regexp.MustCompile(`(?is)<(?:ref|gallery|math)\b[^>]*?(?:/>|>.*?</(?:ref|gallery|math)>)`)
	wikiLink     = regexp.MustCompile(`\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]`)
	wikiFile     = regexp.MustCompile(`(?i)\[\[[\pL\pM ]+:[^\[\]|]+\.[a-z0-9]{3,4}\s*(?:\|(?:[^\[\]]|\[\[[^\[\]]*\]\]|\[[^\[\]]*\])*)?\]\]`)
	wikiAside    = regexp.MustCompile(`(?m)^\[\[:?[\pL\pM-]+:[^\s\[\]][^\[\]]*\]\]\s*$`) // alone on its line: a category, another language
	wikiOutside  = regexp.MustCompile(`\[(?:https?:)?//[^\s\]]+ ?([^\]]*)\]`)
	wikiHeading  = regexp.MustCompile(`(?m)^(={2,6})\s*(.*?)\s*={2,6}\s*$`)
	wikiMarks    = regexp.MustCompile(`'{2,5}|(?m)^[*#:;]+\s*|__[A-Z]+__|^-{4,}$`)
	wikiBreak    = regexp.MustCompile(`(?i)<(?:br|p)\s*/?>`)
	wikiTag      = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
)

// wikiText makes a plain text of one with the marks of MediaWiki: without templates,
// tables, notes, files, and what stands below the last heading if that is a list of
// links, as sources are.
func wikiText(s string) string {
	s = wikiNote.ReplaceAllString(wikiComment.ReplaceAllString(s, ""), "")
	s = withoutNested(withoutNested(s, "{{", "}}"), "{|", "|}")
	s = wikiAside.ReplaceAllString(wikiFile.ReplaceAllString(s, ""), "")
	s = wikiOutside.ReplaceAllString(wikiLink.ReplaceAllString(s, "$1"), "$1")
	s = withoutEmptyParts(s)
	s = wikiTag.ReplaceAllString(wikiBreak.ReplaceAllString(wikiMarks.ReplaceAllString(s, ""), "\n"), "")
	return field.Body(field.Unescape(s))
}

// withoutEmptyParts leaves out headings below which there is no sentence.
func withoutEmptyParts(s string) string {
	at := wikiHeading.FindAllStringSubmatchIndex(s, -1)
	if len(at) == 0 {
		return s
	}
	var b strings.Builder
	b.WriteString(s[:at[0][0]])
	for i, m := range at {
		end := len(s)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		if part := s[m[1]:end]; strings.ContainsAny(part, ".!?。") && !onlyList(part) {
			b.WriteString("\n\n" + s[m[4]:m[5]] + "\n\n" + part)
		}
	}
	return b.String()
}

// onlyList reports whether all lines are items of a list.
func onlyList(text string) bool {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '*' && line[0] != '#' {
			return false
		}
	}
	return true
}

// withoutNested cuts what stands between brackets, others within them included.
func withoutNested(s, open, closing string) string {
	var b strings.Builder
	depth := 0
	for i := 0; i < len(s); {
		switch {
		case strings.HasPrefix(s[i:], open):
			depth++
			i += len(open)
		case depth > 0 && strings.HasPrefix(s[i:], closing):
			depth--
			i += len(closing)
		default:
			if depth == 0 {
				b.WriteByte(s[i])
			}
			i++
		}
	}
	return b.String()
}
