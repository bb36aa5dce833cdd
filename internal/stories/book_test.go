package stories_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"byline/internal/chunk"
	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/index"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/notices"
	"byline/internal/stories"
)

// shelf is a library in memory.
type shelf struct {
	encoder  *encode.Encoder
	articles map[string]news.Article
	t        testing.TB
}

func newShelf(t testing.TB) *shelf {
	model, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &shelf{encode.New(lexical.New(), model, entities.Names{}), map[string]news.Article{}, t}
}

func (s *shelf) Set(_ context.Context, q news.SetQuery) (out news.Set, err error) {
	by := index.NewBySource(q.BySource)
	for _, a := range s.articles {
		if !index.Matches(q.Filter, &a) {
			continue
		}
		v, in := news.Version{ArticleID: a.ID, Revision: a.Revision}, 0
		if q.Where == nil || q.Where.Holds(&a) {
			out.Listed, in = append(out.Listed, v), 1
			if q.Each != nil {
				q.Each(a.ID, index.Seconds(a.Published))
			}
		}
		by.Add(index.Fold(a.Source), index.Seconds(a.Published), in, 1, v)
	}
	out.Total, out.Sources = len(out.Listed), by.Counts()
	return out, nil
}

func (s *shelf) Versions(_ context.Context, want []news.Version) ([]news.Article, error) {
	out := make([]news.Article, len(want))
	for i, v := range want {
		if a := s.articles[v.ArticleID]; a.Revision == v.Revision {
			out[i] = a
		}
	}
	return out, nil
}

func (s *shelf) Profiles(ctx context.Context, want []news.Version) ([]news.Profile, error) {
	out := make([]news.Profile, len(want))
	for i, v := range want {
		a := s.articles[v.ArticleID]
		out[i] = news.Profile{Vector: embed.Dequantize(s.encoding(a).Vector), Signature: s.encoding(a).Signature}
	}
	return out, ctx.Err()
}

func (s *shelf) NoticesOn(_ context.Context, keys []string) (out []news.Version, err error) {
	for _, a := range s.articles {
		if _, on := notices.On(&a, encode.Lead(a.Body)); slices.ContainsFunc(on, func(key string) bool { return slices.Contains(keys, key) }) {
			out = append(out, news.Version{ArticleID: a.ID, Revision: a.Revision})
		}
	}
	return out, nil
}

func (s *shelf) encoding(a news.Article) news.Encoding {
	r, err := s.encoder.Encode(s.t.Context(), &a)
	if err != nil {
		s.t.Fatal(err)
	}
	return r.ArticleEncoding
}

func (s *shelf) book() *stories.Book {
	model, err := embed.Load()
	if err != nil {
		s.t.Fatal(err)
	}
	return stories.New(s, model, model.Identity(), entities.Names{}, nil)
}

// put stores an article and tells a book of it.
func (s *shelf) put(b *stories.Book, a news.Article) {
	a.Revision = s.articles[a.ID].Revision + 1
	s.articles[a.ID] = a
	b.Add(&a, s.encoding(a).Signature, s.encoding(a).Vector)
}

func (s *shelf) remove(b *stories.Book, id string) {
	delete(s.articles, id)
	b.Remove(id)
}

func day(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }

