package slackbot_test

import (
	"strings"
	"time"

	"byline/internal/news"
	"byline/internal/slackbot"
)

// harbour and mill are articles that cited answers are made from.
var (
	harbour = news.Article{
		ID: "harbour", URL: "https://courier.example/harbour?a=1&b=2", Source: "Harbour Courier", Revision: 1,
		Headline: "Ferry to Östholm stops for the winter", Published: slackbot.Day(2025, time.March, 3),
		Body: "The ferry to Östholm stops on Monday. The operator, Sund & Son, blames ice. It hopes to resume in April.",
	}
	mill = news.Article{
		ID: "mill", URL: "https://gazette.example/mill", Source: "Inland Gazette", Revision: 2,
		Headline: "Paper mill to close in June", Published: slackbot.Day(2025, time.March, 5), Attribution: []string{"Nord Press"},
		Body: "The paper mill will close in June, its owner said. 140 people lose their work.",
	}
)

func cite(marker int, a news.Article, quote string) news.Citation {
	at := strings.Index(a.Body, quote)
	return news.Citation{
		Marker: marker, Article: a, Span: news.Span{Start: at, End: at + len(quote)}, Quote: quote,
		Link: a.URL + "#:~:text=" + strings.ReplaceAll(quote, " ", "%20"),
	}
}

func answered() news.Answer {
	closes := cite(2, mill, "140 people lose their work.")
	closes.Provenance = news.Provenance{{Origins: []news.Origin{{Kind: news.OriginOutlet, Name: "Nord Press"}, {Kind: news.OriginOfficial, Name: "its owner", Step: 1}}}}
	return news.Answer{
		Status: news.StatusAnswered, Mode: news.AnswerLLM,
		Text:       "The ferry stops on **Monday** [1]. The mill closes in June & 140 people lose their work [2].",
		Citations:  []news.Citation{cite(1, harbour, "The ferry to Östholm stops on Monday."), closes},
		Understood: news.Understood{Filter: news.Filter{After: slackbot.Day(2025, 3, 1), Before: slackbot.Day(2025, 3, 8)}},
	}
}

// tabular is an answer of a language model that likes Markdown.
func tabular() news.Answer {
	a := answered()
	a.Text = "## What stops\n\n| What | When |\n|---|---|\n| Ferry to Östholm | Monday [1] |\n| Paper mill | June [2] |\n\n" +
		"> 140 people lose their work. [2]\n\nStill open:\n\n- when the *ferry* resumes\n- who buys the **mill**"
	return a
}

func partial() news.Answer {
	a := answered()
	a.Status, a.Mode = news.StatusPartial, news.AnswerExtractive
	a.Text = "“It hopes to resume in April.” [1]"
	a.Citations = []news.Citation{cite(1, harbour, "It hopes to resume in April.")}
	a.Warnings = []string{"the language model could not be reached; this answer is made of quotes"}
	a.Understood = news.Understood{Query: "When does the ferry to Östholm resume?", Rewritten: true}
	return a
}

func notFound() news.Answer {
	return news.Answer{Status: news.StatusNotFound, Mode: news.AnswerExtractive, Text: "The articles do not say anything about this."}
}

func hits() news.SearchResult {
	hit := func(a news.Article) news.Hit {
		return news.Hit{Article: a, Passage: news.Passage{ArticleID: a.ID, Span: news.Span{End: len(a.Body)}, Text: a.Body}}
	}
	second := hit(mill)
	second.Copies = []news.Copy{{ID: "copy"}}
	return news.SearchResult{Hits: []news.Hit{hit(harbour), second}}
}
