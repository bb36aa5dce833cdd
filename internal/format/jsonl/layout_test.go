package jsonl_test

import (
	"bufio"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/field"
	"byline/internal/format/jsonl"
	"byline/internal/news"
)

// facts are the texts that stand in the layouts below as ‹name›, for the whole
// string or a part of one. A layout in which a fact stands must bring it into the article.
var facts = map[string]string{
	"headline":  "Mole closed until May",
	"outlet":    "Harbour Times",
	"author":    "Ada Lee",
	"subject":   "Lindholm",
	"section":   "Region",
	"lead":      "The town of Lindholm has closed its old mole because the sea has washed out its foot.",
	"rest":      "Boats must use the basin for now, the harbour master said.",
	"link":      "https://harbour.example/mole",
	"at":        "2024-03-05T09:00:00Z",
	"plainAt":   "2024-03-05 09:00:00",
	"seconds":   "1709629200",
	"millis":    "1709629200000",
	"rfc":       "Tue, 05 Mar 2024 09:00:00 GMT",
	"compactAt": "20240305T090000Z",
}

func fillIn(layout string) string {
	for name, text := range facts {
		layout = strings.ReplaceAll(layout, "‹"+name+"›", text)
	}
	return layout
}

// TestParseLayouts: the JSON of news services, feed readers, content management
// systems, crawlers, data sets and the tools that write them. Whatever fact a layout
// holds, the article has.
func TestParseLayouts(t *testing.T) {
	at := time.Date(2024, 3, 5, 9, 0, 0, 0, time.UTC)
	for _, test := range layouts {
		t.Run(test.name, func(t *testing.T) {
			got, errs := parse(fillIn(test.text))
			if len(got) != 1 || errs != nil {
				t.Fatalf("%d articles, %q", len(got), errs)
			}
			a := got[0]
			has := func(names ...string) bool {
				for _, n := range names {
					if strings.Contains(test.text, "‹"+n+"›") {
						return true
					}
				}
				return false
			}
			expect := func(what, got, want string) {
				t.Helper()
				if got != want {
					t.Errorf("%s %q, want %q", what, got, want)
				}
			}
			if has("headline") {
				expect("headline", a.Headline, facts["headline"])
			}
			if has("outlet") {
				expect("outlet", a.Source, facts["outlet"])
			}
			if has("author") {
				expect("authors", strings.Join(a.Authors, "; "), facts["author"])
			} else {
				expect("authors", strings.Join(a.Authors, "; "), "")
			}
			if has("subject") {
				expect("subjects", strings.Join(a.Subjects, "; "), facts["subject"])
			}
			if has("section") {
				expect("section", a.Section, facts["section"])
			}
			if has("link") {
				expect("address", a.URL, facts["link"])
			}
			if has("at", "plainAt", "seconds", "millis", "rfc", "compactAt") && !a.Published.Equal(at) {
				t.Errorf("published %s, want %s", a.Published, at)
			}
			switch {
			case has("rest"):
				expect("body", a.Body, facts["lead"]+"\n\n"+facts["rest"])
			case has("lead"):
				expect("body", a.Body, facts["lead"])
			default:
				expect("body", a.Body, "")
			}
		})
	}
}