// ferry are the articles of one story, by three outlets, one of which is copied by
// a fourth; cheese is another matter.
func ferry() []news.Article {
	first := `The ferry Halmund ran aground off Tarnhavn on Monday with 214 people aboard, the Norrland coast guard said. All passengers were taken ashore in lifeboats within two hours, and nobody was hurt. The Halmund, built in 1998, was on its way from Tarnhavn to Skeldvik when its rudder failed in heavy seas near the Olm lighthouse. Captain Mara Olm told the coast guard that the steering had stopped answering shortly after four in the morning. A tug held the ship against the wind until the tide turned, and divers will look at its hull as soon as the weather lets them.`
	return []news.Article{
		{ID: "nordwire-1", Source: "Nordwire", Headline: "Ferry Halmund runs aground off Tarnhavn with 214 aboard", Published: day(2), Body: first},
		{ID: "gazette-1", Source: "Skeldvik Gazette", Headline: "Ferry aground near Skeldvik, all saved", Published: day(2).Add(3 * time.Hour), Body: "Skeldvik readers will know the ship well.\n\n" + first[:strings.LastIndex(first, " A tug held")]},
		{ID: "dispatch-1", Source: "Tarnhavn Dispatch", Headline: "Rudder of the Halmund had been repaired twice", Published: day(3), Body: `The rudder of the ferry Halmund, which ran aground near the Olm lighthouse on its way from Tarnhavn to Skeldvik on Monday, had been repaired twice since January, documents of the Norrland ship register show. Inspectors noted cracks in the rudder stock in February and let the ship sail on. The owner, Tarnhavn Lines, said that the Halmund was seaworthy when it left the harbour with its 214 passengers.`},
		{ID: "nordwire-2", Source: "Nordwire", Headline: "Ferry Halmund refloated, towed to Skeldvik", Published: day(5), Body: `The ferry Halmund was refloated on Thursday, three days after it ran aground off Tarnhavn, and two tugs towed it to the yard at Skeldvik. Divers of the Norrland coast guard found a tear of four metres in its hull near the rudder. Tarnhavn Lines said that the Halmund would be out of service until May.`},
		{ID: "cheese-1", Source: "Tarnhavn Dispatch", Headline: "Goat cheese of Upper Brenna wins a medal in Lisbon", Published: day(3), Body: `A goat cheese from the dairy of Ilse Brandt in Upper Brenna has won a gold medal at the fair in Lisbon, as the only one from the valley. Brandt makes forty wheels a week with the milk of 90 goats and sells most of them at the market of Brenna on Saturdays.`},
	}
}

func TestStoriesAreTheSameWithTheVectorsThatTheIndexHas(t *testing.T) {
	s := newShelf(t)
	made, given := s.book(), s.book()
	for _, a := range ferry() {
		a.Revision = 1
		s.articles[a.ID] = a
		r, err := s.encoder.Encode(t.Context(), &a)
		if err != nil {
			t.Fatal(err)
		}
		made.Add(&a, r.ArticleEncoding.Signature, news.Vector{})
		given.Add(&a, r.ArticleEncoding.Signature, r.ArticleEncoding.Vector)
	}
	want, got := groupsOf(t, made), groupsOf(t, given)
	if !slices.Equal(got, want) || len(want) != 2 {
		t.Errorf("stories %q; with vectors that are made for them %q", got, want)
	}
}

func groupsOf(t testing.TB, b *stories.Book) []string {
	t.Helper()
	list, err := b.Stories(t.Context(), news.StoryRequest{Page: news.Page{Limit: 100}})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range list.Stories {
		out = append(out, describe(t, b, s.ID))
	}
	slices.Sort(out)
	return out
}

// describe is a story as its texts, those that carry one text in brackets.
func describe(t testing.TB, b *stories.Book, id string) string {
	t.Helper()
	story, err := b.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, text := range story.Texts {
		one := text.Article.ID
		for _, c := range text.Copies {
			one += "=" + c.ID
		}
		texts = append(texts, one)
	}
	return strings.Join(texts, " ")
}

const ferryStory = "nordwire-1=gazette-1 dispatch-1 nordwire-2"

func TestAStoryIsTheSameInWhateverOrderItsArticlesCome(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newShelf(t)
		b := s.book()
		for _, a := range rapid.Permutation(ferry()).Draw(rt, "order") {
			s.put(b, a)
		}
		if got := groupsOf(t, b); !slices.Equal(got, []string{"cheese-1", ferryStory}) {
			rt.Fatalf("stories are %q", got)
		}
	})
}

func TestABookThatReadsAnIndexIsThatWhichWasTold(t *testing.T) {
	s := newShelf(t)
	told := s.book()
	other, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	embedding := stories.New(s, other, embed.Identity{Name: "of another", Dim: 3}, entities.Names{}, nil) // makes its own vectors
	for _, a := range ferry() {
		s.put(told, a)
	}
	for _, b := range []*stories.Book{s.book(), embedding} {
		if got, want := groupsOf(t, b), groupsOf(t, told); !slices.Equal(got, want) {
			t.Errorf("read: %q, told: %q", got, want)
		}
	}
}

