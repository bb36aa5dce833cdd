// Command openapi_generator tries the client that openapi-generator makes in Go:
// openapi_generator BASE-URL QUESTION AS-OF.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"clients/openapi_generator/byline"
)

func main() {
	if err := try(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func try(ctx context.Context, base, question, asOf string) error {
	configuration := byline.NewConfiguration()
	configuration.Servers = byline.ServerConfigurations{{URL: base}}
	client := byline.NewAPIClient(configuration)

	query := byline.NewSearchRequest(question)
	query.SetAsOf(asOf)
	query.SetLimit(3)
	query.SetMode("keyword")
	found, _, err := client.SearchAPI.Search(ctx).SearchRequest(*query).Execute()
	if err != nil || len(found.Hits) < 1 || len(found.Hits) > 3 || found.Hits[0].Passage.Text == "" {
		return fmt.Errorf("search: %+v, error %w", found, err)
	}
	ask := byline.NewAnswerRequest(question)
	ask.SetAsOf(asOf)
	answer, _, err := client.AskAPI.AnswerQuestion(ctx).AnswerRequest(*ask).Execute()
	if err != nil || len(answer.Citations) == 0 {
		return fmt.Errorf("answer: %+v, error %w", answer, err)
	}
	article, _, err := client.ArticlesAPI.GetArticle(ctx, answer.Citations[0].Article.Id).Execute()
	if err != nil || article.Body == "" {
		return fmt.Errorf("article: %+v, error %w", article, err)
	}
	message := byline.NewChatMessage("user")
	message.SetContent(byline.ChatContent{String: &question})
	chat, _, err := client.IntegrationsAPI.CreateChatCompletion(ctx).ChatRequest(*byline.NewChatRequest("byline", []byline.ChatMessage{*message})).Execute()
	if err != nil || chat.Choices[0].Message.Content == "" {
		return fmt.Errorf("chat: %+v, error %w", chat, err)
	}
	query.SetAsOf("1066-10-14")
	_, _, err = client.SearchAPI.Search(ctx).SearchRequest(*query).Execute()
	var refused *byline.GenericOpenAPIError
	if !errors.As(err, &refused) {
		return fmt.Errorf("a question of 1066: %v", err)
	}
	if problem, ok := refused.Model().(byline.Problem); !ok || problem.Errors[0].Field != "as_of" {
		return fmt.Errorf("a question of 1066: %+v", refused.Model())
	}
	fmt.Printf("%d hits, %s: %s\n", len(found.Hits), answer.Status, answer.Answer)
	return nil
}