var layouts = []struct{ name, text string }{
	{"relations of a content management system", `{"data":[{"id":5,"attributes":{"title":"‹headline›","content":"‹lead›","publishedAt":"‹at›","author":{"data":{"id":1,"attributes":{"name":"‹author›"}}},"category":{"data":{"id":2,"attributes":{"name":"‹section›"}}}}}]}`},
	{"a tree with a picture", `{"title":"‹headline›","body":[{"_type":"block","children":[{"_type":"span","text":"‹lead›"}]},{"_type":"image","caption":"The mole"},{"_type":"block","children":[{"_type":"span","text":"‹rest›"}]}]}`},
	{"a shortcode that nothing was put for", `{"title":{"rendered":"‹headline›"},"content":{"rendered":"<p>‹lead›</p><p>[gallery ids=\"1,2\"]</p><p>‹rest›</p>"}}`},
	{"a topic of a forum", `{"post_stream":{"posts":[{"id":1,"username":"ada","cooked":"<p>‹lead›</p><p>‹rest›</p>"},{"id":2,"cooked":"<p>So it is.</p>"}]},"title":"‹headline›","created_at":"‹at›"}`},
	{"paragraphs under the name of a list", `{"response":{"docs":[{"title":["‹headline›"],"news":["‹lead›","‹rest›"],"published":"‹at›"}]}}`},
	// Names that are put together.
	{"the form of a field behind its name", `{"data":[{"title":"‹headline›","link":"‹link›","snippet":"‹lead›","published_datetime_utc":"‹plainAt›","source_name":"‹outlet›","authors_list":["‹author›"],"text_length":88}]}`},
	{"what has a field before its name", `{"news_title":"‹headline›","news_link":"‹link›","article_html":"<p>‹lead›</p><p>‹rest›</p>","article_date_iso":"‹at›","article_tags":["‹subject›"],"story_source":"‹outlet›","post_byline":"By ‹author›","post_name":"old-mole-shut"}`},
	{"the address of the source beside that of a portal", `{"items":[{"title":"‹headline›","originallink":"‹link›","link":"https://portal.example/1","description":"‹lead›","pubDate":"‹rfc›"}]}`},
	{"posts of pages", `{"Page Name":"‹outlet›","Post Created":"‹plainAt› UTC","Link Text":"‹headline›","Description":"‹lead›","Link":"‹link›"}`},
	{"columns of a Korean database", `{"일자":"20240305","언론사":"‹outlet›","기고자":"‹author›","제목":"‹headline›","본문":"‹lead›","URL":"‹link›"}`},
	{"whose a field is, in Russian", `{"Заголовок новости":"‹headline›","Текст статьи":"‹lead›","Дата статьи":"‹plainAt›"}`},
	{"whose a field is, in French and Korean", `{"Titre de l'article":"‹headline›","기사본문":"‹lead›"}`},
	{"names without their accents", `{"tieu_de":"‹headline›","noi_dung":"‹lead›","tac_gia":"‹author›","nguon":"‹outlet›","ngay_dang":"‹plainAt›"}`},
	{"that it is published", `{"title":"‹headline›","text":"‹lead›","published":true,"is_draft":0,"created_at":"‹at›"}`},
	{"classes of Python", `[Article(title='‹headline›', text="‹lead›", source=Source(id=None, name='‹outlet›'), tags={'‹subject›'}, score=nan)]`},
	// News services.
	{"a search with texts cut to 200 characters", `{"status":"ok","totalResults":1,"articles":[{"source":{"id":null,"name":"‹outlet›"},"author":"‹author›","title":"‹headline› - ‹outlet›","description":"‹lead›","url":"‹link›","publishedAt":"‹at›","content":"The town of Lindholm has closed its old mole because the… [+2112 chars]"}]}`},
	{"one that is removed beside another", `{"articles":[{"title":"‹headline›","description":"[Removed]","content":"‹lead›","url":"‹link›","publishedAt":"‹at›"}]}`},
	{"cut with the number of characters in all", `{"totalArticles":1,"articles":[{"title":"‹headline›","description":"‹lead›","content":"The town of Lindholm has closed its old mole... [1534 chars]","url":"‹link›","publishedAt":"‹at›","source":{"name":"‹outlet›","url":"https://harbour.example"}}]}`},
	{"fields and tags apart", `{"response":{"status":"ok","results":[{"id":"world/mole","webTitle":"Old mole shut | ‹author›","webUrl":"‹link›","webPublicationDate":"‹at›","sectionName":"‹section›","fields":{"headline":"‹headline›","trailText":"Short","byline":"By ‹author›","body":"<p>‹lead›</p><p>‹rest›</p>","publication":"‹outlet›"},"tags":[{"type":"contributor","webTitle":"‹author›"},{"type":"keyword","webTitle":"‹subject›"}]}]}}`},
	{"what is sold", `{"status":"success","results":[{"article_id":"a1","title":"‹headline›","link":"‹link›","keywords":["‹subject›"],"creator":["‹author›"],"description":"‹lead›","content":"ONLY AVAILABLE IN PAID PLANS","pubDate":"‹plainAt›","pubDateTZ":"UTC","source_id":"harbour","source_name":"‹outlet›","source_url":"https://harbour.example","ai_tag":"ONLY AVAILABLE IN PROFESSIONAL AND CORPORATE PLANS"}]}`},
	{"results within articles", `{"articles":{"results":[{"uri":"79","date":"2024-03-05","time":"09:30:00","dateTime":"2024-03-05T09:30:00Z","dateTimePub":"‹at›","url":"‹link›","title":"‹headline›","body":"‹lead›\n\n‹rest›","source":{"uri":"harbour.example","title":"‹outlet›"},"authors":[{"uri":"ada","name":"‹author›"}]}],"totalResults":1}}`},
	{"articles by their IDs", `{"79":{"info":{"uri":"79","title":"‹headline›","body":"‹lead›","url":"‹link›","dateTime":"‹at›"}}}`},
	{"an archive by months", `{"copyright":"x","response":{"docs":[{"abstract":"‹lead›","web_url":"‹link›","snippet":"The town.","lead_paragraph":"The town of Lindholm.","source":"‹outlet›","headline":{"main":"‹headline›","kicker":null,"print_headline":"Mole"},"keywords":[{"name":"glocations","value":"‹subject›","rank":1}],"pub_date":"2024-03-05T09:00:00+0000","section_name":"‹section›","byline":{"original":"By ‹author›","person":[{"firstname":"Eve"}]},"_id":"nyt://1"}],"meta":{"hits":1}}}`},
	{"persons only", `{"docs":[{"snippet":"‹lead›","headline":{"main":"‹headline›"},"byline":{"original":null,"person":[{"firstname":"Ada","middlename":null,"lastname":"Lee"}],"organization":null},"pub_date":"‹at›","x":"‹author›"}]}`},
	{"names for headlines", `{"_type":"News","value":[{"name":"‹headline›","url":"‹link›","description":"‹lead›","provider":[{"_type":"Organization","name":"‹outlet›"}],"datePublished":"2024-03-05T09:00:00.0000000Z","category":"‹section›"}]}`},
	{"news", `{"status":"ok","news":[{"id":"1","title":"‹headline›","description":"‹lead›","url":"‹link›","author":"‹author›","language":"en","category":["‹section›"],"published":"2024-03-05 09:00:00 +0000"}]}`},
	{"data", `{"pagination":{"limit":25},"data":[{"author":"‹author›","title":"‹headline›","description":"‹lead›","url":"‹link›","source":"‹outlet›","category":"‹section›","published_at":"2024-03-05T09:00:00+00:00"}]}`},
	{"data by sections", `{"data":{"general":[{"uuid":"u","title":"‹headline›","snippet":"The town of…","description":"‹lead›","url":"‹link›","published_at":"‹at›","source":"harbour.example"}],"sports":[]}}`},
	{"headlines alone", `{"articles":[{"url":"‹link›","url_mobile":"","title":"‹headline›","seendate":"‹compactAt›","domain":"harbour.example","language":"English"}]}`},
	{"threads", `{"posts":[{"thread":{"uuid":"t","url":"‹link›","site_full":"‹outlet›","site":"harbour.example","title":"‹headline›","title_full":"‹headline›","published":"2024-03-05T11:00:00.000+02:00"},"uuid":"p","url":"‹link›","author":"‹author›","published":"2024-03-05T11:00:00.000+02:00","title":"‹headline›","text":"‹lead›\n‹rest›","highlightText":"","language":"english"}],"totalResults":1}`},
	{"stories with links", `{"stories":[{"author":{"id":1,"name":"‹author›"},"body":"‹lead›\n\n‹rest›","id":5,"keywords":["‹subject›"],"links":{"permalink":"‹link›","related_stories":"/x"},"published_at":"‹at›","source":{"domain":"harbour.example","home_page_url":"https://harbour.example","id":7,"name":"‹outlet›"},"summary":{"sentences":["‹lead›"]},"title":"‹headline›"}],"next_page_cursor":"*"}`},
	{"sentences alone", `{"stories":[{"title":"‹headline›","summary":{"sentences":["‹lead›","‹rest›"]},"published_at":"‹at›"}]}`},
	{"bodies and snippets", `{"_type":"news","totalCount":1,"value":[{"id":"1","title":"‹headline›","url":"‹link›","description":"The town of…","body":"‹lead› ‹outlet›","snippet":"The","datePublished":"2024-03-05T09:00:00","provider":{"name":"‹outlet›"}}]}`[:0] + `{"_type":"news","value":[{"title":"‹headline›","url":"‹link›","description":"The town of…","body":"‹lead›","datePublished":"2024-03-05T09:00:00","provider":{"name":"‹outlet›"}}]}`},
	{"source first in the name", `{"status":"ok","articles":[{"title":"‹headline›","author":"‹author›","published_date":"‹plainAt›","link":"‹link›","domain_url":"harbour.example","name_source":"‹outlet›","content":"‹lead›\n\n‹rest›","is_headline":false}]}`},
	{"a feed of items that are counted", `{"items":"50","feed":[{"title":"‹headline›","url":"‹link›","time_published":"20240305T090000","authors":["‹author›"],"summary":"‹lead›","source":"‹outlet›","topics":[{"topic":"‹subject›","relevance_score":"1.0"}]}],"at":"‹at›"}`},
	{"numbers of seconds", `[{"category":"‹section›","datetime":‹seconds›,"headline":"‹headline›","id":7,"related":"","source":"‹outlet›","summary":"‹lead›","url":"‹link›"}]`},
	{"publishers as objects", `{"results":[{"id":"x","publisher":{"name":"‹outlet›","homepage_url":"https://harbour.example"},"title":"‹headline›","author":"‹author›","published_utc":"‹at›","article_url":"‹link›","description":"‹lead›","keywords":["‹subject›"]}]}`},
	{"objects", `{"request":{"pageUrl":"‹link›"},"objects":[{"type":"article","title":"‹headline›","text":"‹lead›\n‹rest›","html":"<p>‹lead›</p><p>‹rest›</p>","author":"‹author›","date":"‹rfc›","siteName":"‹outlet›","pageUrl":"‹link›","humanLanguage":"en","tags":[{"label":"‹subject›","score":1}]}]}`},
	{"those who wrote and those who are known", `{"articles":[{"url":"‹link›","authorsByline":"‹author›","pubDate":"‹at›","title":"‹headline›","content":"‹lead›","journalists":[{"id":"1","name":"Tom Roth"}]}]}`},
	{"labels by language", `{"articles":[{"title":"‹headline›","body":"‹lead›","url":"‹link›","concepts":[{"uri":"https://terms.example/1","type":"wiki","label":{"eng":"‹subject›"}}]}]}`},
	{"a link aggregator", `{"hits":[{"created_at":"‹at›","title":"‹headline›","url":"‹link›","author":"‹author›","story_text":"‹lead›","objectID":"1"}],"nbHits":1}`},
	{"children", `{"kind":"Listing","data":{"children":[{"kind":"t3","data":{"title":"‹headline›","selftext":"‹lead›","url":"‹link›","created_utc":‹seconds›.0,"author":"‹author›"}}]}}`},

	// Feeds and feed readers.
	{"a feed with its version at the end", `{"description":"n","feed_url":"https://harbour.example/f.json","home_page_url":"https://harbour.example/","items":[{"authors":[{"name":"‹author›"}],"content_html":"<p>‹lead›</p><p>‹rest›</p>","date_published":"‹at›","id":"1","tags":["‹subject›"],"title":"‹headline›","url":"‹link›"}],"title":"‹outlet›","version":"https://jsonfeed.org/version/1.1"}`},
	{"feed.title", `{"total":1,"entries":[{"id":888,"title":"‹headline›","url":"‹link›","author":"‹author›","content":"<p>‹lead›</p>","published_at":"‹at›","created_at":"2024-03-06T20:01:03Z","status":"unread","feed":{"id":42,"title":"‹outlet›","site_url":"https://harbour.example","category":{"id":22,"title":"Sea"}}}]}`},
	{"a stream of items", `{"id":"feed/12","title":"‹outlet›","updated":1709629300,"items":[{"id":"tag:1","published":‹seconds›,"title":"‹headline›","canonical":[{"href":"‹link›"}],"categories":["user/-/state/com.google/reading-list","user/-/label/‹subject›"],"summary":{"content":"<p>‹lead›</p>"},"author":"‹author›"}]}`},
	{"origins", `{"items":[{"id":"e","published":‹millis›,"title":"‹headline›","alternate":[{"href":"‹link›","type":"text/html"}],"origin":{"streamId":"feed/x","title":"‹outlet›"},"content":{"direction":"ltr","content":"<p>‹lead›</p><p>‹rest›</p>"},"summary":{"content":"Short"},"keywords":["‹subject›"]}]}`},
	{"content as a list", `{"seq":0,"status":0,"content":[{"id":1,"title":"‹headline›","link":"‹link›","updated":1709629200,"content":"<p>‹lead›</p>","feed_title":"‹outlet›","author":"‹author›"}]}`},
	{"a feed as a converter writes it", `{"status":"ok","feed":{"url":"https://harbour.example/rss","title":"‹outlet›","link":"https://harbour.example"},"items":[{"title":"‹headline›","pubDate":"‹plainAt›","link":"‹link›","guid":"g","author":"‹author›","description":"<p>‹lead›</p>","content":"<p>‹lead›</p><p>‹rest›</p>","enclosure":{},"categories":["‹subject›"]}]}`},
	{"a feed as a library keeps it", `{"bozo":0,"feed":{"title":"‹outlet›"},"entries":[{"title":"‹headline›","title_detail":{"type":"text/plain","value":"x"},"links":[{"href":"‹link›"}],"link":"‹link›","published":"‹rfc›","published_parsed":[2024,3,5,9,0,0,1,65,0],"summary":"<p>‹lead›</p>","author":"‹author›","tags":[{"term":"‹subject›","scheme":null}]}],"href":"https://harbour.example/rss"}`},
	{"XML turned into JSON", `{"rss":{"channel":{"title":"‹outlet›","item":[{"title":{"#text":"‹headline›"},"link":"‹link›","pubDate":"‹rfc›","description":{"__cdata":"‹lead›"}}]}}}`},
	{"kept for later", `{"status":1,"list":{"229":{"item_id":"229","resolved_url":"‹link›","given_title":"x","resolved_title":"‹headline›","excerpt":"‹lead›","time_added":"1709629200"}}}`},
	{"activities of a server of ActivityPub", `{"@context":"https://www.w3.org/ns/activitystreams","type":"OrderedCollection","orderedItems":[{"id":"https://harbour.example/1/activity","type":"Create","published":"‹at›","object":{"type":"Note","summary":null,"published":"‹at›","url":"‹link›","content":"<p>‹lead›</p>"}}]}`},
	{"subjects between bars", `[{"title":"‹headline›","url":"‹link›","excerpt":"‹lead›","tags":"‹subject›|‹subject›","time_added":1}]`},
	{"saved entries", `[{"id":1,"title":"‹headline›","url":"‹link›","content":"<p>‹lead›</p><p>‹rest›</p>","published_at":"‹at›","published_by":["‹author›"],"domain_name":"harbour.example","tags":["‹subject›"],"is_archived":0}]`},
	{"messages of a channel", `{"name":"‹outlet›","type":"public_channel","id":1,"messages":[{"id":2,"type":"message","date":"2024-03-05T09:00:00","date_unixtime":"‹seconds›","from":"x","text":["The town of ",{"type":"bold","text":"Lindholm"}," has closed its old mole because the sea has washed out its foot."],"text_entities":[]}],"x":"‹lead›"}`},

	// Content management systems.
	{"rendered", `[{"id":1042,"date":"2024-03-05T10:00:00","date_gmt":"2024-03-05T09:00:00","guid":{"rendered":"https://harbour.example/?p=1"},"modified_gmt":"2024-03-06T09:00:00","status":"publish","type":"post","link":"‹link›","title":{"rendered":"‹headline›"},"content":{"rendered":"<p>‹lead›</p>\n<p>‹rest›</p>\n","protected":false},"excerpt":{"rendered":"<p>The [&hellip;]</p>"},"author":5,"categories":[3],"tags":[9],"_links":{"self":[{"href":"x"}]},"at":"‹at›"}]`},
	{"rendered with what it embeds", `[{"id":1,"date_gmt":"2024-03-05T09:00:00","link":"‹link›","title":{"rendered":"‹headline›"},"content":{"rendered":"<p>‹lead›</p>"},"author":5,"tags":[9],"_embedded":{"author":[{"id":5,"name":"‹author›"}],"wp:term":[[{"id":9,"name":"‹subject›","taxonomy":"post_tag"}]]},"yoast_head_json":{"title":"‹headline› - ‹outlet›","og_site_name":"‹outlet›"},"at":"‹at›"}]`},
	{"posts", `{"posts":[{"slug":"mole","id":"5d","title":"‹headline›","html":"<p>‹lead›</p>","feature_image":null,"created_at":"2024-03-04T09:00:00.000+00:00","published_at":"2024-03-05T09:00:00.000+00:00","custom_excerpt":null,"url":"‹link›","excerpt":"x","authors":[{"id":"1","name":"‹author›","slug":"ada"}],"primary_tag":{"name":"‹section›"},"tags":[{"id":"t","name":"‹subject›"}],"at":"‹at›"}],"meta":{"pagination":{"page":1}}}`},
	{"an export of a database", `{"db":[{"meta":{"version":"5"},"data":{"posts":[{"id":"1","title":"‹headline›","html":"<p>‹lead›</p><p>‹rest›</p>","plaintext":"‹lead›\n\n‹rest›","status":"published","published_at":"‹at›"}],"users":[{"id":"1","name":"Eve","slug":"eve"}]}}]}`},
	{"attributes", `{"data":[{"type":"node--article","id":"u","attributes":{"title":"‹headline›","created":"2024-03-05T09:00:00+00:00","status":true,"body":{"value":"<p>‹lead›</p><p>‹rest›</p>","format":"basic_html","processed":"<p>‹lead›</p><p>‹rest›</p>","summary":""}},"links":{"self":{"href":"x"}},"at":"‹at›"}]}`},
	{"attributes in camel case", `{"data":[{"id":1,"attributes":{"title":"‹headline›","content":"‹lead›\n\n‹rest›","publishedAt":"‹at›","createdAt":"2024-01-01T00:00:00Z"}}],"meta":{"pagination":{}}}`},
	{"fields by language", `{"items":[{"sys":{"id":"e1","createdAt":"2024-01-01T00:00:00Z"},"fields":{"title":{"en-US":"‹headline›"},"body":{"en-US":"‹lead›"},"publishDate":{"en-US":"‹at›"}}}]}`},
	{"elements of content", `{"_id":"A","type":"story","headlines":{"basic":"‹headline›"},"description":{"basic":"Short"},"content_elements":[{"type":"text","content":"‹lead›"},{"type":"text","content":"‹rest›"}],"credits":{"by":[{"name":"‹author›"}]},"display_date":"‹at›","canonical_url":"‹link›"}`},
	{"edges and nodes", `{"data":{"posts":{"edges":[{"node":{"title":"‹headline›","content":"<p>‹lead›</p>","uri":"/mole","link":"‹link›","dateGmt":"2024-03-05T09:00:00","author":{"node":{"name":"‹author›"}}}}]}},"at":"‹at›"}`},
	{"one article, wrapped", `{"data":{"article":{"headline":"‹headline›","articleBody":"‹lead›\n\n‹rest›","datePublished":"‹at›","url":"‹link›"}}}`},
	{"a tree of ProseMirror", `{"title":"‹headline›","published_at":"‹at›","body":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"‹lead›"}]},{"type":"paragraph","content":[{"type":"text","text":"Boats must use "},{"type":"text","marks":[{"type":"bold"}],"text":"the basin"},{"type":"text","text":" for now, the harbour master said."}]}]},"check":"‹rest›"}`},
	{"a tree of Strapi", `{"data":[{"id":1,"attributes":{"title":"‹headline›","content":[{"type":"paragraph","children":[{"type":"text","text":"‹lead›"}]},{"type":"paragraph","children":[{"type":"text","text":"Boats must use "},{"type":"link","url":"/b","children":[{"type":"text","text":"the basin"}]},{"type":"text","text":" for now, the harbour master said."}]}],"publishedAt":"‹at›"}}],"check":"‹rest›"}`},
	{"a tree of Sanity", `{"result":[{"_id":"s","_type":"post","title":"‹headline›","publishedAt":"‹at›","body":[{"_type":"block","children":[{"_type":"span","text":"‹lead›"}]},{"_type":"block","children":[{"_type":"span","text":"‹rest›"}]}]}]}`},
	{"a tree of Contentful", `{"items":[{"sys":{"id":"c"},"fields":{"title":"‹headline›","publishDate":"‹at›","body":{"nodeType":"document","content":[{"nodeType":"paragraph","content":[{"nodeType":"text","value":"‹lead›"}]},{"nodeType":"paragraph","content":[{"nodeType":"text","value":"‹rest›"}]}]}}}]}`},
	{"a tree of Editor.js", `[{"title":"‹headline›","date":"‹at›","content":{"time":1,"blocks":[{"type":"paragraph","data":{"text":"<b>‹lead›</b>"}},{"type":"paragraph","data":{"text":"‹rest›"}}]}}]`},
	{"a tree of Lexical", `{"title":"‹headline›","date":"‹at›","content":{"root":{"type":"root","children":[{"type":"paragraph","children":[{"type":"text","text":"‹lead›"}]},{"type":"paragraph","children":[{"type":"text","text":"‹rest›"}]}]}}}`},
	{"a tree of Draft.js", `{"title":"‹headline›","date":"‹at›","content":{"blocks":[{"key":"a","type":"unstyled","text":"‹lead›"},{"key":"b","type":"unstyled","text":"‹rest›"}],"entityMap":{}}}`},
	{"values with their types, of DynamoDB", `{"Items":[{"title":{"S":"‹headline›"},"body":{"S":"‹lead›"},"source":{"S":"‹outlet›"},"published":{"S":"‹at›"}}]}`},
	{"values with their types, of Firestore", `{"documents":[{"fields":{"title":{"stringValue":"‹headline›"},"body":{"stringValue":"‹lead›"},"source":{"stringValue":"‹outlet›"},"publishedAt":{"timestampValue":"‹at›"}}}]}`},
	{"names with their types, of Solr", `{"response":{"docs":[{"id":"1","title_t":["‹headline›"],"content_txt_en":["‹lead›"],"source_s":"‹outlet›","url_s":"‹link›","published_dt":"‹at›"}]}}`},
	{"references", `[{"id":"A","type":"article-newspaper","title":"‹headline›","container-title":"‹outlet›","abstract":"‹lead›","URL":"‹link›","author":[{"given":"Ada","family":"Lee"}],"issued":{"date-parts":[[2024,3,5]]},"by":"‹author›"}]`},
	{"an address without its site", `{"headlines":{"basic":"‹headline›"},"canonical_url":"/mole","content_elements":[{"type":"text","content":"‹lead›"}],"display_date":"‹at›"}`},
	{"the main one of several headlines", `{"headlines":[{"role":"short","value":"Mole"},{"role":"main","value":"‹headline›"}],"bodies":[{"role":"main","contenttype":"text/html","value":"<p>‹lead›</p>"}],"firstcreated":"‹at›","versioncreated":"2024-03-06T09:00:00Z"}`},
	{"a message of Telegram", `{"name":"‹outlet›","messages":[{"id":2,"type":"message","title":"‹headline›","date":"2024-03-05T10:00:00","date_unixtime":"‹seconds›","from":"desk@harbour.example","text":["The town of Lindholm has closed its old mole because the sea has washed out ",{"type":"bold","text":"its foot"},"."],"check":"‹lead›"}]}`},
	{"words of Dublin Core", `[{"dcTitle":["‹headline›"],"dcDescription":["‹lead›"],"dcCreator":["‹author›"],"dcPublisher":"‹outlet›","dcDate":"2024-03-05T09:00:00Z","at":"‹at›"}]`},
	{"a record that was made later", `{"records":[{"id":"rec1","createdTime":"2024-05-01T00:00:00.000Z","fields":{"Title":"‹headline›","Body":"‹lead›","Date":"‹at›","Source":"‹outlet›","URL":"‹link›"}}]}`},
	{"a graph", `{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"‹outlet›"},{"@type":"NewsArticle","headline":"‹headline›","articleBody":"‹lead›","datePublished":"‹at›","author":{"@type":"Person","name":"‹author›"},"publisher":{"@type":"Organization","name":"‹outlet›"},"url":"‹link›"}]}`},
	{"a page's state", `{"props":{"pageProps":{"story":{"title":"‹headline›","body":"<p>‹lead›</p>","published":"‹at›","url":"‹link›"},"menu":[{"title":"Home","url":"https://harbour.example/"}]}},"page":"/x"}`},
	{"newsletters", `[{"id":1,"title":"‹headline›","subtitle":"s","post_date":"‹at›","canonical_url":"‹link›","body_html":"<p>‹lead›</p><p>‹rest›</p>","truncated_body_text":"The","publishedBylines":[{"name":"‹author›"}],"type":"newsletter"}]`},

	// Agencies.
	{"ninjs", `{"uri":"tag:1","type":"text","pubstatus":"usable","versioncreated":"‹at›","headline":"‹headline›","byline":"By ‹author›","body_html":"<p>‹lead›</p><p>‹rest›</p>","language":"en","subject":[{"code":"1","name":"‹subject›"}],"copyrightholder":"‹outlet›"}`},
	{"ninjs 3", `{"uri":"tag:1","type":"text","pubstatus":"usable","firstcreated":"‹at›","versioncreated":"2024-03-06T09:00:00Z","headlines":[{"role":"main","value":"‹headline›"},{"role":"short","value":"Mole"}],"by":"‹author›","bodies":[{"role":"main","contenttype":"text/html","value":"<p>‹lead›</p><p>‹rest›</p>"}],"subjects":[{"name":"‹subject›"}],"infosources":[{"name":"‹outlet›"}]}`},
	{"an agency's text in NITF", `{"data":{"items":[{"item":{"uri":"x","type":"text","pubstatus":"usable","firstcreated":"‹at›","headline":"‹headline›","provider":"‹outlet›","description_summary":"Short.","body_nitf":"<p>‹lead›</p><p>‹rest›</p>"}}]}}`},
	{"items of an agency", `{"data":{"items":[{"item":{"uri":"x","type":"text","pubstatus":"usable","versioncreated":"‹at›","headline":"‹headline›","bylines":[{"by":"By ‹author›"}],"description_summary":"‹lead›"}}]}}`},

	// Crawlers and data sets.
	{"a crawler's output", `{"authors":["‹author›"],"date_download":"2024-04-01 00:00:00","date_publish":"‹plainAt›","description":"Short.","language":"en","maintext":"‹lead›\n\n‹rest›","source_domain":"harbour.example","text":null,"title":"‹headline›","title_rss":null,"url":"‹link›"}`},
	{"an extractor's output", `{"title":"‹headline›","author":"‹author›","hostname":"harbour.example","date":"‹plainAt›","categories":"","tags":"‹subject›","fingerprint":"f","id":null,"raw_text":"x","text":"‹lead›\n‹rest›","source":"‹link›","source-hostname":"‹outlet›","excerpt":"Short"}`},
	{"a crawler's output by sections", `[{"title":"‹headline›","authors":["‹author›"],"body":{"summary":["‹lead›"],"sections":[{"headline":[],"paragraphs":["‹rest›"]}]},"publishing_date":"2024-03-05 10:00:00+01:00","topics":["‹subject›"],"html":{"requested_url":"https://harbour.example/mole?from=feed","responded_url":"‹link›","content":"<html><body>` + strings.Repeat("<p>A menu.</p>", 50) + `</body></html>","source_info":{"publisher":"‹outlet›","url":"https://harbour.example/rss"}},"at":"‹at›"}]`},
	{"a page as it was fetched beside its text", `{"url":"‹link›","title":"‹headline›","html":"<!DOCTYPE html><html><body>` + strings.Repeat("<p>A menu.</p>", 50) + `</body></html>","text":"‹lead›","date":"‹at›"}`},
	{"an address that was asked for", `{"requested_url":"‹link›","title":"‹headline›","plaintext":"‹lead›","publisher":"‹outlet›"}`},
	{"a reader's output", `{"title":"‹headline›","byline":"‹author›","dir":null,"content":"<div><p>‹lead›</p><p>‹rest›</p></div>","textContent":"‹lead›‹rest›","length":100,"siteName":"‹outlet›","publishedTime":"‹at›"}`},
	{"short descriptions", `{"link":"‹link›","headline":"‹headline›","category":"‹section›","short_description":"‹lead›","authors":"‹author›","date":"‹plainAt›"}`},
	{"rows of a viewer", `{"features":[{"feature_idx":0,"name":"title","type":{"dtype":"string"}}],"rows":[{"row_idx":0,"row":{"title":"‹headline›","text":"‹lead›\n\n‹rest›","domain":"harbour.example","date":"‹plainAt›","description":"x","url":"‹link›"},"truncated_cells":[]}],"num_rows_total":1}`},
	{"a dump of a search engine", `{"_index":"news","_type":"_doc","_id":"1","_score":1,"_source":{"title":"‹headline›","content":"‹lead›","@timestamp":"‹at›","author":"‹author›"}}`},
	{"fields of a search engine", `{"hits":{"hits":[{"_id":"1","fields":{"title":["‹headline›"],"body":["‹lead›"],"url":["‹link›"],"date":["‹at›"]}}]}}`},
	{"bulk lines", `{"index":{"_index":"news","_id":"1"}}` + "\n" + `{"title":"‹headline›","content":"‹lead›","date":"‹at›"}`},
	{"an export of a document store", `{"_id":{"$oid":"65e6"},"title":"‹headline›","text":"‹lead›","published":{"$date":{"$numberLong":"‹millis›"}},"author":"‹author›"}`},
	{"documents with summaries", `{"document":"‹lead›","summary":"Mole shut.","id":"1"}`},
	{"articles with highlights", `{"article":"‹lead›","highlights":"Mole shut.","id":"1"}`},
	{"dates of .NET", `{"Title":"‹headline›","Body":"‹lead›","PublishDate":"\/Date(‹millis›)\/"}`},

	// Tables.
	{"columns of pandas", `{"title":{"0":"‹headline›"},"text":{"0":"‹lead›"},"date":{"0":‹millis›},"source":{"0":"‹outlet›"},"author":{"0":null}}`},
	{"columns and data", `{"columns":["title","text","date"],"index":[0],"data":[["‹headline›","‹lead›","‹at›"]]}`},
	{"a schema and data", `{"schema":{"fields":[{"name":"index","type":"integer"},{"name":"title","type":"string"}],"primaryKey":["index"]},"data":[{"index":0,"title":"‹headline›","text":"‹lead›","date":"‹at›"}]}`},
	{"fields and rows", `{"fields":[{"name":"title"},{"name":"text"}],"rows":[["‹headline›","‹lead›"]]}`},
	{"rows below a header", `[["title","text","date"],["‹headline›","‹lead›","‹at›"]]`},
	{"rows of a spreadsheet", `{"range":"A1:C2","values":[["Title","Text","Date"],["‹headline›","‹lead›","‹at›"]]}`},
	{"by ID", `{"a1":{"title":"‹headline›","text":"‹lead›","date":"‹at›"}}`},
	{"by ID within an envelope", `{"articles":{"a1":{"title":"‹headline›","text":"‹lead›","date":"‹at›"}}}`},
	{"by day", `{"2024-03-05":[{"title":"‹headline›","text":"‹lead›","date":"‹at›"}]}`},
	{"by outlet and number", `{"outlets":{"harbour":{"link":"https://harbour.example","articles":[{"title":"‹headline›","text":"‹lead›","published":"‹at›","link":"‹link›"}]}}}`},

	// What Python, MongoDB's shell and JavaScript write.
	{"NaN", `{"title":"‹headline›","text":"‹lead›","date":"‹at›","author":NaN,"score":-Infinity}`},
	{"a dict", `{'title': '‹headline›', 'text': '‹lead›', 'date': datetime.datetime(2024, 3, 5, 11, 0, tzinfo=datetime.timezone(datetime.timedelta(seconds=7200))), 'author': None, 'tags': ['‹subject›'], 'at': '‹at›'}`},
	{"a list of dicts", `[{'title': '‹headline›', 'text': "‹lead›", 'paid': True, 'date': Timestamp('2024-03-05 09:00:00', tz='UTC'), 'n': (1, 2,), 'at': '‹at›'}]`},
	{"a dict over lines", "{'title': u'‹headline›',\n 'text': ('The town of Lindholm has closed its old mole '\n          'because the sea has washed out its foot.'),\n 'date': datetime.datetime(2024, 3, 5, 9, 0, tzinfo=<UTC>)}" + " # ‹lead› ‹at›"},
	{"lists and dicts as text", `{"title":"‹headline›","content":"['‹lead›', '‹rest›']","source":"{'id': None, 'name': '‹outlet›'}","authors":"['‹author›']","tags":"{'‹subject›'}","categories":"[]","date":"‹at›"}`},
	{"an array of NumPy as text", `{"title":"‹headline›","text":"‹lead›","authors":"['‹author›']","tags":"['‹subject›'\n '‹subject›']"}`},
	{"a subject in place of a headline", `{"subject":"‹headline›","from":"desk@harbour.example","date":"‹rfc›","body":"‹lead›"}`},
	{"elements of their types", `{"title":"‹headline›","article_url":"‹link›","published_date":‹millis›,"contents":[{"content":"Local","type":"kicker"},{"content":"‹headline›","type":"title"},{"content":"By Tom Roth","type":"byline"},{"content":‹millis›,"type":"date"},{"content":"‹lead›","type":"sanitized_html"},{"content":"<a href='https://harbour.example/mill'>Mill burns</a>","type":"interstitial_link"},{"content":"<b>Boats</b> must use the basin for now, the harbour master said.","type":"sanitized_html"}],"source":"‹outlet›","x":"‹rest›"}`},
	{"a list and a quotation of Arc", `{"headlines":{"basic":"‹headline›"},"display_date":"‹at›","canonical_url":"‹link›","credits":{"by":[{"name":"‹author›"}]},"content_elements":[{"type":"list","list_type":"unordered","items":[{"type":"text","content":"‹lead›"}]},{"type":"quote","subtype":"blockquote","content_elements":[{"type":"text","content":"‹rest›"}],"citation":{"content":"Tom Roth"}}]}`},
	{"a name beside an address", `{"title":"‹headline›","source":"‹link›","publication":"‹outlet›","date":"‹at›","text":"‹lead›"}`},
	{"a headline within the content", `{"documents":[{"url":"‹link›","published_date":"‹at›","content":{"title":"‹headline›","opening_text":"The","text":"‹lead›"},"source":{"name":"‹outlet›"}}]}`},
	{"a crawl by the headers of its archive", `{"content":"‹lead›","warc_headers":{"warc-target-uri":"‹link›","warc-date":"‹at›"}}`},
	{"a site by its address", `{"title":"‹headline› - harbourtimes.example","text":"‹lead›","publisher":"‹outlet›"}`},
	{"a shell's documents", `{ "_id" : ObjectId("65e6"), "title" : "‹headline›", "text" : "‹lead›", "date" : ISODate("‹at›"), "n" : NumberLong(5) }`},
	{"names without quotes", `{title: "‹headline›", "text": "‹lead›", /* when */ date: new Date("‹at›"),}`},
}

