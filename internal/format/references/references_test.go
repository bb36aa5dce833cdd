package references_test

import (
	"bufio"
	"encoding/json"
	"strings"
	"testing"

	"byline/internal/format/references"
)

// TestSplit: what an entry says of an article comes out under the usual names.
func TestSplit(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"RIS": {
			"\ufeffTY  - NEWS\r\nTI  - Bridge closed\r\nAU  - Lee, Ada\r\nAU  - Bondar, O.\r\nT2  - Harbour Times\r\nDA  - 2026/03/04/\r\nAB  - One.\r\nTwo.\r\nSN  - 1\r\nER  - \r\n",
			`{"authors":["Ada Lee","O. Bondar"],"date":"2026-03-04","publication":"Harbour Times","text":"One.\nTwo.","title":"Bridge closed"}`,
		},
		"BibTeX": {
			"% of Ada\n@string{ht = {Harbour Times}}\n@article{lee_2026,\n  title = {{Bridge} at K\\\"{o}lm \\& Oster closed},\n  author = \"Lee, Ada and Bondar, Oleh\",\n  journaltitle = {Harbour Times}, year = 2026, month = mar,\n  url = {https://harbour.example/a\\_b},\n  abstract = {The bridge is {closed}: it shakes.},\n  keywords = {bridges,towns},\n}\n",
			`{"authors":["Ada Lee","Oleh Bondar"],"keywords":["bridges","towns"],"month":"mar","publication":"Harbour Times","text":"The bridge is closed: it shakes.","title":"Bridge at Kölm \u0026 Oster closed","url":"https://harbour.example/a_b","year":"2026"}`,
		},
		"Zotero's RDF": {
			`<rdf:RDF xmlns:rdf="r" xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dcterms="t" xmlns:bib="b" xmlns:foaf="f" xmlns:dc="d">` +
				`<bib:Article rdf:about="#1"><z:itemType>newspaperArticle</z:itemType><dcterms:isPartOf><bib:Newspaper><dc:title>Harbour Times</dc:title></bib:Newspaper></dcterms:isPartOf>` +
				`<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Lee</foaf:surname><foaf:givenName>Ada</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>` +
				`<dcterms:abstract>One &amp; two.</dcterms:abstract><dc:identifier><dcterms:URI><rdf:value>https://harbour.example/a</rdf:value></dcterms:URI></dc:identifier>` +
				`<dc:date>2026-03-04</dc:date><dc:title>Bridge closed</dc:title></bib:Article><z:Attachment rdf:about="#2"><dc:title>Snapshot</dc:title></z:Attachment></rdf:RDF>`,
			`{"authors":["Ada Lee"],"date":"2026-03-04","publication":"Harbour Times","text":"One \u0026 two.","title":"Bridge closed","url":"https://harbour.example/a"}`,
		},
	} {
		var got []string
		for record := range references.Split(bufio.NewReader(strings.NewReader(test.text)), 2000) {
			if record.Err == nil {
				got = append(got, string(record.Data))
			}
		}
		if len(got) != 1 || got[0] != test.want {
			t.Errorf("%s: %s\nwant %s", name, got, test.want)
		}
		if !references.Detect([]byte(test.text)) && name != "BibTeX" {
			t.Errorf("%s is not told", name)
		}
	}
}

func TestAReferenceWithoutAnAbstractIsNoArticle(t *testing.T) {
	for _, text := range []string{"TY  - NEWS\nTI  - Bridge closed\nER  - \n", "@article{lee_2026,\n\ttitle = {Bridge closed},\n}\n"} {
		for record := range references.Split(bufio.NewReader(strings.NewReader(text)), 1000) {
			if record.Err == nil || !strings.Contains(record.Err.Error(), `"Bridge closed" has no abstract`) {
				t.Errorf("%q: %v", text, record.Err)
			}
		}
		if !references.Detect([]byte(text)) {
			t.Errorf("%q is not told", text)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("TY  - NEWS\nTI  - A\nAB  - B\nER  - \n")
	f.Add("@article{a, title = {{A}}, abstract = \"B\\")
	f.Fuzz(func(t *testing.T, text string) {
		for record := range references.Split(bufio.NewReader(strings.NewReader(text)), 1<<16) {
			if record.Err == nil && !json.Valid(record.Data) {
				t.Errorf("%q is no JSON", record.Data)
			}
		}
	})
}
