package query_test

import (
	"testing"

	"byline/internal/entities"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/query"
)

func TestEntitiesAreAskedForInAnySpelling(t *testing.T) {
	a := news.Article{Language: "en", Body: "They asked Volodymyr Zelenskyy about the World Health Organization in New York."}
	for text, want := range map[string]bool{
		`person:"Volodymyr Zelensky"`: true, `person:zelenskiy`: true, `person:york`: false,
		`organisation:WHO`: true, `org:"World Health"`: true, `organization:who`: true, `org:zelenskyy`: false,
		`place:"new york"`: true, `place:york`: false, `-place:"New York"`: false,
	} {
		tree, err := query.Parse(text, interval)
		if err != nil {
			t.Fatal(err)
		}
		if got := query.Compile(tree, lexical.New(), entities.Names{}).Holds(&a); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}
