package agency_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/agency"
	"byline/internal/news"
)

const (
	lead = "The town of Lindholm has closed its old mole because the sea has washed out its foot."
	rest = "Boats must use the basin for now, the harbour master said."
)

// read returns what becomes of each item: an article as "source | headline | authors | time | body", or an error.
func read(text string) (articles []news.Article, errs []string) {
	for a, err := range agency.Parse([]byte(text), nil) {
		if err != nil {
			errs = append(errs, err.Error())
		} else {
			articles = append(articles, a)
		}
	}
	return articles, errs
}

const nitf = `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE nitf SYSTEM "nitf-3-6.dtd"><nitf xml:lang="en"><head><title>Mole</title><tobject><tobject.subject tobject.subject.type="Disaster"/></tobject>
<docdata management-status="usable"><doc-id id-string="H1" regsrc="HTA"/><date.issue norm="20240305T090000Z"/><key-list><keyword key="Lindholm"/></key-list></docdata><pubdata name="Harbour Times" position.section="Region" ex-ref="https://harbour.example/mole"/></head>
<body><body.head><hedline><hl1>Mole closed until May</hl1><hl2>Boats must wait</hl2></hedline><byline>By <person>Ada Lee</person><byttl>Harbour correspondent</byttl></byline><dateline><location>Lindholm</location></dateline></body.head>
<body.content><media media-type="image"><media-caption>The mole.</media-caption><media-producer>Eve Strand</media-producer></media><p>The town of <location>Lindholm</location> has closed its old mole
because the sea has washed out its foot.</p><p>` + rest + `</p></body.content></body></nitf>`

// g2 is an item of NewsML-G2 with that content.
func g2(content string) string {
	return `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:harbour:1" version="1" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/><provider literal="HTA"><name>Harbour Times</name></provider><versionCreated>2024-03-05T09:00:00Z</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><headline role="hldrole:short">Mole</headline><headline role="hldrole:main">Mole closed until May</headline><by>By Ada Lee</by><creator><name>Desk</name></creator><subject qcode="x:1"><name>Lindholm</name></subject></contentMeta><contentSet>` + content + `</contentSet></newsItem>`
}

