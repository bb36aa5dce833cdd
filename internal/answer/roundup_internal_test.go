package answer

import (
	"testing"

	"byline/internal/news"
)

// What says that it is an opinion, a horoscope or a puzzle tells no news; what is about one does.
func TestArticlesThatTellNoNews(t *testing.T) {
	for _, a := range []struct {
		article news.Article
		want    bool
	}{
		{news.Article{Headline: "Opinion: Keep the ward"}, true},
		{news.Article{Headline: "Comment | Keep the ward"}, true},
		{news.Article{Headline: "Keep the ward – editorial"}, true},
		{news.Article{Headline: "Your horoscope for the weekend"}, true},
		{news.Article{Headline: "The Herald crossword: solution and winners"}, true},
		{news.Article{Headline: "Your stars this weekend"}, true},
		{news.Article{Headline: "What you need to know this Saturday"}, true},
		{news.Article{Headline: "Keep the ward", Section: "Opinion"}, true},
		{news.Article{Headline: "Keep the ward", URL: "https://moor.example/opinion/2026/keep-the-ward"}, true},
		{news.Article{Headline: "Opinion polls see Olm ahead"}, false},
		{news.Article{Headline: "Ward is to close", Section: "Letters and parcels"}, false},
		{news.Article{Headline: "Ward is to close", URL: "https://moor.example/politics/opinion-polls/ward"}, false},
		{news.Article{Headline: "Ward is to close", URL: "https://moor.example/comment-on-ward"}, false},
		{news.Article{Headline: "Stars of Velmark play for charity"}, false},
	} {
		if got := tellsNoNews(&a.article); got != a.want {
			t.Errorf("%q in %q at %q tells no news: %v, want %v", a.article.Headline, a.article.Section, a.article.URL, got, a.want)
		}
	}
}
