package ingest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"byline/internal/news"
)

// decisions keep what people decide about articles and what is loaded meanwhile
// apart: batches are stored under the lock for reading.
type decisions struct {
	sync.RWMutex

	made atomic.Uint64 // counts them, so that a batch that was prepared before is looked at again
}

// Library is where articles that are to be edited are read.
type Library interface {
	Article(ctx context.Context, id string) (news.Article, error)
	Articles(ctx context.Context, f news.Filter, p news.Page) (articles []news.Article, next string, err error)
	Revisions(ctx context.Context, id string) ([]news.Revision, error)
}

// Remover deletes articles.
type Remover interface {
	Delete(ctx context.Context, id string) error
}

// Editor changes what is stored as people decide, so that it lasts: what is
// loaded later, or is being loaded, does not undo it. It is safe for use by
// several goroutines.
type Editor struct {
	ingester *Ingester
	library  Library
	remover  Remover
}

// NewEditor makes an editor of the store of an ingester.
func NewEditor(g *Ingester, library Library, remover Remover) *Editor {
	return &Editor{g, library, remover}
}

// Delete deletes an article with its revisions. It does not come back when it
// is loaded again, unless news.Load.Restore asks for it. KindNotFound: there is
// no such article.
func (e *Editor) Delete(ctx context.Context, id string) error {
	defer e.decide()()
	return e.remover.Delete(ctx, id)
}

// deletePage is how many articles are looked at a time to be deleted.
const deletePage = 100

// DeleteAll is Delete for all articles that a filter lets through. In a dry run
// it only counts them. Articles that are damaged are left alone.
func (e *Editor) DeleteAll(ctx context.Context, f news.Filter, dryRun bool) (matched, deleted int, err error) {
	var ids []string
	for page := (news.Page{Limit: deletePage}); ; {
		articles, next, err := e.library.Articles(ctx, f, page)
		if _, err = news.SplitDamaged(err); err != nil {
			return 0, 0, err
		}
		for i := range articles {
			ids = append(ids, articles[i].ID)
		}
		if page.Cursor = next; next == "" {
			break
		}
	}
	if dryRun {
		return len(ids), 0, nil
	}
	for _, id := range ids {
		switch err := e.Delete(ctx, id); {
		case err == nil:
			deleted++
		case news.KindOf(err) != news.KindNotFound: // somebody else was faster
			return len(ids), deleted, err
		}
	}
	return len(ids), deleted, nil
}

// Edit sets fields of an article, which is a new revision, and returns it. They
// stay as they are set when the article is loaded again. KindNotFound: there is
// no such article. KindInvalid: a field cannot be so.
func (e *Editor) Edit(ctx context.Context, id string, edit news.Edit) (news.Article, error) {
	defer e.decide()()
	a, err := e.library.Article(ctx, id)
	if err != nil {
		return a, err
	}
	if err := e.release(ctx, &a, edit.Release); err != nil {
		return a, err
	}
	edit.Apply(&a)
	if err := normalise(&a); err != nil {
		return a, err
	}
	record, err := e.ingester.encoder.Encode(ctx, &a)
	if err != nil {
		return a, fmt.Errorf("ingest: edit: %w", err)
	}
	records := []news.Record{record}
	results, err := e.ingester.store.Put(ctx, records)
	if err != nil {
		return a, fmt.Errorf("ingest: edit: %w", err)
	}
	e.ingester.notify(ctx, records, results)
	return records[0].Article, nil
}

// decide waits until no batch is being stored, and has those that come look
// again at what is decided. The function that it returns ends it.
func (e *Editor) decide() (done func()) {
	d := &e.ingester.decisions
	d.Lock()
	d.made.Add(1)
	return d.Unlock
}

// release gives fields the values that they had before a person set them, as
// far as a revision still has them. What was loaded since comes with the next load.
func (e *Editor) release(ctx context.Context, a *news.Article, fields []string) error {
	if len(fields) == 0 {
		return nil
	}
	revisions, err := e.library.Revisions(ctx, a.ID)
	if _, err = news.SplitDamaged(err); err != nil {
		return err
	}
	for _, f := range fields {
		i := slices.IndexFunc(revisions, func(r news.Revision) bool { return !slices.Contains(r.Edited, f) })
		if i < 0 || !slices.Contains(a.Edited, f) {
			continue
		}
		switch f {
		case news.FieldHeadline:
			a.Headline = revisions[i].Headline
		case news.FieldSource:
			a.Source = revisions[i].Source
		case news.FieldPublished:
			a.Published = revisions[i].Published
		}
	}
	return nil
}
