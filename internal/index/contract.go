package index

import (
	"context"
	"io"

	"byline/internal/news"
)

// Index is all that an index does. Callers declare the part that they need.
type Index interface {
	Writer
	Decider
	Reader
	Lister
	Namer
	Searcher
	Backlog
	Keeper
	io.Closer // writes to disk what is only in memory; closing twice is no error
}

// KeptRevisions is how many versions of an article are kept beside its first: a page that
// is written anew every few minutes would fill an index otherwise.
const KeptRevisions = 100

// Writer stores and removes articles. An index that is open for reading only
// returns KindConflict, or what keeps it from writing.
type Writer interface {
	// Put stores articles, and sets Article.Revision of each record to the number
	// of its version. The results are in the order of the records. One whose hash
	// is that of the current version changes nothing. Of several records of one
	// article the last becomes the current version, and the others are revisions.
	// After an error some may be stored; putting all again is safe. KindConflict:
	// other processes keep writing the same article. KindInvalid: a vector is not
	// of the index's length. Of an article KeptRevisions are kept at least, the newest,
	// and its first.
	Put(ctx context.Context, records []news.Record) ([]news.PutResult, error)
	// Delete removes an article with all its revisions. It keeps the number of the
	// last one, after which Put goes on. KindNotFound: there is no such article.
	Delete(ctx context.Context, id string) error
	// Hashes returns the hashes of the current versions of those articles that are
	// stored. One that is known to be damaged is not among them, so that whoever
	// sends it again mends it.
	Hashes(ctx context.Context, ids []string) (map[string][16]byte, error)
}

// Decider knows what people decided, which outlasts what is loaded.
type Decider interface {
	// Decisions returns what people decided about those articles that they deleted,
	// and that are not stored again, or that they edited. The others are left out.
	// Put does not ask for them; whoever loads articles does.
	Decisions(ctx context.Context, ids []string) (map[string]news.Decision, error)
}

// Reader returns single articles.
type Reader interface {
	// Article returns the current version. KindNotFound: there is no such article.
	// A *news.DamagedError: there is, but it cannot be read.
	Article(ctx context.Context, id string) (news.Article, error)
	// ArticleByURL returns an article that was published there, with the errors of
	// Article. Nothing was published at "".
	ArticleByURL(ctx context.Context, url string) (news.Article, error)
	// Versions returns versions of articles, current or superseded, in the order
	// asked for and as often. One that is not there, because it never was or was
	// deleted since, is a zero article and no error. So is one that is damaged,
	// which a *news.DamagedError names beside the others.
	Versions(ctx context.Context, want []news.Version) ([]news.Article, error)
}

// Lister tells what there is.
type Lister interface {
	// Articles returns the articles that Matches lets through, in the order of
	// Cursor, and the cursor of the next page, "" on the last one. Articles that
	// arrive meanwhile do not shift the pages that follow. Damaged ones are left
	// out of a page, which may then be shorter, with a *news.DamagedError beside
	// the others. KindInvalid, field "cursor": no listing returned it.
	Articles(ctx context.Context, f news.Filter, p news.Page) (articles []news.Article, next string, err error)
	// Revisions returns all versions of an article, the newest first. KindNotFound:
	// there is no such article. Damaged ones are left out, as in Articles.
	Revisions(ctx context.Context, id string) ([]news.Revision, error)
	// NoticesOn returns the articles that were put with one of some keys in Record.NoticeOn, in any order.
	NoticesOn(ctx context.Context, keys []string) ([]news.Version, error)
}

// Namer tells what names there are to filter by.
type Namer interface {
	// Sources returns the outlets of all articles as Fold writes them, each once,
	// ascending. That of articles without one is not among them.
	Sources(ctx context.Context) ([]string, error)
	// Subjects returns the subjects of all articles as Fold writes them, each
	// once, ascending.
	Subjects(ctx context.Context) ([]string, error)
}

// Searcher finds candidates.
type Searcher interface {
	// Candidates returns the best q.Limit points of each of its four lists, those of a
	// part of the query that is empty left out. Only articles that Matches lets
	// through, that are not Hidden and of which q.Where holds are looked at: a filter
	// takes nothing from the length of a list. Candidate.Sum is news.Sum of the text of the passage,
	// 0 if the index was written before sums were kept, and Candidate.Signature what
	// the passage was put with. KindInvalid: the vector is not of the index's length.
	Candidates(ctx context.Context, q news.IndexQuery) (news.Candidates, error)
	// Set returns the articles that Matches lets through, that are not Hidden and of
	// which q.Where holds, in the order of Cursor, or turned around with those without
	// a date still last. Articles that arrive meanwhile do not shift the pages that
	// follow. Damaged articles are left out where only their text tells. KindInvalid,
	// field "cursor": no page of a set returned it.
	Set(ctx context.Context, q news.SetQuery) (news.Set, error)
	// Profiles returns what articles as wholes are compared by, in the order asked
	// for: an empty one for a version that is not current.
	Profiles(ctx context.Context, want []news.Version) ([]news.Profile, error)
}

// Backlog is the articles whose vectors are still to come: those that were put
// with Record.Pending. They are found by their words meanwhile.
type Backlog interface {
	// Pending returns up to limit current versions that wait, the longest waiting
	// first. Damaged ones are left out; the error is a *news.DamagedError only if
	// there are no others.
	Pending(ctx context.Context, limit int) ([]news.Article, error)
	// SetVectors brings a version its vectors: of the article as a whole and of
	// each passage, empty where there is none. A version that is not current, or
	// does not wait, is left alone, which is no error. KindInvalid: there are not
	// as many vectors as passages, or they are not of the index's length.
	// KindConflict as with Writer.
	SetVectors(ctx context.Context, a news.Article, whole news.Vector, passages []news.Vector) error
}

// Keeper is for whoever looks after an index.
type Keeper interface {
	// Stats counts what there is. Bytes is what the index can tell of its size.
	Stats(ctx context.Context) (news.Stats, error)
	// Ready returns why the index cannot be used right now, as KindUnavailable.
	Ready(ctx context.Context) error
	// Flush writes to disk what is only in memory. Nothing is lost without it, but
	// whoever opens the index next need not make that anew. Errors as with Writer.
	Flush() error
}
