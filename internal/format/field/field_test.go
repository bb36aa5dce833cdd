package field_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/field"
)

func TestTime(t *testing.T) {
	kyiv := time.FixedZone("", 2*3600)
	for text, want := range map[string]string{
		"2024-01-03T12:00:00Z":                   "2024-01-03T12:00:00Z",
		"2024-01-03T12:00:00.123+05:30":          "2024-01-03T12:00:00+05:30",
		"2024-01-03T12:00:00+0200":               "2024-01-03T12:00:00+02:00",
		"2024-01-03 12:00":                       "2024-01-03T12:00:00+02:00",
		"2024-01-03 12:00:05 UTC":                "2024-01-03T12:00:05Z",
		"2024-01-03":                             "2024-01-03T00:00:00+02:00",
		"2024/1/3":                               "2024-01-03T00:00:00+02:00",
		"20240103":                               "2024-01-03T00:00:00+02:00",
		"20240103T120000Z":                       "2024-01-03T12:00:00Z",
		"20240103120000":                         "2024-01-03T12:00:00+02:00",
		"202401031200":                           "2024-01-03T12:00:00+02:00",
		"170428320000":                           "1975-05-27T13:12:00Z",
		"Wed, 03 Jan 2024 12:00:00 GMT":          "2024-01-03T12:00:00Z",
		"Wed, 03 Jan 2024 12:00:00 -0500":        "2024-01-03T12:00:00-05:00",
		"2024-01-03 12:00:00 +0000 UTC":          "2024-01-03T12:00:00Z",
		"2024-01-03 12:00:00.123 +0100 CET":      "2024-01-03T12:00:00+01:00",
		"01/23/2024, 09:15 AM, +0000 UTC":        "2024-01-23T09:15:00Z",
		"January 3, 2024 (Wednesday)":            "2024-01-03T00:00:00+02:00",
		"Wed Jan  3 12:00:00 2024":               "2024-01-03T12:00:00+02:00",
		"Wed Jan 03 12:00:00 +0000 2024":         "2024-01-03T12:00:00Z",
		"Wednesday, 3 January 2024, 12:05":       "2024-01-03T12:05:00+02:00",
		"3 January 2024":                         "2024-01-03T00:00:00+02:00",
		"January 3rd, 2024 at 3:04 p.m. EST":     "2024-01-03T15:04:00-05:00",
		"Jan. 3, 2024":                           "2024-01-03T00:00:00+02:00",
		"Sept 3, 2024 12:00 AM":                  "2024-09-03T00:00:00+02:00",
		"1704283200":                             "2024-01-03T12:00:00Z",
		"1704283200000":                          "2024-01-03T12:00:00Z",
		"45294":                                  "2024-01-03T00:00:00+02:00",
		"45294.5":                                "2024-01-03T12:00:00+02:00",
		"1704283200.0":                           "2024-01-03T12:00:00Z",
		"1.7042832E9":                            "2024-01-03T12:00:00Z",
		"1.2E3":                                  "",
		"2024-01-03T12:00:00[UTC]":               "2024-01-03T12:00:00Z",
		"2024-01-03T12:00:00Z[UTC]":              "2024-01-03T12:00:00Z",
		"03/Jan/2024:12:00:00 +0100":             "2024-01-03T12:00:00+01:00",
		"-86400000":                              "",
		"July 3, 2024 12:00 ET":                  "2024-07-03T12:00:00-04:00",
		"03/04/2024":                             "",
		"3.4.2024":                               "2024-04-03T00:00:00+02:00",
		"2024-02-30":                             "",
		"2024-13-01":                             "",
		"2024-01-03 25:00":                       "",
		"yesterday":                              "",
		"2024":                                   "",
		"20244-01-01":                            "",
		"Jan 3, 2024 12:00 XYZ":                  "",
		"":                                       "",
		"0001-01-01T00:00:00Z":                   "",
		strings.Repeat("9", 400):                 "",
		"2024-01-03T12:00:00+99:99":              "",
		"Wed Jan 03 2024 12:00:00 GMT+0200 (EE)": "2024-01-03T12:00:00+02:00",

		"Wed, 03 Jan 2024 12:00:00 MEST":           "2024-01-03T12:00:00+02:00",
		"Wed, 03 Jan 2024 12:00:00 AKST":           "2024-01-03T12:00:00-09:00",
		"3 Jan 24 12:00 GMT":                       "2024-01-03T12:00:00Z",
		"03-Jan-99":                                "1999-01-03T00:00:00+02:00",
		"mer., 03 janv. 2024 12:00:00 +0100":       "2024-01-03T12:00:00+01:00",
		"3 janvier 2024 à 12h05":                   "2024-01-03T12:05:00+02:00",
		"Mittwoch, 3. Januar 2024, 12:05 Uhr":      "2024-01-03T12:05:00+02:00",
		"3 de enero de 2024":                       "2024-01-03T00:00:00+02:00",
		"Ср, 03 янв 2024 12:00:00 +0300":           "2024-01-03T12:00:00+03:00",
		"3 января 2024 г., 12:05":                  "2024-01-03T12:05:00+02:00",
		"3 січня 2024, 12:05":                      "2024-01-03T12:05:00+02:00",
		"3 stycznia 2024":                          "2024-01-03T00:00:00+02:00",
		"2024年1月3日":                                "2024-01-03T00:00:00+02:00",
		"2024년 1월 3일 12:05":                        "2024-01-03T12:05:00+02:00",
		"2024. január 3.":                          "2024-01-03T00:00:00+02:00",
		"12:05 GMT, Wednesday, 3 January 2024":     "2024-01-03T12:05:00Z",
		"January 3, 2024, 9am ET":                  "2024-01-03T09:00:00-05:00",
		"2024-01-03 12:00 UTC+2":                   "2024-01-03T12:00:00+02:00",
		"2024-01-03T12:00:00+01:00[Europe/Berlin]": "2024-01-03T12:00:00+01:00",
		"/Date(1704283200000)/":                    "2024-01-03T12:00:00Z",
		"31/12/2017":                               "2017-12-31T00:00:00+02:00",
		"12/31/2017 3:04 PM":                       "2017-12-31T15:04:00+02:00",
		"12/31/17":                                 "2017-12-31T00:00:00+02:00",
		"Fri, 07/14/2023 - 10:30":                  "2023-07-14T10:30:00+02:00",
		"03/03/2024":                               "2024-03-03T00:00:00+02:00",
		"31/12/17":                                 "",
		"32/12/2017":                               "",
		"2024-01-03 9":                             "",
		"Wed,03 Jan 2024 12:00:00 GMT":             "2024-01-03T12:00:00Z",
		"Wed, 03 Jan 2024 12.05.00 +0100":          "2024-01-03T12:05:00+01:00",
		"3 Jan 2024, 12.05":                        "2024-01-03T12:05:00+02:00",
		"Wed, 03 Jan 2024 24:00:00 GMT":            "2024-01-04T00:00:00Z",
		"2024-01-03T24:00:00Z":                     "2024-01-04T00:00:00Z",
		"2024-01-03 24:01":                         "",
		"Wed, 03 Jul 2024 12:00:00 Europe/Kyiv":    "2024-07-03T12:00:00+03:00",
		"2024-07-03 12:00 America/New_York":        "2024-07-03T12:00:00-04:00",
		"2024-07-03 12:00 Nowhere/Harbour":         "",
		"Пт, 01 мар 2024 12:00:00 +0300":           "2024-03-01T12:00:00+03:00",
		"3 čvc 2024 12:00":                         "2024-07-03T12:00:00+02:00",
		"2024 m. liepos 3":                         "2024-07-03T00:00:00+02:00",
		"3 јул 2024":                               "2024-07-03T00:00:00+02:00",
		"3 يوليو 2024 12:05":                       "2024-07-03T12:05:00+02:00",
		"3 जुलाई 2024":                             "2024-07-03T00:00:00+02:00",
		"3 ביולי 2024, 12:05":                      "2024-07-03T12:05:00+02:00",
		"3 Agustus 2024 12.05 WIB":                 "2024-08-03T12:05:00+07:00",
		"Mi, 03.07.2024 - 12:05":                   "2024-07-03T12:05:00+02:00",
		"3 lipca 2024, godz. 12:05":                "2024-07-03T12:05:00+02:00",
		"středa 3. 7. 2024, 12:05":                 "2024-07-03T12:05:00+02:00",
		"2024.07.03. 12:05":                        "2024-07-03T12:05:00+02:00",
		"2024. 7. 3. 12:05":                        "2024-07-03T12:05:00+02:00",
		"2024. gada 3. jūlijs, 12:05":              "2024-07-03T12:05:00+02:00",
		"srijeda, 3.7.2024. u 12:05":               "2024-07-03T12:05:00+02:00",
		"03.07.2024 г., 12:05 ч.":                  "2024-07-03T12:05:00+02:00",
		"3 Temmuz 2024 Çarşamba 12:05":             "2024-07-03T12:05:00+02:00",
		"Τετάρτη 3 Ιουλίου 2024, 12:05 μ.μ.":       "2024-07-03T12:05:00+02:00",
		"الأربعاء، ٣ تموز ٢٠٢٤ 12:05":              "2024-07-03T12:05:00+02:00",
		"3 تشرين الأول 2024":                       "2024-10-03T00:00:00+02:00",
		"2024年7月3日（水） 12時05分":                      "2024-07-03T12:05:00+02:00",
		"令和6年7月3日":                                 "2024-07-03T00:00:00+02:00",
		"平成元年7月3日":                                 "1989-07-03T00:00:00+02:00",
		"二〇二四年七月二十三日":                              "2024-07-23T00:00:00+02:00",
		"2024年07月03日12:05":                         "2024-07-03T12:05:00+02:00",
		"2024-07-03 12:05:00 星期三":                  "2024-07-03T12:05:00+02:00",
		"2024년 7월 3일 오후 10시 5분":                    "2024-07-03T22:05:00+02:00",
		"2024-07-03 오후 10:05:00":                   "2024-07-03T22:05:00+02:00",
		"3 ก.ค. 2567":                              "2024-07-03T00:00:00+02:00",
		"৩ জুলাই ২০২৪":                             "2024-07-03T00:00:00+02:00",
		"ngày 3 tháng 7 năm 2024":                  "2024-07-03T00:00:00+02:00",
		"3 d’abril de 2024":                        "2024-04-03T00:00:00+02:00",
		"Publié le 03/07/2024 à 12:05":             "",
		"Publié le 23/07/2024 à 12:05":             "2024-07-23T12:05:00+02:00",
		"입력 2024.07.03 12:05":                      "2024-07-03T12:05:00+02:00",
		"03/07/2024 10:05 PM EST":                  "2024-03-07T22:05:00-05:00",
		"10:05 PM EDT, Wed July 3, 2024":           "2024-07-03T22:05:00-04:00",
		"3 Jul 2024 10:05 PM IST":                  "2024-07-03T22:05:00+05:30",
		"July 3, 2024 | 10:05pm":                   "2024-07-03T22:05:00+02:00",
	} {
		got, err := field.Time(text, kyiv)
		switch {
		case want == "" && err == nil:
			t.Errorf("Time(%q) = %s, want an error", text, got)
		case want != "" && err != nil:
			t.Errorf("Time(%q): %v", text, err)
		case want != "" && got.Format(time.RFC3339) != want:
			t.Errorf("Time(%q) = %s, want %s", text, got.Format(time.RFC3339), want)
		}
	}
}

