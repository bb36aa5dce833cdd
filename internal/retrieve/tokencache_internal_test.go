package retrieve

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"byline/internal/chunk"
	"byline/internal/encode"
	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
)

// A passage is made of the same words and sentences, whether or not it was read
// before, and however long it is.
func TestAPassageIsReadAlikeAgain(t *testing.T) {
	encoder := encode.New(lexical.New(), nil, nil)
	r := newTokenCache(encoder)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat(rapid.StringMatching(`([A-Z]?[a-zß'-]{1,9}[ .,]|東京 |U\.N\. ){0,40}`).Draw(t, "text"), rapid.SampledFrom([]int{1, 2, 400}).Draw(t, "times"))
		c := &ranking{Candidate: news.Candidate{Version: news.Version{ArticleID: "a", Revision: 1}, Span: news.Span{End: len(text)}, Sum: news.Sum(text)}, text: text}
		sentences := chunk.Sentences(text, lang.Of("en"))
		tokens := encoder.Tokens(nil, text)
		for i := range tokens {
			tokens[i].InCompound = false
		}
		for range 2 {
			got, in := r.of(nil, c, "en")
			for i := range got {
				got[i].InCompound = false
			}
			if diff := cmp.Diff(tokens, got) + cmp.Diff(sentences, in); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		}
	})
}
