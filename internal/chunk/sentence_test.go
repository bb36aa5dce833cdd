package chunk

import (
	"strings"
	"testing"

	"byline/internal/lang"

	"github.com/google/go-cmp/cmp"
)

// In the texts a bar marks where one sentence ends and the next begins.
var sentenceTests = []struct{ name, text string }{
	{"plain", "The ferry sailed at noon. |It came back at six. |Nobody was on board."},
	{"question and exclamation", "Who paid? |Nobody knows! |The bank is silent."},
	{"headline without a stop", "Harbour closed after storm\n\n|The port of Visby was closed on Monday."},
	{"title", "Dr. Maria Holm met Mr. and Mrs. Berg. |Prof. Lund was late."},
	{"initials", "The prize went to J. K. Rowling and George R. R. Martin. |Both were absent."},
	{"rank", "Lt. Gen. Ove Dahl spoke to Sen. Anna Kvist of Maine."},
	{"saint and street", "St. Petersburg is cold. |She lives on Main St. in Duluth. |He lives on Oak St. |The house is old."},
	{"letters with stops inside a sentence", "The U.S. Senate and the U.K. Parliament met at 9 a.m. Monday in Washington D.C. Rain fell."},
	{"letters with stops at the end", "He flew to the U.S. |The plane was late. |It landed at 9 p.m. |They slept."},
	{"letters with stops before a quote", "He flew to the U.S. |“We won,” he said."},
	{"adjective", "A U.S.-led force of 3.5 million left."},
	{"month", "It opens on Jan. 5. |The fair ends on Sept. 30, 2024. |Tickets are sold out."},
	{"month before a quote", "It opens on Jan. 5. |\"We are ready,\" she said."},
	{"number", "He is No. 5 in the world. |She said no. |Berg agreed."},
	{"company", "Nordlinjen Inc. Chief Executive Elin Strand resigned. |She had led Nordlinjen Inc. |The board was surprised."},
	{"decimals and sites", "Prices rose 3.5 percent, example.com said. |Shares fell 0.2."},
	{"ellipsis inside", "He said ... that it was over. |Then … nothing came."},
	{"ellipsis at the end", "He waited... |Nobody came… |The lights went out."},
	{"quote after the stop", "\"We will sail.\" |The crew cheered. |“We will not.” |They left. |'Fine.' |She smiled."},
	{"quote with its verb", "\"Will you sail?\" he asked. |“Never!” she said."},
	{"brackets", "It sank. |(Nobody was hurt.) |The owner is insured [see below]. |A report follows."},
	{"paragraph without a stop", "Details:\n\n|The fire broke out at 04:15.\r\n\r\n|It was put out."},
	{"wrapped lines", "The ferry with forty passengers and a crew of twelve\nsailed from Visby on Monday and reached Ventspils in\nLatvia. |It was late."},
	{"heading above a line", "What we know\n|The ferry with forty passengers sailed."},
	{"bullets", "The inspectors found:\n|- worn fuel lines\n|- a cracked pump\n|• No spare parts."},
	{"numbered list", "1. Open the valve.\n|2. Close it.\n|3) Leave."},
	{"lower case goes on", "The so-called est. value is high. |It fell by approx. 5 percent."},
	{"non-breaking space", "It sailed.\u00a0 |It came\u00a0back."},
	{"Chinese", "渡轮周一停航。|约有一千名乘客！|为什么？|「没有人受伤。」|公司说"},
	{"Cyrillic", "Паром вийшов о дев’ятій. |Капітан О. Коваленко промовчав. |Порт закрито."},
	{"white space at the ends", "  It sailed.\n\n"},
	{"repeated marks", "What?! |No!!! |He left."},
	{"stop glued to the next word", "She left the port.|The ferry followed.|“It sank.”|“Why now?”|It's unknown."},
	{"sites", "Booking.Com and Nordlinjen.se reported it."},
	{"days of the month", "Die Fähre fährt ab 1. Dezember. |Sie kostet 18. |Man zahlt bar."},
	{"spaced stops", "He said . . . nothing. |She left."},
}

func TestSentences(t *testing.T) {
	for _, tt := range sentenceTests {
		t.Run(tt.name, func(t *testing.T) {
			var want, got []string
			for _, s := range strings.Split(tt.text, "|") {
				want = append(want, strings.TrimSpace(s))
			}
			text := strings.ReplaceAll(tt.text, "|", "")
			for _, s := range Sentences(text, lang.Of("en")) {
				got = append(got, text[s.Start:s.End])
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Sentences(%q): -want +got\n%s", text, diff)
			}
		})
	}
}

func TestSentencesEndAsTheScriptHasIt(t *testing.T) {
	for _, want := range [][]string{
		{"पुल बंद है।", "काम शुरू हुआ।"},
		{"هل فتح الجسر؟", "نعم فتح."},
		{"Sie sagte: „Die Brücke ist zu.“", "Dann ging sie."},
		{"Hun sagde: »Broen er lukket.«", "Så gik hun."},
	} {
		var got []string
		text := strings.Join(want, " ")
		for _, s := range Sentences(text, lang.Of("xx")) {
			got = append(got, text[s.Start:s.End])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", text, diff)
		}
	}
}

// What ends in a full stop in English may end a sentence elsewhere.
func TestAbbreviationsAreThoseOfTheLanguage(t *testing.T) {
	const text = "Gruppen heter Sen. Anna sjunger."
	if got := len(Sentences(text, lang.Of("en"))); got != 1 {
		t.Errorf("%d sentences in English", got)
	}
	if got := len(Sentences(text, lang.Of("sv"))); got != 2 {
		t.Errorf("%d sentences in a language without a pack", got)
	}
}