// Whatever comes, goes and is written anew, a book is that of what is left.
func TestABookIsThatOfWhatIsLeft(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newShelf(t)
		b := s.book()
		for range rapid.IntRange(1, 15).Draw(rt, "steps") {
			a := rapid.SampledFrom(ferry()).Draw(rt, "article")
			if rapid.Bool().Draw(rt, "goes") {
				s.remove(b, a.ID)
				continue
			}
			a.Body = rapid.SampledFrom(ferry()).Draw(rt, "text").Body
			s.put(b, a)
		}
		if got, want := groupsOf(t, b), groupsOf(t, s.book()); !slices.Equal(got, want) {
			rt.Fatalf("stories are %q, those of what is left %q", got, want)
		}
	})
}

func TestWhatIsDeletedOrWrittenAnewLeavesStoriesRight(t *testing.T) {
	s := newShelf(t)
	b := s.book()
	for _, a := range ferry() {
		s.put(b, a)
	}
	s.remove(b, "nordwire-1")
	if got := groupsOf(t, b); !slices.Equal(got, []string{"cheese-1", "gazette-1 dispatch-1 nordwire-2"}) {
		t.Errorf("without its first article: %q", got)
	}
	gazette := s.articles["gazette-1"]
	gazette.Headline, gazette.Body = ferry()[4].Headline, ferry()[4].Body
	s.put(b, gazette)
	if got := groupsOf(t, b); !slices.Equal(got, []string{"dispatch-1 nordwire-2", "gazette-1=cheese-1"}) {
		t.Errorf("after one is about something else: %q", got)
	}
	s.put(b, ferry()[0])
	s.put(b, ferry()[1])
	if got := groupsOf(t, b); !slices.Equal(got, []string{"cheese-1", ferryStory}) {
		t.Errorf("as before: %q", got)
	}
}

func TestARefreshFindsWhatOthersStoredAndDeleted(t *testing.T) {
	s := newShelf(t)
	b, other := s.book(), s.book()
	s.put(other, ferry()[0])
	s.put(other, ferry()[4])
	if got := groupsOf(t, b); !slices.Equal(got, []string{"cheese-1", "nordwire-1"}) {
		t.Fatalf("stories are %q", got)
	}
	s.remove(other, "cheese-1")
	s.put(other, ferry()[2])
	if err := b.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := groupsOf(t, b); !slices.Equal(got, []string{"nordwire-1 dispatch-1"}) {
		t.Errorf("stories are %q", got)
	}
}

func TestAStoryIsFoundByEachOfItsArticles(t *testing.T) {
	s := newShelf(t)
	b := s.book()
	for _, a := range ferry() {
		s.put(b, a)
	}
	for _, a := range ferry()[:4] {
		if got := describe(t, b, a.ID); got != ferryStory {
			t.Errorf("by %s: %q", a.ID, got)
		}
	}
	story, err := b.Story(t.Context(), "nordwire-2")
	if err != nil {
		t.Fatal(err)
	}
	if story.ID != "nordwire-1" || story.Articles != 4 || story.Voices != 2 || !slices.Equal(story.Outlets, []string{"Nordwire", "Skeldvik Gazette", "Tarnhavn Dispatch"}) {
		t.Errorf("story is %+v", story.Story)
	}
	if !story.First.Equal(day(2)) || !story.Last.Equal(day(5)) {
		t.Errorf("from %v to %v", story.First, story.Last)
	}
	if _, err := b.Story(t.Context(), "nobody"); news.KindOf(err) != news.KindNotFound {
		t.Errorf("an unknown ID: %v", err)
	}
}

