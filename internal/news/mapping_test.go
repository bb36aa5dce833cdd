package news_test

import (
	"strings"
	"testing"

	"byline/internal/news"
)

func TestMappingsAreReadAsTheyAreWritten(t *testing.T) {
	m, err := news.ParseMapping(" headline = kop , body=stuk.text,")
	if err != nil || m.String() != "body=stuk.text,headline=kop" {
		t.Errorf("%v, error %v", m, err)
	}
	if none, err := news.ParseMapping(""); none != nil || err != nil || none.String() != "" {
		t.Errorf("%v, error %v", none, err)
	}
	for text, want := range map[string]string{"headline": "not written as", "kop=headline": "no field", "headline=a,headline=b": "twice", "body=": "not written as"} {
		if _, err := news.ParseMapping(text); news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v", text, err)
		}
	}
}
