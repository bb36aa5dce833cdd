package lang_test

import (
	"strings"
	"testing"

	"byline/internal/lang"
)

const (
	results = "TARNHAVN (4-7) at SKARVIK (5-6). Sunday, 1 p.m. LINE: Skarvik by 1. RECORD: Skarvik 16-12. Ground: Kaldnes Arena, Skarvik. "
	report  = "The owner of the ferry said on Monday that the rudder had failed, and that the crew had been told to wait for the tide. "
	bericht = "Die Fähre lief am Montag vor dem Hafen auf Grund, teilte die Küstenwache mit, und alle Menschen an Bord blieben unverletzt. "
)

func TestLanguageIsToldBehindAListOfNames(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a report", report + report, "en"},
		{"results before a report", strings.Repeat(results, 6) + strings.Repeat(report, 12), "en"},
		{"a report in German", strings.Repeat(bericht, 6), "de"},
		{"a report in German that quotes English", strings.Repeat(bericht, 6) + report, "de"},
		{"nothing", "", ""},
		{"text without spaces", strings.Repeat("x", 10_000), ""},
	} {
		if got := lang.Detect(c.text); got != c.want {
			t.Errorf("%s is in %q, want %q", c.name, got, c.want)
		}
	}
}

func BenchmarkDetect(b *testing.B) {
	for name, text := range map[string]string{"report": strings.Repeat(report, 60), "results": strings.Repeat(results, 6) + strings.Repeat(report, 60)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				lang.Detect(text)
			}
		})
	}
}
