package query_test

import (
	"testing"
	"time"

	"byline/internal/entities"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/query"
)

var analysis = lexical.New()

func sample() news.Article {
	return news.Article{
		ID: "a1", URL: "https://post.example/a1", Source: "The Coastal Post", Headline: "Ferry on fire off Velmoor",
		Authors: []string{"Inês Korvald"}, Section: "Home News", Subjects: []string{"Ferries", "Public Health"}, Language: "en",
		File: "2025/week.zip/ferry.html", Published: time.Date(2025, 2, 3, 9, 0, 0, 0, time.UTC),
		Body: "The ferry burned for two hours. To be or not to be on board was the question, the captain said.\n\n" +
			"Polish sailors from Łódź called it a cease-fire with the sea. Nobody polished the brass. The United Nations sent help. The ferries sail again.",
	}
}

func TestWhatAnArticleIsFoundBy(t *testing.T) {
	a := sample()
	for q, want := range map[string]bool{
		`"ferry burned"`: true, `“the FERRIES burn”`: true, `"burned ferry"`: false, `"fire off velmoor"`: true,
		`"velmoor the"`:        false, // one is the end of the headline, the other the beginning of the text
		`"to be or not to be"`: true, `"not to be or"`: false, `"lodz called"`: true,
		`ferry AND sea`: true, `ferry AND moon`: false, `moon OR sea`: true, `ferry -moon`: true, `ferry -sea`: false, `NOT moon`: true,
		`-moon AND -sea`: false, `(moon OR sea) AND ferry`: true,
		`ceasefire AND sea`: true, `cease-fire AND sea`: true, `"ceasefire"`: false, `"cease-fire"`: true, `UN AND sea`: true,
		`captain NEAR/1 question`: false, `captain NEAR/2 question`: true, `question NEAR/2 captain`: true, `ferry NEAR/1 ferry`: false,
		`"two hours" NEAR/3 board`: false, `"to be" NEAR/3 "to be"`: true,
		`ferry SAME hours`: true, `ferry SAME captain`: false, `ferry SAME Velmoor`: true,
		`ATLEAST/3 ferry`: true, `ATLEAST/4 ferry`: false, `ATLEAST/4 (ferry OR fire)`: true,
		`"fer* burn"`: true, `"on fir* off"`: true, `"on fir* on"`: false, `"fir*e"`: false, `"cease-fir* with"`: true,
		`ferr*`: true, `korv*`: false, `łód*`: true, `vel* -moon`: true,
		`"ferry * for"`: true, `"ferry * two hours"`: false, `"ferry * * two hours"`: true, `"ferr* * off"`: false,
		`p?lish -moon`: true, `p*shed -moon`: true, `fi*es -moon`: false, `ques*on NEAR/4 captain`: true, `environ! -moon`: false, `burn! -moon`: true,
		`=Polish`: true, `=polish`: false, `=polished`: true, `=Ferries`: false, `="The ferries"`: true, `="the ferries"`: false,
		`headline:ferry`: true, `headline:captain`: false, `headline:"on fire"`: true, `headline:(fire NEAR/2 velmoor)`: true, `-headline:captain`: true,
		`source:"the coastal post"`: true, `source:coastal`: true, `source:"coastal the"`: false, `source:coast`: false, `source:(BBC OR post)`: true,
		`source:coast*`: true, `source:"the coast*"`: true, `source:oast*`: false, `subject:"public hea*"`: true, `speaker:capt*`: true, `speaker:"the capt*"`: false, `speaker:apt*`: false,
		`author:ines`: true, `author:"Ines Korvald"`: true, `author:kor`: false, `section:"home news"`: true, `subject:health`: true, `subject:ferries -subject:oil`: true,
		`language:EN`: true, `language:fr`: false, `id:a1`: true, `id:A1`: false, `url:https://post.example/a1`: true, `url:https://post.example/`: false,
		`url:https://post.example/a1/`: true, `url:http://post.example/a1`: true, `url:https://ost.example/a1`: false, `url:post.example`: true, `url:Post.example/a1`: true, `site:www.post.example`: true,
		`site:example`: true, `url:post.example/a`: false, `site:ost.example`: false, `url:*post.example*`: true, `site:post.example/a1/b`: false,
		`file:*.html`: true, `file:2025`: true, `file:*.txt`: false,
		`after:2025-02-03`: true, `after:2025-02-04`: false, `before:2025-02-03`: false, `before:2025-02-04`: true, `date:2025-02-03`: true, `date:2025-02-04`: false,
		`date:2025-02-01..2025-02-03`: true, `the AND ferry`: true, `the AND moon`: false, `of OR the`: true,
	} {
		tree, err := query.Parse(q, interval)
		if err != nil || tree == nil {
			t.Errorf("%s: tree %v, error %v", q, tree, err)
			continue
		}
		if got := query.Compile(tree, analysis, entities.Names{}).Holds(&a); got != want {
			t.Errorf("%s: %v", q, got)
		}
	}
}

