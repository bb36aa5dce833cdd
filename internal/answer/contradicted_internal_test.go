package answer

import (
	"strings"
	"testing"
)

// What a sentence says the other way round is no answer to who or what did something.
func TestTheDoerIsNotWhatItHappensTo(t *testing.T) {
	for _, c := range []struct{ question, text, point, want string }{
		{"What burnt down in Velmark?", "Sparks burnt down a boathouse in Velmark on Monday.", "Sparks", "boathouse"},
		{"What sank off Oster?", "The barge Tilde sank off Oster on Monday.", "The barge Tilde", "The barge Tilde"},
		{"What burnt in Oster?", "A mill burnt the whole night in Oster.", "A mill", "A mill"},
		{"What burnt down the boathouse?", "Sparks burnt down a boathouse in Velmark on Monday.", "Sparks", "Sparks"},
	} {
		e, all := readSentences(c.question, []string{c.text}, []int{len(c.point)})
		if d, _, _ := e.direct(all); d.text != c.want {
			t.Errorf("%q of %q: %q, want %q", c.question, c.text, d.text, c.want)
		}
	}
}

// Who is named beside what somebody did need not be who did it.
func TestWhoIsNamedOtherwiseIsNotWhoDidIt(t *testing.T) {
	for _, c := range []struct{ question, text, point, want string }{
		{"Who shot the ferryman?", "The ferryman was shot in Brask, the governor, Ada Olm, confirmed.", "Ada Olm", ""},
		{"Who shot the ferryman?", "The ferryman was shot, said Ada Olm.", "Ada Olm", ""},
		{"Who shot the ferryman?", "Ada Olm said that she had shot the ferryman.", "Ada Olm", "Ada Olm"},
		{"Who shot the ferryman?", "\"It was late,\" said Ada Olm, who shot the ferryman.", "Ada Olm", "Ada Olm"},
		{"Who is the mayor of Brask?", "The ferryman was shot in Brask, the mayor, Ada Olm, confirmed.", "Ada Olm", "Ada Olm"},
		{"Who runs the yard in Brask?", "The yard in Brask will close, its director, Ada Olm, said.", "Ada Olm", "Ada Olm"},
		{"Whose painting was sold in Brask?", "\"The Salt Women\", a painting that hung in Brask, was sold.", "The Salt Women", ""},
		{"What is the name of the man who was charged?", "A man from Brask was charged on Friday.", "Brask", ""},
	} {
		e, all := readSentences(c.question, []string{c.text}, []int{0})
		at := strings.Index(c.text, c.point)
		all[0].reading.Start, all[0].reading.End = at, at+len(c.point)
		d, _, ok := e.direct(all)
		if shown := ok && d.isShown(); shown != (c.want != "") || shown && d.text != c.want {
			t.Errorf("%q of %q: %q, want %q", c.question, c.text, d.text, c.want)
		}
	}
}

// What is told of one of two of a kind is no answer for the other: the men's race.
func TestWhatIsOfTheOtherOfAKindIsNoAnswer(t *testing.T) {
	texts := []string{"Ruth Olm won the race of Hollin on Sunday.", "Abel Tarn won the men's race of Hollin."}
	e, all := readSentences("Who won the men's race of Hollin?", texts, []int{len("Ruth Olm"), -1})
	for i := range all {
		all[i].around = e.question.maskOf(e.analyzer.Tokens(nil, texts[i]))
	}
	if d, _, _ := e.direct(all); d.text == "Ruth Olm" {
		t.Errorf("comes to %q", d.text)
	}
}

// A question that who or what opens says, with an answer in its place, what has to be true.
func TestAQuestionWithItsAnswerIsAStatement(t *testing.T) {
	for question, want := range map[string]string{
		"Who lost the vote in Brask?":                "Olm lost the vote in Brask",
		"Hi, can you tell me who beat the champion?": "Olm beat the champion",
		"Which company bought the shipyard?":         "Olm bought the shipyard",
		"Who was sacked?":                            "Olm was sacked",
		"Whom did Olm beat?":                         "",
		"Who did the council choose?":                "",
		"How many people lost their homes?":          "",
		"Why did Olm resign?":                        "",
	} {
		e, _ := readSentences(question, []string{"Olm won."}, []int{-1})
		if got := e.question.asStatement("Olm"); got != want {
			t.Errorf("%s: %q, want %q", question, got, want)
		}
	}
}

func TestWhereFromIsAnsweredByWhereFrom(t *testing.T) {
	texts := []string{"The bear was seen in Hollin on Monday.", "The bear had come from the Tarn hills over the ice."}
	e, all := readSentences("Where did the bear come from?", texts, []int{-1, -1})
	if d, _, _ := e.direct(all); d.text == "Hollin" {
		t.Errorf("comes to %q", d.text)
	}
	for i, text := range texts {
		if got := e.question.answeredBy(language(), text, words(text)); got != (i == 1) {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestAFigureOfAMeasureHasItsUnit(t *testing.T) {
	for _, c := range []struct{ question, text, point, want string }{
		{"How much copper was found?", "300 kg of copper were found in Brask.", "300", "300 kg"},
		{"How many kilograms of copper were found?", "300 kg of copper were found in Brask.", "300", "300"},
		{"How long is the eel?", "Six hours later the eel, two metres long, was in a tank.", "", "two metres"},
		{"How many jobs will Olm cut?", "Olm will cut 31 of its 480 jobs.", "Olm will cut 31 of its 480", "31"},
		{"How many jobs will Olm cut?", "Olm will cut 31 of the old yard's 480 jobs.", "Olm will cut 31 of the old yard's 480", "31"},
		{"How many jobs will Olm cut?", "Of its 480 jobs Olm will cut 31.", "Of its 480", "31"},
		{"How many jobs does Olm have?", "Olm has 31 of its 480 jobs in Brask.", "Olm has 31 of its 480", "480"},
		{"How many people came to the fair?", "900 people came to the fair.", "900", "900"},
	} {
		e, all := readSentences(c.question, []string{c.text}, []int{len(c.point)})
		if d, _, _ := e.direct(all); d.text != c.want {
			t.Errorf("%q of %q: %q, want %q", c.question, c.text, d.text, c.want)
		}
	}
}

func TestNobodyWasHurtIsASentence(t *testing.T) {
	e := found("Was anybody hurt in the mill?", nil, "Nobody was hurt.")
	if _, ok := e.candidate(0, defaultWeights); !ok {
		t.Error("it is passed over")
	}
	if who := found("Who was hurt in the mill?", nil, "Nobody was hurt."); who.question.denies(language(), &who.sentences[0]) {
		t.Error("it denies what yes or no is not asked of")
	}
}
