package question_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/dates"
	"byline/internal/lang"
	"byline/internal/news"
	"byline/internal/question"
)

// asked has questions by what they ask for.
var asked = map[question.Kind][]string{
	question.Person: {
		"Who owns the yard?", "Who's the mayor of Hollin?", "WHO OWNS THE YARD?", "who resigned as harbour master",
		"By whom was the ferry steered?", "Whose boat sank off Skerry?", "Which actor played the keeper?", "What is the name of the singer who fell?",
		"Name the minister who stepped down", "I'd like to know who paid for the bridge", "This footballer left Hollin for Brask.",
		"mayor of Hollin", "The trial was opened by which judge?", "Can you tell me who won the race?", "And the number of those hurt, who knows?",
		"Which former prime minister was buried on Monday?", "What player scored twice?", "What is the president's name?", "Which women's champion came back?", "Which singer's house burned down?",
	},
	question.Country: {
		"Which country banned the nets?", "In what country was the ferry built?", "This country has left the pact.", "The pact was signed by which European country?",
		"Name the country that closed its border", "what nation hosts the games", "which nation won", "Can you tell me which country bought the yard?",
		"Which of these countries joined first?", "Which country declared a state of emergency?", "Which country’s prime minister was shot?", "The money of which country's bank is missing?", "What was the first country to ban plastic?", "What is the name of the country that left?",
	},
	question.State: {
		"Which state was hit by the storm?", "In which US state was he held?", "This state made the otter its animal.", "what state banned the books",
		"Which US state's governor resigned?", "Name the state where the fire began", "The governor of which state resigned?", "A judge in what state blocked the law?", "do you know which state voted no",
	},
	question.City: {
		"Which city hosts the games?", "What is the capital of Halvia?", "In what coastal city was it found?", "This city will ban cars.",
		"in which town did the bridge fall", "Name the village that was flooded", "The mayor of which city resigned?", "what city has the longest tram",
	},
	question.Place: {
		"Where was the painting found?", "Which part of the country had the heaviest rain?", "where did the ferry sink", "Where is the trial?", "On which island did they land?", "From where did the ship sail?",
		"Can you tell me where the fire began?", "What river burst its banks?", "At what airport did the plane land?", "Name the bridge that fell", "I wonder where he lives",
	},
	question.Organisation: {
		"Which company bought the yard?", "Which of these companies received funding for the tunnel?", "Among the banks that left Hollin, which one cost it most?", "What airline cancelled the flights?", "Name the club that was relegated", "Which of the two parties won?",
		"which bank failed", "Which company's satellites saw it?", "On which club's ground was it played?", "The strike was called by which union?", "This company fired its chief.", "What is the country's biggest airline?",
		"Do you know what agency issued the warning?",
	},
	question.Work: {
		"Which film won the prize?", "What book was banned?", "Name the song that topped the charts", "This novel sold a million copies.",
		"which album came out", "What is the title of the film about the ferry?", "The prize went to which play?", "Do you know what series was cancelled?", "what was the name of the movie",
	},
	question.Product: {
		"Which drug was recalled?", "What car is no longer built?", "Name the vaccine that was approved", "This phone catches fire.",
		"what animal escaped", "which ship ran aground", "What is the name of the ship?", "The recall is of which food?",
	},
	question.Number: {
		"How many people were hurt?", "How few sailed?", "How tall is the tower?", "How much snow fell?", "how many flights were cancelled in november",
		"Can you tell me how many homes burned?", "number of dead in Brask", "What is the population of Hollin?", "What was the death toll?",
		"I'd like to know how many seats they won", "ferry sinking death toll", "How long is the tunnel?", "By how many votes did she win?",
	},
	question.Amount: {
		"How much did the card sell for?", "How much will the tunnel cost?", "What is the price of a loaf?", "What was the cost of the repairs?",
		"how much money was stolen", "How high are bread prices in Hollin expected to climb?", "For how much was the house sold?", "price of bread in Hollin", "What fine did the company pay?", "Could you tell me how much they paid?", "how many dollars did he owe",
	},
	question.Percentage: {
		"What percentage of voters said yes?", "What share of homes is heated with gas?", "By what percentage did prices rise?", "which proportion of pupils passed",
		"What is the unemployment rate?", "How many percent did she win?", "percentage of women in the council", "Can you tell me what percentage was lost?", "In what fraction of cases?",
	},
	question.Date: {
		"When does the trial open?", "when was the bridge opened", "On what day did she resign?", "What date was set for the vote?", "Since when has the road been closed?",
		"In which month does the season begin?", "Do you know when the strike ends?", "How soon will it open?", "date of the trial", "When?",
	},
	question.Year: {
		"In which year was the bridge built?", "Brask beat Hollin for the first time since:", "what year did he die", "Which year was the wettest?", "Since what year has she been mayor?",
		"Do you know in what year the war ended?", "In what decade was it founded?", "The treaty is of which year?", "From which century is the coin?",
	},
	question.Duration: {
		"How long will the strike last?", "for how long was he held", "How many years was she jailed?", "For how many days did it rain?", "What prison sentence did he get?",
		"Can you tell me how long the trial took?", "how many months will repairs take", "After how many hours were they found?", "How much longer will it take?",
	},
	question.Age: {
		"How old is the mayor?", "how old was the victim", "At what age did she die?", "Can you tell me how old the bridge is?",
		"What age was the captain?", "I'd like to know how old he was", "age of the captain", "Do you know how old the tree was?",
	},
	question.Reason: {
		"Why did the mayor resign?", "why is the bridge closed", "What caused the fire?", "What was the reason for the delay?", "For what reason was he fired?",
		"How come the ferry sailed?", "cause of the fire", "Can you tell me why they left?", "What led to the strike?", "What is the motive?",
	},
	question.Quotation: {
		"What did the mayor say about the ferry?", "What has Lindqvist said?", "what did he tell the court", "How did the captain respond?", "What was the minister's reaction?",
		"What did the union warn of?", "How did she describe the fire?", "quotes from the mayor", "What were his exact words?", "What does the bank think?",
	},
	question.Thing: {
		"What new term describes days off at home?", "Which holiday fell on the day of the vote?",
		"What did the council decide?", "How did the ferry sink?", "The mayor and the WHO agree", "What was the man charged with?", "What are Ostrava and Lunn talking about?",
		"What was the mayor doing?", "ferry fire Skerry", "", "Did the man who fell survive?", "What is the actor known for?", "What was the minister accused of?",
	},
}

