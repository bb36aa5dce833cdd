package pressdb_test

import (
	"bufio"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/pressdb"
	"byline/internal/news"
)

const old = `

                               1 of 2 DOCUMENTS


                               Harbour Times

                          February 4, 2025 Tuesday

Old bridge closed to lorries

BYLINE: Ada Lee and Oleh Bondar

SECTION: NEWS; Pg. 3

LENGTH: 50 words

The town of Lindholm has closed its old bridge
to lorries.

It opens in spring: the mayor said so.

LOAD-DATE: February 5, 2025

LANGUAGE: ENGLISH

                  Copyright 2025 Harbour Times
                           All Rights Reserved


                               2 of 2 DOCUMENTS


                               Radio Lind

                          February 5, 2025 Wednesday

Ferry stays

LENGTH: 30 words

The ferry stays in the harbour.

LOAD-DATE: February 6, 2025
`

const newer = `Old bridge closed to lorries
Harbour Times
February 4, 2025 Tuesday

Copyright 2025 Harbour Times All Rights Reserved
Section: NEWS; Pg. 3
Length: 50 words
Byline: Ada Lee and Oleh Bondar
Body

The town of Lindholm has closed its old bridge to lorries.

It opens in spring: the mayor said so.

Classification

Language: ENGLISH
Load-Date: February 5, 2025

End of Document
Ferry stays
Radio Lind
February 5, 2025 Wednesday

Copyright 2025 Radio Lind All Rights Reserved
Length: 30 words
Body

The ferry stays in the harbour.

Load-Date: February 6, 2025

End of Document
`

const factiva = `Old bridge closed to lorries
By Ada Lee and Oleh Bondar
50 words
4 February 2025
Harbour Times
HARB
English
Copyright 2025. Harbour Times.

The town of Lindholm has closed its old bridge to lorries.

It opens in spring: the mayor said so.

Document HARB000020250204el2400001

Ferry stays
30 words
5 February 2025
Radio Lind
RLIN
English
Copyright 2025. Radio Lind.

The ferry stays in the harbour.

Document RLIN000020250205el2500002
`

const proquest = `____________________________________________________________

Document 1 of 2

Title: Old bridge closed to lorries
Author: Ada Lee and Oleh Bondar
Publication title: Harbour Times
Publication date: Feb 4, 2025
Section: NEWS
Language: English

Full text: The town of Lindholm has closed its old bridge to lorries.

It opens in spring: the mayor said so.

____________________________________________________________

Document 2 of 2

Title: Ferry stays
Publication title: Radio Lind
Publication date: Feb 5, 2025

Full text: The ferry stays in the harbour.
____________________________________________________________
`

