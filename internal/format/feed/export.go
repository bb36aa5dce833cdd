package feed

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"

	"byline/internal/format/field"
	"byline/internal/news"
)

// leftOut counts what an export holds that is no published article, by what it is.
type leftOut map[string]int

func (l leftOut) err() error {
	kinds := slices.Sorted(maps.Keys(l))
	for i, kind := range kinds {
		kinds[i] = fmt.Sprintf("%s (%d)", kind, l[kind])
	}
	return news.Errorf(news.KindInvalid, "left out, for they are no published articles: %s", strings.Join(kinds, ", "))
}

// unpublished returns what an entry of an export is if it is no published article.
func (c *channel) unpublished(item *gofeed.Item) string {
	if draft := children(item.Extensions["app"]["control"], "draft"); strings.EqualFold(draft, "yes") {
		return "draft"
	}
	for _, s := range item.Categories {
		if _, kind, ok := strings.Cut(s, "/kind#"); ok && kind != "post" { // of Blogger
			return kind
		}
	}
	if kind, status := extension(item, "blogger", "type"), extension(item, "blogger", "status"); kind != "" {
		switch {
		case !strings.EqualFold(kind, "post"):
			return strings.ToLower(kind)
		case status != "" && !strings.EqualFold(status, "live"):
			return strings.ToLower(status)
		}
	}
	if !c.export {
		return ""
	}
	kind, status := extension(item, "wp", "post_type"), extension(item, "wp", "status")
	switch {
	case extension(item, "wp", "post_password") != "":
		return "protected by a password"
	case kind == "page", field.IsUnpublished(kind, ""), strings.HasPrefix(kind, "wp_"), strings.HasPrefix(kind, "acf-"), strings.HasPrefix(kind, "elementor"):
		return kind
	case status != "" && status != "publish":
		return status
	}
	return ""
}

func children(elements []ext.Extension, name string) string {
	for _, e := range elements {
		for _, child := range e.Children[name] {
			return strings.TrimSpace(child.Value)
		}
	}
	return ""
}

// persons returns the names of the authors of an export by the log-ins that its entries name.
func persons(authors []ext.Extension) map[string]string {
	names := map[string]string{}
	for _, a := range authors {
		one := []ext.Extension{a}
		name := children(one, "author_display_name")
		if full := strings.TrimSpace(children(one, "author_first_name") + " " + children(one, "author_last_name")); strings.Contains(full, " ") {
			name = full
		}
		names[children(one, "author_login")] = name
	}
	return names
}

// exported fills in what an export of WordPress has otherwise than a feed: text
// as it was typed, with shortcodes, and times in a field of their own.
func (c *channel) exported(a *news.Article, item *gofeed.Item) {
	text, caption := withoutShortcodes(item.Content)
	a.Body = field.ArticleText(paragraphs(text))
	if a.Body == "" {
		a.Body = field.ArticleText(item.Description)
	}
	if a.Caption == "" {
		a.Caption = line(caption)
	}
	if at, err := field.Time(extension(item, "wp", "post_date_gmt"), time.UTC); err == nil {
		a.Published = at
	}
	if at, err := field.Time(extension(item, "wp", "post_modified_gmt"), time.UTC); err == nil {
		a.Updated = at
	}
}

var (
	captions = regexp.MustCompile(`(?s)\[(?:wp_)?caption\b[^\]]*\](.*?)\[/(?:wp_)?caption\]`)
	// media that is embedded between two shortcodes, or named by one
	embedded  = regexp.MustCompile(`(?s)\[(?:embed|audio|video|playlist|gallery)\b[^\]]*\](?:[^\[\]]*\[/(?:embed|audio|video|playlist|gallery)\])?`)
	shortcode = regexp.MustCompile(`\[(/?)([a-z][a-z0-9_-]*)((?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s\]]+))*)\s*/?\]`)
	blocks    = regexp.MustCompile(`(?i)<(?:p|div)[\s>]`)
	blankLine = regexp.MustCompile(`\r?\n[ \t]*\r?\n`)
)

// withoutShortcodes takes shortcodes out of a text, with what they put beside it, and
// returns the caption of its first picture. Brackets that are none, as in "[sic]", stay.
func withoutShortcodes(s string) (text, caption string) {
	if !strings.Contains(s, "[") {
		return s, ""
	}
	if m := captions.FindStringSubmatch(s); m != nil {
		caption = m[1]
	}
	s = embedded.ReplaceAllString(captions.ReplaceAllString(s, "\n\n"), "\n\n")
	closed := map[string]bool{}
	for _, m := range shortcode.FindAllStringSubmatch(s, -1) {
		closed[m[2]] = closed[m[2]] || m[1] != "" || m[3] != ""
	}
	return shortcode.ReplaceAllStringFunc(s, func(code string) string {
		if m := shortcode.FindStringSubmatch(code); closed[m[2]] {
			return ""
		}
		return code
	}), caption
}

// paragraphs marks up the paragraphs of a text that was typed with blank lines between them.
func paragraphs(s string) string {
	if blocks.MatchString(s) && strings.Count(strings.ToLower(s), "<p") > len(blankLine.FindAllString(s, -1))/2 {
		return s
	}
	s = blankLine.ReplaceAllString(s, "<p>")
	return strings.ReplaceAll(s, "\n", "<br>")
}
