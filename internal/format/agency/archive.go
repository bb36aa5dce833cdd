package agency

import (
	"regexp"
	"strings"
	"time"

	"byline/internal/format/field"
	"byline/internal/news"
)

// corpus reads an item of Reuters' corpus of 1996 and 1997.
func corpus(n *node, loc *time.Location) (news.Article, error) {
	a := news.Article{
		ID: n.attr("itemid"), Source: "Reuters", Headline: n.first("headline", "title"), Authors: field.Authors(n.first("byline")),
		Published: moment(loc, n.attr("date")), Language: field.Language(n.attr("lang")),
	}
	for _, dc := range n.all("metadata/dc") {
		if at := moment(loc, dc.attr("value")); dc.attr("element") == "dc.date.published" && a.Published.IsZero() {
			a.Published = at
		}
	}
	for _, c := range n.all("codes/code/codedetail") {
		a.Subjects = append(a.Subjects, c.attr("value"))
	}
	if text := n.find("text"); text != nil {
		a.Body = text.body()
	}
	return a, nil
}

// reuters reads an article of the Reuters-21578 collection.
func reuters(n *node, loc *time.Location) (news.Article, error) {
	a := news.Article{
		ID: n.attr("newid"), Source: "Reuters", Headline: n.first("text/title"), Authors: field.Authors(n.first("text/author")),
		Published: moment(loc, n.first("date")),
	}
	for _, list := range []string{"topics/d", "places/d", "people/d", "orgs/d"} {
		for _, d := range n.all(list) {
			a.Subjects = append(a.Subjects, d.line())
		}
	}
	text := n.find("text")
	if body := n.find("text/body"); body != nil {
		text = body
	}
	if text != nil {
		a.Body = text.body()
	}
	return a, nil
}

// dayInName finds a date in the name of a document: "XYZ_ENG_20240305.0012".
var dayInName = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{6})(?:\D|$)`)

// document reads a document as TREC and the Linguistic Data Consortium have them,
// or as Trafilatura writes it, with its fields for attributes.
func document(n *node, loc *time.Location) (news.Article, error) {
	a := news.Article{
		ID:        first(n.attr("id"), n.first("docno", "docid")),
		Source:    first(n.attr("sitename"), n.first("source", "publisher", "so")),
		Headline:  first(n.attr("title"), n.first("headline", "head", "title", "hl", "ti", "header/h3")),
		Authors:   field.Authors(first(n.attr("author"), n.first("byline", "author", "au"))),
		Published: moment(loc, n.attr("date"), n.first("date_time"), n.first("datetime"), n.first("date"), n.first("pubdate")),
		Section:   n.first("section", "category"),
	}
	if m := dayInName.FindStringSubmatch(a.ID); m != nil && a.Published.IsZero() {
		a.Published = moment(loc, m[1])
	}
	a.URL, _ = field.URL(first(n.attr("source"), n.first("url", "link")))
	var texts []string
	for _, t := range n.all("text") {
		texts = append(texts, t.body())
	}
	a.Body = strings.Join(texts, "\n\n")
	if main := n.find("main"); main != nil && texts == nil {
		a.Body = main.body()
	}
	if a.Body == "" {
		a.Body = n.first("body", "content", "leadpara")
	}
	return a, nil
}

// tei reads a text as editors of editions and digitised newspapers encode it. What the
// text was in, and when, is told by the description of its source.
func tei(n *node, loc *time.Location) (news.Article, error) {
	header := n.find("teiheader")
	if header == nil {
		return news.Article{}, nil
	}
	a := news.Article{
		Headline: first(header.first("titlestmt/title"), n.first("body/head", "body/div/head")),
		Language: field.Language(first(header.first("language@ident"), n.attr("lang"))),
		Section:  header.first("textclass/catref"),
	}
	for _, name := range header.all("titlestmt/author") {
		a.Authors = append(a.Authors, field.Authors(name.line()+";")...)
	}
	if source := header.find("sourcedesc"); source != nil {
		a.Source = source.first("publisher")
		for _, title := range source.all("title") {
			if level := title.attr("level"); level == "j" || level == "s" {
				a.Source = title.line()
			}
		}
		a.Published = moment(loc, source.first("date@when"), source.first("date"))
	}
	if text := n.find("text"); text != nil {
		a.Body = text.body()
	}
	return a, nil
}
