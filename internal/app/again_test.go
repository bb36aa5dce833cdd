package app_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"byline/internal/app"
	"byline/internal/chunk"
	"byline/internal/news"
)

// Articles are deleted and sent again, shorter and longer, while others search
// and ask: all are answered, and each passage and quote is one of those that
// were sent.
func TestArticlesThatAreDeletedAndSentAgain(t *testing.T) {
	e := emptyIndex(t)
	server, err := app.NewServer(t.Context(), e, app.AuthConfig{})
	if err != nil {
		t.Fatal(err)
	}
	call := func(method, path string, body, to any) error {
		sent, err := json.Marshal(body)
		if err != nil {
			return err
		}
		r := httptest.NewRequestWithContext(t.Context(), method, "http://localhost"+path, strings.NewReader(string(sent)))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		switch {
		case w.Code == http.StatusNotFound && method == http.MethodDelete: // it was not there yet
			return nil
		case w.Code >= 300:
			return fmt.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
		case to == nil:
			return nil
		}
		return json.Unmarshal(w.Body.Bytes(), to)
	}

	known := newZebras()
	var writers, readers errgroup.Group
	var over atomic.Bool
	for w := range 2 {
		writers.Go(func() error {
			random := rand.New(rand.NewPCG(uint64(w), 1))
			for range 40 {
				z := zebra{w, random.IntN(3), zebraLengths[random.IntN(len(zebraLengths))]}
				if err := call(http.MethodDelete, "/v1/articles/"+z.id(), nil, nil); err != nil {
					return err
				}
				article := map[string]string{"id": z.id(), "headline": "Zebras", "body": z.body()}
				if err := call(http.MethodPost, "/v1/articles?restore=true", article, nil); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for range 3 {
		readers.Go(func() error {
			for !over.Load() {
				if _, err := known.search(call); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err = writers.Wait()
	over.Store(true)
	if read := readers.Wait(); err != nil || read != nil {
		t.Error(err, read)
	}
	if n, err := known.search(call); err != nil || n < 2 {
		t.Errorf("in the end, %d passages and quotes are found, error %v", n, err)
	}
	if n := e.WrongSpans(); n != 0 {
		t.Errorf("%d passages and quotes had other words and were left out", n)
	}
}

// zebra is an article of so many sentences.
type zebra struct{ writer, number, sentences int }

var zebraLengths = []int{1, 3, 200}

func (z zebra) id() string { return fmt.Sprintf("zebra-%d-%d", z.writer, z.number) }

func (z zebra) body() string {
	sentences := make([]string, z.sentences)
	for i := range sentences {
		sentences[i] = fmt.Sprintf("Zebra %d of %d crosses river number %d at noon.", z.number, z.sentences, i)
	}
	return strings.Join(sentences, " ")
}

// zebras are the passages of all articles that may be there.
type zebras map[news.Passage]bool

func newZebras() zebras {
	all := make(zebras)
	for w := range 2 {
		for number := range 3 {
			for _, n := range zebraLengths {
				z := zebra{w, number, n}
				for _, p := range chunk.Split(news.Article{ID: z.id(), Body: z.body()}) {
					all[p] = true
				}
			}
		}
	}
	return all
}

// search searches and asks, returns how many passages and quotes came, and says
// which of them were never sent.
func (all zebras) search(call func(method, path string, body, to any) error) (int, error) {
	var found struct {
		Hits []struct {
			Article struct{ ID string }
			Passage struct {
				Ordinal, Start, End int
				Text                string
			}
		}
	}
	if err := call(http.MethodPost, "/v1/search", map[string]any{"query": "zebra crosses river at noon", "limit": 20, "group": "passage"}, &found); err != nil {
		return 0, err
	}
	for _, h := range found.Hits {
		p := news.Passage{ArticleID: h.Article.ID, Ordinal: h.Passage.Ordinal, Text: h.Passage.Text}
		p.Start, p.End = h.Passage.Start, h.Passage.End
		if !all[p] {
			return 0, fmt.Errorf("a passage that nobody sent was found: %+v", p)
		}
	}
	var answer struct {
		Citations []struct {
			Article struct{ ID string }
			Quote   string
		}
	}
	if err := call(http.MethodPost, "/v1/answers", map[string]any{"question": "Which river does the zebra cross at noon?"}, &answer); err != nil {
		return 0, err
	}
	for _, c := range answer.Citations {
		if !strings.HasPrefix(c.Quote, "Zebra ") || !strings.HasSuffix(c.Quote, " at noon.") {
			return 0, fmt.Errorf("half a sentence of %s is quoted: %q", c.Article.ID, c.Quote)
		}
	}
	return len(found.Hits) + len(answer.Citations), nil
}
