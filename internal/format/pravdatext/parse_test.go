package pravdatext_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/field"
	"byline/internal/format/pravdatext"
	"byline/internal/news"
)

func kyiv(t testing.TB, value string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", value, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

const (
	first  = "The town of Lindholm has closed its old bridge to lorries after cracks were found in two of its piers."
	second = "Details: Engineers saw the cracks on Friday."
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		name string
		text string
		want news.Article // Source and Language are those of the layout
	}{
		{
			"every part",
			" date 2025-02-03 All Sections\nBridge closed to lorries\n\nMARTA KOVALENKO, OLEH BONDARMonday, 3 February 2025, 09:40\n" +
				"The old bridge. Photo: Town of Lindholm\n\n" + first + "\n\n" + second + "\n\nSubjects: Lindholm bridges",
			news.Article{
				Headline: "Bridge closed to lorries", Authors: []string{"Marta Kovalenko", "Oleh Bondar"}, Published: kyiv(t, "2025-02-03 09:40"),
				Caption: "The old bridge.", Credit: "Town of Lindholm", Subjects: []string{"Lindholm bridges"}, Body: first + "\n\n" + second,
			},
		},
		{
			"Windows line ends, a byte order mark, non-breaking spaces",
			"\ufeff date 2025-07-03 All Sections\r\nBridge\u00a0 closed\r\n\r\nMARTA\u00a0KOVALENKOThursday, 3\u00a0July 2025, 09:40\r\n\r\nIt is\u00a0\u00a0closed.\r\n",
			news.Article{Headline: "Bridge closed", Authors: []string{"Marta Kovalenko"}, Published: kyiv(t, "2025-07-03 09:40"), Body: "It is closed."},
		},
		{
			"no date line",
			"Bridge closed\n\nMARTA KOVALENKOMonday, 3 February 2025, 09:40\n\n" + first,
			news.Article{Headline: "Bridge closed", Authors: []string{"Marta Kovalenko"}, Published: kyiv(t, "2025-02-03 09:40"), Body: first},
		},
		{
			"no byline: the date of the first line",
			" date 2025-02-03 All Sections\nBridge closed\n\n" + first + "\n\n" + second,
			news.Article{Headline: "Bridge closed", Published: kyiv(t, "2025-02-03 00:00"), Body: first + "\n\n" + second},
		},
		{
			"no names: the time alone",
			" date 2025-02-03 All Sections\nBridge closed\n\nMonday, 3 February 2025, 09:40\n\n" + first,
			news.Article{Headline: "Bridge closed", Published: kyiv(t, "2025-02-03 09:40"), Body: first},
		},
		{
			"names on a line of their own",
			" date 2025-02-03 All Sections\nBridge closed\n\nMARTA KOVALENKO\nMonday, 3 February 2025, 09:40\n\n" + first,
			news.Article{Headline: "Bridge closed", Authors: []string{"Marta Kovalenko"}, Published: kyiv(t, "2025-02-03 09:40"), Body: first},
		},
		{
			"no headline",
			" date 2025-02-03 All Sections\n\nMARTA KOVALENKOMonday, 3 February 2025, 09:40\n\n" + first,
			news.Article{Authors: []string{"Marta Kovalenko"}, Published: kyiv(t, "2025-02-03 09:40"), Body: first},
		},
		{
			"neither headline nor byline: a paragraph is no headline",
			" date 2025-02-03 All Sections\n\n" + first + "\n\n" + second,
			news.Article{Published: kyiv(t, "2025-02-03 00:00"), Body: first + "\n\n" + second},
		},
		{
			"a section",
			" date 2025-02-03 Economy\nBridge closed\n\n" + first,
			news.Article{Headline: "Bridge closed", Section: "Economy", Published: kyiv(t, "2025-02-03 00:00"), Body: first},
		},
		{
			"a caption alone is the text",
			"Bridge closed\n\nMARTA KOVALENKOMonday, 3 February 2025, 09:40\nPhoto: Town of Lindholm",
			news.Article{Headline: "Bridge closed", Authors: []string{"Marta Kovalenko"}, Published: kyiv(t, "2025-02-03 09:40"), Body: "Photo: Town of Lindholm"},
		},
		{
			"a weekday and a date within the text are no byline",
			" date 2025-02-03 All Sections\nBridge closed\n\nOn Monday, 3 February 2025, 09:40 was when it closed.\n\n" + second,
			news.Article{Headline: "Bridge closed", Published: kyiv(t, "2025-02-03 00:00"), Body: "On Monday, 3 February 2025, 09:40 was when it closed.\n\n" + second},
		},
		{
			"a line that begins like the subjects but is not the last one",
			" date 2025-02-03 All Sections\nBridge closed\n\nSubjects: of the king.\n\n" + second,
			news.Article{Headline: "Bridge closed", Published: kyiv(t, "2025-02-03 00:00"), Body: "Subjects: of the king.\n\n" + second},
		},
		{
			"an impossible date beside a good one",
			" date 2025-02-31 All Sections\nBridge closed\n\nMARTA KOVALENKOMonday, 3 February 2025, 09:40\n\n" + first,
			news.Article{Headline: "Bridge closed", Authors: []string{"Marta Kovalenko"}, Published: kyiv(t, "2025-02-03 09:40"), Body: first},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.want.Source, test.want.Language = pravdatext.Outlet, "en"
			got, err := pravdatext.Parse([]byte(test.text), pravdatext.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if !strings.Contains(test.name, "alone is") && !pravdatext.Detect([]byte(test.text), true) {
				t.Error("the layout is not recognised")
			}
		})
	}
}

