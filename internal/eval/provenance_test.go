package eval

import (
	"strings"
	"testing"

	"byline/internal/news"
)

func TestOriginsAreComparedByPlaceAndKind(t *testing.T) {
	a := news.Article{ID: "a", Body: "Police told CNN of a report. Olm said so."}
	at := func(kind news.OriginKind, name string) LabelledOrigin {
		from := strings.Index(a.Body, name)
		return LabelledOrigin{kind, from, from + len(name)}
	}
	labels := []LabelledOrigins{{Read: Read{Article: "a", Half: "test", Windows: [][2]int{{0, 28}}}, Sources: []LabelledOrigin{
		at(news.OriginOfficial, "Police"), at(news.OriginOutlet, "CNN"), at(news.OriginDocument, "report"),
	}}}
	found := []news.Chain{{Origins: []news.Origin{
		origin(a.Body, news.OriginOfficial, "Police"), origin(a.Body, news.OriginOfficial, "CNN"), origin(a.Body, news.OriginDocument, "a report"),
		origin(a.Body, news.OriginOfficial, "Olm"), // not read by who labelled
	}}}
	scores, differences, err := ScoreProvenance(labels, func(string) (news.Article, error) { return a, nil }, func(*news.Article) []news.Chain { return found })
	if err != nil {
		t.Fatal(err)
	}
	got := scores[1]
	if want := (Match{Labelled: 3, Found: 3, Right: 2}); got.All != want {
		t.Errorf("in all %+v, want %+v", got.All, want)
	}
	if want := (Match{Labelled: 1}); got.Outlet != want {
		t.Errorf("outlets %+v, want %+v", got.Outlet, want)
	}
	if len(differences) != 2 {
		t.Errorf("what differs: %q", differences)
	}
}

func origin(body string, kind news.OriginKind, name string) news.Origin {
	at := strings.Index(body, name)
	return news.Origin{Span: news.Span{Start: at, End: at + len(name)}, Kind: kind, Name: name}
}

func TestOriginsAreLabelledWithinWindows(t *testing.T) {
	labels, err := OriginLabels("realtimeqa")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range labels {
		for _, s := range l.Sources {
			if s.Start >= s.End || s.Kind != news.OriginOutlet && s.Kind != news.OriginOfficial && s.Kind != news.OriginDocument {
				t.Errorf("%s: %+v", l.Article, s)
			}
		}
	}
	if _, err := OriginLabels("nothing"); news.KindOf(err) != news.KindInvalid {
		t.Errorf("a set without labels: %v", err)
	}
}
