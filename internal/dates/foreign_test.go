package dates_test

import (
	"strings"
	"testing"
	"time"

	"byline/internal/dates"
	"byline/internal/lang"
)

// asOf is a Saturday.
var asOf = time.Date(2026, time.November, 28, 12, 0, 0, 0, time.UTC)

func TestTimesAreReadInTheLanguageOfAQuestion(t *testing.T) {
	for question, want := range map[string]string{
		"Was ist letzte Woche in Hollin passiert?":      "letzte Woche: 2026-11-16 to 2026-11-23",
		"Was geschah am 3. März 2025 in der Stadt?":     "am 3. März 2025: 2025-03-03 to 2025-03-04",
		"Was geschah letzte Woche in Hollin?":           "letzte Woche: 2026-11-16 to 2026-11-23",
		"Was geschah am 27. November in Hollin?":        "am 27. November: 2026-11-27 to 2026-11-28",
		"Was war im Oktober mit der Fähre?":             "im Oktober: 2026-10-01 to 2026-11-01",
		"Was ist vor 3 Tagen passiert?":                 "vor 3 Tagen: 2026-11-25 to 2026-11-26",
		"Was ist am Dienstag passiert?":                 "am Dienstag: 2026-11-24 to 2026-11-25",
		"Que s’est-il passé hier ?":                     "hier: 2026-11-27 to 2026-11-28",
		"Que s'est-il passé la semaine dernière ?":      "la semaine dernière: 2026-11-16 to 2026-11-23",
		"Qu’est-ce qui est arrivé le 1er octobre ?":     "le 1er octobre: 2026-10-01 to 2026-10-02",
		"¿Qué pasó ayer en Hollin?":                     "ayer: 2026-11-27 to 2026-11-28",
		"¿Qué ocurrió en octubre de 2025 en el puerto?": "en octubre de 2025: 2025-10-01 to 2025-11-01",
		"Che cosa è successo la settimana scorsa?":      "la settimana scorsa: 2026-11-16 to 2026-11-23",
		"O que aconteceu na semana passada?":            "na semana passada: 2026-11-16 to 2026-11-23",
		"Wat is er gisteren in de haven gebeurd?":       "gisteren: 2026-11-27 to 2026-11-28",
		"Что произошло на этой неделе?":                 "на этой неделе: 2026-11-23 to 2026-11-30",
		"Co się stało w zeszłym tygodniu?":              "w zeszłym tygodniu: 2026-11-16 to 2026-11-23",
		"Les grands titres de la semaine ?":             "de la semaine: 2026-11-23 to 2026-11-30",
		"¿Principales noticias del mes?":                "del mes: 2026-11-01 to 2026-12-01",
		"Главные новости за неделю":                     "за неделю: 2026-11-23 to 2026-11-30",
		"昨天发生了什么？":                                      "昨天: 2026-11-27 to 2026-11-28",
		"2025年3月4日发生了什么？":                               "2025年3月4日: 2025-03-04 to 2025-03-05",
		"先週何がありましたか？":                                   "先週: 2026-11-16 to 2026-11-23",
		"지난주에 무슨 일이 있었습니까?":                             "지난주에: 2026-11-16 to 2026-11-23",
		"ماذا حدث في الأسبوع الماضي؟":                   "في الأسبوع الماضي: 2026-11-16 to 2026-11-23",
	} {
		found, _ := dates.Find(question, asOf)
		if len(found) != 1 {
			t.Errorf("%s: found %v", question, found)
			continue
		}
		d := found[0]
		if got := d.Text + ": " + d.After.Format(time.DateOnly) + " to " + d.Before.Format(time.DateOnly); got != want {
			t.Errorf("%s: %s, want %s", question, got, want)
		}
	}
}

func TestAWordThatOnlyHoldsATimeIsNone(t *testing.T) {
	for _, question := range []string{
		"Wer hat die Gesternzeitung gekauft?",         // gestern
		"Qui est le chevalier de la ville ?",          // hier
		"Was kostet der Fischer am Hafen im Markt?",   // März
		"Combien d'heures de la semaine de travail ?", // not of this week
	} {
		if found, _ := dates.Find(question, asOf); len(found) > 0 {
			t.Errorf("%s: found %v", question, found)
		}
	}
}

// The English beside a pattern is what is read, so it must be a time.
func TestTheEnglishForATimeIsATime(t *testing.T) {
	names := strings.NewReplacer("WEEKDAY", "Tuesday", "DAY", "3", "YEAR", "2024", "COUNT", "5", "MONTH", "March", "NUMBERED", "March")
	for _, pack := range lang.Askers() {
		for _, p := range pack.Time.InWords {
			english := names.Replace(p.Key)
			found, _ := dates.Find("What happened "+english+"?", asOf)
			if len(found) != 1 || !strings.HasSuffix(found[0].Text, english) {
				t.Errorf("%s: %q is read as %v", pack.Code, english, found)
			}
		}
	}
}