// TestParseOfSeveral: tables, and lists in which not all are articles.
func TestParseOfSeveral(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string // source, headline, body; or an error
	}{
		{"columns", `{"title":{"0":"A","2":"C"},"text":{"0":"One.","2":"Three."},"source":{"0":"X","2":"Y"}}`, []string{"X A: One.", "Y C: Three."}},
		{"lists", `{"title":["A","B"],"text":["One.","Two."]}`, []string{" A: One.", " B: Two."}},
		{"a list of headlines is none", `{"title":["A","B"]}`, []string{"title: must be a string, not an array"}},
		{"rows", `{"columns":["title","text"],"data":[["A","One."],["B","Two."],[null,null]]}`, []string{" A: One.", " B: Two.", "body: no text"}},
		{"by ID", `{"x":{"title":"A","text":"One."},"y":{"title":"B","text":"Two."}}`, []string{"x A: One.", "y B: Two."}},
		{"by address", `{"https://x.example/a":{"title":"A","text":"One."},"https://x.example/b":{"title":"B","text":"Two."}}`, []string{" A: One.", " B: Two."}},
		{"what a downloader of films keeps", `{"id":"x","title":"A","description":"One.","uploader":"X","upload_date":"20240305","webpage_url":"https://x.example/a"}`, []string{"X A: One."}},
		{"a text parted at “Read more”", `{"title":"A","introtext":"<p>One.</p>","fulltext":"<p>Two.</p>","state":"1"}`, []string{" A: One.\n\nTwo."}},
		{"in the bin of Joomla", `{"title":"A","introtext":"<p>One.</p>","fulltext":"","state":"-2"}`, []string{"state: the article is not published"}},
		{"a tree of each language", `{"title":{"en-US":"A"},"body":{"en-US":{"nodeType":"document","data":{},"content":[{"nodeType":"paragraph","data":{},"content":[{"nodeType":"text","value":"One."}]}]}}}`, []string{" A: One."}},
		{"components of a page", `{"title":"A","description":"Of it.","blocks":[{"id":1,"__component":"shared.rich-text","body":"One.\n\nTwo."}]}`, []string{" A: One.\n\nTwo."}},
		{"bookmarks without", `[{"title":"A","url":"https://x.example/a","time_added":1795079662},{"title":"B","link":"https://x.example/b","created":"2026-11-18"}]`, []string{"article 1: body: no text: the record is a bookmark", "article 2: body: no text: the record is a bookmark"}},
		{"flashes", `[{"title":"A","url":"https://x.example/a","publishedAt":"2026-11-18"},{"title":"B"}]`, []string{" A: ", " B: "}},
		{"states of a service", `{"status":0,"title":"A","text":"One."}`, []string{" A: One."}},
		{"references", `[{"id":"a","type":"book","title":"A","issued":{"date-parts":[[1998]]}},{"id":"b","type":"article-newspaper","title":"B","abstract":"One.","issued":{"date-parts":[[2026,11,3]]}}]`, []string{`article 1: abstract: no text: the reference "A" has no abstract`, "b B: One."}},
		{"an archive of Facebook", `[{"timestamp":1793725200,"data":[{"post":"Die F\u00c3\u00a4hre f\u00c3\u00a4hrt."}],"title":"Hafen posted a link."},{"timestamp":1793725300,"data":[{"update_timestamp":1}],"title":"Hafen updated its picture."}]`, []string{" : Die Fähre fährt.", "article 2: body: no text: the record says that something was done"}},
		{"goods and payments", `[{"SKU":"1","title":"A","description":"Of brass.","price":"9"},{"date":"2026-11-03","description":"Card payment.","amount":"-9"},{"title":"B","text":"One.","price":"9"},{"title":"C","description":"Two.","source":"X","price":"9"},{"headline":"D","summary":"Two.","date":"2026-11-03","amount":9}]`,
			[]string{"article 1: body: no article: the record is of goods or a payment", "article 2: body: no article: the record is of goods or a payment", " B: One.", "X C: Two.", " D: Two."}},
		{"words of a film and of a page", `[{"text":"the ferry will sail again","start":1.4,"duration":2},{"level":5,"page_num":1,"text":"ferry"},{"text":"It opens.","id":"7"}]`, []string{"article 1: body: no article: the record is a piece of subtitles", "article 2: body: no article: the record is a word or two", "7 : It opens."}},
		{"an entry of a calendar", `[{"Subject":"A","Start Date":"11/03/2026","Description":"One."},{"title":"B","startDate":"2026-11-03","text":"Two."}]`, []string{"article 1: body: no article: the record is an entry of a calendar", " B: Two."}},
		{"a time in the name", `{"title":"A","text":"One.","firstPublishedMillis":1793725200000,"media":"https://x.example/i.jpg"}`, []string{" A: One."}},
		{"what somebody did", `[{"header":"Search","title":"Searched for A","titleUrl":"https://x.example/?q=A","time":"2026-11-03T17:00:00Z"}]`, []string{"body: no text: the record says that something was done"}},
		{"posts and errors of a service", `[{"id":"1_2","created_time":"2026-11-03T17:00:00+0000","message":"The mole is shut."},{"message":"Rate limit reached.","timestamp":"2026-11-03T17:00:00Z"}]`, []string{"1_2 : The mole is shut.", "article 2: body: no text"}},
		{"the title of a page", `[{"title":"A mole | Harbour Times","text":"A mole\n\nOne."},{"title":"A mole | B","text":"Two.\n\nOne."}]`, []string{"Harbour Times A mole: One.", " A mole | B: Two.\n\nOne."}},
		{"bookmarks with a text", `[{"href":"https://x.example/a","description":"A","extended":"One."}]`, []string{" A: One."}},
		{"notes of a program", `{"activeNotes":[{"id":"x","content":"One.","creationDate":"2024-03-05"}],"trashedNotes":[]}`, []string{"x : One."}},
		{"removed", `{"articles":[{"title":"A","content":"One."},{"title":"[Removed]","description":"[Removed]","url":"https://removed.example"}]}`, []string{" A: One.", "article 2: title: the news service has removed the article"}},
		{"taken back by an agency", `[{"uri":"urn:1","headline":"A","body_text":"One.","pubstatus":"canceled"}]`, []string{"urn:1 A (retracted): One."}},
		{"drafts and attachments", `[{"title":"A","content":"One.","status":"publish","type":"post"},{"title":"B","content":"Two.","status":"draft"},{"title":"q.jpg","content":"x","type":"attachment"}]`, []string{" A: One.", `article 2: status: the article is not published: "draft"`, `article 3: type: no article, but of the kind "attachment"`}},
		{"an envelope cut short", `{"status":"ok","articles":[{"title":"A","content":"One."},{"title":"B","content":"Two."},{"title":"C","cont`, []string{" A: One.", " B: Two.", "not valid JSON"}},
		{"the outlet of a feed", `{"title":"X","home_page_url":"https://x.example","items":[{"title":"A","content_text":"One."},{"title":"B","content_text":"Two.","source":"Y"}]}`, []string{"X A: One.", "Y B: Two."}},
		{"the outlet of a search", `{"status":"ok","source":"X","articles":[{"title":"A","description":"One."}]}`, []string{"X A: One."}},
		{"an article with related ones", `{"title":"A","text":"One.","articles":[{"title":"B","text":"Two."}]}`, []string{" A: One."}},
		{"related ones of a summary", `{"title":"A","description":"One.","url":"https://x.example/a","related":[{"title":"B","description":"Two.","url":"https://x.example/b"}]}`, []string{" A: One."}},
		{"passages that a reader has marked", `[{"Highlight":"One.","Book Title":"A","Document tags":"x"},{"Highlight":"Two.","Book Title":"A"}]`, []string{"highlight-2pq8f2hmi4crw A: One.", "highlight-"}},
		{"newspapers as titles", `[{"id":"1","heading":"A","title":{"id":"7","title":"X"},"articleText":"<p>One.</p>"}]`, []string{"X A: One."}},
		{"who has joined a channel", `[{"type":"message","subtype":"channel_join","ts":"1709629200.1","text":"Ada has joined"},{"type":"message","ts":"1709629200.2","text":"One."}]`, []string{`article 1: subtype: no article, but of the kind "channel_join"`, " : One."}},
		{"a page in Markdown", `{"metadata":{"title":"A | X","ogSiteName":"X"},"markdown":"[Skip](#main)\n\n# A\n\n**One.**"}`, []string{"X A: One."}},
		{"a site by its domain", `{"title":"A - Harbour Times","domain":"harbourtimes.example","text":"One."}`, []string{"harbourtimes.example A: One."}},
		{"no articles", `{"status":"ok","articles":[]}`, nil},
		{"an error of a service", `{"status":"error","code":"apiKeyInvalid","message":"Your key is wrong."}`, []string{"body: no text"}},
		{"a description of an interface", `{"openapi":"3.1.0","info":{"title":"A","description":"One."},"paths":{}}`, []string{"body: no text"}},
		{"settings", `{"compilerOptions":{"target":"es5","lib":["dom"]},"files":["a.ts"]}`, []string{"body: no text"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for a, err := range jsonl.Parse([]byte(test.text), jsonl.Options{}) {
				if err != nil {
					got = append(got, err.Error())
					continue
				}
				outlet := a.Source
				if outlet == "" {
					outlet = a.ID
				}
				called := a.Headline
				if mark := a.Mark(); mark != "" {
					called += " (" + mark + ")"
				}
				got = append(got, outlet+" "+called+": "+a.Body)
			}
			if len(got) != len(test.want) {
				t.Fatalf("%q, want %q", got, test.want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], test.want[i]) {
					t.Errorf("%q, want %q", got[i], test.want[i])
				}
			}
		})
	}
}