func TestParse(t *testing.T) {
	at := time.Date(2024, 3, 5, 9, 0, 0, 0, time.UTC)
	article := news.Article{
		ID: "urn:newsml:harbour:1", Source: "Harbour Times", Headline: "Mole closed until May", Authors: []string{"Ada Lee"}, Published: at, Language: "en", Subjects: []string{"Lindholm"}, Body: lead + "\n\n" + rest,
	}
	paragraphs := "<p>" + lead + "</p><p>" + rest + "</p>"
	for _, test := range []struct {
		name, text string
		want       news.Article
	}{
		{"NITF", nitf, news.Article{
			ID: "H1", URL: "https://harbour.example/mole", Source: "Harbour Times", Headline: "Mole closed until May", Authors: []string{"Ada Lee"}, Published: at, Section: "Region",
			Subjects: []string{"Lindholm", "Disaster"}, Language: "en", Caption: "The mole.", Credit: "Eve Strand", Body: lead + "\n\n" + rest,
		}},
		{
			"an archive that has the lead twice",
			`<nitf><head><title>Mole closed until May</title><docdata><doc-id id-string="7"/><doc.copyright holder="Harbour Times"/></docdata><pubdata date.publication="20240305T090000"/></head><body><body.head><byline class="print_byline">By ADA LEE</byline><byline class="normalized_byline">Lee, Ada</byline></body.head><body.content><block class="lead_paragraph"><p>` + lead + `</p></block><block class="full_text">` + paragraphs + `</block></body.content></body></nitf>`,
			news.Article{ID: "7", Source: "Harbour Times", Headline: "Mole closed until May", Authors: []string{"Ada Lee"}, Published: at, Body: lead + "\n\n" + rest},
		},
		{"NewsML-G2", g2(`<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>` + paragraphs + `</body></html></inlineXML>`), article},
		{"NewsML-G2 around NITF", g2(`<inlineXML><nitf><body><body.content>` + paragraphs + `</body.content></body></nitf></inlineXML>`), article},
		{"NewsML-G2 with escaped HTML", g2(`<inlineData contenttype="text/html">` + strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(paragraphs) + `</inlineData>`), article},
		{"NewsML-G2 with CDATA", g2(`<inlineXML><![CDATA[` + paragraphs + `]]></inlineXML>`), article},
		{"NewsML-G2 in plain text", g2("<inlineData contenttype=\"text/plain\">" + lead + "\n\n" + rest + "</inlineData>"), article},
		{"a message", `<newsMessage xmlns="x"><header><sent>2024-03-06T00:00:00Z</sent></header><itemSet>` + g2(`<inlineXML><html><body>`+paragraphs+`</body></html></inlineXML>`) + `</itemSet></newsMessage>`, article},
		{
			"NewsML 1",
			`<NewsML><NewsEnvelope><DateAndTime>20240306T000000Z</DateAndTime></NewsEnvelope><NewsItem xml:lang="en"><Identification><NewsIdentifier><ProviderId>harbour.example</ProviderId><PublicIdentifier>urn:newsml:harbour:1</PublicIdentifier></NewsIdentifier></Identification><NewsManagement><FirstCreated>20240305T100000+0100</FirstCreated><Status FormalName="Usable"/></NewsManagement>
			<NewsComponent><NewsLines><HeadLine>Mole closed until May</HeadLine><ByLine>By Ada Lee</ByLine><KeywordLine>Lindholm</KeywordLine></NewsLines><AdministrativeMetadata><Provider><Party FormalName="Harbour Times"/></Provider></AdministrativeMetadata><NewsComponent><ContentItem><MediaType FormalName="Text"/><DataContent>` + paragraphs + `</DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>`,
			article,
		},
		{
			"a corpus of one item a file",
			`<?xml version="1.0" encoding="iso-8859-1" ?><newsitem itemid="urn:newsml:harbour:1" id="root" date="2024-03-05T09:00:00Z" xml:lang="en"><title>NORWAY: Mole closed until May.</title><headline>Mole closed until May</headline><byline>Ada Lee</byline><dateline>LINDHOLM</dateline><text>` + paragraphs + `</text><metadata><codes class="c"><code code="X"><codedetail value="Lindholm"/></code></codes></metadata></newsitem>`,
			func() news.Article { a := article; a.Source = "Reuters"; return a }(),
		},
		{
			"SGML of 1987",
			"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS=\"YES\" OLDID=\"1\" NEWID=\"urn:newsml:harbour:1\">\n<DATE> 5-MAR-2024 09:00:00.79</DATE><TOPICS><D>Lindholm</D></TOPICS>\n<UNKNOWN>&#5;&#5;C T</UNKNOWN><TEXT>&#2;<TITLE>Mole closed until May</TITLE><AUTHOR>By Ada Lee</AUTHOR><DATELINE>LINDHOLM, March 5 - </DATELINE><BODY>The town of Lindholm has\nclosed its old mole because\nthe sea has washed out its\nfoot.\n    Boats must use the basin\nfor now, the harbour master\nsaid.\n&#3;</BODY></TEXT>\n</REUTERS>",
			func() news.Article { a := article; a.Source, a.Language = "Reuters", ""; return a }(),
		},
		{
			"documents without closing tags",
			"<DOC>\n<DOCNO> HT-240305-0001 </DOCNO>\n<HEADLINE>\nMole closed until May\n</HEADLINE>\n<BYLINE>Ada Lee</BYLINE>\n<DATE>March 5, 2024</DATE>\n<TEXT>\n<P>\n" + lead + "\n<P>\n" + rest + "\n</TEXT>\n</DOC>",
			news.Article{ID: "HT-240305-0001", Headline: "Mole closed until May", Authors: []string{"Ada Lee"}, Published: at.Truncate(24 * time.Hour), Body: lead + "\n\n" + rest},
		},
		{
			"documents with the day in their name",
			`<DOC id="HTA_ENG_20240305.0012" type="story"><HEADLINE>Mole closed until May</HEADLINE><DATELINE>LINDHOLM</DATELINE><TEXT>` + paragraphs + `</TEXT></DOC>`,
			news.Article{ID: "HTA_ENG_20240305.0012", Headline: "Mole closed until May", Published: at.Truncate(24 * time.Hour), Body: lead + "\n\n" + rest},
		},
		{
			"what Trafilatura writes",
			`<doc sitename="Harbour Times" title="Mole closed until May" author="Ada Lee" date="2024-03-05" source="https://harbour.example/mole" hostname="harbour.example"><main>` + paragraphs + `</main><comments><p>First!</p></comments></doc>`,
			news.Article{URL: "https://harbour.example/mole", Source: "Harbour Times", Headline: "Mole closed until May", Authors: []string{"Ada Lee"}, Published: at.Truncate(24 * time.Hour), Body: lead + "\n\n" + rest},
		},
		{
			"a text of an edition, in TEI",
			`<?xml version="1.0"?><TEI xmlns="t"><teiHeader><fileDesc><titleStmt><title>Mole closed until May</title><author>Ada Lee</author></titleStmt><publicationStmt><publisher>Library of Lindholm</publisher><date when="2029-01-01"/></publicationStmt>` +
				`<sourceDesc><bibl><title level="j">Harbour Times</title><date when="2024-03-05">5 March</date></bibl></sourceDesc></fileDesc></teiHeader><text><body><div><head>Mole closed until May</head>` + paragraphs + `</div></body></text></TEI>`,
			news.Article{Source: "Harbour Times", Headline: "Mole closed until May", Authors: []string{"Ada Lee"}, Published: at.Truncate(24 * time.Hour), Body: lead + "\n\n" + rest},
		},
		{
			"notes of Evernote",
			`<?xml version="1.0"?><!DOCTYPE en-export SYSTEM "http://evernote.example/export4.dtd"><en-export><note><title>Mole closed until May</title><created>20240305T000000Z</created><note-attributes><source>web.clip</source><source-url>https://harbour.example/mole</source-url></note-attributes><content><![CDATA[<en-note>` + paragraphs + `</en-note>]]></content></note></en-export>`,
			news.Article{URL: "https://harbour.example/mole", Headline: "Mole closed until May", Published: at.Truncate(24 * time.Hour), Body: lead + "\n\n" + rest},
		},
		{
			"records",
			`<?xml version="1.0"?><articles><article id="9"><title>Mole closed until May</title><author>Ada Lee</author><pub_date>2024-03-05</pub_date><url>https://harbour.example/mole</url><source>Harbour Times</source><body>` + paragraphs + `</body></article></articles>`,
			news.Article{ID: "9", URL: "https://harbour.example/mole", Source: "Harbour Times", Headline: "Mole closed until May", Authors: []string{"Ada Lee"}, Published: at.Truncate(24 * time.Hour), Body: lead + "\n\n" + rest},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, errs := read(test.text)
			if diff := cmp.Diff([]news.Article{test.want}, got); diff != "" || errs != nil {
				t.Error(diff, errs)
			}
		})
	}
}

