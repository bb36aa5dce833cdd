package speech_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"byline/internal/chunk"
	"byline/internal/news"
	"byline/internal/speech"
)

// said lists what is said in a text: D for direct, i for indirect, the speaker and the words.
func said(body, language string) []string {
	var out []string
	for _, s := range speech.Sayings(&news.Article{Body: body, Language: language}, chunk.Sentences) {
		kind := "i"
		if s.Direct {
			kind = "D"
		}
		out = append(out, fmt.Sprintf("%s %s: %s", kind, s.Speaker, s.Quote))
	}
	return out
}

// In languages without a pack those who are named beside a verb of saying speak.
func TestWhoSaysWhatInOtherLanguages(t *testing.T) {
	for language, c := range map[string]struct{ body, want string }{
		"de": {`„Die Fähre ist spät“, sagte Hafenchefin Mara Olm am Montag.`, "D Hafenchefin Mara Olm: Die Fähre ist spät"},
		"fr": {`« Le ferry est en retard », a déclaré Mara Olm lundi.`, "D Mara Olm: Le ferry est en retard"},
		"es": {`«El ferry llega tarde», dijo Mara Olm el lunes.`, "D Mara Olm: El ferry llega tarde"},
		"it": {`«Il traghetto è in ritardo», ha detto Mara Olm lunedì.`, "D Mara Olm: Il traghetto è in ritardo"},
		"sv": {`”Färjan är sen”, säger Mara Olm.`, "D Mara Olm: Färjan är sen"},
		"nl": {`Mara Olm zei maandag: “De veerboot is laat.”`, "D Mara Olm: De veerboot is laat."},
		"uk": {`«Пором запізнюється», — сказала Мара Ольм.`, "D Мара Ольм: Пором запізнюється"},
		"ru": {`«Паром опаздывает», — сообщил Отто Брас.`, "D Отто Брас: Паром опаздывает"},
		"pl": {`„Prom jest spóźniony” – powiedziała Mara Olm.`, "D Mara Olm: Prom jest spóźniony"},
		"cs": {`„Trajekt má zpoždění,“ řekla Mara Olmová.`, "D Mara Olmová: Trajekt má zpoždění,"},
		"tr": {`“Feribot gecikti” dedi Mara Olm.`, "D Mara Olm: Feribot gecikti"},
		"nb": {`– Ferjen er sen, sier Mara Olm.`, "D Mara Olm: Ferjen er sen"},
		"fi": {`– Lautta on myöhässä, sanoo Mara Olm.`, "D Mara Olm: Lautta on myöhässä"},
		"ca": {`Según Mara Olm, «el ferry llega tarde».`, "D Mara Olm: el ferry llega tarde"},
	} {
		got := said(c.body, language)
		for i := range got {
			got[i] = strings.TrimRight(strings.ReplaceAll(got[i], "\u00a0", ""), " ")
			got[i] = strings.Replace(got[i], ":  ", ": ", 1)
		}
		if !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %q, want %q", language, got, c.want)
		}
	}
	if got := said(`„Die Fähre“ heißt ein Buch. Die Fähre ist spät.`, "de"); got != nil {
		t.Errorf("a title is said: %q", got)
	}
}