func TestWhatAQuestionAsksFor(t *testing.T) {
	for want, texts := range asked {
		for _, text := range texts {
			if got := question.Read(text).Kind; got != want {
				t.Errorf("%q asks for %s, want %s", text, got, want)
			}
		}
	}
}

// formed has questions by what their answers are like.
var formed = map[question.Form][]string{
	question.YesNo: {
		"Did the ferry sail on Monday?", "was anyone hurt", "Has the mayor resigned?", "Is the bridge open?", "Can you tell me whether the strike is over?",
		"Will there be a trial?", "Do you know if the road is closed?", "Were any schools closed?", "Didn't he resign?", "Do you have to be eighteen to vote?",
	},
	question.Timeline: {
		"Give me a timeline of the strike", "timeline of the ferry accident", "How did the dispute unfold?", "What is the sequence of events of the fire?",
		"Please write a short chronology of the trial", "chronology of the flood", "In what order did the events unfold?", "What was the timeline of the rescue?", "trace the history of the yard",
	},
	question.Comparison: {
		"Compare the budgets of Hollin and Brask", "What is the difference between the two plans?", "Did Hollin or Brask spend more?", "How does the plan differ from the old one?",
		"Hollin versus Brask", "Which is bigger, Hollin or Brask?", "comparison of the two plans", "Can you compare the old ferry with the new one?", "What's the difference between the plans?",
	},
	question.List: {
		"List all articles about Brask", "Which countries joined the pact?", "Name three towns that were flooded", "list the towns hit by the storm", "Give me all stories on the strike",
		"What companies bid for the yard?", "Name all members of the council", "Tell me all the towns that were hit", "a list of closed schools",
		"show articles on the strike", "Find me stories on the yard", "Search for news about the ferry", "Do you have anything about the choir?", "coverage of the trial", "articles about Hollin",
		"Are there any reports on the fire?", "List three facts about the library",
	},
	question.Reporters: {
		"Which newspapers wrote about the wolf?", "what outlets have covered the trial", "Which outlets reported the fire?", "Which papers have reported that the yard will close?", "Who else covered the strike?",
	},
	question.FirstReport: {"Who first reported the fire?", "When was the merger first reported?"},
	question.Latest: {
		"What is the latest on the strike?", "latest news", "Summarise the latest news", "What's new?", "Any news about the ferry?", "newest developments in the trial",
		"What's the latest?", "Is there anything new on the bridge?", "Update me on the trial", "where do things stand with the talks", "breaking news from Hollin", "What is the newest article?",
	},
	question.Happened: {
		"What happened yesterday?", "What happened in Q3 2026?", "Top headlines today", "today's news", "What's happening in Hollin?", "top stories today", "What was reported last week?",
		"Give me a summary of what happened this week in Velmark", "the news of 10 July", "What are the main stories of this week?", "what went on over the weekend", "news from Hollin", "What did I miss?",
		"Wichtigste Nachrichten von gestern", "Quels sont les principaux titres du jour ?", "本周要闻", "今日の主なニュース", "이번 주 주요 뉴스는?", "Co się wczoraj wydarzyło?", "أهم أخبار الأسبوع",
		"yesterday", "the day before yesterday", "What’s the news from Thursday?", "Give me today's briefing", "Which stories broke on 3 May?", "anything from this morning?",
		"What happened?", "headlines", "What did I miss while I was on holiday?",
	},
	question.Summary: {
		"Summarise the strike", "Give me a summary of the trial", "What do we know about the fire?", "Tell me about the ferry", "recap of the strike",
		"Could you give me a short overview of the flood?", "Explain the dispute over the theatre", "what is known about the captain", "tell me more about Lindqvist", "What is the dispute about?",
		"Help me understand the dispute", "walk me through the trial", "What's the story with the elephant?", "What is the deal with the lighthouse?",
	},
	question.Definition: {
		"What is OPEC?", "What is a wind farm?", "What does SCOTUS stand for?", "Define inflation", "what does quiet quitting mean", "What is meant by shrinkflation?",
		"What's a heat dome?", "Who or what is Lodestar?", "definition of a recession",
	},
	question.Assistant: {
		"help", "what can you do?", "Who are you?", "who are u", "How do you work?", "Are you a bot?", "What is this?", "which newspapers do you have", "What can I ask?", "hello, what can you do?", "what are your sources", "Can you help me?", "How many articles do you have?", "Can you help me with something?",
	},
	question.OffTopic: {
		"Tell me a joke", "What is 2+2?", "Write me a poem about spring", "how are you", "How do I boil an egg?", "what time is it?", "Do you love me?", "play some music", "test",
		"tell me a joke about cats", "How many hours are in a day?", "How many grams in a pound", "be quiet", "What did I say to her?", "Describe the film I was watching", "I don’t understand", "that’s wrong", "sorry", "wrong answer", "Nice to meet you", "select name from users where id = 3",
	},
	question.Language: {"In French?", "and in German?", "Can you say that in Spanish?", "translate this into Polish", "Please answer in Italian."},
	question.Greeting: {"hi", "Hello!", "hey there", "Good morning", "hello byline", "Hi, hello.", "good evening!", "hiya", "I have a question", "👍", "?!", "wie geht’s?", "как дела?"},
	question.Thanks: {
		"thanks", "Thanks a lot, that was helpful!", "thank you", "ok", "Great, thanks!", "bye", "I see", "Perfect. Thank you very much.", "got it", "hi, thanks", "okay bye", "Thanks, that answers it", "haha", "thank you, that's great",
	},
	question.Fact: {
		"What happened to the ferry?", "Who owns the yard?", "No more strikes in Hollin", "What happened when the ferry sank?", "What is the price of bread?", "how many died",
		"Great fire of Hollin", "What was the mayor given?", "ok corral shooting victims", "Help for flood victims in Hollin", "What news agency broke the story?", "Why did Hollin or Brask close?",
		"How many days are in the new school year of Hollin?", "What is the story of the film?", "Which joke about cats ended the show?",
	},
}