// TestOrderOfDates: the dates of a file that are not in doubt tell how to read the others.
// A date of the calendar of Iran is a day of ours.
func TestPersianDates(t *testing.T) {
	for text, want := range map[string]string{
		"یکشنبه ۱۹ مهر ۱۴۰۵": "2026-10-11", "۱ فروردین ۱۴۰۰": "2021-03-21", "۳۰ اسفند ۱۴۰۳": "2025-03-20", "۱ فروردین ۱۳۷۵": "1996-03-20",
		"۱۴۰۵/۰۷/۱۹": "2026-10-11", "۱۳ شهریور ۱۴۰۵ - ۱۷:۲۰": "2026-09-04",
	} {
		if at, err := field.Time(text, nil); err != nil || at.Format(time.DateOnly) != want {
			t.Errorf("%s: %v, %v", text, at, err)
		}
	}
}

func TestOrderOfDates(t *testing.T) {
	for beginning, want := range map[string]string{
		`{"date":"25/03/2024"}` + "\n" + `{"date":"03/04/2024"}`: "2024-04-03",
		"date,title\n03/25/2024,A\n":                             "2024-03-04",
		`<pubDate>25.03.2024 12:00</pubDate>`:                    "2024-04-03",
		`{"date":"25/03/2024"} {"date":"03/25/2024"}`:            "",
		`{"text":"It was 25/03/2024."}`:                          "",
		`{"ratio":"25/3/1"}`:                                     "",
	} {
		at, err := field.TimeIn("03/04/2024", nil, field.OrderOfDates([]byte(beginning)))
		if got := at.Format(time.DateOnly); err == nil && got != want || err != nil && want != "" {
			t.Errorf("%s: %s, %v, want %q", beginning, got, err, want)
		}
	}
}