func TestWhoSaysWhat(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"by one whose name ends as an adverb does": {`“The ferry is late,” Grace Kelly said.`, []string{"D Grace Kelly: The ferry is late,"}},
		"by a name that leads to it": {
			`Mara Olm, the harbour chief: “The ferry is late.”`,
			[]string{"D Mara Olm: The ferry is late."},
		},
		"by one of whom an aside says what was done": {
			"The mayor, flanked by two ministers, said the town would rebuild. Wenche Low, appointed last year, said talks would go on.",
			[]string{"i mayor: the town would rebuild", "i Wenche Low: talks would go on"},
		},
		"by the head of a body": {
			"The chairman of the Senate said the vote would be on Friday.",
			[]string{"i chairman of the Senate: the vote would be on Friday"},
		},
		"by people of a body": {
			"Researchers at Oster University said the ice was thin.",
			[]string{"i Researchers at Oster University: the ice was thin"},
		},
		"by who knows": {
			"A person familiar with the talks said nothing was decided.",
			[]string{"i A person familiar with the talks: nothing was decided"},
		},
		"as one put it": {
			"“They can keep it,” as the farmer Ole Brekke put it. The union put it more bluntly: “They are lying.”\n\nWorkers put it on the table with “great care”.",
			[]string{"D Ole Brekke: They can keep it,", "D union: They are lying."},
		},
		"by one whose full name only says whose something is": {
			"Anna Rydell's Water Commission is to report. “We start with the letters,” Rydell said.",
			[]string{"D Anna Rydell: We start with the letters,"},
		},
		"by what hangs somewhere": {
			"The banner below the clock read “Bread for all”.",
			[]string{"D banner: Bread for all"},
		},
		"by a name behind a label": {
			"Quote from harbour chief Mara Olm: “The ferry is late.”\n\nStatement by the Ministry of Transport: “We regret it.”\n\nQuote from Beck: “So do I.”",
			[]string{"D Mara Olm: The ferry is late.", "D Ministry of Transport: We regret it.", "D Beck: So do I."},
		},
		"by who spoke before a label": {
			"Mara Olm said the ferry was late.\n\nQuote: “It is the tide.”",
			[]string{"i Mara Olm: the ferry was late", "D Mara Olm: It is the tide."},
		},
		"by a body of a place": {
			`The ferry is late, the Maritime Museum in Velm has confirmed. Olm Ferries in Velm denied that it sank at sea.`,
			[]string{"i Maritime Museum: The ferry is late", "i Olm Ferries: it sank at sea"},
		},
		"behind a label that is of no speech": {"Note: “The Tide” is a film. Price of the book: “free”.", nil},
		"behind":                              {`“The ferry is late,” Mara Olm said.`, []string{"D Mara Olm: The ferry is late,"}},
		"shouted":                             {`“The ferry is late!” shouted captain Mara Olm on the quay.`, []string{"D Mara Olm: The ferry is late!"}},
		"quoted by another":                   {`The Courier quoted Mara Olm as saying the ferry was late.`, []string{"i Mara Olm: the ferry was late"}},
		"as quoted":                           {`Mara Olm was quoted by the Courier as saying: “The ferry is late.”`, []string{"D Mara Olm: The ferry is late."}},
		"quoted behind":                       {`“The ferry is late,” the Courier quoted Mara Olm as saying.`, []string{"D Mara Olm: The ferry is late,"}},
		"by what they are, behind the words": {
			`“The ferry is late,” the head of the harbour, Mara Olm, told reporters.`,
			[]string{"D Mara Olm: The ferry is late,"},
		},
		"whose they are": {`“The ferry is late,” said his wife, Edda.`, []string{"D Edda: The ferry is late,"}},
		"what goes on with a word that stops nothing": {
			`“The ferry is late,” said Mara Olm, 34. “And so it was.”`,
			[]string{"D Mara Olm: The ferry is late,", "D Mara Olm: And so it was."},
		},
		"turned around, with a title": {
			`“The ferry is late,” said harbour chief Mara Olm, who has run the port since 2019.`,
			[]string{"D Mara Olm: The ferry is late,"},
		},
		"by name behind what they are": {
			`“The ferry is late,” said her brother, Jon Beck, on the quay.`,
			[]string{"D Jon Beck: The ferry is late,"},
		},
		"with an aside": {
			`Mara Olm, the head of the harbour, said the ferry was late.`,
			[]string{"i Mara Olm: the ferry was late"},
		},
		"with several asides": {
			`Mara Olm, 45, of Ravnholm, a mother of two, said that the ferry was late.`,
			[]string{"i Mara Olm: the ferry was late"},
		},
		"whom it is told, and when": {
			`Mara Olm told the Baltic Courier’s Jon Beck in an interview on Monday that the ferry was late.`,
			[]string{"i Mara Olm: the ferry was late"},
		},
		"without that": {`Mara Olm told the Courier she had not seen the ferry.`, []string{"i Mara Olm: she had not seen the ferry"}},
		"behind a clause": {
			`The ferry is late, the ministry of transport said on Tuesday.`,
			[]string{"i ministry of transport: The ferry is late"},
		},
		"by a source": {`The ferry was late, according to the harbour office.`, []string{"i harbour office: The ferry was late"}},
		"by a source that stands first": {
			`According to Mara Olm, a pilot, the ferry was late.`,
			[]string{"i Mara Olm: the ferry was late"},
		},
		"around a speaker": {
			`“We wait,” Mara Olm said, “and we hope.”`,
			[]string{"D Mara Olm: We wait,", "D Mara Olm: and we hope."},
		},
		"on and on": {
			`“We wait,” Mara Olm said. “There is no ferry today.”`,
			[]string{"D Mara Olm: We wait,", "D Mara Olm: There is no ferry today."},
		},
		"in part": {
			`Mara Olm called the ferry “a wreck on its last journey” and left.`,
			[]string{"D Mara Olm: a wreck on its last journey"},
		},
		"in words of both": {
			`Mara Olm said the ferry was “a wreck” that nobody wanted.`,
			[]string{"i Mara Olm: the ferry was “a wreck” that nobody wanted", "D Mara Olm: a wreck"},
		},
		"by a surname": {
			"Harbour chief Mara Olm met the press.\n\nOlm said the ferry was late.",
			[]string{"i Mara Olm: the ferry was late"},
		},
		"by a pronoun": {
			"Mara Olm runs the harbour.\n\nShe said the ferry was late.",
			[]string{"i Mara Olm: the ferry was late"},
		},
		"by a document": {`The harbour report says the ferry was late.`, []string{"i harbour report: the ferry was late"}},
		"and adds": {
			`Mara Olm said the ferry was late, adding that it would sail on Monday.`,
			[]string{"i Mara Olm: the ferry was late", "i Mara Olm: it would sail on Monday"},
		},
		"two in a sentence": {
			`Mara Olm said the ferry was late, but Jon Beck said it was on time.`,
			[]string{"i Mara Olm: the ferry was late", "i Jon Beck: it was on time"},
		},
		"from a place": {`RAVNHOLM — The ferry was late, Mara Olm said.`, []string{"i Mara Olm: The ferry was late"}},
	} {
		if got := said(c.body, "en"); !slices.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, c.want)
		}
	}
}

