// Package agency reads the XML in which agencies and archives keep articles: NITF,
// NewsML-G2, NewsML 1, the collections of Reuters, documents of TREC and
// Gigaword, exports of MediaWiki, and records of any vocabulary whose elements have the usual names.
package agency

import (
	"iter"
	"regexp"
	"strings"
	"time"

	"byline/internal/format/field"
	"byline/internal/news"
)

// vocabularies are the root elements that are known, and what reads an article in each.
var vocabularies = map[string]func(*node, *time.Location) (news.Article, error){
	"nitf":     nitf,
	"newsitem": newsItem,
	"reuters":  reuters,
	"doc":      document,
	"tei":      tei,
	wikiRoot:   wiki,
}

// envelopes are elements that hold articles.
var envelopes = map[string]bool{"newsmessage": true, "itemset": true, "newsml": true, "lewis": true, "newsitems": true}

// others are items of NewsML-G2 that are no articles.
var others = map[string]bool{"packageitem": true, "conceptitem": true, "knowledgeitem": true, "planningitem": true, "catalogitem": true}

// drawings are vocabularies with titles and texts that are no articles.
var drawings = map[string]bool{"html": true, "svg": true, "urlset": true, "sitemapindex": true, "opml": true}

// Detect reports whether Parse can read a text that begins with head, in which the first element is root.
func Detect(head []byte, root string) bool {
	root = local(root)
	switch {
	case root == "":
		return false
	case envelopes[root] || others[root] || vocabularies[root] != nil && root != "doc":
		return true
	}
	return !drawings[root] && (hasRecords(head) || root == "doc" && extracted.Match(head))
}

// extracted begins what Trafilatura writes.
var extracted = regexp.MustCompile(`(?s)^.{0,200}<doc\s[^>]*\btitle=[^>]*>\s*<main>`)

// names finds the names of elements, and what an element has for its name in an attribute.
var names = regexp.MustCompile(`<([A-Za-z][\w:.-]*)(?:\s+name="([A-Za-z][\w.-]*)"[^>/]*>|[\s>])`)

// hasRecords reports whether there are elements whose names are those of the headline and of the text of an article.
func hasRecords(head []byte) bool {
	var seen namedParts
	for _, m := range names.FindAllSubmatch(head, 4000) {
		seen.see(local(string(m[1])))
		if len(m[2]) > 0 {
			seen.see(local(string(m[2])))
		}
	}
	return seen.headline && (seen.text || longRun.Match(head))
}

// longRun is a text between tags that is as long as one of an article.
var longRun = regexp.MustCompile(`>[^<>{}]{200}`)

// namedParts tells whether among elements are a headline and a text, by their names.
type namedParts struct{ headline, text bool }

// see is told the name of an element.
func (p *namedParts) see(name string) {
	if field.IsHeadline(name) || name == "subject" { // as letters and journals have it
		p.headline = true
	} else if field.IsText(name) {
		p.text = true
	}
}

// Parse yields the articles of a file in order, each with the reason if it is no
// article. Times without a zone are in loc; nil means UTC.
func Parse(data []byte, loc *time.Location) iter.Seq2[news.Article, error] {
	return func(yield func(news.Article, error) bool) {
		tree := parse(field.WithoutControls(data))
		found, more := false, true
		tree.walk(func(n *node) bool {
			read := vocabularies[n.name]
			if read != nil && n.name == "doc" && n.namesColumns() { // of Solr
				read = nil
			}
			switch {
			case !more:
				return false
			case read != nil:
				a, err := read(n, loc)
				found, more = true, yield(finish(a, err))
				return false
			case others[n.name]:
				found, more = true, yield(news.Article{}, news.Errorf(news.KindInvalid, "no article, but a <%s>", n.name))
				return false
			}
			return true
		})
		if found {
			return
		}
		tree.nameColumns()
		for _, record := range records(tree) {
			if found = true; !yield(fromRecord(record, loc)) {
				return
			}
		}
		if !found {
			yield(news.Article{}, news.Errorf(news.KindInvalid, "no text: there is no article in this XML"))
		}
	}
}

// finish checks what was read, and puts its fields into the form that they have everywhere.
func finish(a news.Article, err error) (news.Article, error) {
	if err != nil {
		return news.Article{}, err
	}
	if a.Headline == "" && a.Body == "" {
		return news.Article{}, news.InvalidField("body", "no text: the item has neither a headline nor content")
	}
	a.Authors, a.Subjects = field.AuthorList(a.Authors), field.List(a.Subjects)
	a.Headline = field.CutOutlet(a.Headline, a.Source)
	return a, nil
}

// moment returns the first time that can be read, zero if there is none.
func moment(loc *time.Location, texts ...string) time.Time {
	for _, s := range texts {
		if at, err := field.Time(s, loc); err == nil && s != "" {
			return at
		}
	}
	return time.Time{}
}

// state reads that of an item. It is an error if that is not published (withheld), and
// a notice if it is taken back (canceled).
func state(s string) ([]news.Notice, error) {
	s = s[strings.LastIndexByte(s, ':')+1:]
	if field.IsUnpublished("", s) {
		return nil, news.Errorf(news.KindInvalid, "the item is not published: %q", s)
	}
	return field.Retraction(s), nil
}