func TestAuthors(t *testing.T) {
	for text, want := range map[string][]string{
		"Ada Lee":                            {"Ada Lee"},
		"By Ada Lee and Oleh Bondar":         {"Ada Lee", "Oleh Bondar"},
		"Ada Lee, Oleh Bondar & Elin Strand": {"Ada Lee", "Oleh Bondar", "Elin Strand"},
		"Ada Lee, Oleh Bondar, and E. S.":    {"Ada Lee", "Oleh Bondar", "E. S."},
		"Lee, Ada; Bondar, Oleh":             {"Ada Lee", "Oleh Bondar"},
		"Lee, Ada":                           {"Ada Lee"},
		"van der Berg, Anna M.":              {"Anna M. van der Berg"},
		"Ada Lee, Anna":                      {"Ada Lee", "Anna"},
		"Reuters, AFP":                       {"Reuters", "AFP"},
		"John Lund, Jr., Ada Lee":            {"John Lund Jr.", "Ada Lee"},
		"REUTERS":                            {"Reuters"},
		"AFP":                                {"AFP"},
		"LARS NIELSEN III":                   {"Lars Nielsen III"},
		"BASHAR AL-HADI":                     {"Bashar al-Hadi"},
		"https://example.org/ada, Ada Lee":   {"Ada Lee"},
		"ada@example.org (Ada Lee)":          {"Ada Lee"},
		"Ada Lee, 3 February 2025":           {"Ada Lee"},
		"Ada Lee, ada lee":                   {"Ada Lee"},
		"Ada Lee in Oster and Oleh Bondar":   {"Ada Lee", "Oleh Bondar"},
		"ADA LEE IN OSTER":                   {"Ada Lee"},
		"Voice of Oster":                     {"Voice of Oster"},
		"Von Ada Lee, Oleh Bondar":           {"Ada Lee", "Oleh Bondar"},
		"Autor: Oleh Bondar":                 {"Oleh Bondar"},
		"Von Braun":                          {"Von Braun"},
		"Di Marco, Ada":                      {"Ada Di Marco"},
		"":                                   nil,
	} {
		if diff := cmp.Diff(want, field.Authors(text)); diff != "" {
			t.Errorf("Authors(%q): %s", text, diff)
		}
	}
}