func TestAQuotationGoesOnOverParagraphs(t *testing.T) {
	got := said("Mara Olm said: “The ferry is late, and nobody knows why.\n\n“We wait for it, as we did in March.”", "en")
	want := []string{"D Mara Olm: The ferry is late, and nobody knows why.", "D Mara Olm: We wait for it, as we did in March."}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestMarksOfOtherLanguagesOpenAndCloseQuotations(t *testing.T) {
	for _, body := range []string{
		"„Die Fähre ist heute sehr spät“", "« Le bac est en retard ce matin »", "»Die Fähre ist heute sehr spät«",
		"「渡船 今天 早上 又 晚了」", "‘The ferry is late again today’", "\"The ferry is late again today\"",
	} {
		got := said(body, "de")
		if len(got) != 1 || !strings.HasPrefix(got[0], "D : ") {
			t.Errorf("%s: %q", body, got)
		}
	}
}

func TestWhatNobodySaysIsNotSaid(t *testing.T) {
	for _, body := range []string{
		`Mara Olm was told that the ferry was late.`, `Nobody wanted to say that the ferry was late.`,
		`The film “The Last Ferry” opens on Monday.`, `It is 5' 10" high, 6" wide.`, `The ferry’s crew didn’t say it was late.`,
		`They asked whether Mara Olm said the ferry was late.`,
	} {
		if got := said(body, "en"); len(got) != 0 {
			t.Errorf("%s: %q", body, got)
		}
	}
}

// Whatever a body is, what is said is cut from it, in order.
func FuzzSayings(f *testing.F) {
	for _, body := range []string{
		`“We wait,” Mara Olm said. “No ferry.”`, "According to Mara, a, the \"ferry", "\xff said that \"”“«»", "He said, she said, they told", "” said", "‘’’‚“",
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		a := news.Article{Body: strings.ToValidUTF8(body, "?"), Language: "en"}
		last := 0
		for _, s := range speech.Sayings(&a, chunk.Sentences) {
			if words, ok := a.Cut(s.Span, 0); !ok || words != s.Quote || s.Start < last {
				t.Fatalf("%q: %+v", a.Body, s)
			}
			last = s.Start
		}
	})
}

func BenchmarkSayings(b *testing.B) {
	body := strings.Repeat("“The ferry is late,” said harbour chief Mara Olm, who has run the port since 2019. The ministry told the Baltic Courier on Monday that it had asked for a report. Nobody knows more.\n\nThe town lies on the coast, and has four thousand people in it. Most of them work in the yard or at the mill.\n\n", 10)
	a := news.Article{Body: body, Language: "en"}
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		speech.Sayings(&a, chunk.Sentences)
	}
}