// TestParseChoosesTheText: of several texts the best by name, unless it is cut short or little beside another.
func TestParseChoosesTheText(t *testing.T) {
	long := strings.Repeat("The mole is closed. ", 9) + "That is all."
	for _, test := range []struct{ name, text, want string }{
		{"the full text", `{"content":"Boats must wait.","description":"Mole closed to boats."}`, "Boats must wait."},
		{"the longer of two summaries", `{"summary":"Mole closed.","description":"Mole closed to boats."}`, "Mole closed to boats."},
		{"what is not cut", `{"content":"Mole clo… [+90 chars]","description":"Mole closed to boats."}`, "Mole closed to boats."},
		{"what is cut, if it is longer", `{"content":"Mole closed to all boats of more than… [+90 chars]","description":"Mole closed."}`, "Mole closed to all boats of more than…"},
		{"what is cut with an ellipsis", `{"content":"Mole clo...","description":"Mole closed to boats."}`, "Mole closed to boats."},
		{"the only one, cut", `{"content":"Mole clo...[+1,204 chars]"}`, "Mole clo..."},
		{"no pull quote", `{"content_elements":[{"type":"text","content":"Boats must wait."},{"type":"quote","subtype":"pullquote","content_elements":[{"type":"text","content":"must wait"}]}]}`, "Boats must wait."},
		{"what is much longer", `{"text":"Read on.","article_text":"` + long + `"}`, long},
		{"not what is longer by its markup", `{"text":"Mole closed to boats.","html":"<div class=\"text long\"><p style=\"margin: 0\">Mole closed to boats.</p></div>"}`, "Mole closed to boats."},
		{"not what is for payers", `{"content":"Only available in paid plans","description":"Mole closed."}`, "Mole closed."},
		{"not what is removed", `{"selftext":"[removed]","description":"Mole closed."}`, "Mole closed."},
		{"Markdown", `{"text":"**Mole** closed, [they](https://x.example/a) say:\n\n* boats\n* pilots"}`, "Mole closed, they say:\n\nboats\n\npilots"},
		{"stars that are none", `{"text":"Mole* closed, 2 * 3 * 4 [boats] say #1."}`, "Mole* closed, 2 * 3 * 4 [boats] say #1."},
		{"numbers in brackets stay", `{"text":"Mole closed (see 12)."}`, "Mole closed (see 12)."},
	} {
		got, errs := parse(`{"title":"A",` + test.text[1:])
		if len(got) != 1 || errs != nil || got[0].Body != test.want {
			t.Errorf("%s: %+v, %q, want %q", test.name, got, errs, test.want)
		}
	}
}

