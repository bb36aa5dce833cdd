package answer

import (
	"testing"

	"byline/internal/lexical"
	"byline/internal/news"
	ask "byline/internal/question"
)

func TestSentencesOfOtherLanguagesHaveWhatIsAskedFor(t *testing.T) {
	for _, c := range []struct {
		question, sentence string
		want               bool
	}{
		{"Wie lange bleibt die Schleuse von Brask zu?", "Sie bleibt neun Wochen zu.", true},
		{"Wie lange bleibt die Schleuse von Brask zu?", "Der Umbau kostet 4 Millionen Euro.", false},
		{"Was kostet die Schleuse?", "Der Umbau kostet 4 Millionen Euro.", true},
		{"Warum ist die Schleuse zu?", "Ursache ist ein Riss im Tor.", true},
		{"Warum ist die Schleuse zu?", "Am Montag kam ein Kran.", false},
		{"Combien de bateaux attendent ?", "L'écluse est fermée depuis le 3 mars.", false},
		{"Combien de bateaux attendent ?", "Dix-sept, soit sept de plus, attendent.", true},
		{"Quel âge a le capitaine ?", "Le capitaine, 58 ans, a parlé.", true},
		{"¿Cuándo abre la esclusa de Brask?", "Abre el 4 de mayo.", true},
		{"¿Cuándo abre la esclusa de Brask?", "La esclusa abre pronto.", false},
		{"Dove si trova la chiusa?", "La chiusa si trova vicino a Oster.", true},
		{"Ile statków czeka?", "Czeka dwanaście lub 14 statków.", true},
		{"Кто построил шлюз?", "Шлюз построил Лев Орлов.", true},
		{"Кто построил шлюз?", "Шлюз построили давно.", false},
		{"Köprü kaç yaşında?", "Köprü 90 yaşında.", true},
		{"كم سفينة تنتظر؟", "تنتظر 14 سفينة.", true},
		{"نرخ چند درصد است؟", "نرخ ۱۴ درصد است.", true},
		{"闸门关闭多久？", "闸门关闭9周。", true},
		{"闸门关闭多久？", "闸门很旧。", false},
		{"閘門はいつ開きますか？", "5月4日に開く。", true},
		{"수문은 언제 엽니까?", "수문은 5월 4일에 연다.", true},
	} {
		q := newQuestion(lexical.New(), c.question, aside{})
		if q.signs == nil {
			t.Errorf("%s: it is taken for English", c.question)
		} else if got := q.signs.tell(q, c.sentence); got != c.want {
			t.Errorf("%s (%s) %s: %t", c.question, q.asks, c.sentence, got)
		}
	}
}

// What a question says itself is no answer, and where nothing is known of how a kind is
// told, anything may be one.
func TestWhatIsNoSign(t *testing.T) {
	q := newQuestion(lexical.New(), "Wie viele der 14 Schiffe warten?", aside{})
	if q.signs.tell(q, "Die 14 Schiffe warten.") {
		t.Error("a number of the question answers it")
	}
	if q := newQuestion(lexical.New(), "闸门是谁造的？", aside{}); q.asks != ask.Person && q.asks != ask.Thing {
		t.Errorf("it asks for %s", q.asks)
	}
}

// Verbs and nouns of a root stand for each other where a question's own word stands nowhere.
func TestWordsOfARootStandForEachOther(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"saniert", "sanierung", true}, {"закрывается", "закрытие", false}, {"ремонтируют", "ремонта", true},
		{"verein", "verkehr", false}, {"schleusen", "schleusenwärterhaus", false},
	} {
		if got := areKin(c.a, c.b); got != c.want {
			t.Errorf("%s, %s: %t", c.a, c.b, got)
		}
	}
	analyzer := lexical.New()
	q := newQuestion(analyzer, "Warum wird die Schleuse saniert?", aside{})
	text := "Die Sanierung dauert."
	q.forms.lookForKin(q, analyzer, []news.Hit{{Passage: news.Passage{Text: text}}})
	if m := q.maskOf(q.forms.unify(analyzer.Tokens(nil, text), text)); m == 0 {
		t.Error("the noun is not found for its verb")
	}
}

func TestQuotationsOfAnyLanguageCloseWhatTheyOpen(t *testing.T) {
	for text, want := range map[string]bool{
		"Er sagte „Ja“ und ging.": false, "Er sagte „Ja und ging.": true, "Il a dit « oui » hier.": false, "Han sa ”ja” i dag.": false,
		"She said “yes” twice.": false, "She said “yes.": true, "yes,” she said.": true, "他说“好”。": false, "«Ja»": false, "»Ja«": false,
	} {
		if got := opensQuotation(text); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