func TestStoriesAreListedByWhatIsAskedFor(t *testing.T) {
	s := newShelf(t)
	b := s.book()
	for _, a := range ferry() {
		s.put(b, a)
	}
	cases := []struct {
		name string
		req  news.StoryRequest
		want []string
	}{
		{"all, the largest first", news.StoryRequest{}, []string{"nordwire-1", "cheese-1"}},
		{"the newest first", news.StoryRequest{Order: news.StoriesNewest, Filter: news.Filter{Before: day(4)}}, []string{"nordwire-1", "cheese-1"}},
		{"of an outlet", news.StoryRequest{Filter: news.Filter{Sources: []string{"NORDWIRE"}}}, []string{"nordwire-1"}},
		{"of a time", news.StoryRequest{Filter: news.Filter{After: day(4)}}, []string{"nordwire-1"}},
		{"with all words", news.StoryRequest{Query: "the goats of Brenna"}, []string{"cheese-1"}},
		{"with operators", news.StoryRequest{Query: `rudder OR "gold medal"`}, []string{"nordwire-1", "cheese-1"}},
		{"with what is in none", news.StoryRequest{Query: "goats aground"}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			list, err := b.Stories(t.Context(), c.req)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, story := range list.Stories {
				got = append(got, story.ID)
			}
			if !slices.Equal(got, c.want) || list.Total != len(c.want) {
				t.Errorf("%q of %d, want %q", got, list.Total, c.want)
			}
		})
	}
	if _, err := b.Stories(t.Context(), news.StoryRequest{Query: `"rudder`}); news.KindOf(err) != news.KindInvalid {
		t.Errorf("a query that cannot be read: %v", err)
	}
}