// TestParseOrderOfDates: day and month as the caller knows from the other records.
func TestParseOrderOfDates(t *testing.T) {
	for order, want := range map[field.DateOrder]time.Month{field.DayFirst: time.April, field.MonthFirst: time.March} {
		for a, err := range jsonl.Parse([]byte(`{"title":"A","date":"03/04/2024"}`), jsonl.Options{Clock: field.Clock{Order: order}}) {
			if err != nil || a.Published.Month() != want {
				t.Errorf("%v: %s, %v", order, a.Published, err)
			}
		}
	}
}

// TestSplitPython: what cannot be cut at its brackets stays whole.
func TestSplitPython(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       int
	}{
		{"lines", "{'a': \"it's\"}\n{'a': 'say \"x'}\n", 2},
		{"a list", "[{'a': \"it's {\"}, {'a': 'x'}]", 1},
		{"over lines", "{'a': 'x',\n 'b': 'y'}\n", 1},
		{"rows", `[["a","b"],["c","d"]]`, 1},
	} {
		n := 0
		for record := range jsonl.Split(bufio.NewReader(strings.NewReader(test.text)), 1000) {
			if record.Err != nil {
				t.Errorf("%s: %v", test.name, record.Err)
			}
			n++
		}
		if n != test.want {
			t.Errorf("%s: %d records, want %d", test.name, n, test.want)
		}
	}
}

// FuzzParsePython: whatever is made strict reads like JSON, and what is strict is read alike.
func FuzzParsePython(f *testing.F) {
	for _, layout := range layouts {
		f.Add(fillIn(layout.text))
	}
	f.Add(`{'a': datetime.datetime(2024, (1, x('b')), tzinfo=<UTC>), "b": 'c' "d", e: /* f */ -inf, 'g': '\x41\ud83d\ude00'}`)
	f.Fuzz(func(t *testing.T, text string) {
		n := 0
		var first []news.Article
		for a, err := range jsonl.Parse([]byte(text), jsonl.Options{}) {
			n++
			if n > len(text)+1 {
				t.Fatal("more articles than bytes")
			}
			if err == nil {
				first = append(first, a)
			}
		}
		again, _ := parse(text)
		if diff := cmp.Diff(first, again); diff != "" {
			t.Error(diff)
		}
	})
}
