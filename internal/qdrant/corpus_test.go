package qdrant

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"byline/internal/chunk"
	"byline/internal/encode"
	"byline/internal/format"
	"byline/internal/indextest"
	"byline/internal/lang"
	"byline/internal/news"
)

// Where the articles of a benchmark come from.
const (
	corpusVariable = "BYLINE_BENCH_CORPUS"   // files, as PATH lists folders; unset: made-up articles
	countVariable  = "BYLINE_BENCH_ARTICLES" // how many; more than there are: mixtures of those
)

// madeUp is how many articles are made up unless a number is given.
const madeUp = 20_000

// corpus is the articles that a benchmark takes in.
type corpus struct {
	articles []news.Article
	random   *rand.Rand
}

func openCorpus(b *testing.B) *corpus {
	c := &corpus{random: rand.New(rand.NewPCG(1, 1))}
	count, _ := strconv.Atoi(os.Getenv(countVariable)) // 0: as many as there are
	for _, path := range filepath.SplitList(os.Getenv(corpusVariable)) {
		c.read(b, path)
	}
	if len(c.articles) == 0 {
		if count == 0 {
			count = madeUp
		}
		c.articles = indextest.Articles(count)
	}
	for given := len(c.articles); len(c.articles) < count; {
		c.mix(given)
	}
	if count > 0 {
		c.articles = c.articles[:count]
	}
	return c
}

// read adds the articles of a file.
func (c *corpus) read(b *testing.B, path string) {
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	for item := range format.Read(b.Context(), path, file, format.Options{Source: "Corpus"}) {
		if item.Err != nil {
			continue // what is no article is none to measure with either
		}
		a := item.Article
		if a.ID == "" {
			a.ID = fmt.Sprintf("%s-%d", filepath.Base(path), item.Line)
		}
		c.articles = append(c.articles, a)
	}
}

// mix adds an article with the headline and the beginning of one of the given
// articles and the end of another, so that it is as long as real ones, uses
// their words, and is no copy of any.
func (c *corpus) mix(given int) {
	head, tail := &c.articles[c.random.IntN(given)], &c.articles[c.random.IntN(given)]
	a := *head
	a.ID, a.URL = fmt.Sprint("mixed-", len(c.articles)), ""
	a.Body = halfOf(head.Body, true) + halfOf(tail.Body, false)
	c.articles = append(c.articles, a)
}

// halfOf returns the sentences of a body before its middle, or the rest.
func halfOf(body string, first bool) string {
	sentences := chunk.Sentences(body, lang.Of("en"))
	if len(sentences) < 2 {
		return body
	}
	at := sentences[len(sentences)/2].Start
	if first {
		return body[:at]
	}
	return body[at:]
}

// queries are sentences from the middle of articles.
func (c *corpus) queries(b *testing.B, e *encode.Encoder, n int) []news.IndexQuery {
	var out []news.IndexQuery
	for len(out) < n {
		a := c.articles[c.random.IntN(len(c.articles))]
		sentences := chunk.Sentences(a.Body, lang.Of("en"))
		if len(sentences) == 0 {
			continue
		}
		s := sentences[len(sentences)/2]
		out = append(out, indextest.Query(b, e, a.Body[s.Start:min(s.End, s.Start+200)], 200))
	}
	return out
}

// diskUse is the bytes of all files below a folder.
func diskUse(b *testing.B, dir string) (bytes int64) {
	err := filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			bytes += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return bytes
}

// residentMB is the memory of a process, 0 where the system does not tell.
func residentMB(pid int) float64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, rest, _ := bytes.Cut(status, []byte("VmRSS:"))
	var kb float64
	_, _ = fmt.Sscanf(string(rest), "%f", &kb)
	return kb / 1024
}
