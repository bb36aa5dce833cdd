package field

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"

	"byline/internal/news"
)

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
	seen // when it was fetched, which stands in for when it was published
	year // of published, where that is in several fields
	month
	day
	clock // the time of day of published, where that is a date alone
	state // whether it is published at all
	sort  // what sort of thing it is
	begun // when an event begins, or where words do in a film
	price // what goods cost, or what was paid
	targets
)

// oneLine is a field of an article that is one line, as a record has it.
type oneLine struct {
	target target
	of     *string
}

// oneLines are all of them.
func oneLines(a *news.Article) []oneLine {
	return []oneLine{{id, &a.ID}, {headline, &a.Headline}, {section, &a.Section}, {caption, &a.Caption}, {credit, &a.Credit}}
}

// spelling is one way to name a field. Of several in a record the lowest rank wins.
type spelling struct {
	target target
	rank   int16
}

// Ranks are in steps: what an inner object says counts less than what the record
// says, and a weak spelling less than either.
const (
	composedRank = 50
	innerRank    = 100
	weakRank     = 200
)

// spellings are the names that are understood, in the form that plainName gives
// them. Behind an empty one stand weak ones, which count only if nothing else,
// within inner objects too, is there; those of body are of summaries.
var spellings = sync.OnceValue(func() map[string]spelling {
	return withForeign(spell(map[target][]string{
		id: {
			"id", "articleid", "uuid", "docid", "documentid", "newsid", "postid", "storyid", "itemid", "guid", "uri", "objectid", "docno", "newid",
			"", "resolvedid",
		},
		address: {
			"url", "canonicalurl", "weburl", "articleurl", "originallink", "link", "permalink", "href", "newsurl", "pageurl", "storyurl", "posturl", "sourceurl",
			"canonicallink", "urlsource", "resolvedurl", "externalurl", "fullurl", "linkurl", "originalurl", "givenurl", "shareurl", "weblink", "articlelink", "newslink", "storylink", "canonical", "alternate", "links",
			"origurl", "dcidentifier", "respondedurl", "finalurl", "webpageurl", "htmlurl", "requestedurl", "warctargeturi",
			"", "amp", "mobileurl", "urlmobile", "shorturl", "originid", "identifier",
		},
		source: {
			"sourcehostname", "sitename", "source", "outlet", "publication", "sourcename", "namesource", "newspaper", "paper", "publicationtitle", "publicationname", "containertitle", "secondarytitle", "publisher", "site", "publishername",
			"newssource", "sourcecommonname", "outletname", "medianame", "feedtitle", "feedname", "ogsitename", "metasitename", "journal", "provider",
			"providername", "sourcetitle", "blogname", "newsoutlet", "newsagency", "agency", "magazine", "channeltitle", "channelname", "publishedin", "mediaoutlet", "mediasource",
			"firstsource", "dcpublisher", "journaltitle", "dataprovider", "sourceinfo",
			"domain", "sourcedomain", "hostname", "domainname", "domainurl", "cleanurl", "websitename", "website",
			"", "uploader", "pagename", "feed", "origin", "thread", "channel", "blog", "infosources", "copyrightholder", "sourceid", "sourceuri", "fulldomainurl",
		},
		headline: {
			"headline", "title", "heading", "headlinetext", "articletitle", "newstitle", "posttitle", "maintitle", "headlinemain", "headlines", "storytitle",
			"articleheadline", "newsheadline", "resolvedtitle", "giventitle", "booktitle", "hed", "titlefull", "titleen", "dctitle",
			"", "linktext", "webtitle", "header", "titlerss", "pagetitle", "titlepage", "ogtitle", "seotitle", "name",
		},
		authors: {
			"authors", "author", "byline", "bylines", "authorsbyline", "authorbyline", "creator", "creators", "writer", "writers", "reporter", "reporters", "journalist", "journalists",
			"authorname", "authornames", "publishedby", "publishedbylines", "postauthor", "articleauthor", "authorlist",
			"by", "writtenby", "credits", "contrib", "contributor", "contributors", "articleauthors", "newsauthor", "dccreator", "bookauthor", "influencer", "createdbyalias",
			"", "shortbyline", "ogauthor",
		},
		published: {
			"firstpublishedat", "firstpublicationdate", "firstpublished", "firstpublishdate", "published", "publishedat", "datepublished", "publisheddate", "publishdate", "pubdate", "publicationdate", "publishup", "effective",
			"webpublicationdate", "datepublish", "publishedon", "publishedtime", "publishtime", "publicationtime",
			"publishingdate", "articlepublishdate", "articlepublisheddate", "publishedutc", "publishedattimestamp", "datepublishedutc", "publisheddatetime",
			"publishedatutc", "timepublished", "publisheddateutc", "publicationdatetime", "publishdatetime", "articledate", "newsdate", "postdate", "postdategmt",
			"displaydate", "displaydatetime", "pubtime", "pubdatetime", "dateofpublication", "dateposted", "postedat", "postedon", "posted",
			"postedtime", "releasedate", "releasedat", "airdate", "issuedate", "dategmt", "dateunixtime", "datetimepub", "issued", "date", "datetime", "dateutc", "seendate",
			"firstcreated", "versioncreated", "contentcreated", "timestamp", "timestampms", "unixtime", "createdat", "created", "createddate", "postcreated",
			"createdutc", "uploaddate", "datecreated", "creationdate", "datecreate", "epoch", "unixtimestamp", "ts", "createdtimestampusec", "dcdate", "publish", "providerpublishtime", "eventtime",
			"", "createdtime",
		},
		seen: {
			"crawldate", "crawled", "crawledat", "datedownload", "downloaddate", "downloadedat", "datefound", "warcdate", "scrapedat", "scrapedate", "datescraped", "scrapetime", "scrapetimestamp",
			"fetchedat", "fetchdate", "fetchtime", "retrievedat", "retrieved", "accessdate", "accessed", "collectedat", "indexeddate", "indexedat", "extractedat", "exportedat", "timeadded", "highlightedat", "addedat", "dateadded", "savedat", "saveddate", "datesaved",
		},
		updated: {
			"updated", "updatedat", "dateupdated", "datemodified", "modified", "modifiedat", "modifieddate", "lastmodified",
			"lastupdated", "updateddate", "datemodify", "dateupdate", "lastmodificationdate", "modifiedgmt", "changed", "updatedtime", "updatedon",
			"lastupdate", "lastupdatedate", "postmodifiedgmt", "postmodified", "datelastupdated", "lastmodifieddate", "lastmodifiedat", "lastpublishedat", "lastpublicationdate", "lastupdatedat", "updatetime", "usereditedtimestampusec",
		},
		section: {
			"section", "sectionname", "category", "rubric", "rubrique", "desk", "newsdesk", "articlesection", "primarytag", "sectiontitle", "categoryname",
			"categoryaggregate", "newscategory", "primarysection", "ressort", "vertical", "newstype",
		},
		subjects: {
			"subjects", "subject", "keywords", "keyword", "tags", "tag", "topics", "topic", "categories", "labels", "concepts", "desfacet", "geofacet",
			"perfacet", "orgfacet", "wpterm", "tagnames", "taglist", "categorynames", "places", "people", "organisations", "organizations", "hashtags", "dcsubject", "documenttags",
		},
		inLanguage:  {"language", "lang", "inlanguage", "locale", "languagecode", "humanlanguage", "langcode", "articlelanguage", "newslanguage"},
		caption:     {"caption", "imagecaption", "photocaption"},
		credit:      {"credit", "imagecredit", "photocredit"},
		attribution: {"attribution"},
		body: {
			"body", "text", "content", "articlebody", "articletext", "fulltext", "bodytext", "maintext", "story", "article", "document", "doc",
			"contents", "plaintext", "bodytextsummary", "contenttext", "textcontent", "bodies", "contenthtml", "bodyhtml", "bodyxhtml", "htmlcontent", "html",
			"articlecontent", "newscontent", "post", "newstext", "newsbody", "postcontent", "fullcontent", "fullarticle", "fullbody", "storytext", "storybody",
			"fullstory", "completetext", "wholetext", "rawtext", "cleantext", "cleanedtext", "articlefulltext", "contentelements", "paragraphs", "contentencoded", "selftext", "rawcontent",
			"bodynitf", "textbody", "maincontent", "extractedtext", "transcript", "markdown", "bodymarkdown", "longdescription", "mainbody", "ocr", "ocrtext", "ocreng", "cooked", "markdowncontent",
			"extended", "blocks", "components", "", "leadparagraph", "description", "summary", "abstract", "snippet", "excerpt", "standfirst", "shortdescription", "shortdesc", "trailtext",
			"teaser", "lead", "lede", "subhed", "intro", "introduction", "introtext", "highlight", "selection", "dek", "deck", "blurb", "extract", "highlights", "descriptions", "descriptiontext",
			"descriptionhtml", "descriptionsummary", "customexcerpt", "metadescription", "ogdescription", "preview", "subtitle", "subheadline", "subheading",
			"truncatedbodytext", "synopsis", "desc", "summarytext", "articlesummary", "contentsnippet", "chapeau", "openingtext", "hitsentence", "dcdescription", "abstractnote", "sapo", "message",
		},
		year:  {"year", "publicationyear", "yearpublished", "pubyear", "publishedyear"},
		month: {"month", "publicationmonth", "pubmonth", "publishedmonth"},
		day:   {"day", "publicationday", "pubday", "dayofmonth"},
		clock: {"time", "clock"},
		state: {"status", "pubstatus", "poststatus", "workflowstate", "publicationstatus", "moderationstate", "state"},
		sort:  {"subtype", "type", "posttype"},
		begun: {"start", "startms", "starttime", "tstart", "startdate", "begindate", "dtstart"},
		price: {"price", "sku", "amount", "balance", "unitprice", "debit", "listprice"},
	}))
})

