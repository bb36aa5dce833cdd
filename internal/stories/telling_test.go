package stories_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"byline/internal/news"
)

// valley is one story that changes its matter from day to day: a leak, people who
// leave, a toll, a letter, an inquiry. What its articles share is names. Another dam
// and another matter of the governor are no part of it.
func valley() []news.Article {
	article := func(id, source string, at time.Time, headline, body string) news.Article {
		return news.Article{ID: id, Source: source, Language: "en", Published: at, Headline: headline, Body: body}
	}
	return []news.Article{
		article("1", "Orvik Courier", day(2), "Crack found in wall of Kestel dam", `Engineers found a crack nine metres long in the wall of the Kestel dam above Orvik on Thursday night, and the police asked people in the valley to be ready to leave. Water was seeping through it, the operator Norda Power said. “We do not know how deep it goes,” said Henrik Vale, its head of safety.`),
		article("2", "Nordwire", day(3), "2,400 told to leave homes", `Some 2,400 people were told to leave their homes in Orvik and Farrow after a crack in the wall above them widened, governor Lise Aune said. Norda Power has been lowering the reservoir of the Kestel dam since the morning.`),
		article("3", "Orvik Courier", day(4), "Night in the sports hall", `Ingrid Solem, 81, slept on a gym mat beside 300 neighbours from Orvik and Farrow. “I left with the cat and my pills,” she says. Most hope to be home by Easter. Lise Aune will not say when that is.`),
		article("4", "Nordwire", day(5), "Two bodies found after wave", `Rescuers found the bodies of two brothers near Farrow, where the wave from the Kestel dam hit a farm the night before. Bridges are gone and 60 houses stand under water, governor Lise Aune said.`),
		article("5", "Velm Gazette", day(7), "Owner was warned two years ago", `A consultant warned Norda Power two years ago that the eastern wall at Kestel moved more than it should, according to a letter that the Velm Gazette has seen. It asked for new drains. Henrik Vale declined to comment.`),
		article("6", "Nordwire", day(10), "Government orders inquiry", `A commission led by a former judge will look into why the Kestel dam failed and whether Norda Power hid what it knew, the energy ministry said. It reports in October.`),
		article("other-dam", "Velm Gazette", day(6), "Repairs to Sarn dam to cost 14 million", `The council of Sarn approved 14 million crowns for the repair of its old dam, which supplies the town with drinking water. Paula Quist, an engineer, told councillors that it had leaked for years and was no danger.`),
		article("other-matter", "Velm Gazette", day(7), "School to be named after poet", `The new school of Brask is to bear the name of the poet Mikkel Torv, the county council decided. Pupils had wanted a footballer. It opens in autumn with room for 400 children.`),
	}
}

var valleyStories = []string{"1 2 3 4 5 6", "other-dam", "other-matter"}

func TestAStoryHoldsTogetherByItsNamesAsItsMatterChanges(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newShelf(t)
		b := s.book()
		for _, a := range rapid.Permutation(valley()).Draw(rt, "order") {
			s.put(b, a)
			if rapid.IntRange(0, 3).Draw(rt, "looked at") == 0 {
				groupsOf(t, b)
			}
		}
		if got := groupsOf(t, b); !slices.Equal(got, valleyStories) {
			rt.Fatalf("stories are %q", got)
		}
	})
}

func TestNamesLinkWhatIsLeft(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newShelf(t)
		b := s.book()
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			a := rapid.SampledFrom(valley()).Draw(rt, "article")
			if rapid.IntRange(0, 2).Draw(rt, "goes") == 0 {
				s.remove(b, a.ID)
			} else {
				a.Body = rapid.SampledFrom(valley()).Draw(rt, "text").Body
				s.put(b, a)
			}
			if rapid.Bool().Draw(rt, "looked at") {
				groupsOf(t, b)
			}
		}
		if got, want := groupsOf(t, b), groupsOf(t, s.book()); !slices.Equal(got, want) {
			rt.Fatalf("stories are %q, those of what is left %q", got, want)
		}
	})
}

// A name that is in the news all year tells of no event, however many it is in today.
func TestNamesThatAreAlwaysInTheNewsLinkNothing(t *testing.T) {
	s := newShelf(t)
	b := s.book()
	for _, a := range valley() {
		s.put(b, a)
	}
	for i := range 6 {
		s.put(b, news.Article{
			ID: fmt.Sprint("later-", i), Source: "Nordwire", Language: "en", Published: day(60 + 20*i), Headline: "Concert in the park",
			Body: "Singers from Kestel, Farrow and Orvik gave a concert for Lise Aune of Norda Power and Henrik Vale. " + fmt.Sprint("Evening ", i),
		})
	}
	got := groupsOf(t, b)
	if slices.Contains(got, valleyStories[0]) {
		t.Errorf("stories are %q", got)
	}
}