func TestEveryArticleOfAFileIsRead(t *testing.T) {
	bridge := news.Article{
		Source: "Harbour Times", Headline: "Old bridge closed to lorries", Authors: []string{"Ada Lee", "Oleh Bondar"}, Section: "NEWS", Language: "en",
		Published: time.Date(2025, 2, 4, 0, 0, 0, 0, time.UTC), Body: "The town of Lindholm has closed its old bridge to lorries.\n\nIt opens in spring: the mayor said so.",
	}
	ferry := news.Article{Source: "Radio Lind", Headline: "Ferry stays", Published: time.Date(2025, 2, 5, 0, 0, 0, 0, time.UTC), Body: "The ferry stays in the harbour."}
	for name, text := range map[string]string{"LexisNexis, old": old, "LexisNexis, new": newer, "Factiva": factiva, "ProQuest": proquest} {
		if !pressdb.Detect([]byte(text)) {
			t.Errorf("%s is not recognised", name)
		}
		var got []news.Article
		for r := range pressdb.Split(bufio.NewReader(strings.NewReader(strings.ReplaceAll(text, "\n", "\r\n"))), 1<<20) {
			a, err := pressdb.Parse(r.Data, nil)
			if err != nil || r.Err != nil {
				t.Errorf("%s, line %d: %v, %v", name, r.Number, err, r.Err)
			}
			got = append(got, a)
		}
		want := []news.Article{bridge, ferry}
		if name == "Factiva" {
			want[0].Section, want[1].Language = "", "en"
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestLayoutsOfExports: the same article in layouts that differ in what stands before its text.
func TestLayoutsOfExports(t *testing.T) {
	const text = "The town of Lindholm has closed its old bridge to lorries."
	for name, test := range map[string]struct{ export, at string }{
		"Factiva, with tags":              {"HD  Old bridge closed to lorries\nBY  By Ada Lee\nWC  50 words\nPD  4 February 2025\nET  09:30\nSN  Harbour Times\nSC  HARB\nLA  English\nLP\n\n" + text + "\nTD\n\nIt opens in spring.\n\nAN  Document HARB000020250204el2400001\n", "2025-02-04 09:30"},
		"Factiva, with a time":            {"News\nOld bridge closed to lorries\nAda Lee\n50 words\n4 February 2025\n09:30\nHarbour Times\nHARB\nEnglish\nCopyright 2025. Harbour Times.\n\n" + text + "\n\nIt opens in spring.\n\nDocument HARB000020250204el2400001\n", "2025-02-04 09:30"},
		"Factiva, in German":              {"Old bridge closed to lorries\nVon Ada Lee\n50 Wörter\n4 Februar 2025\nHarbour Times\nHARB\n12\nDeutsch\n(c) 2025 Harbour Times.\n\n" + text + "\n\nIt opens in spring.\n\nDokument HARB000020250204el2400001\n", "2025-02-04 00:00"},
		"LexisNexis, with the line twice": {"Page 1 of 1\nOld bridge closed to lorries\nOld bridge closed to lorries\nHarbour Times\nFebruary 4, 2025 Tuesday\n\nCopyright 2025 Harbour Times\nByline: Ada Lee\nBody\n\n" + text + "\n\nIt opens in spring.\n\nEnd of Document\n", "2025-02-04 00:00"},
		"LexisNexis, with an edition":     {"1 of 1 DOCUMENTS\n\nHarbour Times\n\nFebruary 4, 2025 Tuesday\nFirst Edition\n\nOld bridge closed to lorries\n\nBYLINE: Ada Lee\n\nLENGTH: 40 words\n\n" + text + "\n\nIt opens in spring.\n\nLOAD-DATE: February 4, 2025\n", "2025-02-04 00:00"},
		"ProQuest, the surname first":     {"____________________________________________________________\n\nOld bridge closed to lorries\n\nAuthor: Lee, Ada.\n\nFull text: " + text + "\n\nIt opens in spring.\n\nTitle: Old bridge closed to lorries\n\nPublication title: Harbour Times\n\nPublication date: Feb 4, 2025\n", "2025-02-04 00:00"},
		"Nexis Uni, its headline twice":   {"Old bridge closed to lorries\n\n\nOld bridge closed to lorries\nHarbour Times\nFebruary 4, 2025 Tuesday\nFirst Edition\n\nCopyright 2025 Harbour Media All Rights Reserved\n\nSection: NEWS; Pg. 4\nLength: 211 words\nByline: Ada Lee\nBody\n\n" + text + "\n\nIt opens in spring.\n\nLoad-Date: February 5, 2025\n\nEnd of Document\n", "2025-02-04 00:00"},
		"LexisNexis, with a cover":        {"User Name: Kim Ask\nDate and Time: Monday, November 30, 2026\nJob Number: 12\nDocuments (2)\n1. Old bridge closed to lorries\nSearch Terms: bridge\n2. Ferry stays\n\nOld bridge closed to lorries\n\nHarbour Times\n\nFebruary 4, 2025 Tuesday\n\nByline: Ada Lee\n\nBody\n\n" + text + "\n\nIt opens in spring.\n\nEnd of Document\n", "2025-02-04 00:00"},
		"ProQuest, with an abstract":      {"Document 1 of 1\n\nOld bridge closed to lorries\n\nAuthor: Lee, Ada\n\nProQuest document link\n\nAbstract: It is closed.\n\nIt opens.\n\nFull text: " + text + "\n\nIt opens in spring.\n\nPublication title: Harbour Times; Lindholm\n\nPublication date: Feb 4, 2025\n", "2025-02-04 00:00"},
		"ProQuest, only an abstract":      {"Document 1 of 2 DOCUMENTS\n\nOld bridge closed to lorries\n\nAuthor: Lee, Ada\n\nAbstract: " + text + "\n\nIt opens in spring.\n\nPublication title: Harbour Times\n\nPublication date: Feb 4, 2025\n", "2025-02-04 00:00"},
		"EBSCO":                           {"Record: 1\nTitle: Old bridge closed to lorries.\nAuthors: Lee, Ada\nSource: Harbour Times. 02/04/2025, p4. 1p.\nDocument Type: Article\nSubject Terms: *Bridges\n*Towns\nAbstract: It is closed.\nISSN: 1234-5678\nAccession Number: 2W6\nDatabase: Newspaper Source\nSection: Local\n\nOld bridge closed to lorries\n\n" + text + "\n\nIt opens in spring.\n\n~~~~~~~~\n\nBy Ada Lee\n\nCopyright of Harbour Times is the property of Harbour Media.\n\n", "2025-02-04 00:00"},
		"Gale":                            {"Old bridge closed to lorries\nAuthor: Ada Lee\nDate: Feb. 4, 2025\nFrom: Harbour Times (Lindholm)\nPublisher: Harbour Media Ltd\nDocument Type: Article\nLength: 92 words\n\nFull Text: \n" + text + "\n\nIt opens in spring.\n\nCopyright: COPYRIGHT 2025 Harbour Media Ltd\nSource Citation (MLA 9th Edition)\nLee, Ada. \"Old bridge closed to lorries.\" Harbour Times, 4 Feb. 2025.\nGale Document Number: GALE|A1\n", "2025-02-04 00:00"},
		"NewsBank":                        {"Old bridge closed to lorries\n\nFebruary 4, 2025  |  Harbour Times (Lindholm)\nAuthor: Ada Lee; Staff Writer  |  Page: A4  |  Section: Local\n92 Words\n\nReadability: Lexile: 1200\n\nOpenURL Link\nhttps://bank.example/doc/1\n\n" + text + "\n\nIt opens in spring.\n\n• Citation (aglc Style)\nAda Lee, 'Old bridge closed to lorries', Harbour Times, 4 Feb 2025\n", "2025-02-04 00:00"},
	} {
		if !pressdb.Detect([]byte(test.export)) {
			t.Errorf("%s is not recognised", name)
		}
		for r := range pressdb.Split(bufio.NewReader(strings.NewReader(test.export)), 1<<20) {
			a, err := pressdb.Parse(r.Data, nil)
			if err != nil || a.Headline != "Old bridge closed to lorries" || a.Source != "Harbour Times" || strings.Join(a.Authors, "|") != "Ada Lee" ||
				a.Body != text+"\n\nIt opens in spring." || a.Published.Format("2006-01-02 15:04") != test.at {
				t.Errorf("%s: %+v, %v", name, a, err)
			}
		}
	}
}

func TestImprintAmongLines(t *testing.T) {
	rule := strings.Repeat("=", 78) + "\n"
	for name, test := range map[string]struct{ export, want string }{
		"Retriever, in Norwegian": {
			"Gammel bru stengt\nHavnetidende. Publisert på trykk 04.02.2025. Ada Lie. Side 4. Seksjon: Lokalt.\n\nLindholm har stengt den gamle brua.\n\nDen åpner til våren.\n\n© Havnetidende\nAlle artikler er beskyttet av lov om opphavsrett.\n" + rule +
				"\nFerga blir\nRadio Lind. Publisert på nett 05.02.2025 06:21. Nils Holm.\n\nFerga blir i havna.\n\n© Radio Lind\n" + rule,
			"Havnetidende|Ada Lie|Lokalt|2025-02-04 00:00|Gammel bru stengt|Lindholm har stengt den gamle brua.¶Den åpner til våren.\n" +
				"Radio Lind|Nils Holm||2025-02-05 06:21|Ferga blir|Ferga blir i havna.\n",
		},
		"Retriever, in Swedish": {
			"Gammal bro stängd\nHamnbladet. Publicerat i print 2025-02-04. Sida 4.\n\nLindholm har stängt den gamla bron.\n\n© Hamnbladet\n",
			"Hamnbladet|||2025-02-04 00:00|Gammal bro stängd|Lindholm har stängt den gamla bron.\n",
		},
		"WiseNews": {
			"1. 海港日報\nA04  |  港聞  |  By 李娜  |  2025-02-04\n舊橋封閉\n\n林霍姆鎮已封閉舊橋。\n\n春季重開。\n\n文章編號: 202502040040123\n\n-----\n\n2. 林德時報\nB02  |  社會  |  2025-02-05\n渡輪留港\n\n渡輪留在港口。\n\n文章編號: 202502050050456\n",
			"海港日報|李娜|港聞|2025-02-04 00:00|舊橋封閉|林霍姆鎮已封閉舊橋。¶春季重開。\n林德時報||社會|2025-02-05 00:00|渡輪留港|渡輪留在港口。\n",
		},
	} {
		if !pressdb.Detect([]byte(test.export)) {
			t.Errorf("%s is not recognised", name)
		}
		got := ""
		for r := range pressdb.Split(bufio.NewReader(strings.NewReader(test.export)), 1<<20) {
			a, err := pressdb.Parse(r.Data, nil)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			got += strings.Join([]string{a.Source, strings.Join(a.Authors, ","), a.Section, a.Published.Format("2006-01-02 15:04"), a.Headline, strings.ReplaceAll(a.Body, "\n\n", "¶")}, "|") + "\n"
		}
		if got != test.want {
			t.Errorf("%s:\n%s\nnot\n%s", name, got, test.want)
		}
	}
}

func TestDetect(t *testing.T) {
	for _, text := range []string{"Three of 12 documents\n\nwere found.", "Page 1 of 2\n\nThe bridge.", "1 of 2\n\nThe bridge is closed.", "One.\n\n____________________________\n\nTwo."} {
		if pressdb.Detect([]byte(text)) {
			t.Errorf("%q is taken for an export", text)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{old, newer, factiva, proquest} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for r := range pressdb.Split(bufio.NewReader(strings.NewReader(text)), 1<<12) {
			if r.Err != nil {
				continue
			}
			if a, err := pressdb.Parse(r.Data, nil); err == nil && a.Body == "" {
				t.Errorf("%+v", a)
			}
		}
	})
}
