package format_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/tools/txtar"

	"byline/internal/format"
	"byline/internal/news"
)

// The trials are files as people have them, each beside what a reader would say that it
// holds. In a .txtar of testdata/trials, a file NAME is followed by NAME.want, with a
// block for each article:
//
//	headline: Ferry moves to pier two
//	published: 2026-11-03T08:00:00Z     or a date, at any time of which it may be
//	outlet: Harbour Times               so authors, url, section, subjects, if there are any
//	body: $f1 ¶ The harbour … on Monday.
//
// or "refused: a part of the reason". What is not named there must not be found, but for
// a section, subjects and the time of a change. "$f1" stands for a text of the file
// "texts"; "# encoding: koi8-r" in front is what the file is encoded in, "# saved: TIME" when
// it was, "# left: REASON" why it is not read yet.
func TestTrials(t *testing.T) {
	archives, err := filepath.Glob("testdata/trials/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal(archives, err)
	}
	for _, archive := range archives {
		parsed, err := txtar.ParseFile(archive)
		if err != nil {
			t.Fatal(err)
		}
		spelled := strings.NewReplacer(spellings(parsed.Files)...)
		for i := 0; i+1 < len(parsed.Files); i++ {
			input, want := parsed.Files[i], parsed.Files[i+1]
			if want.Name != input.Name+".want" {
				continue
			}
			t.Run(filepath.Base(archive)+"/"+input.Name, func(t *testing.T) {
				wanted := spelled.Replace(string(want.Data))
				differs := runTrial(t, input.Name, spelled.Replace(string(input.Data)), wanted)
				if left := strings.HasPrefix(wanted, "# left: "); left && differs == nil {
					t.Error("it is read by now: nothing is left")
				} else if !left && differs != nil {
					t.Error(strings.Join(differs, "\n\t"))
				}
			})
		}
	}
}

// spellings are the texts that a trial may name, each behind its name.
func spellings(files []txtar.File) (pairs []string) {
	for _, f := range files {
		if f.Name != "texts" {
			continue
		}
		for line := range strings.Lines(string(f.Data)) {
			if name, text, ok := strings.Cut(strings.TrimSpace(line), " = "); ok {
				pairs = append(pairs, name, text)
			}
		}
	}
	return pairs
}

// runTrial says in what a file is read in another way than is wanted.
func runTrial(t *testing.T, name, input, want string) (differs []string) {
	t.Helper()
	opts := format.Options{AsOf: time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)}
	data := []byte(input)
	for strings.HasPrefix(want, "# ") {
		var line string
		line, want, _ = strings.Cut(want, "\n")
		key, value, _ := strings.Cut(strings.TrimPrefix(line, "# "), ": ")
		switch key {
		case "encoding":
			e, err := htmlindex.Get(value)
			if err != nil {
				t.Fatal(err)
			}
			encoded, err := e.NewEncoder().String(input)
			if err != nil {
				t.Fatal(err)
			}
			data = []byte(encoded)
		case "media":
			opts.ContentType = value
		case "saved":
			at, err := time.Parse(time.RFC3339, value)
			if err != nil {
				t.Fatal(err)
			}
			opts.AsOf = at
		}
	}
	var articles []news.Article
	var refusals []string
	for item := range format.Read(t.Context(), name, bytes.NewReader(data), opts) {
		if item.Err != nil {
			refusals = append(refusals, item.Err.Error())
			continue
		}
		articles = append(articles, item.Article)
	}
	blocks := slices.DeleteFunc(strings.Split(strings.TrimSpace(want), "\n\n"), func(b string) bool { return strings.HasPrefix(b, "refused:") })
	if reason, refused := cutRefusal(want); refused && !slices.ContainsFunc(refusals, func(r string) bool { return strings.Contains(r, reason) }) {
		differs = append(differs, fmt.Sprintf("no refusal with %q: %q", reason, refusals))
	} else if !refused && len(refusals) > 0 {
		differs = append(differs, fmt.Sprintf("refused: %q", refusals))
	}
	if len(articles) != len(blocks) {
		return append(differs, fmt.Sprintf("%d articles, want %d: %s", len(articles), len(blocks), titles(articles)))
	}
	for i := range blocks {
		for _, d := range compared(&articles[i], blocks[i]) {
			differs = append(differs, fmt.Sprintf("article %d: %s", i+1, d))
		}
	}
	return differs
}

func cutRefusal(want string) (reason string, ok bool) {
	for line := range strings.Lines(want) {
		if reason, ok = strings.CutPrefix(strings.TrimSpace(line), "refused:"); ok {
			return strings.TrimSpace(reason), true
		}
	}
	return "", false
}

func titles(articles []news.Article) string {
	out := ""
	for _, a := range articles {
		out += fmt.Sprintf("\n\t%q %q", a.Headline, a.Body[:min(len(a.Body), 100)])
	}
	return out
}

// compared says in what an article is another than is wanted.
func compared(a *news.Article, want string) (differs []string) {
	wanted := map[string]string{"headline": "", "published": "", "outlet": "", "authors": "", "url": "", "body": ""}
	for line := range strings.Lines(want) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		wanted[key] = strings.TrimSpace(value)
	}
	got := map[string]string{
		"headline": a.Headline, "outlet": a.Source, "authors": strings.Join(a.Authors, "; "), "url": a.URL, "section": a.Section,
		"subjects": strings.Join(a.Subjects, "; "), "caption": a.Caption, "language": a.Language, "id": a.ID,
	}
	if !a.Published.IsZero() {
		got["published"] = a.Published.UTC().Format(time.RFC3339)
	}
	if !a.Updated.IsZero() {
		got["updated"] = a.Updated.UTC().Format(time.RFC3339)
	}
	for key, w := range wanted {
		switch g := got[key]; {
		case w == "*": // whatever it is
		case key == "body":
			if !hasParagraphs(a.Body, w) {
				differs = append(differs, fmt.Sprintf("body: %q", a.Body))
			}
		case (key == "published" || key == "updated") && len(w) == len(time.DateOnly):
			if !strings.HasPrefix(g, w) {
				differs = append(differs, fmt.Sprintf("%s: %q, want %q", key, g, w))
			}
		case g != w:
			differs = append(differs, fmt.Sprintf("%s: %q, want %q", key, g, w))
		}
	}
	slices.Sort(differs)
	return differs
}

// hasParagraphs reports whether a body is that of the pattern: paragraphs with ¶ between
// them, of each at most the middle left out.
func hasParagraphs(body, pattern string) bool {
	var got, want []string
	if body != "" {
		got = strings.Split(body, "\n\n")
	}
	if pattern != "" {
		want = strings.Split(pattern, " ¶ ")
	}
	return slices.EqualFunc(got, want, func(g, w string) bool {
		begin, end, open := strings.Cut(w, "…")
		if !open {
			return g == w
		}
		return strings.HasPrefix(g, strings.TrimSpace(begin)) && strings.HasSuffix(g, strings.TrimSpace(end))
	})
}
