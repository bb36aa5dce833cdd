package format_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"byline/internal/format"
	"byline/internal/news"
)

func read(t testing.TB, data string, opts format.Options) []format.Parsed {
	t.Helper()
	var items []format.Parsed
	for item := range format.Read(t.Context(), "sample", strings.NewReader(data), opts) {
		items = append(items, item)
	}
	return items
}

func zip(t testing.TB, data string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func encode16(order16 func([]byte, uint16) []byte, text string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
		b = order16(b, u)
	}
	return string(b)
}

// TestReadRejects lists what cannot be read at all: each is one item that says why.
func TestReadRejects(t *testing.T) {
	for _, test := range []struct {
		name, data string
		opts       format.Options
		want       string
	}{
		{"empty", "", format.Options{}, "the input is empty"},
		{"blank", " \n\t\n", format.Options{}, "the input is empty"},
		{"a byte order mark alone", "\ufeff", format.Options{}, "the input is empty"},
		{"empty gzip", zip(t, ""), format.Options{}, "the input is empty"},
		{"binary", "\x00\x01\x02\x03", format.Options{}, "binary data"},
		{"a PDF file", "%PDF-1.7\n…", format.Options{}, "a PDF file"},
		{"a ZIP archive", "PK\x03\x04…", format.Options{}, "the zip data is damaged or cut short"},
		{"gzip five times over", zip(t, zip(t, zip(t, zip(t, zip(t, "text"))))), format.Options{}, "packed more than 4 times over"},
		{"a gzip header alone", "\x1f\x8b\x08", format.Options{}, "damaged or cut short"},
		{"a sitemap", `<?xml version="1.0"?><urlset xmlns="x"><url/></urlset>`, format.Options{}, "its root is <urlset>"},
		{"a list of feeds", `<opml version="2.0"><body><outline xmlUrl="https://example.org/rss"/></body></opml>`, format.Options{}, "byline feeds import"},
		{"a feed without entries", `<rss version="2.0"><channel><title>Harbour Times</title></channel></rss>`, format.Options{}, "the feed has no entries"},
		{"an unknown format", "text", format.Options{Format: "wordstar"}, `format: there is no format "wordstar"; there are auto, agency (newsml, nitf, xml), `},
		{"a text over the limit", strings.Repeat("word ", 100), format.Options{MaxRecord: 100}, "longer than 100 bytes"},
		{"a page over the limit", "<html><body>" + strings.Repeat("<p>word</p>", 100), format.Options{MaxRecord: 100}, "longer than 100 bytes"},
		{"a feed that is none", "<rss><channel><item>", format.Options{}, "cannot read the feed"},
		{"a page without text", "<html><body></body></html>", format.Options{}, "no text"},
	} {
		t.Run(test.name, func(t *testing.T) {
			items := read(t, test.data, test.opts)
			if len(items) != 1 || items[0].Err == nil {
				t.Fatalf("%+v", items)
			}
			if err := items[0].Err; !strings.Contains(err.Error(), test.want) || news.KindOf(err) == news.KindInternal {
				t.Errorf("%v (%v), want %q", err, news.KindOf(err), test.want)
			}
		})
	}
}

func TestReadFindsTheEncoding(t *testing.T) {
	little := encode16(func(b []byte, u uint16) []byte { return append(b, byte(u), byte(u>>8)) }, "Überschrift\n\nText.")
	big := encode16(func(b []byte, u uint16) []byte { return append(b, byte(u>>8), byte(u)) }, "Überschrift\n\nText.")
	for name, data := range map[string]string{
		"UTF-8": "Überschrift\n\nText.", "with a byte order mark": "\ufeffÜberschrift\n\nText.", "UTF-16 little": little, "UTF-16 big": big, "gzip": zip(t, "Überschrift\n\nText."), "gzip within gzip": zip(t, zip(t, "Überschrift\n\nText.")),
		"JSON":             `{"title":"Überschrift","text":"Text."}`,
		"a page in Latin":  "<html><head><meta charset=iso-8859-1><title>\xdcberschrift</title></head><body><article>Text.</article></body></html>",
		"a page in UTF-8":  "<html><head><meta charset=iso-8859-1><title>Überschrift</title></head><body><article>Text.</article></body></html>",
		"a feed in Latin":  "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss><channel><item><title>\xdcberschrift</title><description>Text.</description></item></channel></rss>",
		"a page unmarked":  "<html><head><title>\xdcberschrift</title></head><body><article>Text.</article></body></html>",
		"some bytes wrong": "Überschrift\n\nText.",
	} {
		items := read(t, data, format.Options{})
		if len(items) != 1 || items[0].Err != nil || items[0].Article.Headline != "Überschrift" || items[0].Article.Body != "Text." {
			t.Errorf("%s: %+v", name, items)
		}
	}
}