func TestWhatAnAnswerIsLike(t *testing.T) {
	for want, texts := range formed {
		for _, text := range texts {
			got := question.Read(text).Form
			if got != want {
				t.Errorf("%q wants %s, not %s", text, got, want)
			}
		}
	}
}

// checkSpans checks which words of texts are some part of the question.
func checkSpans(t *testing.T, of func(question.Question) news.Span, wanted map[string]string) {
	t.Helper()
	for text, want := range wanted {
		s := of(question.Read(text))
		if got := text[s.Start:s.End]; got != want {
			t.Errorf("of %q it is %q, want %q", text, got, want)
		}
	}
}

func TestWhatOfATextIsTheQuestion(t *testing.T) {
	checkSpans(t, func(q question.Question) news.Span { return q.Span }, map[string]string{
		"Hello! Can you tell me who won?":                     "who won",
		"Thanks a lot. And who lost?":                         "And who lost",
		"Who won the race? Thanks!":                           "Who won the race",
		"Please, could you tell me how many were hurt please": "how many were hurt",
		"I’d like to know  when it opens.":                    "when it opens",
		"No more strikes?":                                    "No more strikes",
		"Good morning":                                        "",
		"“Who won?”":                                          "Who won",
		"Ok, so, who won":                                     "who won",
		"ok thanks bye":                                       "",
		"hi good morning, who won":                            "who won",
		// What says how to answer, before the word that asks and behind it.
		"Tell me in one sentence why she left":     "why she left",
		"Shorter please: what's the state of it":   "what's the state of it",
		"Explain briefly what happened to the Ilm": "what happened to the Ilm",
		"In three sentences, what did he say?":     "what did he say",
		"Why did she leave, in a few words?":       "Why did she leave",
		"In what year did it open?":                "In what year did it open",
		"With whom did she sail?":                  "With whom did she sail",
	})
}

