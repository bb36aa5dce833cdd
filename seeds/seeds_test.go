package seeds_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"byline/seeds"
)

func TestThereAreEnoughArticlesInEachFormat(t *testing.T) {
	counts := map[string]int{}
	for _, file := range files(t) {
		data := read(t, file)
		switch ext := path.Ext(file); {
		case ext == ".jsonl":
			counts["jsonl"] += len(records(t, file))
		case ext == ".xml":
			counts[file] = bytes.Count(data, []byte("</item>")) + bytes.Count(data, []byte("</entry>"))
		default:
			counts[path.Dir(file)]++
		}
	}
	for format, least := range map[string]int{
		"export": 14, "jsonl": 25, "pages": 8, "feed.xml": 6, "atom.xml": 4, "notes": 4,
	} {
		if counts[format] < least {
			t.Errorf("%s: %d articles, want at least %d", format, counts[format], least)
		}
	}
	total := 0
	for _, n := range counts {
		total += n
	}
	if total < 64 {
		t.Errorf("%d articles, want at least 64", total)
	}
}

func TestFilesAreText(t *testing.T) {
	windows := 0
	for _, file := range files(t) {
		data := read(t, file)
		if !utf8.Valid(data) {
			t.Errorf("%s: not UTF-8", file)
		}
		if bytes.Contains(data, []byte("\r\n")) && bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
			windows++
		} else if bytes.ContainsAny(data, "\r") {
			t.Errorf("%s: Windows line ends without a byte order mark", file)
		}
		if path.Ext(file) == ".xml" {
			if err := xml.Unmarshal(data, new(struct{ XMLName xml.Name })); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	if windows != 1 {
		t.Errorf("%d files with Windows line ends and a byte order mark, want 1", windows)
	}
}

func TestExportsKeepTheLayout(t *testing.T) {
	first := regexp.MustCompile(`^ date (\d{4}-\d{2}-\d{2}) All Sections$`)
	byline := regexp.MustCompile(`^([\p{Lu}, '-]*)((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{1,2} \w+ \d{4}, \d{2}:\d{2})$`)
	var unsigned, shared, spaced int
	for _, file := range files(t) {
		if path.Dir(file) != "export" {
			continue
		}
		data := read(t, file)
		text := strings.TrimPrefix(strings.ReplaceAll(string(data), "\r\n", "\n"), "\ufeff")
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		date := first.FindStringSubmatch(lines[0])
		by := byline.FindStringSubmatch(lines[3])
		if date == nil || by == nil || lines[1] == "" || lines[2] != "" {
			t.Errorf("%s: the head is not in the layout", file)
			continue
		}
		when, err := time.Parse("Monday, 2 January 2006, 15:04", by[2])
		if err != nil || when.Format("Monday, 2 January 2006, 15:04") != by[2] || when.Format(time.DateOnly) != date[1] {
			t.Errorf("%s: %q is not a time on %s", file, by[2], date[1])
		}
		if !strings.HasPrefix(lines[len(lines)-1], "Subjects: ") {
			t.Errorf("%s: the last line is not Subjects", file)
		}
		unsigned += count(by[1] == "")
		shared += count(strings.Contains(by[1], ", "))
		spaced += count(strings.Contains(text, "\u00a0"))
	}
	if unsigned == 0 || shared == 0 || spaced < 5 {
		t.Errorf("%d without a byline, %d with two, %d with non-breaking spaces; want some of each", unsigned, shared, spaced)
	}
}

func TestRecordsHaveWhatAnArticleNeeds(t *testing.T) {
	for _, file := range files(t) {
		if path.Ext(file) != ".jsonl" {
			continue
		}
		for i, r := range records(t, file) {
			for _, names := range [][]string{
				{"url", "link"}, {"source", "publisher"}, {"headline", "title"}, {"published", "date", "pub_date"}, {"body", "text", "content"},
			} {
				if field(r, names...) == "" {
					t.Errorf("%s:%d: none of %q", file, i+1, names)
				}
			}
			if body := field(r, "body", "text", "content"); !strings.Contains(body, "\n\n") {
				t.Errorf("%s:%d: fewer than two paragraphs", file, i+1)
			}
			if _, err := time.Parse(time.RFC3339, field(r, "published", "date", "pub_date")); err != nil {
				t.Errorf("%s:%d: %v", file, i+1, err)
			}
		}
	}
}

// One URL is meant to occur twice: an article of the Courier and its later revision.
func TestURLsAreUniqueButForOneRevision(t *testing.T) {
	const revised = "https://kestrup-courier.example/2026/09/10/eskerby-outbreak"
	seen := map[string]int{}
	for _, url := range urls(t) {
		seen[url]++
		if !regexp.MustCompile(`^https://[a-z-]+\.example/\d{4}/\d{2}/\d{2}/[a-z0-9-]+$`).MatchString(url) {
			t.Errorf("%s does not look like the URL of a sample", url)
		}
	}
	for url, n := range seen {
		if want := 1 + count(url == revised); n != want {
			t.Errorf("%s occurs %d times, want %d", url, n, want)
		}
	}
}

func TestQuestionsCanBeAnswered(t *testing.T) {
	questions, err := seeds.Questions()
	if err != nil {
		t.Fatal(err)
	}
	known := urls(t)
	text := everything(t)
	suggested, refused := 0, 0
	for _, q := range questions {
		suggested += count(q.Suggested)
		refused += count(q.Status == "not_found")
		if q.AsOf != "" {
			if _, err := time.Parse(time.DateOnly, q.AsOf); err != nil {
				t.Errorf("%q: as_of: %v", q.Question, err)
			}
		}
		switch q.Status {
		case "answered":
			if len(q.MustContain) == 0 || len(q.MustCite) == 0 {
				t.Errorf("%q: nothing is said about its answer", q.Question)
			}
		case "not_found":
			if len(q.MustContain)+len(q.MustCite) > 0 || q.Suggested {
				t.Errorf("%q has no answer, so nothing to contain, cite or suggest", q.Question)
			}
		default:
			t.Errorf("%q: status %q", q.Question, q.Status)
		}
		for _, words := range q.MustContain {
			if !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) }) {
				t.Errorf("%q: no article has any of %q", q.Question, words)
			}
		}
		for _, article := range slices.Concat(q.MustCite...) {
			if !slices.Contains(known, article) && !hasLine(text, article) {
				t.Errorf("%q: no article %q", q.Question, article)
			}
		}
	}
	if len(questions) < 20 || suggested < 5 || refused < 2 {
		t.Errorf("%d questions, %d suggested, %d to be refused; want at least 20, 5, 2", len(questions), suggested, refused)
	}
}

