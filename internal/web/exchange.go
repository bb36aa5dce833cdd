package web

import (
	"fmt"
	"maps"
	"slices"

	"byline/internal/news"
)

// Narrowing is what restricts a question or search, as it was given.
type Narrowing struct {
	AsOf      string
	After     string
	Before    string
	Sources   []string
	Subjects  []string
	Files     []string
	Lists     map[string][]string // what else is asked for or left out, by the names of NarrowingLists
	KeepDates bool                // expressions of time are words like others
	Exact     bool                // words are searched for as they are spelled only
}

// Turn is a question of a conversation with its answer.
type Turn struct {
	Question string
	Narrowing
	Answer *news.Answer // nil if there is none
	Data   string       // the answer as the API gives it, for the script
}

// narrowingLists are the filters that hold a list of names, outlets, subjects and
// files to be had aside, with what a chip says before a name.
func narrowingLists() []struct{ name, label string } {
	return []struct{ name, label string }{
		{"authors", "By "}, {"sections", "In section "}, {"not_sources", "Without "}, {"not_authors", "Not by "},
		{"not_sections", "Not in section "}, {"not_subjects", "Not on "}, {"not_languages", "Not in language "},
	}
}

// WithListed returns a narrowing with one more name in a list.
func (n Narrowing) WithListed(list, name string) Narrowing {
	lists := maps.Clone(n.Lists)
	if lists == nil {
		lists = map[string][]string{}
	}
	lists[list] = append(slices.Clip(lists[list]), name)
	n.Lists = lists
	return n
}

// Chip tells how a question was read. It can be removed where Without is the
// address of the same page without it.
type Chip struct {
	Label   string
	Without string
}

// chips tells how a question was read: u, and n of it as it was given. The
// address of a page with another narrowing is made by path.
func chips(u news.Understood, n Narrowing, path func(Narrowing) string) []Chip {
	var out []Chip
	add := func(label string, change func(*Narrowing)) {
		changed := n
		change(&changed)
		out = append(out, Chip{Label: label, Without: path(changed)})
	}
	for _, d := range u.Dates {
		add("“"+d.Text+"”: "+formatInterval(d.After, d.Before), func(n *Narrowing) { n.KeepDates = true })
	}
	for _, s := range u.Spellings {
		add("“"+s.Read+"” for “"+s.Written+"”", func(n *Narrowing) { n.Exact = true })
	}
	if n.After != "" || n.Before != "" {
		label := formatInterval(timeOf(n.After), timeOf(n.Before))
		add("Published "+label, func(n *Narrowing) { n.After, n.Before = "", "" })
	}
	for i, s := range n.Sources {
		add("Only "+s, func(n *Narrowing) { n.Sources = slices.Delete(slices.Clone(n.Sources), i, i+1) })
	}
	for _, s := range u.Filter.Sources { // those that were found in the question
		if !slices.Contains(n.Sources, s) {
			out = append(out, Chip{Label: "Only " + s})
		}
	}
	for i, s := range n.Files {
		add("In "+s, func(n *Narrowing) { n.Files = slices.Delete(slices.Clone(n.Files), i, i+1) })
	}
	for i, s := range n.Subjects {
		add("On "+s, func(n *Narrowing) { n.Subjects = slices.Delete(slices.Clone(n.Subjects), i, i+1) })
	}
	for _, l := range narrowingLists() {
		for i, s := range n.Lists[l.name] {
			add(l.label+s, func(n *Narrowing) {
				n.Lists = maps.Clone(n.Lists)
				n.Lists[l.name] = slices.Delete(slices.Clone(n.Lists[l.name]), i, i+1)
			})
		}
	}
	if n.AsOf != "" {
		add("News up to "+formatDate(timeOf(n.AsOf)), func(n *Narrowing) { n.AsOf = "" })
	}
	if n.KeepDates {
		add("Dates taken as words", func(n *Narrowing) { n.KeepDates = false })
	}
	if n.Exact {
		add("As spelled", func(n *Narrowing) { n.Exact = false })
	}
	return out
}

