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

// named says that a key stands for another, as people decided.
type named struct {
	entities.Names

	naming news.EntityNaming
}

func (n named) EntityNaming(news.EntityKind) news.EntityNaming { return n.naming }

func TestEntitiesAreAskedForAsPeopleDecided(t *testing.T) {
	a := news.Article{Language: "en", Body: "The mayor met Mara Lindqvist and Otto Holm on Monday."}
	key := func(name string) string { return entities.Key(news.EntityPerson, name) }
	names := named{naming: news.EntityNaming{Keys: map[string]string{key("Mara Lindqvist"): key("Mara Falk"), key("Otto Holm"): ""}, Version: "2"}}
	keys := map[string]bool{}
	for text, want := range map[string]bool{`person:"Mara Falk"`: true, `person:falk`: true, `person:lindqvist`: true, `person:holm`: false, `person:"Otto Holm"`: false} {
		tree, err := query.Parse(text, interval)
		if err != nil {
			t.Fatal(err)
		}
		q := query.Compile(tree, lexical.New(), names)
		if got := q.Holds(&a); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
		if keys[q.Key] = true; q.Key == query.Compile(tree, lexical.New(), entities.Names{}).Key {
			t.Errorf("%s: what was selected before people decided is taken for what is selected now", text)
		}
	}
}
