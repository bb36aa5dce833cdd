package api_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"byline/internal/api"
	"byline/internal/news"
)

func TestFromWhomAQuoteIsSurvivesTheWire(t *testing.T) {
	from := news.Provenance{{Span: news.Span{Start: 2, End: 30}, Origins: []news.Origin{
		{Span: news.Span{Start: 3, End: 9}, Kind: news.OriginOutlet, Name: "Nordic", First: true},
		{Span: news.Span{Start: 12, End: 18}, Kind: news.OriginDocument, Name: "report", Step: 2},
	}}}
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(api.NewCitation(news.Citation{Marker: 1, Provenance: from})); err != nil {
		t.Fatal(err)
	}
	event, _, err := api.ReadEvent(news.EventCitation, &b)
	if err != nil {
		t.Fatal(err)
	}
	if got := event.Citation.Provenance; !reflect.DeepEqual(got, from) {
		t.Errorf("of an answer %+v, want %+v", got, from)
	}
	b.Reset()
	if err := api.WriteSayings(&b, news.SayingsList{Sayings: []news.Said{{Provenance: from}}}); err != nil {
		t.Fatal(err)
	}
	said, err := api.ReadSayings(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got := said.Sayings[0].Provenance; !reflect.DeepEqual(got, from) {
		t.Errorf("of what was said %+v, want %+v", got, from)
	}
	doc := api.NewArticle(news.Article{}).WithProvenance(from)
	if got := doc.Provenance[0].Text; got != "Nordic, citing report" {
		t.Errorf("of an article %q", got)
	}
}
