package chunk

import (
	"fmt"
	"strings"
	"testing"

	"byline/internal/lang"
	"byline/internal/news"
)

// article is about as long as a news article: 1,140 words, 7 kB.
var article = strings.Repeat(`Ferry operator Nordlinjen has cancelled all winter sailings between Visby and Ventspils after a fire in the engine room of the Sankt Olai on Jan. 5, leaving about 1,200 ticket holders without a crossing. Dr. Elin Strand, its chief executive, said: “We will not put a single passenger on board.”

The fire broke out at 4:15 a.m. on Sunday, while the ship was 2.5 hours out of the port. The U.S. Coast Guard was not involved. The crew put it out within 40 minutes and no one was hurt, the Baltic Courier reported.

“Why did nobody look at the fuel lines?” asked J. K. Holm, who leads the union. Passengers would be refunded in full, the company said, and the next sailing would not be before April.

`, 10)

func BenchmarkSentences(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		Sentences(article, lang.Of("en"))
	}
}

// Time per byte is the same for a short text and a long one, also where there
// is nowhere to cut.
func BenchmarkSplitOfTextWithoutSpaces(b *testing.B) {
	for _, size := range []int{1 << 20, 16 << 20} {
		b.Run(fmt.Sprintf("%dMiB", size>>20), func(b *testing.B) {
			a := news.Article{ID: "a1", Body: strings.Repeat("a", size)}
			b.SetBytes(int64(size))
			for b.Loop() {
				Split(a)
			}
		})
	}
}

func BenchmarkSplit(b *testing.B) {
	a := news.Article{ID: "a1", Body: article}
	b.ReportAllocs()
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		Split(a)
	}
}
