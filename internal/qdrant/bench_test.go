package qdrant

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/indextest"
	"byline/internal/news"
)

// benched is an index that is measured.
type benched struct {
	index.Index
	dir    string               // of its data; empty if that is out of reach
	settle func()               // waits until everything is searchable at full speed
	exact  *Index               // the same index, comparing every vector; nil if it always does
	server *indextest.QdrantDev // nil if it is none that was started here
}

// BenchmarkIndexes takes the same articles into the embedded index, into
// Qdrant, and into Qdrant with scalar quantisation, one after the other, and
// asks each the same queries; "make bench-index" runs it. It reports
//
//   - of ingest: encoded passages stored a second, seconds until all vectors
//     are indexed, bytes on disk for a passage, memory of the server;
//   - of clients-N: milliseconds of a hybrid query for 200 candidates in each
//     of the four lists, and queries a second;
//   - of recall: how many of the ten best passages and articles by vector are
//     found, of those that a comparison with every vector finds, and how much
//     of the vectors is searched by a graph rather than one by one.
func BenchmarkIndexes(b *testing.B) {
	encoder := indextest.Encoder(b)
	corpus := openCorpus(b)
	queries := corpus.queries(b, encoder, 400)
	for _, c := range []struct {
		name string
		open func(*testing.B, *encode.Encoder) benched
	}{
		{"embedded", benchEmbedded},
		{"qdrant", func(b *testing.B, e *encode.Encoder) benched { return benchQdrant(b, e, QuantisationNone) }},
		{"qdrant-scalar", func(b *testing.B, e *encode.Encoder) benched { return benchQdrant(b, e, QuantisationScalar) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			x := c.open(b, encoder)
			b.Run("ingest", func(b *testing.B) { benchIngest(b, &x, encoder, corpus) })
			for _, clients := range []int{1, 8} {
				b.Run(fmt.Sprint("clients-", clients), func(b *testing.B) { benchQueries(b, x, queries, clients) })
			}
			if x.exact != nil {
				b.Run("recall", func(b *testing.B) { benchRecall(b, x, queries) })
			}
		})
	}
}

func benchEmbedded(b *testing.B, e *encode.Encoder) benched {
	dir := b.TempDir()
	x := embeddedtest.Open(b, dir, embeddedtest.Options(e))
	return benched{Index: x, dir: dir, settle: func() {
		if err := x.Flush(); err != nil {
			b.Fatal(err)
		}
	}}
}

func benchQdrant(b *testing.B, e *encode.Encoder, quantisation string) benched {
	x := benched{}
	o := options(b, e)
	if os.Getenv(indextest.QdrantVariable) == "" {
		// A server that builds vector indexes, unlike that of the tests.
		dir := b.TempDir()
		s, err := indextest.StartQdrantDev(startScript, "127.0.0.1:0", dir, "--optimize-after", "1")
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = s.Stop() })
		o.Addr, x.dir, x.server = s.Addr, dir, s
	}
	o.Quantisation, o.Timeout, o.WriteRetryTime = quantisation, 20*time.Minute, 20*time.Minute
	index := openTest(b, o)
	x.Index, x.settle = index, func() { waitIndexed(b, index) }
	o.ReadOnly, o.Exact = true, true
	exact, err := Open(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = exact.Close() })
	x.exact = exact
	return x
}

// waitIndexed waits until Qdrant has been at rest for three seconds.
func waitIndexed(b *testing.B, x *Index) {
	for rest := 0; rest < 3; rest++ {
		time.Sleep(time.Second)
		for _, name := range []string{x.gen.passages, x.gen.articles} {
			info, err := x.conn.client.GetCollectionInfo(b.Context(), name)
			if err != nil {
				b.Fatal(err)
			}
			if info.GetStatus() != api.CollectionStatus_Green {
				rest = -1
			}
		}
	}
}

