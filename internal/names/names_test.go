package names_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"byline/internal/names"
	"byline/internal/news"
)

// shelf lists articles two at a time, the newest first.
type shelf []news.Article

func (s shelf) Articles(_ context.Context, _ news.Filter, p news.Page) (articles []news.Article, next string, err error) {
	at := len(p.Cursor)
	if s[at].ID == "broken" {
		return nil, "", errors.New("told to fail")
	}
	end := min(at+2, len(s))
	if end < len(s) {
		next = p.Cursor + "xx"
	}
	return slices.Clone(s[at:end]), next, nil
}

func library() shelf {
	return shelf{
		{ID: "1", Headline: "Zelenskyy in Velmoor", Body: "President Zelenskyy met Jürgen Haverly of Nordwire in Velmoor."},
		{ID: "2", Headline: "Ferry aground", Authors: []string{"Ilka Brandtner"}, Body: "The captain, Jonas Haverly, was born in Velmoor. He knows Mikhail Hodorin."},
		{ID: "3", Body: "Jürgen Haverly and the mayor of Velmore disagree, said Zelenskyy."},
	}
}

func TestANameIsFoundInItsOtherSpellings(t *testing.T) {
	n := names.New(library())
	for word, want := range map[string]string{
		"Zelensky": "Zelenskyy", "Zelenskiy": "Zelenskyy", "zelenski": "Zelenskyy", // romanised in other ways
		"Зеленський": "Zelenskyy", "Годорин": "Hodorin", // г is g or h
		"Brandtnerr": "Brandtner",                                         // of an author
		"Khodorin":   "Hodorin",                                           // in one article only, and sounds the same
		"Havrely":    "Haverly", "Havery": "Haverly", "Juergen": "Jürgen", // slips, and letters without dots
		"Haverly": "", "VELMORE": "", // known as they are
		"Hodoran": "", // a slip in a name that one article has may be another name
		"Brahms":  "", "Zel": "", "": "",
	} {
		if got, _ := n.Nearest(t.Context(), word); got != want {
			t.Errorf("%q is read as %q, not %q", word, got, want)
		}
	}
}

func TestARomanisationIsToldFromASlip(t *testing.T) {
	n := names.New(library())
	for _, word := range []string{"Zelensky", "Juergen"} {
		if written, same := n.Nearest(t.Context(), word); !same {
			t.Errorf("%s is another than %s", word, written)
		}
	}
	if _, same := n.Nearest(t.Context(), "Havrely"); same {
		t.Error("Havrely is the same as Haverly")
	}
}

func TestANameIsKnownWithAllOfItsWords(t *testing.T) {
	n := names.New(library())
	for name, want := range map[string]bool{"Haverly": true, "velmoor": true, "Velmoor de Haverly": true, "New Velmoor": true, "Velmoor Ostrand": false, "": true} {
		if n.Has(t.Context(), name) != want {
			t.Errorf("%s is known: %v", name, !want)
		}
	}
	if names.New(append(library(), news.Article{ID: "4"}, news.Article{ID: "broken"}, news.Article{})).Has(t.Context(), "Velmoor") {
		t.Error("a name is known of articles that cannot be read")
	}
}

func TestOfSeveralNamesTheMostFrequentIsMeant(t *testing.T) {
	if got, _ := names.New(library()).Nearest(t.Context(), "Velmorr"); got != "Velmoor" {
		t.Errorf("read as %q", got)
	}
}

func TestNewArticlesAddTheirNames(t *testing.T) {
	n := names.New(library())
	if err := n.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, _ := n.Nearest(t.Context(), "Ostrandt"); got != "" {
		t.Fatalf("read as %q", got)
	}
	for range 2 {
		n.Add(&news.Article{Headline: "Storm over Ostrand"})
	}
	if got, _ := n.Nearest(t.Context(), "Ostrandt"); got != "Ostrand" {
		t.Errorf("read as %q", got)
	}
}

func TestWithoutItsArticlesNothingIsGuessed(t *testing.T) {
	n := names.New(append(library(), news.Article{ID: "4"}, news.Article{ID: "broken"}, news.Article{}))
	if err := n.Load(t.Context()); err == nil {
		t.Error("no error")
	}
	if got, _ := n.Nearest(t.Context(), "Zelenski"); got != "" {
		t.Errorf("read as %q", got)
	}
}