// inner are the names of objects whose members count as members of the record.
var inner = set(
	"fields", "metadata", "meta", "response", "hits", "doc", "document", "article", "story", "row", "node", "attributes", "item", "post", "record",
	"entry", "payload", "properties", "object", "html", "warcheaders", "embedded", "yoastheadjson", "poststream", "data", "result", "results", "news", "value", "articles", "feeditem", "tweet", "notetweet",
)

// lists are the names of the arrays of articles in an envelope, the likeliest first.
var lists = ranked(
	"articles", "results", "items", "docs", "documents", "stories", "posts", "news", "entries", "rows", "data", "value", "hits", "records", "objects",
	"feed", "edges", "nodes", "children", "messages", "activenotes", "list", "response", "item", "entry", "result", "newsitems", "newsarticles", "topstories", "payload", "ordereditems",
)

// feeds are those of them whose envelope has the name of the outlet for its title.
var feeds = set("items", "entries", "messages", "item", "entry", "feed")

// IsText reports whether name stands for the headline or the text of an article,
// as the name of a column that says that a table is one of articles.
func IsText(name string) bool {
	t := spellingOf(name).target
	return t == headline || t == body
}

// SameField reports whether two names stand for the same field of an article.
func SameField(a, b string) bool {
	t := spellingOf(a).target
	return t != unknown && t == spellingOf(b).target
}