func benchIngest(b *testing.B, x *benched, e *encode.Encoder, corpus *corpus) {
	passages, storing := 0, time.Duration(0)
	for part := range slices.Chunk(corpus.articles, 500) {
		records := indextest.Records(b, e, part...)
		for _, r := range records {
			passages += len(r.Passages)
		}
		start := time.Now()
		if _, err := x.Put(b.Context(), records); err != nil {
			b.Fatal(err)
		}
		storing += time.Since(start)
	}
	start := time.Now()
	x.settle()
	b.ReportMetric(time.Since(start).Seconds(), "s-to-index")
	b.ReportMetric(float64(passages), "passages")
	b.ReportMetric(float64(passages)/storing.Seconds(), "passages/s")
	if x.dir != "" {
		b.ReportMetric(float64(diskUse(b, x.dir))/float64(passages), "disk-B/passage")
	}
	if x.server != nil {
		b.ReportMetric(residentMB(x.server.PID()), "server-MB")
	}
	b.ReportMetric(0, "ns/op") // of one run of all this, says nothing
}

// benchQueries asks every query once, from several clients, after a round to warm up.
func benchQueries(b *testing.B, x benched, queries []news.IndexQuery, clients int) {
	var took []time.Duration
	var wall time.Duration
	for _, timed := range []bool{false, true} {
		var mu sync.Mutex
		var group sync.WaitGroup
		next := make(chan news.IndexQuery)
		start := time.Now()
		for range clients {
			group.Go(func() {
				for q := range next {
					began := time.Now()
					if _, err := x.Candidates(b.Context(), q); err != nil {
						b.Error(err)
					}
					mu.Lock()
					if timed {
						took = append(took, time.Since(began))
					}
					mu.Unlock()
				}
			})
		}
		for _, q := range queries {
			next <- q
		}
		close(next)
		group.Wait()
		wall = time.Since(start)
	}
	slices.Sort(took)
	at := func(q float64) float64 {
		return float64(took[int(q*float64(len(took)-1)+.5)].Microseconds()) / 1000
	}
	b.ReportMetric(at(.5), "p50-ms")
	b.ReportMetric(at(.95), "p95-ms")
	b.ReportMetric(float64(len(took))/wall.Seconds(), "queries/s")
	b.ReportMetric(0, "ns/op")
}

// recallAt is the depth that recall is measured at.
const recallAt = 10

func benchRecall(b *testing.B, x benched, queries []news.IndexQuery) {
	var passages, articles float64
	for _, q := range queries {
		q.Terms = news.QueryTerms{}
		got, want := candidatesOf(b, x, q), candidatesOf(b, x.exact, q)
		passages += recall(got.PassageSemantic, want.PassageSemantic)
		articles += recall(got.ArticleSemantic, want.ArticleSemantic)
	}
	b.ReportMetric(passages/float64(len(queries)), "recall@10-passages")
	b.ReportMetric(articles/float64(len(queries)), "recall@10-articles")
	for name, collection := range map[string]string{"passages": x.exact.gen.passages, "articles": x.exact.gen.articles} {
		info, err := x.exact.conn.client.GetCollectionInfo(b.Context(), collection)
		if err != nil {
			b.Fatal(err)
		}
		// The words of every point are indexed as well, and counted.
		points := max(info.GetPointsCount(), 1)
		share := float64(int64(info.GetIndexedVectorsCount())-int64(points)) / float64(points)
		b.ReportMetric(100*min(max(share, 0), 1), name+"-%-in-graph")
	}
	b.ReportMetric(0, "ns/op")
}

type searcher interface {
	Candidates(ctx context.Context, q news.IndexQuery) (news.Candidates, error)
}

func candidatesOf(b *testing.B, x searcher, q news.IndexQuery) news.Candidates {
	b.Helper()
	c, err := x.Candidates(b.Context(), q)
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// recall is the share of the first ten of want that are among the first ten of
// got. One with the score of the tenth is as good as it.
func recall(got, want []news.Candidate) float64 {
	got, want = got[:min(recallAt, len(got))], want[:min(recallAt, len(want))]
	if len(want) == 0 {
		return 1
	}
	last, found := want[len(want)-1].Score, 0
	for _, c := range got {
		if c.Score >= last-1e-6 {
			found++
		}
	}
	return float64(found) / float64(len(want))
}
