package embedded

import (
	"testing"

	"byline/internal/news"
)

// Who reads an article while it is written or deleted must not bring it back.
func TestWhatWasWrittenMeanwhileIsNotKept(t *testing.T) {
	version := news.Version{ArticleID: "a", Revision: 1}
	read := []news.Article{{ID: "a", Revision: 1, Body: "The ferry sank."}}
	k := newArticleCache()
	_, missing, drops := k.get([]news.Version{version})
	if len(missing) != 1 {
		t.Fatal("an article is kept that nobody read")
	}
	k.drop("a")
	k.put(read, drops)
	if _, missing, drops = k.get([]news.Version{version}); len(missing) != 1 {
		t.Error("a deleted article is kept")
	}
	k.put(read, drops)
	if got, missing, _ := k.get([]news.Version{version, {ArticleID: "a", Revision: 2}}); got[0].Body != read[0].Body || len(missing) != 1 || missing[0] != 1 {
		t.Errorf("%v, without those at %v", got, missing)
	}
}