// Signs are part of a name where it is nothing without them, and in quotation marks and behind = of any.
func TestNamesWithSigns(t *testing.T) {
	for body, queries := range map[string]map[string]bool{
		"The school teaches C++, and AT&T pays.": {
			`C++ AND school`: true, `c++ -moon`: true, `"C++"`: true, `=C++`: true, `=c++`: false, `"teaches C++"`: true, `C# AND school`: false, `"C#"`: false,
			`AT&T -moon`: true, `"at&t pays"`: true, `"AT & T"`: true, `"AT&T" NEAR/1 pays`: true, `C++ NEAR/1 school`: false, `T&T -moon`: false, `school NOT C++`: false,
		},
		"Ships at T Pier carry vitamin C and a net.": {
			`AT&T -moon`: false, `"at&t"`: false, `"at T"`: true, `C++ -moon`: false, `"C++"`: false, `=C++`: false, `C -moon`: true, `.NET -moon`: false, `net -moon`: true,
		},
		"Marsh & Lowe sells rivers and woods, seas, hills.": {
			`"marsh and lowe"`: true, `"Marsh & Lowe"`: true, `"rivers & woods"`: true, `"seas and hills"`: false, `"seas & hills"`: true, `"lowe and sells"`: false,
			`"Marsh AND Lowe sells rivers & woods"`: true, `headline:"Marsh and Lowe"`: false, `="Marsh and Lowe"`: false, `"and" NEAR/2 woods`: true,
		},
		"Lumme+ shows a film on .NET, with an A+ for R & D.": {
			`Lumme+ -moon`: true, `Lumme -moon`: true, `"Lumme+"`: true, `=Lumme+`: true, `.NET AND film`: true, `"on .net"`: true, `R&D -moon`: true, `A+ AND film`: true,
		},
		"A film by Lumme, graded A by all.": {`Lumme+ -moon`: true, `"Lumme+"`: false, `=Lumme+`: false, `A+ AND film`: false, `"graded A"`: true},
	} {
		for q, want := range queries {
			tree, err := query.Parse(q, interval)
			if err != nil || tree == nil {
				t.Fatalf("%s: tree %v, error %v", q, tree, err)
			}
			if got := query.Compile(tree, analysis, entities.Names{}).Holds(&news.Article{Body: body}); got != want {
				t.Errorf("%s in %s: %v", q, body, got)
			}
		}
	}
}

// Articles are ranked by what is asked for, not by what is excluded.
func TestTheTextThatRanks(t *testing.T) {
	for q, want := range map[string]string{
		`"white house" (budget OR tax*) -trump NOT (war OR -peace)`: `white house budget tax peace`,
		`source:BBC after:2025-02-03`:                               ``,
		`headline:(a NEAR/3 b) author:x ATLEAST/2 c`:                `a b c`,
	} {
		tree, err := query.Parse(q, interval)
		if err != nil {
			t.Fatal(err)
		}
		if got := query.Compile(tree, analysis, entities.Names{}).Text; got != want {
			t.Errorf("%s: ranked by %q, want %q", q, got, want)
		}
	}
}