func TestAsOfIsTheDayAfterTheNewestArticle(t *testing.T) {
	newest := ""
	for _, m := range regexp.MustCompile(`\.example/(\d{4})/(\d{2})/(\d{2})/`).FindAllStringSubmatch(everything(t), -1) {
		newest = max(newest, fmt.Sprintf("%s-%s-%s", m[1], m[2], m[3]))
	}
	day, err := time.Parse(time.DateOnly, newest)
	if err != nil {
		t.Fatal(err)
	}
	if got := day.AddDate(0, 0, 1).Format(time.DateOnly); got != seeds.AsOf {
		t.Errorf("the newest article is of %s, AsOf is %s", newest, seeds.AsOf)
	}
}

// files lists the files with articles, by their names in articles/.
func files(t *testing.T) []string {
	t.Helper()
	var list []string
	err := fs.WalkDir(seeds.FS, "articles", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, strings.TrimPrefix(name, "articles/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := seeds.FS.ReadFile("articles/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func records(t *testing.T, file string) []map[string]any {
	t.Helper()
	var list []map[string]any
	lines := bufio.NewScanner(bytes.NewReader(read(t, file)))
	for lines.Scan() {
		var r map[string]any
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("%s:%d: %v", file, len(list)+1, err)
		}
		list = append(list, r)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func field(r map[string]any, names ...string) string {
	for _, name := range names {
		if s, ok := r[name].(string); ok {
			return s
		}
	}
	return ""
}

// urls lists the URL of every article that has one, as often as it occurs.
func urls(t *testing.T) []string {
	t.Helper()
	page := regexp.MustCompile(`<link rel="canonical" href="([^"]+)"|<meta property="og:url" content="([^"]+)"`)
	entry := regexp.MustCompile(`(?s)<(?:item|entry)>.*?<link(?:>| [^>]*href=")(https://[^"<]+)`)
	var list []string
	for _, file := range files(t) {
		data := read(t, file)
		switch path.Ext(file) {
		case ".jsonl":
			for _, r := range records(t, file) {
				list = append(list, field(r, "url", "link"))
			}
		case ".html":
			m := page.FindSubmatch(data)
			if m == nil {
				t.Errorf("%s: no URL", file)
				continue
			}
			list = append(list, string(m[1])+string(m[2]))
		case ".xml":
			for _, m := range entry.FindAllSubmatch(data, -1) {
				list = append(list, string(m[1]))
			}
		}
	}
	return list
}

// everything is the text of all files, with entities, non-breaking spaces and line ends made plain.
func everything(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, file := range files(t) {
		b.WriteString(html.UnescapeString(string(read(t, file))))
	}
	return strings.NewReplacer("\u00a0", " ", "\r\n", "\n").Replace(b.String())
}

// hasLine reports whether text has the headline on a line of its own, as exports and notes do.
func hasLine(text, headline string) bool {
	return strings.Contains(text, "\n"+headline+"\n") || strings.Contains(text, "# "+headline+"\n")
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}