// TestParseOfSeveral: each item of a file counts, and those that are no articles are named.
func TestParseOfSeveral(t *testing.T) {
	text := `<newsMessage><itemSet>` + g2(`<inlineXML><p>One.</p></inlineXML>`) + `<packageItem guid="p"><itemMeta/></packageItem>` +
		strings.Replace(g2(`<remoteContent href="mole.jpg"/>`), "ninat:text", "ninat:picture", 1) +
		strings.Replace(g2(`<inlineXML><p>Two.</p></inlineXML>`), "stat:usable", "stat:canceled", 1) + strings.Replace(g2(`<inlineXML><p>Three.</p></inlineXML>`), "urn:newsml:harbour:1", "urn:3", 1) + `</itemSet></newsMessage>`
	got, errs := read(text)
	if len(got) != 3 || got[0].Body != "One." || got[2].ID != "urn:3" {
		t.Errorf("%+v", got)
	}
	if n, ok := got[1].Notice(); !ok || n.Kind != news.NoticeRetraction {
		t.Errorf("the canceled item has the notices %v, want a retraction", got[1].Notices)
	}
	if want := []string{"no article, but a <packageitem>", `no article, but of the class "picture"`}; cmp.Diff(want, errs) != "" {
		t.Errorf("%q, want %q", errs, want)
	}
	for text, want := range map[string]string{
		"<nitf><head/><body/></nitf>":                              "neither a headline nor content",
		"<newsML></newsML>":                                        "there is no article",
		"<list><x><title>A</title><summary>b</summary></x></list>": "neither a text nor an address",
		"": "there is no article",
	} {
		if got, errs := read(text); len(got) != 0 || len(errs) != 1 || !strings.Contains(errs[0], want) {
			t.Errorf("%s: %+v, %q", text, got, errs)
		}
	}
}