func TestWhatADigestIsOf(t *testing.T) {
	checkSpans(t, func(q question.Question) news.Span { return q.Topic }, map[string]string{
		"What is the latest on the strike?":               "the strike",
		"What happened in Hollin last week?":              "in Hollin last week",
		"What happened yesterday?":                        "yesterday",
		"Summarise the latest news about the trial":       "the trial",
		"Summarise the latest news":                       "",
		"What's new?":                                     "",
		"whats new in Hollin":                             "Hollin",
		"what hapened yesterday":                          "yesterday",
		"whats happened since Monday":                     "since Monday",
		"anything interesting yesterday?":                 "yesterday",
		"i was away monday to wednesday, what did i miss": "monday to wednesday",
		"headlines for 26 november":                       "for 26 november",
		"Top 3 stories today":                             "today",
		"events of 26 November 2026":                      "of 26 November 2026",
		"news 24.11.2026":                                 "24.11.2026",
		"end of november news":                            "of november",
		"what happened after 25 november":                 "after 25 november",
		"what happened after the vote":                    "what happened after the vote", // of the vote, not of a time
		"morning briefing please":                         "",
		"wasn't there something about bees?":              "bees",
		"Hi! Give me a timeline of the strike, please":    "the strike",
		"List all articles about Brask":                   "Brask",
		"What do we know about the fire":                  "the fire",
		"Top headlines today":                             "today",
		"Compare the old ferry with the new one":          "the old ferry with the new one",
		"In May 2026, what happened in Hollin?":           "in Hollin",
		"Since April, what's new in Hollin?":              "Hollin",
		"In Hollin, what happened last week?":             "In Hollin",
		"At the yard, who was hurt?":                      "At the yard, who was hurt",
		"Who won?":                                        "Who won",
		"Hollin versus Brask":                             "Hollin versus Brask",
	})
}

func TestTheNounThatIsAskedFor(t *testing.T) {
	checkSpans(t, func(q question.Question) news.Span { return q.Focus }, map[string]string{
		"In which US state was he held?":           "US state",
		"Which yard owned by Olm was searched?":    "yard",
		"Which influential twins shared photos?":   "influential twins",
		"Which Russian occupied city was shelled?": "Russian occupied city",
		"How many flights were cancelled?":         "flights",
		"how many injured people were found":       "injured people",
		"What is the name of the old ship?":        "old ship",
		"Which football club's manager left?":      "football club",
		"Why did he leave?":                        "",
		"Name the country that closed its border.": "country",
	})
}

