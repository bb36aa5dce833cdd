package ingest

import (
	"strings"
	"testing"

	"byline/internal/index"
	"byline/internal/news"
)

// A field that an article gets one day has a bound from its first day on. The
// body has that of its record, and the path of a file is cut.
func TestEveryTextOfAnArticleHasABound(t *testing.T) {
	var a news.Article
	for field, value := range index.Fields(&a) {
		switch v := value.(type) {
		case *string:
			*v = strings.Repeat("x", 1<<16)
			if err := checkBounds(&a); (err == nil) != (field == "body" || field == "file") {
				t.Errorf("%s: %v", field, err)
			}
			*v = ""
		case *[]string:
			for _, *v = range [][]string{{"x", strings.Repeat("x", 1<<16)}, make([]string, 1<<16)} {
				if checkBounds(&a) == nil {
					t.Errorf("%s: not refused", field)
				}
			}
			*v = nil
		case *[]news.Notice:
			for _, *v = range [][]news.Notice{{{Text: strings.Repeat("x", 1<<16)}}, {{Kind: news.NoticeKind(strings.Repeat("x", 1<<16))}}, make([]news.Notice, 1<<16)} {
				if checkBounds(&a) == nil {
					t.Errorf("%s: not refused", field)
				}
			}
			*v = nil
		}
	}
}
