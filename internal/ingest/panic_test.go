package ingest_test

import (
	"context"
	"strings"
	"testing"

	"byline/internal/encode"
	"byline/internal/format"
	"byline/internal/ingest"
	"byline/internal/news"
	"byline/internal/panics"
)

// falling is an encoder with a fault that one article brings to light.
type falling struct{ *encode.Encoder }

func (f falling) Encode(ctx context.Context, a *news.Article) (news.Record, error) {
	if strings.Contains(a.Body, "sank") {
		panic("at the disco")
	}
	return f.Encoder.Encode(ctx, a)
}

func TestAnArticleWhoseEncodingPanicsIsRejectedByNameAndTheRestTakenIn(t *testing.T) {
	x, e := openIndex(t)
	in := line("a", "It sailed.") + line("b", "It sank.") + line("c", "It rose.")
	s, err := ingest.New(format.Reader{}, x, falling{e}, nil).IngestFiles(t.Context(), []string{"-"}, ingest.Options{Stdin: strings.NewReader(in)})
	if err != nil || s.Created != 2 || s.Rejected != 1 {
		t.Fatalf("got %+v, error %v", s, err)
	}
	r := s.Rejects[0]
	if !panics.In(r.Err) || r.Error() != `standard input:2: article "b": internal fault` {
		t.Errorf("got %v", r)
	}
}