func TestBody(t *testing.T) {
	wrapped := "The town of Lindholm has closed its old bridge\nto lorries after cracks were found in two of\nits piers. The mayor said that it would take\nuntil the spring to mend them.\n" +
		"    A new bridge has been planned for years. It\nwould cost more than the town can pay, and the\nstate has not said what it will give."
	for _, test := range []struct{ name, text, want string }{
		{"kept", "One.\n\nTwo.", "One.\n\nTwo."},
		{"line ends", "One.\r\n\r\nTwo.\rThree.", "One.\n\nTwo.\n\nThree."},
		{"lines are paragraphs", "One.\nTwo.", "One.\n\nTwo."},
		{"many blank lines", "\n\nOne.\n\n\n \nTwo.\n", "One.\n\nTwo."},
		{"spaces", " One\u00a0 two\tthree. ", "One two three."},
		{"invisible", "mar\u00adket\u200bs\x07\ufeff", "markets"},
		{"turned round", "a \u202esail\u202cs", "a sails"},
		{"wrapped", wrapped, "The town of Lindholm has closed its old bridge to lorries after cracks were found in two of its piers. The mayor said that it would take until the spring to mend them." +
			"\n\nA new bridge has been planned for years. It would cost more than the town can pay, and the state has not said what it will give."},
		{"a list is not wrapped", "Bread\nMilk and honey\nTea\nCoffee from Lindholm\nSalt", "Bread\n\nMilk and honey\n\nTea\n\nCoffee from Lindholm\n\nSalt"},
		{"nothing", " \n ", ""},
	} {
		if got := field.Body(test.text); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func FuzzBody(f *testing.F) {
	f.Add("One.\r\n\r\nTwo\u00a0 three.\n")
	f.Add("a\nb\nc\nd\ne\nf")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		body := field.Body(text)
		kept := ""
		for line := range strings.Lines(text) {
			kept += field.Line(line)
		}
		if got := visible(body); got != visible(text) && got != visible(kept) {
			t.Errorf("Body(%q) = %q", text, body)
		}
		for p := range strings.SplitSeq(body, "\n\n") {
			if body != "" && (p == "" || field.Line(p) != p) {
				t.Errorf("Body(%q) has the paragraph %q", text, p)
			}
		}
	})
}