// chips tells how the question of turn i was read.
func (v Home) chips(i int) []Chip {
	t := v.Turns[i]
	if t.Answer == nil {
		return nil
	}
	return chips(t.Answer.Understood, t.Narrowing, func(n Narrowing) string {
		turns := slices.Clone(v.Turns)
		turns[i].Narrowing = n
		return conversationPath(turns)
	})
}

// Rewritten is what a question that leans on earlier ones was taken to mean; empty if it stands alone.
func (t Turn) Rewritten() string {
	if t.Answer == nil || !t.Answer.Understood.Rewritten {
		return ""
	}
	return t.Answer.Understood.Query
}

// Found reports whether the articles answer the question, at least in part.
func (t Turn) Found() bool { return t.Answer != nil && len(t.Answer.Citations) > 0 }

// Missed reports whether something was asked of the articles and they do not have it.
func (t Turn) Missed() bool {
	return t.Answer != nil && !t.Found() && len(t.Answer.Suggestions) == 0
}

// SearchPath is the address of a search for what was asked.
func (t Turn) SearchPath() string {
	return Search{Query: t.Question, Narrowing: t.Narrowing}.path()
}

// Card is an article that is cited, with its quotes in the order of their markers.
type Card struct {
	Article news.Article
	Quotes  []news.Citation
}

// cardsOf lists the articles that an answer cites, in the order in which they are cited first.
func cardsOf(a *news.Answer) []Card {
	var out []Card
	for _, c := range a.Citations {
		i := slices.IndexFunc(out, func(card Card) bool { return card.Article.ID == c.Article.ID })
		if i < 0 {
			out = append(out, Card{Article: c.Article})
			i = len(out) - 1
		}
		out[i].Quotes = append(out[i].Quotes, c)
	}
	return out
}

// summary counts what an answer rests on: "5 quotes from 4 articles by 3 outlets".
func summary(a *news.Answer) string {
	if len(a.Citations) == 0 {
		return ""
	}
	outlets := map[string]bool{}
	cards := cardsOf(a)
	for _, c := range cards {
		outlets[c.Article.Source] = true
	}
	text := formatCount(len(a.Citations), "quote") + " from " + formatCount(len(cards), "article")
	if len(outlets) > 1 {
		text += fmt.Sprintf(" by %d outlets", len(outlets))
	}
	return text
}

// NumberedTurn is a turn with its place in the conversation, from 1.
type NumberedTurn struct {
	Turn
	Number int
	Chips  []Chip
}

// Numbered lists the turns.
func (v Home) Numbered() []NumberedTurn {
	out := make([]NumberedTurn, len(v.Turns))
	for i, t := range v.Turns {
		out[i] = NumberedTurn{Turn: t, Number: i + 1, Chips: v.chips(i)}
	}
	return out
}

// Next is the number of the turn to come. Without JavaScript its question leads to a new page, which begins there.
func (v Home) Next() int { return len(v.Turns) + 1 }

// BlankTurn is what the script fills for a turn of its own.
func (Home) BlankTurn() NumberedTurn { return NumberedTurn{} }

// BlankChip is what the script fills for a chip.
func (Home) BlankChip() Chip { return Chip{Without: "/"} }

// Kept is what narrows the next question, the day of asking aside, which has a field of its own.
func (v Home) Kept() Narrowing {
	n := v.Draft.Narrowing
	n.AsOf, n.KeepDates, n.Exact = "", false, false
	return n
}

// DraftChips tells what narrows the next question.
func (v Home) DraftChips() []Chip {
	return chips(news.Understood{}, v.Kept(), func(n Narrowing) string {
		var q query
		q.add("as_of", v.Draft.AsOf)
		q.narrowing(n)
		return conversationPath(v.Turns) + "&q=&" + q.String()
	})
}
