package news_test

import (
	"testing"

	"byline/internal/news"
)

func TestAChainReadsAsPeopleWriteIt(t *testing.T) {
	origin := func(kind news.OriginKind, name string, step int) news.Origin {
		return news.Origin{Kind: kind, Name: name, Step: step}
	}
	for want, origins := range map[string][]news.Origin{
		"":                           nil,
		"Bloomberg, citing Yomiuri":  {origin(news.OriginOutlet, "Bloomberg", 0), origin(news.OriginOutlet, "Yomiuri", 2)},
		"Wire and Post":              {origin(news.OriginOutlet, "Wire", 0), origin(news.OriginOutlet, "Post", 0)},
		"Wire, citing port (report)": {origin(news.OriginOutlet, "Wire", 0), origin(news.OriginOfficial, "port", 1), origin(news.OriginDocument, "report", 1)},
	} {
		chain := news.Chain{Origins: origins}
		if got := chain.String(); got != want {
			t.Errorf("%+v reads %q, want %q", origins, got, want)
		}
		if got := (news.Provenance{chain, chain}).String(); got != want {
			t.Errorf("twice it reads %q, want %q", got, want)
		}
	}
}