func TestParseTimeHasTheZoneOfKyiv(t *testing.T) {
	for line, want := range map[string]string{
		"AMonday, 3 February 2025, 09:40": "2025-02-03T09:40:00+02:00",
		"AThursday, 3 July 2025, 09:40":   "2025-07-03T09:40:00+03:00",
		"AThursday, 3 July 2025":          "2025-07-03T00:00:00+03:00",
	} {
		a, err := pravdatext.Parse([]byte("Headline\n\n"+line+"\n\nText."), pravdatext.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Published.Format(time.RFC3339); got != want {
			t.Errorf("%s: published %s, want %s", line, got, want)
		}
	}
}

func TestParseAuthors(t *testing.T) {
	for byline, want := range map[string][]string{
		"MARTA KOVALENKO":                       {"Marta Kovalenko"},
		"MARTA KOVALENKO, OLEH BONDAR":          {"Marta Kovalenko", "Oleh Bondar"},
		"MARTA KOVALENKO and OLEH BONDAR":       {"Marta Kovalenko", "Oleh Bondar"},
		"ANNA-MARIIA O'NEIL, IVAN LUK'IANENKO":  {"Anna-Mariia O'Neil", "Ivan Luk'ianenko"},
		"LUUK VAN DER BERG":                     {"Luuk van der Berg"},
		"J.K. MCDONALD, A. LUND":                {"J.K. McDonald", "A. Lund"},
		"ЇВГА ЩЕРБАК":                           {"Ївга Щербак"},
		"Marta Kovalenko":                       {"Marta Kovalenko"},
		"MARTA KOVALENKO —":                     {"Marta Kovalenko"},
		"MARTA KOVALENKO, OLEH BONDAR, ADA LEE": {"Marta Kovalenko", "Oleh Bondar", "Ada Lee"},
	} {
		a, err := pravdatext.Parse([]byte("Headline\n\n"+byline+"Monday, 3 February 2025, 09:40\n\nText."), pravdatext.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, a.Authors); diff != "" {
			t.Errorf("%s: %s", byline, diff)
		}
	}
}

func TestParseCaption(t *testing.T) {
	for _, test := range []struct{ line, caption, credit string }{
		{"The old bridge. Photo: Town of Lindholm", "The old bridge.", "Town of Lindholm"},
		{"Photo: Town of Lindholm", "", "Town of Lindholm"},
		{"Stock photo: Getty Images", "Stock photo", "Getty Images"},
		{"The bridge from above. Screenshot: Lindholm TV", "The bridge from above.", "Lindholm TV"},
		{"Infographic: Ministry of Roads", "Infographic", "Ministry of Roads"},
		{"Photo by Elin Strand", "", "Elin Strand"},
		{"“It is safe”, the mayor says. Photo: Elin Strand/Harbour Times", "“It is safe”, the mayor says.", "Elin Strand/Harbour Times"},
		{"The old bridge", "The old bridge", ""},
		// Paragraphs, all of them.
		{first, "", ""},
		{"The mayor published a photo: it shows a crack as wide as a hand.", "", ""},
		{"Video: police said that a man had been seen on the bridge shortly before the crack was found.", "", ""},
		{"Photos by a passer-by show the crack, the town said. It asked people to stay away.", "", ""},
		{"Source: Harbour Times", "", ""},
	} {
		text := "Headline\n\nADA LEEMonday, 3 February 2025, 09:40\n" + test.line + "\n\n" + second
		a, err := pravdatext.Parse([]byte(text), pravdatext.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if a.Caption != test.caption || a.Credit != test.credit {
			t.Errorf("%q: caption %q, credit %q", test.line, a.Caption, a.Credit)
		}
		want := second
		if test.caption == "" && test.credit == "" {
			want = test.line + "\n\n" + second
		}
		if a.Body != want {
			t.Errorf("%q: body %q", test.line, a.Body)
		}
	}
}

func TestParseSubjects(t *testing.T) {
	known := map[string]bool{"sweden": true, "latvia": true, "ferry safety": true, "war": true, "war crimes": true, "crimes": true, "sweden latvia": true}
	for line, want := range map[string][]string{
		"Subjects: Sweden Latvia ferry safety": {"Sweden", "Latvia", "ferry safety"},
		"Subjects: war crimes Sweden":          {"war", "crimes", "Sweden"}, // whether that is one, nobody can tell
		"Subjects: Sweden Estonia":             {"Sweden Estonia"},
		"Subjects: Sweden Latvia":              {"Sweden", "Latvia"}, // known as one, too
		"Subjects: Sweden, Estonia":            {"Sweden", "Estonia"},
		"Subjects: Sweden Sweden":              {"Sweden"},
		"Subjects: Estonia":                    {"Estonia"},
		"Subjects:":                            nil,
	} {
		a, err := pravdatext.Parse([]byte("Headline\n\nText.\n\n"+line), pravdatext.Options{Subjects: func(s string) bool { return known[s] }})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, a.Subjects); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
		if a.Body != "Text." {
			t.Errorf("%s: body %q", line, a.Body)
		}
	}
}

func TestParseRejects(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "no text",
		" date 2025-02-03 All Sections": "no text",
		" date 2025-02-31 All Sections\nBridge closed\n\nIt is.": `published: cannot read "2025-02-31" as a date`,
	} {
		_, err := pravdatext.Parse([]byte(text), pravdatext.Options{})
		if err == nil || !strings.Contains(err.Error(), want) || news.KindOf(err) != news.KindInvalid {
			t.Errorf("Parse(%q): %v, want %q", text, err, want)
		}
	}
}

