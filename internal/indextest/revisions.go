package indextest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"byline/internal/news"

	"golang.org/x/sync/errgroup"
)

// numbered is a version of an article in which every passage names its number.
// The versions differ in how many passages they have.
func numbered(version int) news.Article {
	a := news.Article{ID: "numbered", Headline: "Stocktaking", Source: "Coastal Post"}
	a.Body = strings.TrimSpace(strings.Repeat(fmt.Sprintf("Inventory version%s lists another shelf of boxes, jars and old nautical charts. ", spelled(version)), 20*(1+version%4)))
	return a
}

// spelled is a number from 1 on as a word of letters only, since digits behind
// letters are a word of their own.
func spelled(n int) string {
	word := ""
	for ; n > 0; n /= 10 {
		word = string(rune('a'+n%10)) + word
	}
	return word + "qx"
}

func testReplacedPassages(t *testing.T, x *fixture) {
	x.put(Articles(30)...)
	for version := 1; version <= 5; version++ {
		x.put(numbered(version))
		x.checkNumbered(t.Context(), x.query("inventory of nautical charts", 100))
	}
	x.put(Revised(Article(2), 2))
	for version := 1; version <= 4; version++ {
		q := x.query("version"+spelled(version), 100)
		if c := x.search(news.IndexQuery{Terms: q.Terms, Limit: 100}); len(all(c)) != 0 {
			t.Errorf("words of replaced version %d are found: %+v", version, c.PassageKeyword)
		}
	}
}

// A reader sees an article in one version at a time, whole, and can always
// read what was found, while a writer replaces it.
func testNeverMixed(t *testing.T, x *fixture) {
	x.put(Articles(50)...)
	x.put(numbered(1))
	const versions = 60
	stop, cancel := context.WithCancel(t.Context())
	defer cancel()
	q := x.query("inventory of nautical charts", 100)
	q.Filter.Sources = []string{"Coastal Post"}
	var group errgroup.Group
	for range 3 {
		group.Go(func() error {
			for stop.Err() == nil {
				if err := x.numberedError(t.Context(), q); err != nil {
					return err
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		defer cancel()
		for version := 2; version <= versions; version++ {
			a := numbered(version)
			records := Records(t, x.encoder, Revised(Article(version%50), version), a)
			if _, err := x.index.Put(t.Context(), records); err != nil {
				return err
			}
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}

func (x *fixture) checkNumbered(ctx context.Context, q news.IndexQuery) {
	x.t.Helper()
	if err := x.numberedError(ctx, q); err != nil {
		x.t.Error(err)
	}
}

// numberedError searches and says what is wrong with what it finds of the
// numbered article.
func (x *fixture) numberedError(ctx context.Context, q news.IndexQuery) error {
	c, err := x.index.Candidates(ctx, q)
	if err != nil {
		return err
	}
	revision := 0
	var found []news.Candidate
	for _, hit := range all(c) {
		if hit.ArticleID != "numbered" {
			continue
		}
		if revision == 0 {
			revision = hit.Revision
		}
		if hit.Revision != revision {
			return fmt.Errorf("one search found revisions %d and %d", revision, hit.Revision)
		}
		found = append(found, hit)
	}
	if revision == 0 {
		return errors.New("the article is not found")
	}
	articles, err := x.index.Versions(ctx, []news.Version{{ArticleID: "numbered", Revision: revision}})
	if err != nil || articles[0].ID == "" {
		return fmt.Errorf("revision %d was found, but cannot be read: %w", revision, err)
	}
	body := articles[0].Body
	if want := numbered(revision).Body; body != want {
		return fmt.Errorf("revision %d has another text", revision)
	}
	record, err := x.encoder.Encode(ctx, &articles[0])
	if err != nil {
		return err
	}
	for _, hit := range found {
		if hit.Ordinal >= len(record.Passages) || hit.Span != record.Passages[hit.Ordinal].Span {
			return fmt.Errorf("revision %d has no passage %d at %v", revision, hit.Ordinal, hit.Span)
		}
	}
	n := 0
	for _, hit := range c.PassageKeyword {
		if hit.ArticleID == "numbered" {
			n++
		}
	}
	if n != len(record.Passages) {
		return fmt.Errorf("revision %d has %d passages, but %d were found", revision, len(record.Passages), n)
	}
	return nil
}
