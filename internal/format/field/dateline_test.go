package field_test

import (
	"testing"
	"time"

	"byline/internal/format/field"
)

func TestADatelineHasTheDateOfItsArticle(t *testing.T) {
	for _, text := range []string{
		"Elmsund, 18 November 2026 - The council has closed the gate.",
		"Elmsund, 18 November 2026 – The council has closed the gate.",
		"ELMSUND, Nov. 18, 2026 (Nordwire) — The council has closed the gate.",
		"LONDON (Nordwire), Nov 18, 2026 - The council has closed the gate.",
		"NEW ELMSUND, Nov. 18, 2026 /HarbourNewswire/ -- The council has closed the gate.",
		"Elmsund, Wednesday, 18 November 2026 - The council has closed the gate.",
		"November 18, 2026: The council has closed the gate.",
		"18 November 2026\nThe council has closed the gate.",
		"Wednesday, November 18, 2026",
		"Elmsund, 18 November 2026",
		"ELMSUND, 2026-11-18 - The council has closed the gate.",
		"Elmsund, 18.11.2026 (nw) - Der Rat hat das Tor geschlossen.",
		"Elmsund (nw), 18. November 2026 – Der Rat hat das Tor geschlossen.",
		"Elmsund, den 18. November 2026. – Der Rat hat das Tor geschlossen.",
		"Elmsund, le 18 novembre 2026 – Le conseil a fermé la porte.",
		"Puerto de la Mole, 18 de noviembre de 2026 (NW).- El consejo ha cerrado la puerta.",
		"Elmsund, 18 nov. 2026 - De raad heeft de poort gesloten.",
		"ЕЛМСУНД, 18 листопада 2026 року – Рада зачинила браму.",
		"ЭЛЬМСУНД, 18 ноября 2026 г. /НОРД/. Совет закрыл ворота.",
		"ЭЛЬМСУНД, 18 ноября 2026 г. — Совет закрыл ворота.",
		"北港2026年11月18日电 议会关闭了闸门。",
		"北港，2026年11月18日 – 议会关闭了闸门。",
	} {
		at, ok := field.Dateline(text, nil, field.UnknownOrder)
		if !ok || at.Format(time.DateOnly) != "2026-11-18" {
			t.Errorf("%q: %v, %v", text, at, ok)
		}
	}
}

// What is told in a sentence is no date of the article.
func TestADateInASentenceIsNoDateline(t *testing.T) {
	for _, text := range []string{
		"On 18 November 2026, the council closed the gate.",
		"On Wednesday, 18 November 2026 - a dark day - the council closed the gate.",
		"The council closed the gate on 18 November 2026 - and opened it again.",
		"Elmsund closed its gate on 18 November 2026.",
		"18 November 2026 was the day on which the council closed the gate.",
		"Elmsund, 18 November - The council has closed the gate.",
		"ELMSUND (Nordwire) - The council has closed the gate.",
		"Ada Lee, born 18 November 1956 - and still at sea.",
		"Elmsund, 3/4/2026 - which of the two days, nobody can tell.",
		"Am 18. November 2026 – einem Mittwoch – schloss der Rat das Tor.",
		"Since Wednesday, November 18, 2026: nothing but rain.",
		"Elmsund, 31 November 2026 - There is no such day.",
		"", "2026", "- 18 November 2026 -", "(18 November 2026) - The council met.", ", 18 November 2026 - The council met.",
	} {
		if at, ok := field.Dateline(text, nil, field.UnknownOrder); ok {
			t.Errorf("%q: %v", text, at)
		}
	}
	if _, ok := field.Dateline("Elmsund, 3/4/2026 - It is known here that the day comes first.", nil, field.DayFirst); !ok {
		t.Error("the order of day and month was not heeded")
	}
}

func FuzzDateline(f *testing.F) {
	f.Add("LONDON, Nov. 18, 2026 (Nordwire) — The council met.")
	f.Add("(, 2026-11-18 - A")
	f.Add("北港2026年11月18日电")
	f.Fuzz(func(t *testing.T, text string) {
		if at, ok := field.Dateline(text, nil, field.DayFirst); ok && at.IsZero() {
			t.Errorf("%q: no date", text)
		}
	})
}
