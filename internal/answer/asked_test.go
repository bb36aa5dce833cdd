package answer_test

import (
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// answerOf answers a question after the messages of a conversation, as of today.
func (d desk) answerOf(question string, messages ...news.Message) news.Answer {
	d.t.Helper()
	got, err := d.Answer(d.t.Context(), news.AnswerRequest{
		Question: question, Messages: messages, Search: news.SearchRequest{AsOf: today},
	}, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	return got
}

func user(text string) news.Message { return news.Message{Role: news.RoleUser, Content: text} }
func assistant(text string) news.Message {
	return news.Message{Role: news.RoleAssistant, Content: text}
}

func TestWhoAsksNothingOfTheNewsGetsAReply(t *testing.T) {
	d := newDesk(t, nil)
	for text, want := range map[string]string{
		"hi": "Hello", "Thanks a lot!": "welcome", "what can you do?": "quotes", "Tell me a joke": "not a question about the news",
	} {
		got := d.answerOf(text)
		if !strings.Contains(got.Text, want) || len(got.Citations) > 0 || len(got.Warnings) > 0 || got.Understood.AsOf.IsZero() {
			t.Errorf("%q: %q, citations %v, warnings %q", text, got.Text, got.Citations, got.Warnings)
		}
	}
}

func TestATimeThatIsWrongDoesNotBarAnAnswer(t *testing.T) {
	d := newDesk(t, nil)
	got := d.answerOf("What was reported in October of the ferry Merle?")
	if got.Status == news.StatusNotFound || !strings.Contains(got.Text, "Merle ran") || len(got.Warnings) == 0 || !strings.Contains(strings.Join(got.Warnings, " "), "“in October”") {
		t.Errorf("%s: %q, warnings %q", got.Status, got.Text, got.Warnings)
	}
}

func TestWhatAnOutletReportedIsQuotedFromIt(t *testing.T) {
	d := newDesk(t, nil)
	for question, want := range map[string]struct{ source, warning string }{
		"What did the Velmoor Herald report about the Merle?":                  {source: "Velmoor Herald"},
		"According to Nordwire, how many people were hurt on the ferry Merle?": {source: "Nordwire"},
		"What did the Velmoor Herald write about the hospital?":                {source: "Velmoor Herald"},
		"What did Coastal Post say about a loaf in Velmoor?":                   {source: "Coastal Post"},
		// An outlet that reported nothing of it is said to have none, and one that is none does not filter.
		"According to Coastal Post, what does the salvage of the Merle cost?": {source: "The <b>Trap</b>", warning: "Coastal Post"},
		"What did Jonas Haverly say about the Merle?":                         {},
	} {
		got := d.answerOf(question)
		if len(got.Citations) == 0 {
			t.Errorf("%q: %s: %q", question, got.Status, got.Text)
			continue
		}
		if want.source != "" && got.Citations[0].Article.Source != want.source {
			t.Errorf("%q is answered from %s: %q", question, got.Citations[0].Article.Source, got.Text)
		}
		if warned := strings.Join(got.Warnings, " "); want.source != "" && strings.Contains(warned, "somebody said") {
			t.Errorf("%q: an outlet speaks in all that it prints: %q", question, warned)
		}
		if warned := strings.Join(got.Warnings, " "); strings.Contains(warned, "other outlets") != (want.warning != "") || !strings.Contains(warned, want.warning) {
			t.Errorf("%q: warnings %q", question, got.Warnings)
		}
		if want.warning != "" && got.Status != news.StatusPartial {
			t.Errorf("%q: %s", question, got.Status)
		}
	}
}

func TestAPartThatNothingSpeaksOfIsNamed(t *testing.T) {
	d := newDesk(t, nil)
	got := d.answerOf("How many people were hurt on the ferry Merle, and which orchestra recorded the symphonies of Brahms?")
	if got.Status != news.StatusPartial || !strings.Contains(strings.Join(got.Warnings, " "), "which orchestra recorded") {
		t.Errorf("%s: %q, warnings %q", got.Status, got.Text, got.Warnings)
	}
}

func TestAFollowUpIsReadByWhatItLeansOn(t *testing.T) {
	merle := []news.Message{
		user("How many people were hurt on the ferry Merle?"),
		assistant("Four of them were hurt. (Nordwire, 2 November 2026) [1]\n\nSix people were hurt, the hospital of Velmoor said. (Velmoor Herald, 4 November 2026) [2]"),
	}
	captain := []news.Message{user("Who is the captain of the Merle?"), assistant("The captain is Jonas Haverly [1].")}
	owner := []news.Message{
		user("Which company bought the shipyard of Hollin?"),
		assistant("Brask Marine – Nordwire, 2 November 2026 [1]\n\nThe creditors of the shipyard of Hollin voted on Monday, behind closed doors and after six hours, to sell it to Brask Marine, as the unions had feared since spring. (Nordwire, 2 November 2026) [1]"),
	}
	elections := []news.Message{user("Who is the mayor of Velmoor?"), assistant("Lena Sarkov – Nordwire, 2 November 2026 [1]\n\nLena Sarkov, the mayor, opened the quay. (Nordwire, 2 November 2026) [1]")}
	d := newDesk(t, nil)
	for _, tt := range []struct {
		before   []news.Message
		question string
		want     string
	}{
		{merle, "What did [2] say?", "Six people were hurt, the hospital of Velmoor said?"},
		{merle, "And what did [1] say exactly?", "Four of them were hurt?"},
		{merle, "And the other one?", "Six people were hurt, the hospital of Velmoor said?"},
		{merle, "No, I meant the other one", "Six people were hurt, the hospital of Velmoor said?"},
		{owner, "What does [1] say?", "The creditors of the shipyard of Hollin voted on Monday, behind closed doors and after six hours, to sell it to Brask Marine, as the unions had feared since spring?"},

		{merle, "and in Velmoor?", "How many people were hurt on the ferry Merle in Velmoor?"},
		{merle, "No, I meant the Siljan", "How many people were hurt on the ferry the Siljan?"},
		{merle, "Thanks! What does a loaf cost in Velmoor?", "What does a loaf cost in Velmoor?"},
		{elections, "and before her?", "Who is the mayor of Velmoor before Lena Sarkov?"},
		{[]news.Message{user("Have the seals come back to the river Elve?"), assistant("They have [1].")}, "and in Ostrand?", "Have the seals come back in Ostrand?"},
		{[]news.Message{user("Who won the final?"), assistant("Nine-year-old Mara Olm won it [1].")}, "and who lost?", "who lost (final)?"},
		{[]news.Message{user("Who won the final?"), assistant("Nine-year-old Mara Olm won it [1].")}, "How old is she?", "How old is Mara Olm?"},
		{[]news.Message{user("What burned?"), assistant("A mill in Ostrand burned down on Friday, police said. (Nordwire, 2 October 2026) [1]")}, "what did [1] say?", "A mill in Ostrand burned down, police said?"},
		{[]news.Message{user("What did the police say last week?"), assistant("Nothing [1].")}, "and this week?", "What did the police say this week?"},
		{elections, "And who is the harbour director?", "who is the harbour director (Velmoor)?"},
		{[]news.Message{user("Who won the final in Ostrand?"), assistant("Mara Olm won it [1].")}, "No, I meant who came third", "who came third (final Ostrand Mara Olm)?"},
		{[]news.Message{user("Why are the nurses on strike?"), assistant("They want more, the union said. (Nordwire, 2 October 2026) [1]")}, "what does the hospital say?", "what does the hospital say (nurses strike)?"},
		{[]news.Message{user("Timeline of the fire"), assistant("2 October 2026: A mill burned down. (Nordwire) [1]\n\n4 October 2026: Its owner was charged. (Nordwire) [2]")}, "explain [2]", "Its owner was charged?"},
		{merle, "When was that?", "When was people hurt ferry Merle?"},
		{captain, "Where does he live?", "Where does Jonas Haverly live?"},
		{captain, "Are you sure?", "Who is the captain of the Merle?"},
		{captain, "Tell me more about that", "Who is the captain of the Merle?"},
		{captain, "And what did the bakers of Velmoor ask for in October?", "what did the bakers of Velmoor ask for in October?"},
		{merle, "And how many loaves are there in Velmoor?", "how many loaves are there in Velmoor?"},
		{merle, "What about the woman who was saved?", "the woman who was saved (people ferry Merle)?"},
		{merle, "Let's talk about something else: what does a loaf cost in Velmoor?", "what does a loaf cost in Velmoor?"},
		{owner, "How much did they pay?", "How much did Brask Marine pay (shipyard Hollin)?"},
		{append(captain, user("Thanks"), assistant("You are welcome.")), "How old is he?", "How old is Jonas Haverly?"},
		{[]news.Message{user("hello"), assistant("Hello.")}, "Where did she sink?", "Where did she sink?"},
	} {
		if got := d.answerOf(tt.question, tt.before...).Understood.Query; got != tt.want {
			t.Errorf("%q was read as %q, want %q", tt.question, got, tt.want)
		}
	}
}

func TestAWordOfAnotherDegreeOrInACompoundIsTheWordThatIsAsked(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, append(articles(),
		news.Article{ID: "cold", Source: "Nordwire", Headline: "Coldest night in Velmoor", Body: "It was -18 °C in Velmoor on Wednesday night, the coldest night since 1893.", Published: today.AddDate(0, 0, -2)},
		news.Article{ID: "dam", Source: "Velmoorer Bote", Language: "de", Headline: "Der Hochwasserdamm wird erhöht", Body: "Der Hochwasserdamm wird um einen Meter erhöht, teilte das Amt mit. Die Arbeiten dauern bis Herbst 2027.", Published: today.AddDate(0, 0, -2)},
	))
	for question, want := range map[string]string{"How cold was it in Velmoor?": "-18 °C", "Bis wann dauern die Arbeiten am Damm?": "2027"} {
		if got := d.answerOf(question); !strings.Contains(got.Text, want) {
			t.Errorf("%s: %q", question, got.Text)
		}
	}
}

func TestAThereThatMeansNothingLeansOnNothing(t *testing.T) {
	d := newDesk(t, nil)
	for question, refused := range map[string]bool{"Was there a strike?": true, "Is there a ferry?": false, "Was the ferry there?": true} {
		if got := d.answerOf(question); (got.Status == news.StatusNotFound) != refused {
			t.Errorf("%s: %s, %q", question, got.Status, got.Text)
		}
	}
}