func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || field.Ignorable(r) {
			return -1
		}
		return r
	}, s)
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"AT&amp;T &#8217;s":                          "AT&T ’s",
		"a < b and b > c":                            "a < b and b > c",
		"<p>One</p><p>Two<br>three</p>":              "One\n\nTwo\n\nthree",
		"<div>One<script>x()</script></div>":         "One",
		"&copy=1":                                    "&copy=1",
		"<p>One\n two</p>":                           "One two",
		"<table><tr><td>a</td><td>b</td></tr><p>":    "a b",
		strings.Repeat("<div>", 100_000) + "deep<p>": "deep",
	} {
		if got := field.Plain(text); got != want {
			t.Errorf("Plain(%.60q) = %.60q, want %q", text, got, want)
		}
	}
}

// TestArticleText: what stands beside a text is left out, unless hardly anything would be left.
func TestArticleText(t *testing.T) {
	const mole, boats = "The mole is shut.", "Boats use the basin."
	for name, html := range map[string]string{
		"a caption":              `<p>` + mole + `</p><figure><img src="a"><figcaption>The mole in fog</figcaption></figure><p>` + boats,
		"a caption in a class":   `<p>` + mole + `</p><p class="wp-caption-text">The mole in fog<p>` + boats,
		"another story":          `<p>` + mole + `</p><aside class="rich-link"><aside>Old</aside><p>Related: <a href="/x">Mill burns</a></p></aside><p>` + boats,
		"buttons to share":       `<p>` + mole + `</p><p>` + boats + `</p><div class="sharedaddy"><div><h3>Share this:</h3></div><a href="x">By mail</a></div>`,
		"the address of a film":  `<p>` + mole + `</p><figure><div>https://films.example/7</div></figure><p>` + boats,
		"typed, with a link":     mole[:4] + `<a href="/m">mole</a>` + mole[8:] + "\n\n" + boats,
		"a class around all":     `<div class="related"><p>` + mole + `</p><p>` + boats + `</p></div>`,
		"a class that is opened": `<div class="share"><p>` + mole + `</p><p>` + boats,
	} {
		if got, want := field.ArticleText(html), mole+"\n\n"+boats; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestUTF8(t *testing.T) {
	long := strings.Repeat("The town has closed its bridge. ", 20)
	if got := field.UTF8([]byte(long + "\xff")); got != long+"\ufffd" {
		t.Errorf("one damaged byte: %q", got)
	}
	if got := field.UTF8([]byte("na\xefve caf\xe9 \xe0 la carte")); got != "naïve café à la carte" {
		t.Errorf("Latin-1: %q", got)
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{"en": "en", "en-GB": "en", "pt_BR": "pt", "eng": "en", "English": "en", "UK": "uk", "": "", "??": "", "und": ""} {
		if got := field.Language(text); got != want {
			t.Errorf("Language(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestURL(t *testing.T) {
	for text, want := range map[string]string{
		"https://example.org/a b": "https://example.org/a%20b", "//example.org/a": "https://example.org/a", "www.example.org": "https://www.example.org",
		"https://web.archive.org/web/20261128100000id_/https://example.org/a?b=c": "https://example.org/a?b=c", "https://web.archive.org/web/": "https://web.archive.org/web/",
		"https://archive.ph/2026.11.04-071210/https://example.org/a": "https://example.org/a", "https://arquivo.example/noFrame/replay/20261104071210mp_/http://example.org/a": "http://example.org/a",
		"https://example.org/2026/11/04/https": "https://example.org/2026/11/04/https", "https://example.org/share/https://example.com/a": "https://example.org/share/https://example.com/a",
		"javascript:alert(1)": "", "/relative": "", "": "", "ftp://example.org": "",
	} {
		if got, _ := field.URL(text); got != want {
			t.Errorf("URL(%q) = %q, want %q", text, got, want)
		}
	}
}

// BenchmarkCutEnding is of a text that has no ending, as most have none.
func BenchmarkCutEnding(b *testing.B) {
	body := strings.Repeat("The town has closed its old mole. ", 40) + "\n\n" + strings.Repeat("Boats must use the basin, the harbour master said. ", 6)
	for b.Loop() {
		if field.CutEnding(body, "Mole closed", "Harbour Times") != body {
			b.Fatal("cut")
		}
	}
}

// Some systems have the ID of an author in the place of the name.
func TestANumberIsNoAuthor(t *testing.T) {
	if got := field.AuthorList([]string{"17", "#4", "Una Brek", "陳大文", "2"}); len(got) != 2 || got[0] != "Una Brek" || got[1] != "陳大文" {
		t.Errorf("got %q", got)
	}
}

// Names are joined in the language of their page; surnames have such words too.
func TestNamesAreJoinedInAnyLanguage(t *testing.T) {
	for byline, want := range map[string]string{
		"Par Jeanne Morel et Luc Petit":          "Jeanne Morel|Luc Petit",
		"Von Anna Beispiel und Jörg Tarn":        "Anna Beispiel|Jörg Tarn",
		"Ana Ruiz, Luis Sol y Marta Pla":         "Ana Ruiz|Luis Sol|Marta Pla",
		"Kari Nær og Per Nes":                    "Kari Nær|Per Nes",
		"Jan Kowal i Ewa Tarńska":                "Jan Kowal|Ewa Tarńska",
		"Door Jan Jansen en Piet de Vries":       "Jan Jansen|Piet de Vries",
		"Ana Ruiz en Puerto Viejo":               "Ana Ruiz",
		"Von Anna Beispiel, hd":                  "Anna Beispiel",
		"José Ortega y Gasset":                   "José Ortega y Gasset",
		"Maria de Sousa e Silva":                 "Maria de Sousa e Silva",
		"Antoni Puig i Cornet":                   "Antoni Puig i Cornet",
		"Luc Petit et Associés":                  "Luc Petit et Associés",
		"Ada Lee i Oster":                        "Ada Lee i Oster",
		"Anna van der Berg und Ludwig van Oster": "Anna van der Berg|Ludwig van Oster",
	} {
		if got := strings.Join(field.Authors(byline), "|"); got != want {
			t.Errorf("%q: %q, want %q", byline, got, want)
		}
	}
}

// Who writes for an outlet is its author; the outlet is one only where nobody is named.
func TestAnOutletIsNoAuthorBesideOthers(t *testing.T) {
	for authors, want := range map[string]string{"Ada Lee|Harbour Times": "Ada Lee", "Harbour Times": "Harbour Times", "HARBOUR TIMES|Ada Lee|Ben Orr": "Ada Lee|Ben Orr", "Ada Lee|Ben Orr": "Ada Lee|Ben Orr"} {
		if got := strings.Join(field.WithoutOutlet(strings.Split(authors, "|"), "Harbour Times"), "|"); got != want {
			t.Errorf("%s: %q", authors, got)
		}
	}
}
