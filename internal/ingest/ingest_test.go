package ingest_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/format"
	"byline/internal/indextest"
	"byline/internal/ingest"
	"byline/internal/news"
)

func openIndex(tb testing.TB) (*embedded.Index, *encode.Encoder) {
	tb.Helper()
	e := indextest.Encoder(tb)
	return embeddedtest.Open(tb, tb.TempDir(), embeddedtest.Options(e)), e
}

// desk takes articles into an empty index.
type desk struct {
	t     *testing.T
	index *embedded.Index
	*ingest.Ingester
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	x, e := openIndex(t)
	return &desk{t, x, ingest.New(format.Reader{}, x, e, nil)}
}

// outcome is what a run did, without its time.
type outcome struct {
	Created, Updated, Unchanged int
	Rejects                     []string
}

func (d *desk) run(inputs ...string) outcome {
	d.t.Helper()
	return d.runWith(ingest.Options{}, inputs...)
}

func (d *desk) runWith(options ingest.Options, inputs ...string) outcome {
	d.t.Helper()
	s, err := d.IngestFiles(d.t.Context(), inputs, options)
	if err != nil {
		d.t.Fatal(err)
	}
	out := outcome{Created: s.Created, Updated: s.Updated, Unchanged: s.Unchanged}
	for _, r := range s.Rejects {
		out.Rejects = append(out.Rejects, r.Error())
	}
	if s.Rejected != len(s.Rejects) {
		d.t.Errorf("Rejected is %d, with %d rejects", s.Rejected, len(s.Rejects))
	}
	return out
}

// read takes in what standard input gives.
func (d *desk) read(text string) outcome {
	d.t.Helper()
	return d.runWith(ingest.Options{Stdin: strings.NewReader(text)}, "-")
}

