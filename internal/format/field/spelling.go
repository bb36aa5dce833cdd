package field

import "unicode/utf8"

// target is a field of an article, as an index into the values of a record.
type target uint8

const (
	unknown target = iota
	id
	address
	source
	headline
	authors
	published
	updated
	section
	subjects
	inLanguage
	caption
	credit
	attribution
	body
	targets // how many there are

	inner // an object whose members count as members of the record
	list  // an array of articles within an envelope
)

// spelling is one way to name a field. Of several in a record the lowest rank wins.
type spelling struct {
	target target
	rank   int8
}

// spellings are the names that are understood, in the form that plainName gives them.
var spellings = withForeign(spell(map[target][]string{
	id:      {"id", "articleid", "uuid", "docid", "documentid", "guid", "uri"},
	address: {"url", "canonicalurl", "weburl", "articleurl", "link", "permalink", "href", "newsurl", "pageurl", "sourceurl"},
	source: {
		"source", "outlet", "publisher", "publication", "sourcename", "newspaper", "site", "sitename", "publishername",
		"newssource", "sourcecommonname", "domain", "sourcedomain", "hostname",
	},
	headline: {"headline", "title", "heading", "webtitle", "articletitle"},
	authors:  {"authors", "author", "byline", "bylines", "creator", "writer", "writers", "reporter", "journalist"},
	published: {
		"published", "publishedat", "datepublished", "publisheddate", "publishdate", "pubdate", "publicationdate",
		"webpublicationdate", "datepublish", "publishedon", "publishedtime", "publishtime", "publicationtime",
		"firstpublished", "firstpublicationdate", "publishedutc", "releasedate", "date", "datetime", "seendate",
		"timestamp", "createdat", "created", "datecreated",
	},
	updated: {
		"updated", "updatedat", "dateupdated", "datemodified", "modified", "modifiedat", "modifieddate", "lastmodified",
		"lastupdated", "updateddate", "datemodify", "dateupdate", "lastmodificationdate",
	},
	section:     {"section", "sectionname", "category", "rubric", "desk", "newsdesk", "articlesection"},
	subjects:    {"subjects", "subject", "keywords", "keyword", "tags", "tag", "topics", "topic", "categories", "labels"},
	inLanguage:  {"language", "lang", "inlanguage", "locale"},
	caption:     {"caption", "imagecaption", "photocaption"},
	credit:      {"credit", "imagecredit", "photocredit"},
	attribution: {"attribution"},
	body: {
		"body", "text", "content", "articlebody", "articletext", "fulltext", "bodytext", "maintext", "story", "article",
		"contents", "plaintext", "bodytextsummary", "contenttext", "contenthtml", "bodyhtml", "html", "leadparagraph",
		"description", "summary", "abstract", "snippet", "excerpt", "standfirst",
	},
	inner: {"fields", "metadata", "meta", "response", "hits", "doc", "document"},
	list:  {"articles", "results", "items", "docs", "documents", "stories", "news", "entries", "data", "value"},
}))

func spell(names map[target][]string) map[string]spelling {
	out := map[string]spelling{}
	for t, list := range names {
		for rank, name := range list {
			out[name] = spelling{target: t, rank: int8(rank)}
		}
	}
	return out
}

// plainName writes name to dst in lower case and without what stands between its
// words, so that "pub_date", "PubDate" and "pub-date" are one.
func plainName(dst []byte, name []byte) []byte {
	start := len(dst)
	for _, c := range name {
		switch {
		case c >= utf8.RuneSelf:
			return plainForeign(dst[:start], name)
		case c == '_' || c == '-' || c == ' ' || c == '.' || c == '@' || c == ':':
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}
