package agency_test

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"byline/internal/format/agency"
	"byline/internal/format/field"
	"byline/internal/news"
)

// cut returns the records of a text.
func cut(text string, limit int) (all []field.Record) {
	for r := range agency.Split(bufio.NewReaderSize(iotest.HalfReader(strings.NewReader(text)), 16), limit) {
		all = append(all, r)
	}
	return all
}

// Packages and archives are cut into their items, whatever stands around them.
func TestSplit(t *testing.T) {
	item := func(id string) string {
		return strings.Replace(g2("<inlineXML><nitf><body><body.content><p>Text "+id+"</p></body.content></nitf></inlineXML>"), "harbour:1", "harbour:"+id, 1)
	}
	for name, test := range map[string]struct {
		text string
		want []string // what each record has in it
	}{
		"a package":                 {`<?xml version="1.0"?><newsMessage><header/><itemSet>` + item("a") + "\n" + `<packageItem guid="p"><itemMeta/></packageItem>` + item("b") + "</itemSet></newsMessage>", []string{"harbour:a", `guid="p"`, "harbour:b"}},
		"with prefixes":             {`<nar:newsMessage><nar:itemSet><nar:newsItem guid="a"></nar:newsItem><nar:newsItem guid="b"/></nar:itemSet></nar:newsMessage>`, []string{`guid="a"`, `guid="b"`}},
		"an archive in SGML":        {`<!DOCTYPE lewis SYSTEM "lewis.dtd">` + "\n" + `<REUTERS NEWID="1"><BODY>a < b</BODY></REUTERS>` + "\n" + `<REUTERS NEWID="2"><BODY>c</BODY></REUTERS>`, []string{`NEWID="1"`, `NEWID="2"`}},
		"documents in a row":        {"<DOC><DOCNO>1</DOCNO><TEXT>a</TEXT></DOC>\n<DOC><DOCNO>2</DOCNO><TEXT>b</TEXT></DOC>\n", []string{"<DOCNO>1", "<DOCNO>2"}},
		"items within items":        {`<NewsML><NewsItem id="a"><NewsItem id="b"></NewsItem><x/></NewsItem><NewsItem id="c"></NewsItem></NewsML>`, []string{`id="b"></NewsItem><x/></NewsItem>`, `id="c"`}},
		"tags that are text":        {`<!-- <doc> --><set><doc><t><![CDATA[a </doc> b <doc>]]></t><!-- </doc> > --></doc><doc>2</doc></set>`, []string{"<!-- </doc> > --></doc>", "<doc>2</doc>"}},
		"cut short":                 {"<set><doc>1</doc><doc>2", []string{"<doc>1</doc>", "<doc>2"}},
		"no item":                   {"<rows><row><title>A</title><content>b</content></row></rows>", []string{"<rows><row><title>A</title><content>b</content></row></rows>"}},
		"one item":                  {nitf, []string{"</nitf>"}},
		"too long, and then others": {"<set><doc>" + strings.Repeat("x", 9000) + "</doc><doc>2</doc></set>", []string{"", "<doc>2</doc>"}},
		"a long way before":         {"<set><!--" + strings.Repeat("x", 9000) + "--><doc>2</doc></set>", []string{"<doc>2</doc>"}},
	} {
		got := cut(test.text, 4000)
		if len(got) != len(test.want) {
			t.Errorf("%s: %d records, want %d", name, len(got), len(test.want))
			continue
		}
		for i, r := range got {
			if r.Number != i+1 || r.Whole != (len(got) == 1) || (news.KindOf(r.Err) == news.KindTooLarge) != (test.want[i] == "") || !strings.Contains(string(r.Data), test.want[i]) {
				t.Errorf("%s: record %d is %+v with %.300q", name, i+1, r.Err, r.Data)
			}
		}
	}
}

// What is cut out reads as it does in its file.
func TestSplitLosesNothing(t *testing.T) {
	text := "<newsMessage><itemSet>" + strings.Repeat(g2("<inlineXML><p>One &lt; two.</p><p>Three.</p></inlineXML>"), 3) + "</itemSet></newsMessage>"
	want, _ := read(text)
	for i, r := range cut(text, 1<<20) {
		if got, errs := read(string(r.Data)); len(got) != 1 || len(errs) > 0 || got[0].Body != want[i].Body || got[0].ID != want[i].ID {
			t.Errorf("record %d: %+v, %q", i, got, errs)
		}
	}
}

func TestSplitTellsThatItCannotReadOn(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("<set><doc>1</doc>"), iotest.ErrReader(iotest.ErrTimeout))
	all := slices.Collect(agency.Split(bufio.NewReader(broken), 100))
	if len(all) != 2 || string(all[0].Data) != "<doc>1</doc>" || !errors.Is(all[1].Err, iotest.ErrTimeout) {
		t.Errorf("got %+v", all)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("<set><doc>1</doc><!-- x --><doc>2")
	f.Add("<doc/><![CDATA[</doc>]]></doc>")
	f.Fuzz(func(t *testing.T, text string) {
		size := 0
		for _, r := range cut(text, 100) {
			if size += len(r.Data); len(r.Data) > 100 {
				t.Errorf("a record of %d bytes", len(r.Data))
			}
		}
		if size > len(text) {
			t.Errorf("%d bytes of %d", size, len(text))
		}
	})
}

// Persons may have their names in parts, one or several of them.
func TestNamesInPartsAreOfPersons(t *testing.T) {
	for name, by := range map[string]string{
		"several": "<authors><author><firstname>Ada</firstname><lastname>Lee</lastname></author><author><first_name>Ben</first_name><last_name>Orr</last_name></author></authors>",
		"plain":   "<authors>Ada Lee, Ben Orr</authors>",
	} {
		got, errs := read(`<articles><article><headline>Mole closed</headline>` + by + `<content>The old mole is closed.</content></article></articles>`)
		if len(errs) > 0 || len(got) != 1 || strings.Join(got[0].Authors, "|") != "Ada Lee|Ben Orr" {
			t.Errorf("%s: %+v, %v", name, got, errs)
		}
	}
}
