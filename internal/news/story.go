package news

import (
	"strings"
	"time"
)

// Voice is an article with the others that carry its text: one voice, in however
// many outlets it is printed.
type Voice struct {
	Article
	Copies []Article // the next newest first
}

// AlsoIn counts the other outlets that carry the text.
func (v *Voice) AlsoIn() int {
	outlets := map[string]bool{strings.ToLower(v.Source): true}
	for _, c := range v.Copies {
		outlets[strings.ToLower(c.Source)] = true
	}
	return len(outlets) - 1
}

// Story is what articles of a few days tell of one event.
type Story struct {
	ID       string // of its first article; that of any of its articles finds it
	Headline string // of Article
	Article  Article
	First    time.Time // dates of publication; zero where there are none
	Last     time.Time
	Articles int
	Voices   int // outlets that have it in words of their own, each once
	Outlets  []string
}

// StoryOrder is what stories are listed by.
type StoryOrder string

// The orders of stories. The zero value means StoriesLargest.
const (
	StoriesLargest StoryOrder = "largest" // those of most voices first
	StoriesNewest  StoryOrder = "newest"  // those with the newest article first
)

// StoryRequest asks for stories of which an article passes a filter and a query.
type StoryRequest struct {
	Query  string // words that an article must have, or operators; "": any article
	Filter Filter
	Order  StoryOrder
	Page   Page // a zero Limit means 20
}

// StoryList is a part of a list of stories.
type StoryList struct {
	Stories []Story
	Total   int    // stories in the whole list
	Next    string // cursor of the following part; empty at the end
}

// StoryArticles is a story with its articles, those that carry one text together,
// the earliest first. Their bodies are left out.
type StoryArticles struct {
	Story
	Texts []StoryText
}

// IDs are those of all its articles.
func (s *StoryArticles) IDs() (ids []string) {
	for _, t := range s.Texts {
		ids = append(ids, t.Article.ID)
		for _, c := range t.Copies {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// StoryText is an article with those that reprint it, the earliest first.
type StoryText struct {
	Article Article
	Copies  []Copy
}

// Timeline tells how a story went on.
type Timeline struct {
	Story
	Developments []Development // the earliest first
}

// Development is what was new in a story at a time, in the words of an article.
type Development struct {
	Article Article // without its body
	Span            // of the quote in the body
	Quote   string  // Body[Start:End]
	Voices  int     // outlets that report it in words of their own, that of the quote included
	Others  []Copy  // articles that report it too, the earliest first
}

// StoryFigures are the figures and days that the articles of a story give for the
// same things.
type StoryFigures struct {
	Story
	Things []FiguredThing // those on which articles differ first, then those of most articles
}

// FiguredThing is what several articles give a figure or a day for.
type FiguredThing struct {
	Label  string        // in words of the newest article that gives one
	Values []FigureValue // the newest first, behind them those that are superseded
}

// Differs reports whether articles give different values.
func (t *FiguredThing) Differs() bool { return len(t.Values) > 1 }

// FigureValue is a figure for a thing, as an article gives it.
type FigureValue struct {
	Figure     string  // "five", "40 million crowns", "4 May", within the quote
	Article    Article // without its body
	Span               // of the quote in the body
	Quote      string  // Body[Start:End], a sentence
	Others     []Copy  // articles that give it too, the newest first
	Superseded bool    // a later one of the outlet, a correction or, of what grows, a later and higher one is there
}
