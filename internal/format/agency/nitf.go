package agency

import (
	"strings"
	"time"

	"byline/internal/format/field"
	"byline/internal/news"
)

// nitf reads a document of the News Industry Text Format.
func nitf(n *node, loc *time.Location) (news.Article, error) {
	notices, err := state(n.find("docdata").attr("management-status"))
	if err != nil {
		return news.Article{}, err
	}
	a := news.Article{
		Notices:  notices,
		ID:       n.first("docdata/doc-id@id-string"),
		Source:   n.first("pubdata@name", "body.head/distributor", "docdata/doc.copyright@holder"),
		Headline: n.first("hedline/hl1", "head/title", "body.head/hedline"),
		Published: moment(loc, n.first("docdata/date.issue@norm"), n.first("docdata/date.release@norm"), n.first("pubdata@date.publication"),
			n.first("dateline/story.date@norm"), n.first("story.date@norm")),
		Section:  n.first("pubdata@position.section", "tobject/tobject.property@tobject.property.type"),
		Language: field.Language(first(n.attr("lang"), n.find("body").attr("lang"))),
		Caption:  n.first("media/media-caption", "media-caption"),
		Credit:   n.first("media/media-producer", "media-producer"),
	}
	a.URL, _ = field.URL(n.first("pubdata@ex-ref"))
	for _, by := range n.all("body.head/byline") {
		if by.attr("class") != "normalized_byline" || len(a.Authors) == 0 {
			a.Authors = append(a.Authors, field.Authors(by.line())...)
		}
	}
	for _, s := range [][2]string{{"key-list/keyword", "key"}, {"tobject/tobject.subject", "tobject.subject.matter"}, {"tobject/tobject.subject", "tobject.subject.type"}, {"identified-content/classifier", "value"}} {
		for _, k := range n.all(s[0]) {
			a.Subjects = append(a.Subjects, k.attr(s[1]))
		}
	}
	a.Body = nitfBody(n)
	return a, nil
}

// nitfBody returns the text of a document: where an archive has it whole beside its beginning, the whole.
func nitfBody(n *node) string {
	content := n.find("body.content")
	for _, block := range n.all("body.content/block") {
		if block.attr("class") == "full_text" {
			content = block
		}
	}
	if content == nil {
		content = n.find("body")
	}
	text := ""
	if content != nil {
		text = content.body()
	}
	if text == "" {
		text = first(n.first("body.head/abstract"), n.first("hedline/hl2"))
	}
	return text
}

func first(texts ...string) string {
	for _, s := range texts {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}
