package encode_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/encode"
	"byline/internal/news"
)

func TestEachPartOfEncodingCanBeLeftOut(t *testing.T) {
	e := local(t)
	a := ferry()
	a.Caption = "A cease-fire, says the United Nations."
	whole := record(t, e, a)
	for _, part := range encode.Ablations() {
		lesser, err := e.Without(part)
		if err != nil {
			t.Fatal(err)
		}
		if cmp.Equal(whole, record(t, lesser, a)) {
			t.Errorf("without %s, the article is encoded as before", part)
		}
	}
	same, err := e.Without()
	if err != nil || !cmp.Equal(whole, record(t, same, a)) {
		t.Errorf("without nothing, the article is encoded otherwise (%v)", err)
	}
}

func TestAPartThatArticlesDoNotHaveIsRefused(t *testing.T) {
	_, err := local(t).Without("magic")
	if news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), `no part "magic" to leave out; there are headline, `) {
		t.Errorf("error %v", err)
	}
}
