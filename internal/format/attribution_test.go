package format_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format"
)

func TestAttribution(t *testing.T) {
	for _, test := range []struct {
		line string
		want []string
	}{
		{"Source: Baltic Courier \u00a0 with reference to the Latvian daily Diena", []string{"Baltic Courier", "Diena"}},
		{"Source: Reuters, citing Yomiuri", []string{"Reuters", "Yomiuri"}},
		{"Source: Reuters citing the Japanese newspaper Yomiuri Shimbun", []string{"Reuters", "Yomiuri Shimbun"}},
		{"Source: General Staff of the Armed Forces of Ukraine on Facebook", []string{"General Staff of the Armed Forces of Ukraine"}},
		{"Source: European Pravda, a news outlet, with reference to Bloomberg", []string{"European Pravda", "Bloomberg"}},
		{"Source: Zelenskyy during a joint press conference with the Prime Minister of Norland", []string{"Zelenskyy"}},
		{"Source: Harbour Times, a Visby-based news outlet", []string{"Harbour Times"}},
		{"Source: The New Courier; Diena; Harbour Times", []string{"The New Courier", "Diena", "Harbour Times"}},
		{"Source: Reuters, AFP, Bloomberg", []string{"Reuters", "AFP", "Bloomberg"}},
		{"Source: Reuters and Bloomberg", []string{"Reuters", "Bloomberg"}},
		{"Source: Ministry of Culture and Strategic Communications on Telegram", []string{"Ministry of Culture and Strategic Communications"}},
		{"Source: Ukrainska Pravda’s sources in law enforcement", []string{"Ukrainska Pravda"}},
		{"Source: Ukrainska Pravda sources", []string{"Ukrainska Pravda"}},
		{"Source: press service of the Ministry of Fisheries", []string{"Ministry of Fisheries"}},
		{"Source: the Norland broadcaster NRB, quoting Prime Minister Elin Strand", []string{"NRB", "Elin Strand"}},
		{"Source: Ivo Tamm, Minister of Fisheries of Norland, on X (Twitter)", []string{"Ivo Tamm"}},
		{"Source: Ivo Tamm, Head of the Harbour Authority, in an interview with Harbour Times", []string{"Ivo Tamm", "Harbour Times"}},
		{"Source: Suspilne, Ukraine's public broadcaster", []string{"Suspilne"}},
		{"Source: Institute for the Study of Ports (ISP)", []string{"Institute for the Study of Ports"}},
		{"Source: sources in the Security Service of Norland", []string{"Security Service of Norland"}},
		{"Source: meduza.example", []string{"meduza.example"}},
		{"Source: dpa", []string{"dpa"}},
		{`Source: newspaper "Diena"`, []string{"Diena"}},
		{"Source: Diena. The paper has seen the report of Baltic Courier.", []string{"Diena"}},
		{"Source: J. R. Lund on Telegram", []string{"J. R. Lund"}},
		{"Source: Nordlinjen's chief executive Elin Strand", []string{"Elin Strand"}},
		{"Source: Reuters – with reference to Kyodo", []string{"Reuters", "Kyodo"}},
		{"Source: Radio Free Norland/Radio Harbour", []string{"Radio Free Norland/Radio Harbour"}},
		{"Source: Channel 24", []string{"Channel 24"}},
		{"Baltic Courier", []string{"Baltic Courier"}},
		{"Source: Radio Harbour with reference to the Norland coastguard", []string{"Radio Harbour", "Norland coastguard"}},
		{"Source: Diena, citing Visby police", []string{"Diena", "Visby police"}},
		{"Source: Reuters, Visby police", []string{"Reuters", "Visby police"}},
		{"Source: the Norland coast guard spokesman on Telegram", []string{"Norland coast guard"}},
		{"Source: Visby police and fire service", []string{"Visby police and fire service"}},
		{"Source: Dockers' union", []string{"Dockers' union"}},
		{"Source: Diena, Channel 24", []string{"Diena", "Channel 24"}},
		{"Source: police in Visby", []string{"police in Visby"}},
		{"Source: Diena newspaper", []string{"Diena"}},
		{"Source: a survey by the institute Kompass for the broadcaster Radio Harbour", []string{"Kompass"}},
		{"Source: a press conference of both parties in Visby on Monday, 2 June", nil},
		{"Source: an informed source", nil},
		{"Source:", nil},
		{"", nil},
	} {
		if diff := cmp.Diff(test.want, format.Attribution(test.line)); diff != "" {
			t.Errorf("Attribution(%q): %s", test.line, diff)
		}
	}
}

func FuzzAttribution(f *testing.F) {
	f.Add("Source: Baltic Courier with reference to the Latvian daily Diena")
	f.Add("Source: General Staff of the Armed Forces of Ukraine on Facebook: \"…\"")
	f.Add("Source: a, b; c – d (e). F’s g and H")
	f.Fuzz(func(t *testing.T, line string) {
		for _, name := range format.Attribution(line) {
			if !utf8.ValidString(name) || strings.TrimSpace(name) == "" || strings.Contains(name, "\n") {
				t.Errorf("Attribution(%q) has the name %q", line, name)
			}
		}
	})
}
