package lang_test

import (
	"strings"
	"testing"

	"byline/internal/lang"
)

// Forms of a noun have one stem, and other words another. Words are as the analyzer has them: in small letters and without marks.
func TestFormsOfANounHaveOneStem(t *testing.T) {
	for _, forms := range []string{
		"вокзал вокзала вокзалу вокзалы вокзалов", "канал каналы каналов", "крокодил крокодилы", "школа школы школу", "мост моста мосты",
		"جامعة جامعات الجامعة الجامعات", "شركة شركات الشركة", "مستشفى مستشفيات",
		"असपताल असपतालो", "नदी नदियो नदिया", "लडका लडक लडको",
	} {
		all := strings.Fields(forms)
		for _, form := range all {
			if got, want := lang.StemByScript(form), lang.StemByScript(all[0]); got != want {
				t.Errorf("%s is stemmed to %s, %s to %s", form, got, all[0], want)
			}
		}
	}
	for a, b := range map[string]string{"вокзал": "вокал", "мост": "место", "جامعة": "جمعية", "नदी": "नाम"} {
		if lang.StemByScript(a) == lang.StemByScript(b) {
			t.Errorf("%s and %s are one", a, b)
		}
	}
}
