package lang_test

import (
	"regexp"
	"strings"
	"testing"

	"byline/internal/lang"
)

func TestQuestionsAreOfTheLanguageOfTheirSmallWords(t *testing.T) {
	for question, want := range map[string]string{
		"Who was the mayor of Hollin in May?":    "en",
		"Hollin port cranes":                     "en",
		"die hard":                               "de", // two words tell little, and it does little
		"Wie hoch wird der Deich an der Hollin?": "de",
		"Berätta en vits":                        "sv", // small words of several languages
		"Opowiedz mi dowcip":                     "pl",
		"Combien de jours a duré la grève ?":     "fr",
		"¿Cuánto cuesta la entrada al puerto?":   "es",
		"Кто стал мэром Холлина?":                "ru",
		"Хто став мером Холліна і коли це було?": "uk",
		"港口要安装几台起重机？":                            "zh",
		"2025年3月发生了什么？":                          "zh",
		"フェリーは何人乗れますか？":                          "ja",
		"수영장 공사비는 얼마입니까?":                        "ko",
		"من هو مدير المستشفى؟":                   "ar",
	} {
		if got := lang.AskedIn(question).Code; got != want {
			t.Errorf("%s: %s, not %s", question, got, want)
		}
	}
}

// Where small words are the same, or nothing is known of a language, nothing is claimed.
func TestALanguageIsAnotherOnlyWhereWordsShowIt(t *testing.T) {
	for _, c := range []struct {
		question, code string
		want           bool
	}{
		{"Who was the mayor of Hollin?", "de", false},
		{"Wer war in Hollin?", "en", false},
		{"Hvor lenge lå ferja i Hollin?", "nb", true},
		{"Hollin belediye başkanı kim?", "tr", true},
		{"Hollin", "fr", true},
		{"ตลาดปลามีกี่ร้าน", "th", true},
		{"Hollin mayor", "th", false},
	} {
		if got := lang.MayBeAskedIn(c.question, c.code); got != c.want {
			t.Errorf("%q in %s: %t", c.question, c.code, got)
		}
	}
}

func TestSmallWordsAreFoundWithoutSpaces(t *testing.T) {
	const question = "港口要安装几台起重机？"
	rest := question
	for _, at := range lang.AskedIn(question).FillersIn(question) {
		rest = rest[:at[0]] + string(make([]byte, at[1]-at[0])) + rest[at[1]:]
	}
	left := ""
	for _, r := range rest {
		if r != 0 {
			left += string(r)
		}
	}
	if want := "港口安装起重机？"; left != want {
		t.Errorf("%q is left, not %q", left, want)
	}
}

func TestWordsAreStemmedByTheirScript(t *testing.T) {
	for _, same := range [][]string{{"новыи", "новом", "новая"}, {"мост", "мосту", "мостов"}, {"المستشفى", "مستشفى", "بالمستشفى"}, {"수영장", "수영장은", "수영장에서는"}} {
		for _, word := range same {
			if got, want := lang.StemByScript(word), lang.StemByScript(same[0]); got != want {
				t.Errorf("%s: %s, not %s", word, got, want)
			}
		}
	}
	if got := lang.StemByScript("δρόμος"); got != "δρόμος" {
		t.Errorf("a word of another script became %s", got)
	}
}

func TestPatternsOfOtherLanguagesCompile(t *testing.T) {
	for _, p := range lang.Askers() {
		for _, list := range [][]lang.Pair{p.Time.InWords, p.Questions.Forms, p.Questions.KindPhrases, p.Answers.Signs} {
			for _, pair := range list {
				if _, err := regexp.Compile(pair.Value); err != nil {
					t.Errorf("%s: %s: %v", p.Code, pair.Key, err)
				}
			}
		}
	}
}

// In every language of questions Byline says the same, with the same placeholders.
func TestWhatBylineSaysIsSaidInEveryLanguage(t *testing.T) {
	own := lang.Asking().Answers.Own
	for _, p := range lang.Askers() {
		for name, said := range p.Answers.Own {
			if own[name] == "" {
				t.Errorf("%s: nobody says %q", p.Code, name)
			}
			for _, placeholder := range []string{"WITHIN", "WORDS", "HEADLINE", "BY", "DAY"} {
				if strings.Contains(said, placeholder) != strings.Contains(own[name], placeholder) {
					t.Errorf("%s: %q and %q differ in %s", p.Code, said, own[name], placeholder)
				}
			}
		}
		for name := range own {
			if p.Answers.Own[name] == "" && name != "missing one" {
				t.Errorf("%s lacks %q", p.Code, name)
			}
		}
	}
}

func BenchmarkAskedIn(b *testing.B) {
	for b.Loop() {
		lang.AskedIn("Which member of the council called the plan for the old harbour out of control after the mayor had criticised the police in public?")
	}
}
