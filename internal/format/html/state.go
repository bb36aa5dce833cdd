package html

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	nethtml "golang.org/x/net/html"

	"byline/internal/format/field"
	"byline/internal/news"
)

var (
	// shadow begins and ends what a page declares as the inside of an element of its own.
	shadow    = regexp.MustCompile(`(?i)<template\s[^>]{0,200}\bshadowroot(?:mode)?\b[^>]{0,200}>`)
	shadowEnd = regexp.MustCompile(`(?i)</template\s*>`)
)

// withoutShadow opens the elements whose inside a page declares apart, for their text is its own.
func withoutShadow(data []byte) []byte {
	if !bytes.Contains(data, []byte("shadowroot")) || !shadow.Match(data) {
		return data
	}
	return shadowEnd.ReplaceAll(shadow.ReplaceAll(data, []byte("<div>")), []byte("</div>"))
}

// The states of a page that are looked into, and their length in bytes.
const (
	maxStates = 8
	maxState  = 2 << 20
	minState  = 100
)

// noteState takes in a script that holds data: JSON, or what it sets the state of the page to.
func (m *marks) noteState(n *nethtml.Node) {
	text := n.FirstChild.Data
	if m.noteFlight(text) {
		return
	}
	if len(text) < minState || len(text) > maxState {
		return
	}
	if !strings.Contains(strings.ToLower(attr(n, "type")), "json") {
		for state := range assignments(text) {
			m.keepState(state)
		}
		return
	}
	m.keepState(text)
}

func (m *marks) keepState(text string) {
	if len(m.states) < maxStates && len(text) >= minState {
		m.states = append(m.states, text)
	}
}

// takeState completes an article of which the page shows next to nothing, since a
// script is to put it together, by the data of that script.
func (m *marks) takeState(a *news.Article) {
	m.eachNamed(a.Headline, func(found news.Article) { takeLonger(a, found) })
	if m.flight != "" {
		m.takeFlight(a)
	}
}

// takeOnly makes an article of the only one in the data of the scripts, where the page
// itself names none. Several are teasers, or articles to follow.
func (m *marks) takeOnly(a *news.Article) {
	var only news.Article
	several := false
	m.eachNamed("", func(found news.Article) {
		if len(found.Body) >= enough && !found.Published.IsZero() {
			several = several || only.Headline != "" && only.Headline != found.Headline
			only = found
		}
	})
	if several {
		return
	}
	const most = 5 // words
	if site := a.Headline; a.Source == "" && only.Headline != "" && len(strings.Fields(site)) <= most && !sharesWords(only.Headline, site) {
		a.Source = site // which is all that the title of the page says
	}
	takeLonger(a, only)
	if a.URL == "" {
		a.URL = only.URL
	}
}

// takeLonger completes an article by another form of it, if there is much more of it in that.
func takeLonger(a *news.Article, found news.Article) {
	if len(found.Body) <= 2*len(a.Body) {
		return
	}
	a.Headline, a.Body = found.Headline, found.Body
	if a.Published.IsZero() {
		a.Published, a.Updated = found.Published, found.Updated
	}
	if len(a.Authors) == 0 {
		a.Authors = found.Authors
	}
}

// dateInState returns when an article was published by the data of the scripts.
func (m *marks) dateInState(headline string) (at time.Time) {
	m.eachNamed(headline, func(found news.Article) {
		if at.IsZero() {
			at = found.Published
		}
	})
	return at
}

// eachNamed calls take for each object in the data of the scripts that has the
// headline of the page.
func (m *marks) eachNamed(headline string, take func(news.Article)) {
	for _, state := range m.states {
		for _, v := range readJSON(state) {
			if list, ok := v.([]any); ok {
				v = referred(list)
			}
			m.named(headline, v, maxLinkedDepth, take)
		}
	}
}

func (m *marks) named(headline string, value any, depth int, take func(news.Article)) {
	switch v := value.(type) {
	case []any:
		for _, e := range v {
			if depth > 0 {
				m.named(headline, e, depth-1, take)
			}
		}
	case map[string]any:
		named := false
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if text, ok := v[name].(string); ok {
				named = named || isOf(headline, text)
			} else if depth > 0 {
				m.named(headline, v[name], depth-1, take)
			}
			if parts, ok := v[name].(map[string]any); ok && field.IsHeadline(name) { // {"headlines": {"basic": "Mole shut"}}
				for _, part := range parts {
					text, ok := part.(string)
					named = named || ok && isOf(headline, text)
				}
			}
		}
		if !named && headline != "" {
			return
		}
		data, err := json.Marshal(v)
		if err != nil {
			return
		}
		o, err := field.ReadObject(jsontext.NewDecoder(bytes.NewReader(data)), data, m.calendar.loc)
		if err != nil {
			return
		}
		if headline == "" && !o.IsArticle() {
			return
		}
		if found, err := o.Article(); err == nil && (headline == "" || isOf(headline, found.Headline)) {
			take(found)
		}
	}
}

// isOf reports whether the title of a page is a headline, alone or with its site behind it.
func isOf(title, headline string) bool {
	return same(title, headline) || len(headline) >= minHeadline && strings.HasPrefix(title, headline)
}