func TestDetect(t *testing.T) {
	for text, want := range map[string]bool{
		"nitf " + nitf:                           true,
		"newsMessage <x>":                        true,
		"ns:newsItem <x>":                        true,
		"DOC <DOC><HEADLINE>A</HEADLINE><TEXT>b": true,
		"doc <doc><p>x</p>":                      false,
		"rows <rows><row><title>A</title><content>b</content>": true,
		"urlset <urlset><url><news:title>A</news:title></url>": false,
		"svg <svg><title>A</title><text>b</text>":              false,
		"settings <settings><name>x</name></settings>":         false,
	} {
		root, head, _ := strings.Cut(text, " ")
		if got := agency.Detect([]byte(head), root); got != want {
			t.Errorf("%.60s: %v", text, got)
		}
	}
}

// XML may name files and addresses of which it wants the text; it gets none.
func TestNoFileIsReadForAnEntity(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("the harbour master's key"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, document, _ := strings.Cut(nitf, "<nitf ")
	text := "<!DOCTYPE nitf [<!ENTITY a SYSTEM 'file://" + secret + "'>]>" + strings.Replace("<nitf "+document, "<hl1>", "<hl1>&a; ", 1)
	for a := range agency.Parse([]byte(text), nil) {
		if strings.Contains(a.Headline+a.Body, "key") {
			t.Errorf("headline %q, body %q", a.Headline, a.Body)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(nitf)
	f.Add(g2("<inlineXML><nitf><body><body.content><p>a</body.content></nitf></inlineXML>"))
	f.Add("<REUTERS NEWID=\"1\"><TEXT>&#2;<TITLE>A</TITLE><BODY>b\nc</BODY></TEXT></REUTERS>")
	f.Add("<a><b x='y'><title>A</title><text>b</text><text>c</text></b></a>")
	f.Add("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hosts'>]><nitf><hl1>&a;</hl1></nitf>")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Count(text, "<") > 10_000 {
			return
		}
		agency.Detect([]byte(text), "a")
		for a, err := range agency.Parse([]byte(text), nil) {
			if err == nil && (a.Headline == "" && a.Body == "" || !utf8.ValidString(a.Headline+a.Body+a.Source)) {
				t.Errorf("%+v", a)
			}
			if strings.Contains(a.Headline, "localhost") {
				t.Error("something that lies elsewhere was read")
			}
		}
	})
}

// TestParseDeep: elements that lie within one another without end cost no more than others.
func TestParseDeep(t *testing.T) {
	got, errs := read("<nitf><body><body.content>" + strings.Repeat("<x>", 200_000) + lead)
	if len(got) != 1 || got[0].Body != lead {
		t.Errorf("%d articles, %q", len(got), errs)
	}
}