// FuzzParse holds that nothing of the text is lost: whatever is no date line,
// byline or label is in one of the fields, and paragraphs keep their order.
func FuzzParse(f *testing.F) {
	f.Add(" date 2025-02-03 All Sections\nHeadline\n\nADA LEEMonday, 3 February 2025, 09:40\nA ship. Photo: Port\n\nText.\n\nSource: Diena\n\nSubjects: a b")
	f.Add("Headline\r\n\r\nSaturday, 1 March 2025, 10:00 extra\r\nText\u00a0one\r\n")
	f.Add("date x\n\n\nPhoto: a\nPhoto: b\nSubjects:\n")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := pravdatext.Parse([]byte(text), pravdatext.Options{})
		if err != nil {
			return
		}
		if !utf8.ValidString(a.Body) || !utf8.ValidString(a.Headline) {
			t.Fatal("not UTF-8")
		}
		out := a.Headline + " " + a.Caption + a.Credit + " " + a.Body
		lower := strings.ToLower(text)
		labelled := strings.Contains(lower, "subjects:") || strings.Contains(lower, "date") || strings.Contains(lower, "day, ")
		if !labelled && a.Caption+a.Credit == "" {
			if said := field.UTF8([]byte(text)); letters(out) != letters(said) && letters(out) != letters(field.Mend(said)) {
				t.Errorf("text %q became %q", text, out)
			}
		}
		for p := range strings.SplitSeq(a.Body, "\n\n") {
			if field.Line(p) != p {
				t.Errorf("paragraph %q is not clean", p)
			}
		}
	})
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || field.Ignorable(r) {
			return -1
		}
		return r
	}, s)
}

func BenchmarkParse(b *testing.B) {
	text := []byte(" date 2025-02-03 All Sections\nBridge closed to lorries\n\nMARTA KOVALENKO, OLEH BONDARMonday, 3 February 2025, 09:40\n" +
		"The old bridge. Photo: Town of Lindholm\n\n" + strings.Repeat(first+"\n\n"+second+"\n\n", 20) + "Subjects: Lindholm bridges")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := pravdatext.Parse(text, pravdatext.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
