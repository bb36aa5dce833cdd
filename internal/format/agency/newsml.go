package agency

import (
	"strings"
	"time"

	"byline/internal/format/field"
	"byline/internal/news"
)

// noTexts are the classes of items of NewsML-G2 that hold no text.
var noTexts = map[string]bool{"picture": true, "graphic": true, "animation": true, "audio": true, "video": true}

// newsItem reads an item of NewsML-G2, of NewsML 1 or of Reuters' corpus, which have the name in common.
func newsItem(n *node, loc *time.Location) (news.Article, error) {
	switch {
	case n.find("newscomponent") != nil || n.find("newsmanagement") != nil:
		return newsML1(n, loc)
	case n.attr("itemid") != "":
		return corpus(n, loc)
	}
	meta := n.find("itemmeta")
	if meta == nil {
		meta = n
	}
	class := meta.find("itemclass").attr("qcode")
	if class = class[strings.LastIndexByte(class, ':')+1:]; noTexts[class] && n.find("contentset/inlinexml") == nil && n.find("contentset/inlinedata") == nil {
		return news.Article{}, news.Errorf(news.KindInvalid, "no article, but of the class %q", class)
	}
	notices, err := state(first(meta.find("pubstatus").attr("qcode"), meta.find("pubstatus").attr("uri")))
	if err != nil {
		return news.Article{}, err
	}
	created, version := meta.first("firstcreated"), meta.first("versioncreated")
	a := news.Article{
		Notices:   notices,
		ID:        n.attr("guid"),
		Source:    first(named(meta.find("provider")), named(n.find("infosource")), named(n.find("copyrightholder"))),
		Headline:  mainOf(n.all("contentmeta/headline"), meta.first("title")),
		Published: moment(loc, created, version, n.first("contentmeta/contentcreated")),
		Language:  field.Language(first(n.find("contentmeta/language").attr("tag"), n.attr("lang"))),
		Section:   named(n.find("contentmeta/genre")),
	}
	if updated := moment(loc, version); updated.After(a.Published) {
		a.Updated = updated
	}
	a.URL, _ = field.URL(a.ID)
	for _, path := range []string{"contentmeta/by", "contentmeta/byline", "contentmeta/creator", "contentmeta/contributor"} {
		for _, by := range n.all(path) {
			if len(a.Authors) == 0 || path == "contentmeta/creator" && a.Authors == nil {
				a.Authors = append(a.Authors, field.Authors(first(by.first("name"), by.line(), by.attr("literal")))...)
			}
		}
	}
	for _, s := range n.all("contentmeta/subject") {
		a.Subjects = append(a.Subjects, named(s))
	}
	return withContent(a, n, loc), nil
}

// withContent fills in the text of an item, and what a NITF document in it knows beside that.
func withContent(a news.Article, n *node, loc *time.Location) news.Article {
	for _, path := range []string{"contentset/inlinexml", "contentset/inlinedata", "datacontent"} {
		for _, c := range n.all(path) {
			var text string
			if doc := c.find("nitf"); doc != nil {
				inside, err := nitf(doc, loc)
				if err != nil {
					continue
				}
				text = inside.Body
				a.Headline, a.Source = first(a.Headline, inside.Headline), first(a.Source, inside.Source)
				if len(a.Authors) == 0 {
					a.Authors = inside.Authors
				}
				if a.Published.IsZero() {
					a.Published = inside.Published
				}
				a.Subjects = append(a.Subjects, inside.Subjects...)
			} else {
				text = field.Body(field.Plain(c.body())) // which may be HTML that was escaped
			}
			if len(text) > len(a.Body) {
				a.Body = text
			}
		}
	}
	if a.Body == "" {
		a.Body = n.first("contentmeta/description")
	}
	return a
}

// named returns the name of a party or a subject.
func named(n *node) string {
	if n == nil {
		return ""
	}
	literal := n.attr("literal")
	if strings.Contains(literal, ":") {
		literal = ""
	}
	return first(n.first("name"), n.attr("formalname"), literal, n.line())
}

// mainOf returns the headline that is not a variant of another.
func mainOf(headlines []*node, otherwise string) string {
	for _, h := range headlines {
		if role := h.attr("role"); role == "" || strings.HasSuffix(role, "main") {
			return h.line()
		}
	}
	if len(headlines) > 0 {
		return headlines[0].line()
	}
	return otherwise
}

// newsML1 reads an item of NewsML 1, whose components may be nested.
func newsML1(n *node, loc *time.Location) (news.Article, error) {
	notices, err := state(n.first("newsmanagement/status@formalname"))
	if err != nil {
		return news.Article{}, err
	}
	created, revised := n.first("newsmanagement/firstcreated"), n.first("newsmanagement/thisrevisioncreated")
	a := news.Article{
		Notices:   notices,
		ID:        n.first("newsidentifier/publicidentifier", "newsidentifier/newsitemid"),
		Source:    first(named(n.find("provider/party")), named(n.find("source/party")), n.first("creditline"), n.first("newsidentifier/providerid")),
		Headline:  n.first("newslines/headline", "headline"),
		Authors:   field.Authors(n.first("newslines/byline", "byline")),
		Published: moment(loc, created, revised, n.first("newsidentifier/dateid")),
		Language:  field.Language(first(n.first("descriptivemetadata/language@formalname"), n.attr("lang"))),
	}
	if updated := moment(loc, revised); updated.After(a.Published) {
		a.Updated = updated
	}
	for _, k := range n.all("newslines/keywordline") {
		a.Subjects = append(a.Subjects, field.Subjects(k.line())...)
	}
	return withContent(a, n, loc), nil
}