// IsHeadline reports whether name stands for the headline of an article.
func IsHeadline(name string) bool {
	s := spellingOf(name)
	return s.target == headline && s.rank < weakRank
}

func spellingOf(name string) spelling { return spelled([]byte(name), plainName(nil, []byte(name))) }

// typed are what indexes put behind names, for the type of the field: title_t, url_s,
// content_txt_en, the language last.
var typed = set("s", "ss", "str", "strs", "t", "txt", "text", "dt", "dts", "tdt", "pdt", "p", "i", "l", "keyword")

// spelled returns what a name stands for, by how it is written and in plain letters.
func spelled(name, plain []byte) spelling {
	s, ok := spellings()[string(plain)]
	for range 2 {
		at := bytes.LastIndexByte(name, '_')
		if ok || at < 0 || len(name) > 64 {
			break
		}
		if typed[string(name[at+1:])] {
			return spellings()[string(plainName(nil, name[:at]))]
		}
		if len(name)-at-1 != len("en") {
			break
		}
		name = name[:at]
	}
	if !ok && len(plain) <= longestName {
		return composed(string(plain))
	}
	return s
}

// longestName bounds, in bytes, the name of a member that may be put together.
const longestName = 60

// beforeNames is what databases and crawlers put before the name of a field, for what
// has it, and behindNames what they put behind it, for the form that it is in.
var (
	beforeNames = []string{"first", "article", "news", "story", "post", "item", "entry", "record", "full", "raw", "clean", "original", "main", "alpha", "numeric"}
	behindNames = map[target][]string{
		published: {"utc", "gmt", "iso", "iso8601", "datetime", "date", "time", "timestamp", "ts", "unix", "epoch", "ms", "millis", "milliseconds", "seconds", "local"},
		headline:  {"raw", "text", "clean", "full", "plain", "original", "str"},
		body:      {"raw", "text", "clean", "full", "plain", "original", "str", "html", "markdown", "md"},
		authors:   {"name", "names", "list", "text", "str", "raw"},
		source:    {"name", "title"},
		section:   {"name", "title", "label"},
		subjects:  {"names", "list", "labels"},
		address:   {"full", "original", "canonical", "clean"},
	}
)