// TestReadTruncatedGzip: what comes before the damage counts, then one error tells of it.
func TestReadTruncatedGzip(t *testing.T) {
	var lines strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&lines, "{\"title\":\"Headline %d\",\"text\":\"Text %x\"}\n", i, i*i*7919)
	}
	data := zip(t, lines.String())
	items := read(t, data[:len(data)/2], format.Options{})
	last := items[len(items)-1]
	if len(items) < 100 || last.Err == nil || !strings.Contains(last.Err.Error(), "gzip data is damaged or cut short") {
		t.Fatalf("%d items, the last %+v", len(items), last)
	}
	for i, item := range items[:len(items)-1] {
		if item.Err != nil || item.Line != i+1 || item.Article.Headline != fmt.Sprint("Headline ", i) {
			t.Fatalf("item %d: %+v", i, item)
		}
	}
	if last.Offset != int64(len(data)/2) {
		t.Errorf("offset %d of %d", last.Offset, len(data)/2)
	}
	text := zip(t, strings.Repeat("A town and its bridge. ", 9999))
	if items := read(t, text[:len(text)-5], format.Options{}); len(items) != 1 || items[0].Err == nil {
		t.Errorf("half a text: %+v", items)
	}
}

func TestReadLongLine(t *testing.T) {
	r := io.MultiReader(strings.NewReader("{\"title\":\"A\"}\n{\"title\":\""), io.LimitReader(endless("x"), 50<<20), strings.NewReader("\"}\n{\"title\":\"B\"}\n"))
	var got []string
	for item := range format.Read(t.Context(), "sample", r, format.Options{}) {
		got = append(got, fmt.Sprint(item.Line, item.Article.Headline, item.Err))
	}
	if want := "1A<nil> 2record is longer than 33554432 bytes 3B<nil>"; strings.Join(got, " ") != want {
		t.Errorf("%q", got)
	}
}

// endless reads as its text over and over.
type endless string

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e[i%len(e)]
	}
	return len(p), nil
}

func TestReadStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	count := 0
	for item := range format.Read(ctx, "sample", endless("{\"title\":\"A\"}\n"), format.Options{}) {
		count++
		if count == 1000 {
			cancel()
		}
		if item.Err != nil {
			if !errors.Is(item.Err, context.Canceled) {
				t.Error(item.Err)
			}
			break
		}
	}
	if count > 1002 {
		t.Errorf("%d items", count)
	}
}

func TestReadPassesErrorsOn(t *testing.T) {
	broken := errors.New("disk on fire")
	for _, text := range []string{"", "{\"title\":\"A\"}\n{", "Headline\n\nText"} {
		var last error
		for item := range format.Read(t.Context(), "sample", io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), format.Options{}) {
			last = item.Err
		}
		if !errors.Is(last, broken) {
			t.Errorf("%q: %v", text, last)
		}
	}
}

