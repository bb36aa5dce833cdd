package client_test

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/client"
	"byline/internal/news"
)

// takes makes a handler that stores the files of a form in the way of a server:
// it tells of each as it comes, refuses those that say so, and looks into archives.
func takes(seen *[]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, parameters, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		form := multipart.NewReader(r.Body, parameters["boundary"])
		_ = http.NewResponseController(w).EnableFullDuplex()
		w.Header().Set("Content-Type", "application/x-ndjson")
		created, rejected, n := 0, 0, 0
		for {
			part, err := form.NextPart()
			if err != nil {
				break
			}
			text, _ := io.ReadAll(part)
			_, parameters, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
			*seen = append(*seen, fmt.Sprintf("%s %s %d", part.FormName(), parameters["filename"], len(text)))
			if part.FormName() != "file" {
				continue
			}
			n++
			switch name := parameters["filename"]; {
			case strings.HasPrefix(string(text), "refuse"):
				rejected++
				fmt.Fprintf(w, `{"event":"rejected","part":%d,"file":%q,"line":3,"error":"no"}`+"\n\n", n, name)
			case strings.HasSuffix(name, ".zip"):
				rejected++
				fmt.Fprintf(w, `{"event":"rejected","part":%d,"file":%q,"error":"no"}`+"\n", n, name+"/within.txt")
			default:
				created++
				fmt.Fprintf(w, `{"event":"progress","records":%d}`+"\n", n)
			}
			_ = http.NewResponseController(w).Flush()
		}
		_, _ = io.Copy(io.Discard, r.Body) // what follows the form, or net/http reads it beside the next request
		fmt.Fprintf(w, `{"event":"done","summary":{"created":%d,"updated":0,"unchanged":0,"deleted":0,"rejected":%d,"seconds":1}}`+"\n", created, rejected)
	}
}

func file(name, text string) news.InputFile {
	return news.InputFile{Path: "here/" + name, Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

func TestLoadSendsFilesAndTellsOfEach(t *testing.T) {
	var seen []string
	c := serve(t, takes(&seen), client.Config{})
	dated := file(`a "b".txt`, "A.")
	dated.Modified = time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	broken := file("broken.txt", "")
	broken.Open = func() (io.ReadCloser, error) { return nil, errors.New("permission denied") }
	files := []news.InputFile{dated, file("sub/c.txt", "refuse"), broken, file("d.zip", "zip"), file("big.txt", strings.Repeat("x", 17<<20)), file("", "input")}
	var told []string
	var records int
	sum, err := c.Load(t.Context(), slices.Values(files), news.Load{
		OnProgress: func(n int) { records = n },
		OnResult:   func(r news.LoadResult) { told = append(told, fmt.Sprintf("%s:%d %v", r.Path, r.Line, r.Err)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if sum.Created != 3 || sum.Rejected != 3 || len(sum.Rejects) != 3 || records != 5 {
		t.Errorf("%+v, %d records", sum, records)
	}
	slices.Sort(told)
	if diff := cmp.Diff([]string{"here/broken.txt:0 permission denied", "here/d.zip/within.txt:0 no", "here/sub/c.txt:3 no"}, told); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want := []string{"file_time  20", `file a "b".txt 2`, "file sub/c.txt 6", "file d.zip 3", fmt.Sprintf("file big.txt %d", 17<<20), "file standard input 5"}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

func TestLoadsThatFail(t *testing.T) {
	many := func(yield func(news.InputFile) bool) {
		for i := range 1000 {
			if !yield(file(fmt.Sprintf("%d.txt", i), strings.Repeat("x", 1<<16))) {
				return
			}
		}
	}
	for _, test := range []struct {
		name    string
		handler http.HandlerFunc
		kind    news.Kind
		want    string
		created int
	}{
		{"refused at once", answers(401, "application/problem+json", problem(401, `,"detail":"no key"`)), news.KindUnauthorized, "no key", 0},
		{"refused in the middle", answers(200, "application/x-ndjson", `{"event":"progress","records":3,"summary":{"created":3}}
{"event":"error","problem":`+problem(400, `,"detail":"the form is damaged"`)+"}\n"), news.KindInvalid, "the form is damaged", 3},
		{"broken off", answers(200, "application/x-ndjson", `{"event":"progress","records":3,"summary":{"created":3}}`+"\n"), news.KindUnavailable, "broke off", 3},
		{"another program", answers(200, "text/html", "<h1>Welcome</h1>"), news.KindUnavailable, "not what Byline does", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			sum, err := serve(t, test.handler, client.Config{}).Load(t.Context(), many, news.Load{})
			if news.KindOf(err) != test.kind || !strings.Contains(fmt.Sprint(err), test.want) || sum.Created != test.created {
				t.Errorf("%+v, %v: %v", sum, news.KindOf(err), err)
			}
		})
	}
}

// failing is a file that cannot be read to its end.
type failing struct{ left int }

func (f *failing) Read(p []byte) (int, error) {
	if f.left == 0 {
		return 0, errors.New("input/output error")
	}
	n := min(len(p), f.left)
	f.left -= n
	return n, nil
}

// Half a file is never taken for a whole one.
func TestAFileThatBreaksWhileItIsSent(t *testing.T) {
	var seen []string
	c := serve(t, takes(&seen), client.Config{})
	small, big := file("small.txt", ""), file("big.txt", "")
	small.Open = func() (io.ReadCloser, error) { return io.NopCloser(&failing{1 << 10}), nil }
	big.Open = func() (io.ReadCloser, error) { return io.NopCloser(&failing{20 << 20}), nil }
	sum, err := c.Load(t.Context(), slices.Values([]news.InputFile{small}), news.Load{})
	if err != nil || sum.Rejected != 1 || len(seen) != 0 {
		t.Errorf("small: %+v, %v, sent %q", sum, err, seen)
	}
	if _, err = c.Load(t.Context(), slices.Values([]news.InputFile{big}), news.Load{}); err == nil || !strings.Contains(err.Error(), "here/big.txt: input/output error") {
		t.Errorf("big: %v", err)
	}
}