func TestPagesOfStoriesListEachOnce(t *testing.T) {
	s := newShelf(t)
	b := s.book()
	for i, word := range strings.Fields("apples barley copper diamonds eels flax") {
		s.put(b, news.Article{ID: fmt.Sprintf("a%d", i), Source: "Nordwire", Headline: "All about " + word, Published: day(2 + 5*i%25),
			Body: strings.Repeat(word+" ", 40) + "are what this is about."})
	}
	for _, order := range []news.StoryOrder{news.StoriesLargest, news.StoriesNewest} {
		var got []string
		page := news.Page{Limit: 2}
		for {
			list, err := b.Stories(t.Context(), news.StoryRequest{Order: order, Page: page})
			if err != nil {
				t.Fatal(err)
			}
			for _, story := range list.Stories {
				got = append(got, story.ID)
			}
			if page.Cursor = list.Next; list.Next == "" {
				break
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, []string{"a0", "a1", "a2", "a3", "a4", "a5"}) {
			t.Errorf("%s: %q", order, got)
		}
	}
	if _, err := b.Stories(t.Context(), news.StoryRequest{Page: news.Page{Cursor: "nonsense"}}); news.KindOf(err) != news.KindInvalid {
		t.Errorf("a cursor that is none: %v", err)
	}
}

func TestATimelineQuotesWhatWasNew(t *testing.T) {
	s := newShelf(t)
	b := s.book()
	for _, a := range ferry() {
		s.put(b, a)
	}
	timeline, err := b.Timeline(t.Context(), "dispatch-1", 0)
	if err != nil {
		t.Fatal(err)
	}
	var from []string
	for _, d := range timeline.Developments {
		from = append(from, d.Article.ID)
		if body := s.articles[d.Article.ID].Body; body[d.Start:d.End] != d.Quote || d.Quote == "" {
			t.Errorf("%q is not what stands there", d.Quote)
		}
	}
	if !slices.Equal(from, []string{"nordwire-1", "dispatch-1", "nordwire-2"}) {
		t.Errorf("quoted are %q", from)
	}
	if others := timeline.Developments[0].Others; len(others) != 1 || others[0].ID != "gazette-1" || timeline.Developments[0].Voices != 1 {
		t.Errorf("a reprint is no voice more: %+v", timeline.Developments[0])
	}
	short, err := b.Timeline(t.Context(), "dispatch-1", 2)
	if err != nil || len(short.Developments) != 2 || short.Developments[1].Article.ID != "nordwire-2" {
		t.Errorf("in two lines: %+v, %v", short.Developments, err)
	}
}

// A figure that takes the place of another is new however like its sentence is to that with
// the other, and so is a notice on an article; the same figure once more is another voice.
func TestATimelineTellsFiguresThatChangedAndNotices(t *testing.T) {
	s := newShelf(t)
	b := s.book()
	for _, a := range []news.Article{
		{ID: "first", Source: "Nordwire", Headline: "Mumps closes two schools in Brask", Published: day(2), Body: "Two schools in Brask are closed after 26 children fell ill with mumps, the town's doctor, Ulla Berg, said."},
		{ID: "again", Source: "Gazette", Headline: "Mumps closes schools in Brask", Published: day(2).Add(time.Hour), Body: "Two schools are closed in Brask because 26 children fell ill with mumps, said Ulla Berg, the town's doctor."},
		{ID: "more", Source: "Gazette", Headline: "Mumps in Brask: 34 children ill", Published: day(3), Body: "Thirty-four children are ill with mumps in Brask, the town's doctor, Ulla Berg, said. Two schools are closed."},
		{ID: "notice", Source: "Nordwire", Headline: "Retraction: Mumps closes two schools in Brask", Published: day(4), Body: "We retract our article “Mumps closes two schools in Brask”. Children fell ill with mumps in Brask, but no schools are closed, the town's doctor, Ulla Berg, said."},
	} {
		if err := (notices.Stage{Sentences: chunk.Sentences}).Apply(t.Context(), &a); err != nil {
			t.Fatal(err)
		}
		s.put(b, a)
	}
	timeline, err := b.Timeline(t.Context(), "first", 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range timeline.Developments {
		got = append(got, fmt.Sprintf("%s by %d", d.Article.ID, d.Voices))
	}
	if want := []string{"first by 2", "more by 1", "notice by 1"}; !slices.Equal(got, want) {
		t.Errorf("lines are %q, want %q", got, want)
	}
}

// The same sentences with other figures and names are another report.
func TestATemplateIsNoCopy(t *testing.T) {
	report := func(id string, n int, day time.Time, home, away string) news.Article {
		return news.Article{ID: id, Source: "Nordwire", Headline: home + " beats " + away, Published: day, Body: fmt.Sprintf(
			`%[1]s beat %[2]s by %[3]d to %[4]d in the second round of the Norrland cup before %[5]d spectators. The visitors from %[2]s led by %[6]d points at half time, but lost their grip on the match in the third quarter, when the hosts scored %[7]d points in a row without an answer. Coach of %[1]s after the match: we never stopped believing in ourselves, and the crowd carried us through to the end. The next match of the series will be played in a week, and tickets are on sale at the usual places.`,
			home, away, 70+n, 60+n/2, 2000+31*n, 10+n, 13+n)}
	}
	s := newShelf(t)
	b := s.book()
	s.put(b, report("match-1", 3, day(2), "Tarnhavn Bears", "Skeldvik Gulls"))
	s.put(b, report("match-2", 18, day(9), "Olm Rovers", "Brenna Valley"))
	if got := groupsOf(t, b); !slices.Equal(got, []string{"match-1", "match-2"}) {
		t.Errorf("stories are %q", got)
	}
}

func TestFiguresOfAStoryAreQuotedWithThoseWhoGiveThem(t *testing.T) {
	s := newShelf(t)
	b := s.book()
	for _, a := range ferry() {
		a.Language = "en"
		s.put(b, a)
	}
	other := ferry()[1]
	other.ID, other.Source, other.Language, other.Published = "herald-1", "Herald", "en", day(3)
	other.Body = strings.Replace(other.Body, "214 people", "231 people", 1)
	s.put(b, other)
	story, err := b.Figures(t.Context(), "dispatch-1")
	if err != nil {
		t.Fatal(err)
	}
	if len(story.Things) == 0 || story.ID != "nordwire-1" {
		t.Fatalf("story %q with %d things", story.ID, len(story.Things))
	}
	first := story.Things[0]
	var got []string
	for _, v := range first.Values {
		got = append(got, v.Figure+" "+v.Article.ID)
		for _, o := range v.Others {
			got = append(got, "as "+o.ID)
		}
		if body := s.articles[v.Article.ID].Body; body[v.Start:v.End] != v.Quote || !strings.Contains(v.Quote, v.Figure) {
			t.Errorf("%q is not what stands there", v.Quote)
		}
	}
	if want := []string{"231 herald-1", "214 gazette-1", "as nordwire-1"}; !slices.Equal(got, want) || first.Label != "people aboard" {
		t.Errorf("%s: %q, want %q", first.Label, got, want)
	}
	if _, err := b.Figures(t.Context(), "nobody"); news.KindOf(err) != news.KindNotFound {
		t.Errorf("an unknown ID: %v", err)
	}
}