func TestReadDefaults(t *testing.T) {
	item := func(text string, opts format.Options) news.Article {
		t.Helper()
		items := read(t, text, opts)
		if len(items) != 1 || items[0].Err != nil {
			t.Fatalf("%+v", items)
		}
		return items[0].Article
	}
	opts := format.Options{Source: "Harbour Times", Location: time.FixedZone("", 3600)}
	if a := item(`{"title":"A","date":"2025-02-03"}`, opts); a.Source != "Harbour Times" || a.Published.Format(time.RFC3339) != "2025-02-03T00:00:00+01:00" {
		t.Errorf("%+v", a)
	}
	if a := item(`{"title":"A","source":"Diena"}`, opts); a.Source != "Diena" {
		t.Errorf("source %q", a.Source)
	}
	if a := item(" date 2025-02-03 All Sections\nHeadline\n\nText.", opts); a.Source != "Harbour Times" || a.Published.Format(time.RFC3339) != "2025-02-03T00:00:00+01:00" {
		t.Errorf("%+v", a)
	}
	if a := item(`{"title":"A"}`, format.Options{Format: "text"}); a.Headline != `{"title":"A"}` {
		t.Errorf("headline %q", a.Headline)
	}
	if a := item("Bridge <b>closed</b>", format.Options{ContentType: "text/html; charset=utf-8"}); a.Body != "Bridge closed" {
		t.Errorf("%+v", a)
	}
	if a := item("[Update](https://example.org) on the bridge\n\nIt is closed.", format.Options{}); a.Body != "It is closed." {
		t.Errorf("%+v", a)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("{\"title\":\"A\"}\n[\n"))
	f.Add([]byte("[{\"title\":\"A\"}]"))
	f.Add([]byte("<!doctype html><title>A</title><article><p>B</article>"))
	f.Add([]byte("<?xml version='1.0'?><rss><channel><item><title>A</title></item></channel></rss>"))
	f.Add([]byte(" date 2025-02-03 All Sections\nA\n\nB"))
	f.Add([]byte("---\ntitle: A\n---\n# A\n\nB"))
	f.Add([]byte(zip(f, "A\n\nB")))
	f.Add([]byte("\xff\xfeA\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for item := range format.Read(t.Context(), "sample", bytes.NewReader(data), format.Options{MaxRecord: 1 << 16}) {
			a := item.Article
			if item.Err == nil && a.Headline == "" && a.Body == "" {
				t.Error("an article without text")
			}
			for _, s := range []string{a.Headline, a.Body, a.Source, a.Caption, a.URL, strings.Join(a.Authors, ""), strings.Join(a.Attribution, "")} {
				if !utf8.ValidString(s) {
					t.Errorf("%q is not UTF-8", s)
				}
			}
			if strings.Contains(a.Body, "\n\n\n") || strings.ContainsAny(a.Body, "\r\x00\x1b") {
				t.Errorf("body %q", a.Body)
			}
		}
	})
}

// BenchmarkRead reads 200 articles in JSON Lines, of English and of Ukrainian text.
func BenchmarkRead(b *testing.B) {
	for name, sentence := range map[string]string{
		"English":   "The town of Lindholm has closed its old bridge to lorries and buses. ",
		"Ukrainian": "Місто Ліндгольм закрило старий міст для вантажівок та автобусів. ",
	} {
		b.Run(name, func(b *testing.B) {
			var lines strings.Builder
			for i := range 200 {
				fmt.Fprintf(&lines, "{\"title\":\"Bridge %d\",\"date\":\"2025-02-03\",\"source\":\"Lind\",\"text\":\"%s\"}\n", i, strings.Repeat(sentence, 40))
			}
			b.SetBytes(int64(lines.Len()))
			for b.Loop() {
				for item := range format.Read(b.Context(), "sample", strings.NewReader(lines.String()), format.Options{}) {
					if item.Err != nil {
						b.Fatal(item.Err)
					}
				}
			}
		})
	}
}

func TestColumnsAreThoseThatTheMappingNames(t *testing.T) {
	opts := format.Options{Format: "table", Map: news.Mapping{"headline": "k1", "body": "k2"}}
	n := 0
	for item := range format.Read(t.Context(), "export.csv", strings.NewReader("Export of Monday\nK1;K2\nMole shut;It is shut.\nTram runs;It runs.\n"), opts) {
		n++
		if item.Err != nil || item.Article.Body == "" || item.Article.Headline == "" {
			t.Errorf("%+v", item)
		}
	}
	if n != 2 {
		t.Errorf("%d articles", n)
	}
	for item := range format.Read(t.Context(), "page.html", strings.NewReader("<html><body><p>It is shut.</p></body></html>"), format.Options{Map: news.Mapping{"headline": "k1"}}) {
		if item.Err == nil || !strings.Contains(item.Err.Error(), "for JSON and tables") {
			t.Errorf("error %v", item.Err)
		}
	}
}