func (d *desk) article(id string) news.Article {
	d.t.Helper()
	a, err := d.index.Article(d.t.Context(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}

func (d *desk) want(what string, got, want outcome) {
	d.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		d.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// line is an article in JSON Lines.
func line(id, body string) string {
	return fmt.Sprintf(`{"id":%q,"headline":"The ferry %s","source":"Coastal Post","body":%q}`, id, id, body) + "\n"
}

func TestTheSameArticleAgainIsUnchangedAndAChangedOneARevision(t *testing.T) {
	d := newDesk(t)
	d.want("first", d.read(line("a", "It sailed at noon.")+line("b", "It sailed at night.")), outcome{Created: 2})
	d.want("again", d.read(line("a", "It sailed at noon.")+line("b", "It sailed at night.")), outcome{Unchanged: 2})
	d.want("one changed", d.read(line("a", "It sailed at one.")+line("b", "It sailed at night.")), outcome{Updated: 1, Unchanged: 1})
	if a := d.article("a"); a.Revision != 2 || a.Body != "It sailed at one." {
		t.Errorf("got revision %d, %q", a.Revision, a.Body)
	}
	d.want("changed back", d.read(line("a", "It sailed at noon.")), outcome{Updated: 1})
	if a := d.article("a"); a.Revision != 3 {
		t.Errorf("got revision %d, want 3", a.Revision)
	}
}

// What has no text, such as a row of a list of addresses, takes none away.
func TestAnArticleWithoutATextKeepsTheTextThatIsThere(t *testing.T) {
	d := newDesk(t)
	const bare = `{"id":"a","headline":"Ferry","source":"Coastal Post"}` + "\n"
	d.want("before its text", d.read(bare), outcome{Created: 1})
	d.want("its text", d.read(line("a", "It sailed at noon.")), outcome{Updated: 1})
	d.want("behind it", d.read(bare), outcome{Unchanged: 1})
	d.want("in one batch", d.read(line("b", "It sailed at night.")+strings.Replace(bare, `"a"`, `"b"`, 1)), outcome{Created: 1, Unchanged: 1})
	d.want("taken back", d.read(strings.Replace(bare, "}", `,"pubstatus":"canceled"}`, 1)), outcome{Updated: 1})
	if a, b := d.article("a"), d.article("b"); a.Body != "It sailed at noon." || b.Body != "It sailed at night." || len(a.Notices) != 1 {
		t.Errorf("%+v\n%+v", a, b)
	}
	d.want("of another outlet", d.read(strings.NewReplacer(`"a"`, `"7"`).Replace(line("a", "It sailed at one."))+`{"id":"7","headline":"Another","source":"Radio Lind"}`), outcome{Created: 2})
}

// Records are prepared in parallel and stored in their order, even where the
// versions of an article are batches apart.
func TestTheLastOfSeveralVersionsInAnInputStays(t *testing.T) {
	d := newDesk(t)
	var in strings.Builder
	const versions = 3
	for v := range versions {
		in.WriteString(line("a", fmt.Sprintf("Version %d of the story.", v)))
		for i := range 150 {
			in.WriteString(line(fmt.Sprintf("other-%d-%d", v, i), "The lighthouse was painted."))
		}
	}
	// The first comes back in the end: it must not be taken for unchanged.
	in.WriteString(line("a", "Version 0 of the story."))
	d.want("run", d.read(in.String()), outcome{Created: 1 + versions*150, Updated: versions})
	if a := d.article("a"); a.Body != "Version 0 of the story." || a.Revision != versions+1 {
		t.Errorf("got revision %d, %q", a.Revision, a.Body)
	}
}

func TestABadRecordNeverStopsTheRest(t *testing.T) {
	d := newDesk(t)
	got := d.read(line("a", "It sailed.") +
		`{"id":"b","headline":"No end` + "\n" +
		`{"id":"c"}` + "\n" +
		`{"id":"d","headline":"A date","body":"Text.","published":"the third of May"}` + "\n" +
		`{"id":"e","headline":"An URL","body":"Text.","url":"http://[::1"}` + "\n" +
		"\"a string\"\n" +
		line("f", "It sank."))
	if got.Created != 2 || len(got.Rejects) != 5 {
		t.Fatalf("got %+v, want 2 created and 5 rejected", got)
	}
	for i, want := range []string{
		"standard input:2: ", "standard input:3: body: ", "standard input:4: published: ",
		"standard input:5: url: ", "standard input:6: ",
	} {
		if !strings.HasPrefix(got.Rejects[i], want) {
			t.Errorf("reject %d is %q, want %q …", i, got.Rejects[i], want)
		}
	}
	d.article("f")
}

func TestAFolderIsTakenInWithAllThatIsInIt(t *testing.T) {
	d, dir := newDesk(t), t.TempDir()
	write(t, dir, "one.jsonl", line("a", "It sailed.")+line("b", "It sank."))
	write(t, dir, "deep/er/with a space/two.json", "["+line("c", "It rose.")+"]")
	write(t, dir, "deep/note.md", "# A note\n\nThe pier is closed.")
	write(t, dir, "deep/.hidden.jsonl", line("x", "It hid."))
	write(t, dir, ".git/three.jsonl", line("y", "It hid."))
	write(t, dir, "empty.jsonl", "")
	write(t, dir, "picture.bin", "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00")
	if err := os.Symlink(filepath.Join(dir, "gone"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	got := d.run(dir)
	if got.Created != 4 || len(got.Rejects) != 2 {
		t.Fatalf("got %+v, want 4 created, the empty and the binary file rejected", got)
	}
	for i, want := range []string{"empty.jsonl", "picture.bin"} {
		if !strings.HasPrefix(got.Rejects[i], filepath.Join(dir, want)) {
			t.Errorf("reject %d is %q, want it to name %s", i, got.Rejects[i], want)
		}
	}
	d.want("again, by file", d.run(filepath.Join(dir, "one.jsonl"), filepath.Join(dir, "deep")), outcome{Unchanged: 4})
}

func TestAnInputThatIsNotThereIsRejected(t *testing.T) {
	d, dir := newDesk(t), t.TempDir()
	missing, dangling := filepath.Join(dir, "gone.jsonl"), filepath.Join(dir, "link")
	if err := os.Symlink(missing, dangling); err != nil {
		t.Fatal(err)
	}
	here := write(t, dir, "here.jsonl", line("a", "It sailed."))
	got := d.run(missing, dangling, here)
	d.want("run", got, outcome{Created: 1, Rejects: []string{
		missing + ": no such file or directory", dangling + ": no such file or directory",
	}})
}

func TestGzipIsReadAsItIsAndACutOneUpToItsEnd(t *testing.T) {
	const articles = 400
	d, dir := newDesk(t), t.TempDir()
	var text strings.Builder
	for i := range articles {
		text.WriteString(line(fmt.Sprintf("a%d", i), fmt.Sprintf("It sailed %d times, %x.", i, i*7919)))
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(text.String())); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	cut := write(t, dir, "cut.jsonl.gz", packed.String()[:packed.Len()/2])
	got := d.run(cut)
	if got.Created == 0 || got.Created >= articles || len(got.Rejects) == 0 || !strings.Contains(got.Rejects[len(got.Rejects)-1], "cut.jsonl.gz") {
		t.Errorf("a file cut in half gave %+v", got)
	}
	whole := write(t, dir, "whole.jsonl.gz", packed.String())
	d.want("the whole", d.run(whole), outcome{Created: articles - got.Created, Unchanged: got.Created})
}

func TestTextThatIsNoTextIsRejectedOrMended(t *testing.T) {
	d := newDesk(t)
	got := d.read(line("a", "It sailed.") + `{"id":"b","headline":"Broken ` + "\xff\xfe" + `","body":"A text."}` + "\n" + line("c", "It sank."))
	if got.Created < 2 || got.Created+len(got.Rejects) != 3 {
		t.Errorf("got %+v", got)
	}
	d.article("c")
}

func TestALineThatIsTooLongDoesNotStopTheRest(t *testing.T) {
	d := newDesk(t)
	got := d.read(line("a", "It sailed.") + line("b", strings.Repeat("x", format.DefaultMaxRecord)) + line("c", "It sank."))
	if got.Created != 2 || len(got.Rejects) != 1 || !strings.HasPrefix(got.Rejects[0], "standard input:2: ") {
		t.Errorf("got %.300s", fmt.Sprint(got))
	}
}

func TestAnInterruptedRunIsResumedByRunningItAgain(t *testing.T) {
	d := newDesk(t)
	var text strings.Builder
	const articles = 600
	for i := range articles {
		text.WriteString(line(fmt.Sprintf("a%d", i), "It sailed."))
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s, err := d.IngestFiles(ctx, []string{"-"}, ingest.Options{
		Stdin:      strings.NewReader(text.String()),
		OnProgress: func(p ingest.Progress) { cancel() },
	})
	if err == nil || s.Created == 0 || s.Created == articles {
		t.Fatalf("interrupted: %d created, error %v", s.Created, err)
	}
	stored, err := d.index.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if stored.Articles < s.Created {
		t.Errorf("%d were said to be created, %d are stored", s.Created, stored.Articles)
	}
	d.want("again", d.read(text.String()), outcome{Created: articles - stored.Articles, Unchanged: stored.Articles})
}

func TestProgressTellsHowFarARunHasCome(t *testing.T) {
	d, dir := newDesk(t), t.TempDir()
	var text strings.Builder
	for i := range 500 {
		text.WriteString(line(fmt.Sprintf("a%d", i), "It sailed."))
	}
	path := write(t, dir, "in.jsonl", text.String())
	var seen []ingest.Progress
	d.runWith(ingest.Options{OnProgress: func(p ingest.Progress) { seen = append(seen, p) }}, path)
	for i := range seen {
		if seen[i].TotalBytes != int64(text.Len()) || i > 0 && seen[i].Articles <= seen[i-1].Articles {
			t.Errorf("progress %d is %+v", i, seen[i])
		}
	}
	if last := seen[len(seen)-1]; last.Articles != 500 || last.Bytes != last.TotalBytes {
		t.Errorf("the last progress is %+v", last)
	}
}

func TestWhatAnArticleDoesNotSayIsToldFromTheRest(t *testing.T) {
	d := newDesk(t)
	body := "The harbour will stay closed until the divers have finished their work, the port authority said on Monday."
	d.read(fmt.Sprintf(`{"url":"https://www.coast.example/2025/pier?utm_source=x#top","headline":"The pier","body":%q}`, body))
	a, err := d.index.ArticleByURL(t.Context(), "https://www.coast.example/2025/pier?utm_source=x#top")
	if err != nil {
		t.Fatal(err)
	}
	if a.Source != "coast.example" || a.Language != "en" || a.ID == "" {
		t.Errorf("got source %q, language %q, id %q", a.Source, a.Language, a.ID)
	}
	// The same page by another link is the same article.
	got := d.read(fmt.Sprintf(`{"url":"http://coast.example/2025/pier","headline":"The pier","body":%q}`, body+" It is old."))
	d.want("by another link", got, outcome{Updated: 1})
	// Without a link, outlet, day and headline tell.
	for _, text := range []string{"It is closed.", "It is open again."} {
		got = d.read(fmt.Sprintf(`{"headline":"The pier","source":"Coastal Post","published":"2025-03-01T10:00:00Z","body":%q}`, text))
	}
	d.want("without a link", got, outcome{Updated: 1})
}

// A headline alone is news: it is the text as well, so that it can be quoted.
func TestAHeadlineWithoutATextIsItsText(t *testing.T) {
	d := newDesk(t)
	d.want("run", d.read(`{"id":"a","headline":" The pier is closed "}`), outcome{Created: 1})
	if a := d.article("a"); a.Body != "The pier is closed" {
		t.Errorf("got body %q", a.Body)
	}
}

func TestSubjectsAreSplitOnceTheyAreKnown(t *testing.T) {
	d := newDesk(t)
	layout := func(headline, subjects string) string {
		return " date 2025-02-03 All Sections\n" + headline + "\n\nThe sea was calm.\n\nSubjects: " + subjects + "\n"
	}
	dir := t.TempDir()
	d.run(write(t, dir, "1.txt", layout("First", "harbour storms")))
	d.read(`{"id":"b","headline":"B","body":"Text.","subjects":["harbour","storms"]}`)
	d.run(write(t, dir, "2.txt", layout("Second", "harbour storms")))
	articles, _, err := d.index.Articles(t.Context(), news.Filter{Subjects: []string{"storms"}}, news.Page{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	if len(articles) != 2 {
		t.Errorf("%d articles have the subject, want that which names it and that which came later", len(articles))
	}
}

func TestEachRecordOfARequestHasItsResult(t *testing.T) {
	d := newDesk(t)
	in := line("a", "It sailed.") + "{\n" + line("b", "It sank.") + line("a", "It sailed.")
	results, err := d.IngestReader(t.Context(), strings.NewReader(in), "application/x-ndjson")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range results {
		text := r.ID + " " + string(r.Status)
		if r.Err != nil {
			text += " " + strings.SplitAfter(r.Err.Error(), ":")[0]
		}
		got = append(got, text)
	}
	if diff := cmp.Diff([]string{"a created", " rejected line 2:", "b created", "a unchanged"}, got); diff != "" {
		t.Error(diff)
	}
}

// archive packs files, given as name and text in turn, into a zip archive.
func archive(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		entry, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAnArchiveIsTakenInAsAFolderIs(t *testing.T) {
	d, dir := newDesk(t), t.TempDir()
	text := archive(t, "lines.jsonl", line("a", "It sailed.")+"{\n"+line("b", "It sank."),
		"deep/note.md", "# A note\n\nThe pier is closed.", "deep/picture.png", "\x89PNG\r\n\x1a\n\x00", "empty.txt", "")
	path := write(t, dir, "week.zip", text)
	var last ingest.Progress
	got := d.runWith(ingest.Options{OnProgress: func(p ingest.Progress) { last = p }}, path)
	if got.Created != 3 || len(got.Rejects) != 3 || last.Bytes > last.TotalBytes {
		t.Fatalf("got %+v with progress %+v", got, last)
	}
	for i, want := range []string{"week.zip/lines.jsonl:2: ", "week.zip/deep/picture.png:1: the input is a picture", "week.zip/empty.txt:1: the input is empty"} {
		if !strings.HasPrefix(got.Rejects[i], filepath.Join(dir, want)) {
			t.Errorf("reject %d is %q, want it to begin with %s", i, got.Rejects[i], want)
		}
	}
	again := d.read(text)
	if again.Unchanged != 3 || len(again.Rejects) != 3 {
		t.Errorf("from standard input: %+v", again)
	}
	results, err := d.IngestReader(t.Context(), strings.NewReader(text), "application/zip")
	if err != nil || len(results) != 6 {
		t.Fatalf("as a request: %d results, error %v", len(results), err)
	}
	if err := results[1].Err; err == nil || !strings.HasPrefix(err.Error(), "lines.jsonl: line 2: ") {
		t.Errorf("as a request: %v", err)
	}
}

// The pictures and scripts that a browser saves beside a page are no input of
// their own, in a folder as little as in an archive; anything else that is no
// article is named.
// What Substack exports names headline, date and state of a post in a list beside its text.
func TestPostsBesideTheirListAreTakenInByIt(t *testing.T) {
	d := newDesk(t)
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "posts"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"posts.csv":          "post_id,post_date,is_published,title\n7.ferry,2026-11-18T08:00:00Z,true,Ferry stays\n8.idea,,false,An idea\n",
		"posts/7.ferry.html": "<p>The ferry stays in the harbour.</p>",
		"posts/8.idea.html":  "<p>Ask the harbour master.</p>",
	} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := d.IngestFiles(t.Context(), []string{dir}, ingest.Options{})
	if err != nil || got.Created != 1 || got.Rejected != 1 {
		t.Errorf("got %+v, error %v", got, err)
	}
}

func TestTheFolderBesideASavedPageIsPassedOverAndCounted(t *testing.T) {
	d := newDesk(t)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"Ferry.html":             "<html><head><title>Ferry stays</title></head><body><article><p>The ferry stays in the harbour.</p></article></body></html>",
		"Ferry_files/app.js":     "var a = 1;",
		"Ferry_files/frame.html": "<p>Subscribe to our newsletter today.</p>",
		"style.css":              "p { color: red }",
		"desktop.ini":            "[.ShellClassInfo]",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := d.IngestFiles(t.Context(), []string{dir}, ingest.Options{})
	if err != nil || got.Created != 1 || got.PassedOver != 2 || got.Rejected != 2 {
		t.Errorf("got %+v, error %v", got, err)
	}
}