func TestWhichOutletIsAsked(t *testing.T) {
	for text, want := range map[string]string{
		"What did Nordwire say about the ferry?":                  "Nordwire",
		"What did Oster Tribune report about the wolf?":           "Oster Tribune",
		"According to The Coast Lantern, who steered?":            "The Coast Lantern",
		"Who won, according to Nordwire and the Hollin Post?":     "Nordwire and the Hollin Post, Nordwire, the Hollin Post",
		"What is Nordwire’s coverage of the strike?":              "Nordwire",
		"Articles from the Hollin Post on the strike":             "the Hollin Post",
		"What's new in the Hollin Post?":                          "the Hollin Post",
		"Summarise Nordwire's coverage":                           "Summarise Nordwire, Nordwire",
		"What did the mayor say about the ferry?":                 "",
		"Who is, according to The Coast Lantern's report, guilty": "The Coast Lantern",
	} {
		q := question.Read(text)
		var names []string
		for _, s := range q.Outlets {
			names = append(names, text[s.Start:s.End])
		}
		if got := strings.Join(names, ", "); got != want {
			t.Errorf("%q asks for reports of %q, want %q", text, got, want)
		}
	}
	text := "According to the Coast Lantern, who steered?"
	q := question.Read(text)
	if among := q.OutletsAmong(text, []string{"Nordwire", "Coast Lantern | Sea and Harbour"}); len(among) != 1 || text[among[0].Start:among[0].End] != "the Coast Lantern" {
		t.Errorf("%q names, as its articles do, %v", text, among)
	}
	if among := q.OutletsAmong(text, []string{"www.coastlantern.co.uk", "thecoast.com"}); len(among) != 1 || text[among[0].Start:among[0].End] != "the Coast Lantern" {
		t.Errorf("of hosts: %v", among)
	}
	if among := q.OutletsAmong(text, []string{"Hollin Coast Lantern"}); len(among) != 1 {
		t.Errorf("by the end of its name: %v", among)
	}
	if among := q.OutletsAmong(text, []string{"Coast", ""}); among != nil {
		t.Errorf("%q names %v", text, among)
	}
}