// What a press database exports is its articles, whatever it is written in.
func TestAnExportIsItsArticlesInAnyFormat(t *testing.T) {
	text := ""
	for i, headline := range []string{"Old bridge closed to lorries", "Ferry stays in the harbour"} {
		text += fmt.Sprintf("%s\n\nHarbour Times\n\nFebruary %d, 2025 Monday\n\nLength: 50 words\n\nByline: Ada Lee\n\nBody\n\nThe town of Lindholm has said so on Sunday.\n\nIt was late.\n\nLoad-Date: February 5, 2025\n\nEnd of Document\n\n", headline, i+2)
	}
	for name, data := range map[string]string{
		"found.txt":  text,
		"found.eml":  "From: Desk <desk@pressbase.example>\nTo: ada@lindholm.example\nSubject: Search results\nDate: Tue, 4 Feb 2025 09:30:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain\n\n" + text,
		"found.rtf":  `{\rtf1\ansi ` + strings.ReplaceAll(text, "\n", "\\par\n") + "}",
		"found.html": "<html><head><title>Results</title></head><body><p>" + strings.ReplaceAll(text, "\n", "</p><p>") + "</p></body></html>",
	} {
		var got []string
		for item := range format.Read(t.Context(), name, strings.NewReader(data), format.Options{}) {
			if item.Err != nil {
				t.Fatal(item.Err)
			}
			a := item.Article
			got = append(got, strings.Join([]string{a.Headline, a.Source, a.Published.Format(time.DateOnly), a.Body}, ", "))
		}
		const body = "The town of Lindholm has said so on Sunday.\n\nIt was late."
		want := []string{"Old bridge closed to lorries, Harbour Times, 2025-02-02, " + body, "Ferry stays in the harbour, Harbour Times, 2025-02-03, " + body}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

// A text without a date of its own has that of its dateline, which never stands
// above one that is known, and goes before when a crawler fetched a page.
func TestADatelineDatesWhatHasNoOtherDate(t *testing.T) {
	const dateline = "ELMSUND, 18 November 2026 (Nordwire) - The council has closed the gate, as it said it would."
	warc := func(page string) string {
		http := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
		return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://harbour.example/gate\r\nWARC-Date: 2027-02-03T04:05:06Z\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(http), http)
	}
	page := "<!doctype html><html><head><title>Gate closed</title>%s</head><body><article><h1>Gate closed</h1><p>" + dateline + "</p><p>" + strings.Repeat("The gate stays closed until the spring tide has gone. ", 12) + "</p></article></body></html>"
	for name, test := range map[string]struct{ in, want string }{
		"first line":           {dateline + "\n\nIt stays closed.", "2026-11-18"},
		"first paragraph":      {"Gate closed\n\n" + dateline + "\n\nIt stays closed.", "2026-11-18"},
		"below a byline":       {"Gate closed\n\nBy Ada Lee\n\n" + dateline, "2026-11-18"},
		"a line of its own":    {"Gate closed\n\nElmsund, 18 November 2026\n\nThe council has closed the gate.", "2026-11-18"},
		"further down":         {"Gate closed\n\n" + strings.Repeat("The council has met. ", 9) + "\n\n" + dateline, ""},
		"JSON":                 {`{"headline": "Gate closed", "body": "` + dateline + `"}`, "2026-11-18"},
		"JSON with a date":     {`{"headline": "Gate closed", "published": "2026-11-20", "body": "` + dateline + `"}`, "2026-11-20"},
		"web archive":          {warc(fmt.Sprintf(page, "")), "2026-11-18"},
		"web archive, dated":   {warc(fmt.Sprintf(page, `<meta property="article:published_time" content="2026-11-19T08:00:00Z">`)), "2026-11-19"},
		"address of a record":  {`{"headline": "Gate closed", "body": "Shut.", "scraped_at": "2026-12-01", "url": "https://harbour.example/2026/11/18/gate"}`, "2026-11-18"},
		"letter of the editor": {"Gate closed\n\nOn 18 November 2026 the council met.", ""},
	} {
		for item := range format.Read(t.Context(), "in", strings.NewReader(test.in), format.Options{}) {
			got := ""
			if !item.Article.Published.IsZero() {
				got = item.Article.Published.Format(time.DateOnly)
			}
			if item.Err != nil || got != test.want {
				t.Errorf("%s: published %q, error %v; want %q", name, got, item.Err, test.want)
			}
		}
	}
}

// A page that is one table of articles is its rows; a page with a table in it is an article.
func TestATableOfAPageIsItsRows(t *testing.T) {
	const rows = `<table><thead><tr><th></th><th>Title</th><th>Text</th><th>Date</th></tr></thead><tbody><tr><th>0</th><td>Old bridge closed</td><td>The bridge is<br>shut.</td><td>2025-02-02</td></tr><tr><th>1</th><td>Ferry stays</td><td>The <b>ferry</b> stays.</td><td>2025-02-03</td></tr></tbody></table>`
	text := "<p>" + strings.Repeat("The town of Lindholm has said so on Sunday. ", 20) + "</p>"
	for data, want := range map[string][]string{
		`<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><title>Sheet</title></head><body>` + rows + "</body></html>": {"Old bridge closed", "Ferry stays"},
		"<html><head><title>Bridges</title></head><body><h1>Bridges</h1>" + text + rows + text + "</body></html>":                  {"Bridges"},
	} {
		var got []string
		for _, item := range read(t, data, format.Options{}) {
			if item.Err != nil {
				t.Fatal(item.Err)
			}
			got = append(got, item.Article.Headline)
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	days := strings.NewReplacer("2025-02-02", "03/02/2025", "2025-02-03", "28/02/2025").Replace(rows)
	if items := read(t, "<html><body>"+days+"</body></html>", format.Options{}); len(items) != 2 || items[0].Err != nil || items[0].Article.Published.Format(time.DateOnly) != "2025-02-03" {
		t.Errorf("one row tells how to read the dates of another: %+v", items)
	}
	xml := `<?xml version="1.0"?><article><headline>Old bridge closed</headline><byline>Ada Lee</byline><body><p>The bridge is shut.</p></body></article>`
	if items := read(t, xml, format.Options{}); len(items) != 1 || items[0].Article.Headline != "Old bridge closed" || items[0].Article.Body != "The bridge is shut." {
		t.Errorf("an article in XML: %+v", items)
	}
}

// A page as a crawler fetched it is read as a page, whatever it is kept in.
func TestAPageInJSONIsReadAsAPage(t *testing.T) {
	page := `<!DOCTYPE html><html><head><title>Old bridge closed - Harbour Times</title><meta property="article:published_time" content="2025-02-02T09:00:00Z"></head><body><nav><a href=/>Sport</a></nav><article><h1>Old bridge closed</h1><p>The town of Lindholm has closed its old bridge to lorries.</p></article></body></html>`
	data := `{"url":"https://harbour.example/bridge","html":` + strconv.Quote(page) + `,"crawled":"2025-03-01T00:00:00Z"}` + "\n" + `{"url":"https://harbour.example/gone","html":"<!DOCTYPE html><html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>"}` + "\n"
	items := read(t, data, format.Options{})
	if len(items) != 2 || items[0].Err != nil || items[1].Err == nil {
		t.Fatalf("%+v", items)
	}
	if a := items[0].Article; a.Headline != "Old bridge closed" || a.Body != "The town of Lindholm has closed its old bridge to lorries." || a.Published.Format(time.DateOnly) != "2025-02-02" || a.URL != "https://harbour.example/bridge" {
		t.Errorf("%+v", a)
	}
}

// Dates that say less than a day, or count from when they were written, are no reason to refuse an article.
func TestReadVagueDates(t *testing.T) {
	written := time.Date(2024, 5, 15, 14, 30, 0, 0, time.UTC)
	for date, want := range map[string]string{ // with a question mark: known only if it is known when it was written
		`"date":"3 hours ago"`:          "2024-05-15T11:30?",
		`"date":"Updated 5 mins ago"`:   "2024-05-15T14:25?",
		`"date":"2 days ago"`:           "2024-05-13T00:00?",
		`"date":"vor 2 Tagen"`:          "2024-05-13T00:00?",
		`"date":"Yesterday at 9:15 PM"`: "2024-05-14T21:15?",
		`"date":"Nov 4"`:                "2023-11-04T00:00?",
		`"date":"3 hours ago","scraped_at":"2024-02-01T10:00:00Z"`: "2024-02-01T07:00",
		`"scraped_at":"2024-02-01T10:00:00Z"`:                      "2024-02-01T10:00",
		`"date":"10. november"`:                                    "2023-11-10T00:00?",
		`"date":"5月3日"`:                                            "2024-05-03T00:00?",
		`"date":"март 2024 г."`:                                    "2024-03-01T00:00",
		`"time":"3小时前"`:                                            "2024-05-15T11:30?",
		`"year":2024,"month":"Mar","day":"7"`:                      "2024-03-07T00:00",
		`"Publication Year":"2024"`:                                "2024-01-01T00:00",
		`"date":"Mar 2024"`:                                        "2024-03-01T00:00",
		`"date":"marzo de 2024"`:                                   "2024-03-01T00:00",
		`"date":"2024年3月"`:                                         "2024-03-01T00:00",
		`"date":"03/2024"`:                                         "2024-03-01T00:00",
		`"date":"2024-03"`:                                         "2024-03-01T00:00",
		`"date":"2024"`:                                            "2024-01-01T00:00",
		`"date":"01/02/2024, 09:15 AM, +0000 UTC"`:                 "2024-01-02T09:15",
		`"date":"03/04/2024"`:                                      "refused",
		`"date":"soon"`:                                            "refused",
		`"date":"13/2024"`:                                         "refused",
	} {
		text := `{"title":"Mole shut","text":"The mole is shut.",` + date + `}`
		known, counts := strings.CutSuffix(want, "?")
		if got := publishedAs(read(t, text, format.Options{AsOf: written})); got != known {
			t.Errorf("%s: %s, want %s", date, got, known)
		}
		if counts {
			known = "0001-01-01T00:00"
		}
		if got := publishedAs(read(t, text, format.Options{})); got != known {
			t.Errorf("%s, nobody knows when it was written: %s, want %s", date, got, known)
		}
	}
	page := "Mole shut\n\nPublished: 2 days ago\n\nThe mole is shut."
	if items := read(t, page, format.Options{AsOf: written}); publishedAs(items) != "2024-05-13T00:00" || items[0].Article.Body != "The mole is shut." {
		t.Errorf("in a text: %+v", items)
	}
}

func publishedAs(items []format.Parsed) string {
	if len(items) != 1 || items[0].Err != nil {
		return "refused"
	}
	return items[0].Article.Published.Format("2006-01-02T15:04")
}

// What somebody wrote in their archive of Twitter is a script with a list in it; what they liked is none of theirs.
func TestReadTweets(t *testing.T) {
	read := func(script string) (found []format.Parsed) {
		return slices.Collect(format.Read(t.Context(), "tweets.js", strings.NewReader(script), format.Options{}))
	}
	const list = `[{"tweet":{"id":"7","full_text":"The mole is shut.","created_at":"Mon Feb 03 08:15:00 +0000 2025"}},{"tweet":{"id":"8","full_text":"It opens."}}]`
	if got := read("window.YTD.tweets.part0 = " + list); len(got) != 2 || got[0].Article.Body != "The mole is shut." || got[0].Article.Published.Format(time.DateOnly) != "2025-02-03" {
		t.Errorf("%+v", got)
	}
	if got := read(`window.YTD.like.part0 = [{"like":{"tweetId":"7","fullText":"The mole is shut."}}]`); len(got) != 1 || got[0].Err == nil {
		t.Errorf("%+v", got)
	}
}