// composed returns what a name stands for that is put together of one that is known
// and what is before and behind it: "published_datetime_utc", "article_html". It
// counts less than a name of one's own; what is known but weakly is no part of one.
func composed(plain string) spelling {
	rests := []string{plain, foreignPart(plain)}
	for _, before := range beforeNames {
		if rest, ok := strings.CutPrefix(plain, before); ok {
			rests = append(rests, rest)
		}
	}
	for _, rest := range rests {
		for range 3 {
			if s, ok := spellings()[rest]; ok && s.target != id && (s.rank < weakRank || s.target == body) {
				s.rank += composedRank
				return s
			}
			if rest = withoutForm(rest); rest == "" {
				break
			}
		}
	}
	return spelling{}
}

// withoutForm cuts what says in which form a field is off its name, empty if nothing does.
func withoutForm(name string) string {
	best := ""
	for t, forms := range behindNames {
		for _, form := range forms {
			rest, ok := strings.CutSuffix(name, form)
			if !ok || rest == "" || best != "" && len(rest) >= len(best) {
				continue
			}
			if of := spellings()[rest].target; of == t || of == updated && t == published || of == unknown && t == published {
				best = rest
			}
		}
	}
	return best
}

func set(names ...string) map[string]bool {
	out := map[string]bool{}
	for _, n := range names {
		out[n] = true
	}
	return out
}

func ranked(names ...string) map[string]int {
	out := map[string]int{}
	for i, n := range names {
		out[n] = i + 1
	}
	return out
}

func spell(names map[target][]string) map[string]spelling {
	out := map[string]spelling{}
	for t, list := range names {
		weak := int16(0)
		for rank, name := range list {
			if name == "" {
				weak = weakRank
				continue
			}
			out[name] = spelling{target: t, rank: int16(rank) + weak}
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
		case c == '_' || c == '-' || c == ' ' || c == '.' || c == '@' || c == ':' || c == '(' || c == ')': // Author(s)
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}