// Who speaks of reports names their outlets anywhere, with a capital.
func TestOutletsThatAQuestionOfReportsNames(t *testing.T) {
	for text, want := range map[string]string{
		"Does the 'Oster Age' article agree with The Coast Lantern's coverage?": "Coast Lantern, Oster Age, The Coast Lantern",
		"Does the article say whether the nordwire snapped?":                    "",
		"Which yard, covered by both Nordwire and Oster Age, was sold?":         "Nordwire, Oster Age",
		"At what age did the Nordwire founder leave?":                           "",
	} {
		q := question.Read(text)
		var names []string
		for _, s := range q.OutletsNamed(text, []string{"nordwire", "oster age", "the coast lantern"}) {
			names = append(names, text[s.Start:s.End])
		}
		slices.Sort(names)
		if got := strings.Join(slices.Compact(names), ", "); got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}

func TestWordsThatOnlyColour(t *testing.T) {
	for text, want := range map[string]string{
		"Which astonishing record did the notorious captain break?": "astonishing, notorious",
		"According to recent reports, who won?":                     "According to recent reports",
		"Does the Nordwire article suggest that the mayor lied?":    "suggest",
		"Did the doctor suggest that the mayor lied?":               "",
		"What share of the vote did he get?":                        "What share of",
		"Which type of boat sank?":                                  "type",
		"Who won?":                                                  "",
	} {
		var got []string
		for _, s := range question.Read(text).Colour {
			got = append(got, text[s.Start:s.End])
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q is coloured by %q, want %q", text, got, want)
		}
	}
}

func TestWhatIsAskedForAsItIsNow(t *testing.T) {
	for text, want := range map[string]bool{
		"Who is the mayor of Hollin?":          true,
		"who's the prime minister":             true,
		"What is the current price of bread?":  true,
		"Who leads the council?":               true,
		"How many are still missing today?":    true,
		"What is the death toll?":              true,
		"Who was the mayor of Hollin?":         false,
		"Who won the race?":                    false,
		"Who is the man that shot the mayor?":  false,
		"What was the price of bread in 1990?": false,
	} {
		if got := question.Read(text).Newest; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestWhatIsAskedForAsItBegan(t *testing.T) {
	for text, want := range map[string]bool{
		"Who first reported that the tunnel would cost more?": true,
		"When was the wolf first seen in Hollin?":             true,
		"What did the ferry originally cost?":                 true,
		"Who is the first mayor of Hollin?":                   false,
		"Who won the first race?":                             false,
	} {
		if got := question.Read(text).Earliest; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestWhetherAQueryAsksForOneThing(t *testing.T) {
	for query, want := range map[string]bool{
		"who owns the yard":                  true,
		"ferry accident, when?":              true,
		"which ferry sank":                   true,
		"what happened and where":            true,
		"how many ferries sank":              true,
		"how few ferries sailed":             true, // for the answer and for the search alike
		"what year was the bridge built":     false,
		"why the mayor resigned":             false,
		"how the ferry sank":                 false,
		"WHO warning on measles":             false,
		"wildfires":                          false,
		"climate talks in Velmoor last week": false,
	} {
		if got := question.AsksForOne(lang.Of("en"), query); got != want {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

func TestWhetherATimeIsThatOfTheReports(t *testing.T) {
	for query, want := range map[string]bool{
		"What happened last week?":                   true,
		"What was reported last week?":               true,
		"news of 10 July":                            true,
		"today's news":                               true,
		"What is the latest from yesterday?":         true,
		"Articles on the strike from March":          true,
		"climate talks in Velmoor last week":         true,
		"yesterday":                                  true,
		"Who left the council last year?":            false,
		"How many flights were there in November?":   false,
		"What is the word for today's teens?":        false,
		"Did the ferry sail on Monday?":              false,
		"Compare the budgets of 2023 and 2024":       false,
		"Which state voted this week?":               false,
		"Summarise the strike of last year":          false,
		"What happened to the ferry last week?":      false,
		"Give me a timeline of the flood of 3 March": false,
		"May 2025":                      true,
		"2025-02-10":                    true,
		"harbour strike 3 May 2025":     true,
		"May the ferry sail on Monday?": false,
		"Who may sail in May 2025?":     false,
	} {
		times, _ := dates.Find(query, time.Date(2026, time.March, 11, 9, 0, 0, 0, time.UTC))
		if got := question.AsksWhatWasReported(query, times); got != want {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

func TestAQueryInALanguageWithoutAPackAsksForNothingInParticular(t *testing.T) {
	if question.AsksForOne(lang.Of("xx"), "Who owns the yard?") {
		t.Error("it asks for one thing")
	}
}

// The news of a time are asked for in any order of words, in words of which nobody has
// all. Whoever asks for something of that time is answered that.
func TestTheNewsOfATimeAreAskedForInAnyOrder(t *testing.T) {
	for _, text := range []string{
		"Was waren gestern die wichtigsten Ereignisse?", "Heute was Neues?", "Hier, que s'est-il passé ?", "Résumé de la journée",
		"¿Hoy qué pasó?", "lo más destacado de esta semana", "Che novità ci sono oggi?", "Resumo das notícias de ontem", "Is er nog nieuws vandaag?",
		"Igår, vad hände?", "Skjedde det noe nytt i dag?", "Eilisen uutiset", "Ma mi történt?", "Ieri ce s-a întâmplat?", "Podsumuj dzisiejsze wiadomości",
		"Co je dnes nového?", "Что сегодня произошло?", "Вчора що сталося?", "Τα σημαντικότερα νέα της εβδομάδας", "Geçen haftanın önemli haberleri",
		"أمس ماذا حدث؟", "خلاصه اخبار امروز", "אתמול מה קרה?", "आज की ताज़ा खबर", "สรุปข่าววันนี้", "Hôm nay có tin gì?", "Ada berita apa hari ini?",
		"上周发生了哪些大事？", "今週のニュースまとめ", "오늘 뉴스 요약",
	} {
		if q := question.Read(text); q.Form != question.Happened || q.Topic.End > q.Topic.Start {
			t.Errorf("%q asks for %v on %q", text, q.Form, text[q.Topic.Start:q.Topic.End])
		}
	}
	for _, text := range []string{
		"Wann ist das gestern passiert?", "Wer starb gestern in Brask?", "Was kostet die neue Schule heute?", "Qui est mort hier ?", "¿Dónde pasó ayer?", "¿Qué dijo ayer la alcaldesa?",
		"Что сказал вчера мэр?", "昨天谁赢了比赛？", "昨天为什么停电？", "Vad skrev Dagens Nyheter om Brask?", "Wat zei de minister gisteren?", "Dün kim öldü?", "ใครตายเมื่อวาน", "어제 누가 이겼나요?",
	} {
		if q := question.Read(text); q.Form != question.Fact {
			t.Errorf("%q asks for %v", text, q.Form)
		}
	}
}

// Words by which people ask for help stand in questions for news, too.
func TestQuestionsThatBeginLikeTalkAreNone(t *testing.T) {
	for _, text := range []string{
		"Кто выиграл выборы в Браске?", "Hilfe für die Opfer von Brask?", "Pomoc dla powodzian z Braska?", "Come funziona la nuova chiusa di Brask?",
		"Ayuda para los vecinos de Brask, ¿cuánta?", "Hur fungerar det nya fängelset?", "帮助灾民的是谁？",
		"Schreib mir eine Zusammenfassung über Brask", "Что написал мэр?", "Qui a écrit la lettre au maire ?", "Wer hat das Gedicht geschrieben?", "谁写了这首诗？",
		"Kto napisał list do burmistrza?", "Wie alt ist der Bürgermeister?", "Combien font les ventes de Brask ?",
	} {
		if q := question.Read(text); q.Form.IsTalk() {
			t.Errorf("%q is taken for %v", text, q.Form)
		}
	}
	for text, want := range map[string]question.Form{
		"Erzähl mir bitte einen Witz": question.OffTopic, "Écris-moi un poème sur la mer": question.OffTopic, "¿Cuánto es 17 por 23?": question.OffTopic,
		"bir fıkra anlat": question.OffTopic, "帮我写一首诗": question.OffTopic, "俳句を書いて": question.OffTopic, "Расскажи анекдот": question.OffTopic,
		"auf Englisch bitte": question.Language, "en français s’il te plaît": question.Language, "merci beaucoup !": question.Thanks, "помощь": question.Assistant,
	} {
		q := question.Read(text)
		if q.Form != want || q.Language == "en" {
			t.Errorf("%q is taken for %v in %s", text, q.Form, q.Language)
		}
	}
}

// A kind that the code does not know would be anything.
func TestPacksNameKinds(t *testing.T) {
	q := lang.Of("en").Questions
	for word := range q.Words {
		if question.Read(word).Kind == question.Thing {
			t.Errorf("%q asks for no kind", word)
		}
	}
	for noun := range q.Nouns {
		if question.Read("which "+noun).Kind == question.Thing {
			t.Errorf("%q asks for no kind", noun)
		}
	}
}

func TestWhatMustBeShown(t *testing.T) {
	for text, want := range map[string]string{
		"Who won the race, and where was it held?":                     "Who won the race | and where was it held",
		"Who owns the yard?":                                           "Who owns the yard",
		"Who won and when?":                                            "Who won and when",
		"How many died? What was the cause?":                           "How many died | What was the cause",
		"Hello. Which ferry sank and how many people were hurt on it?": "Which ferry sank | and how many people were hurt on it",
		"Who is the man that sold the yard, is said by Nordwire to be ill, and was charged in May?": "Who is the man that sold the yard | is said by Nordwire to be ill | and was charged in May",
		"Between March and May, what did Nordwire report?":                                          "Between March and May, what did Nordwire report",
		"Which towns, islands and ports were hit?":                                                  "Which towns, islands and ports were hit",
		"": "",
	} {
		var parts []string
		for _, s := range question.Parts(text) {
			parts = append(parts, text[s.Start:s.End])
		}
		if got := strings.Join(parts, " | "); got != want {
			t.Errorf("%q has the parts %q, want %q", text, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, texts := range formed {
		for _, text := range texts {
			f.Add(text)
		}
	}
	f.Add("hi,  ’ \xff what\u0085’s  the \xe2\x80 latest on, ok")
	f.Fuzz(func(t *testing.T, text string) {
		q := question.Read(text)
		spans := slices.Concat(q.Outlets, q.Colour, question.Parts(text), []news.Span{q.Topic, q.Focus, q.Span})
		for _, s := range spans {
			if s.Start < 0 || s.End < s.Start || s.End > len(text) {
				t.Errorf("%q: there is no %v", text, s)
			}
		}
	})
}

func TestADigestIsAskedForInOtherLanguages(t *testing.T) {
	for text, want := range map[string]struct {
		form  question.Form
		topic string
	}{
		"Was ist letzte Woche in Hollin passiert?": {question.Happened, "letzte Woche in Hollin"},
		"Was gibt es Neues zum Streik?":            {question.Latest, "Streik"},
		"Quoi de neuf à Hollin ?":                  {question.Latest, "Hollin"},
		"Que s’est-il passé hier ?":                {question.Happened, "hier"},
		"¿Qué pasó ayer?":                          {question.Happened, "ayer"},
		"Che cosa è successo oggi?":                {question.Happened, "oggi"},
		"Что произошло вчера?":                     {question.Happened, "вчера"},
		"昨天发生了什么？":                                 {question.Happened, "昨天"},
		"昨日何がありましたか？":                              {question.Happened, "昨日"},
		"지난주에 무슨 일이 있었습니까?":                        {question.Happened, "지난주에"},
		"Hvad skete der i går?":                    {question.Happened, "i går"},
		"Hva skjedde i går?":                       {question.Happened, "i går"},
		"Mitä eilen tapahtui?":                     {question.Happened, "eilen"},
		"Co se stalo včera?":                       {question.Happened, "včera"},
		"Ce s-a întâmplat ieri?":                   {question.Happened, "ieri"},
		"Mi történt tegnap?":                       {question.Happened, "tegnap"},
		"Mi újság?":                                {question.Latest, ""},
		"son haberler":                             {question.Happened, ""},
		"останні новини":                           {question.Happened, ""},
		"最新消息":                                     {question.Latest, ""},
		"آخر الأخبار":                              {question.Happened, ""},
		"kiitos":                                   {question.Thanks, ""},
		"Dobrý den":                                {question.Greeting, ""},
		"Hallo!":                                   {question.Greeting, ""},
		"merci beaucoup":                           {question.Thanks, ""},
		"你好":                                       {question.Greeting, ""},
		"Hallo, wer hat das Rennen gewonnen?":      {question.Fact, "wer hat das Rennen gewonnen"},
		"Was hat die Fähre am Hafen gekostet?":     {question.Fact, "Was hat die Fähre am Hafen gekostet"},
	} {
		q := question.Read(text)
		if got := text[q.Topic.Start:q.Topic.End]; q.Form != want.form || got != want.topic {
			t.Errorf("%s: %v of %q, want %v of %q", text, q.Form, got, want.form, want.topic)
		}
	}
}

func TestWhatIsAskedForInOtherLanguages(t *testing.T) {
	for text, want := range map[string]question.Kind{
		"Wer hat den Deich gebaut?":             question.Person,
		"Wie viele Tage dauert der Streik?":     question.Duration,
		"Seit wann steht die Mühle?":            question.Date,
		"Was hat den Brand ausgelöst?":          question.Reason,
		"Combien coûte la digue de Brask ?":     question.Amount,
		"Por que motivo fechou a ponte?":        question.Reason,
		"Quanti anni ha la sindaca?":            question.Age,
		"O ile procent wzrosły ceny w Brasku?":  question.Percentage,
		"В каком году построили мост?":          question.Year,
		"대교는 언제 열립니까?":                          question.Date,
		"桥为什么关闭？":                               question.Reason,
		"โรงเรียนปิดกี่วัน":                     question.Duration,
		"Berapa lama sekolah ditutup di Brask?": question.Duration,
		"Was steht im Vertrag?":                 question.Thing,
	} {
		if got := question.Read(text).Kind; got != want {
			t.Errorf("%s: %s, not %s", text, got, want)
		}
	}
}

// Of what is asked for, a phrase says nothing but that: what costs something is named in it.
func TestPhrasesOfAskingAreNotLookedFor(t *testing.T) {
	for text, want := range map[string]string{
		"Wie lange bleibt die Schleuse zu?": "Wie lange",
		"입장료는 얼마입니까?":                       "",
	} {
		var got []string
		for _, s := range question.Read(text).Colour {
			got = append(got, text[s.Start:s.End])
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %q, not %q", text, got, want)
		}
	}
}

func TestTalkInOtherScripts(t *testing.T) {
	for text, want := range map[string]question.Form{
		"こんにちは、何ができますか？":              question.Assistant,
		"مرحبا، ماذا يمكنك أن تفعل؟":  question.Assistant,
		"สวัสดีครับ คุณทำอะไรได้บ้าง": question.Assistant,
		"שלום, מה אתה יכול לעשות?":    question.Assistant,
		"Xin chào":                     question.Greeting,
		"धन्यवाद":                      question.Thanks,
		"Apa yang terjadi minggu lalu": question.Happened,
	} {
		if got := question.Read(text).Form; got != want {
			t.Errorf("%s: %s, not %s", text, got, want)
		}
	}
}
