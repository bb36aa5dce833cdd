// Command oapi_codegen tries the client that oapi-codegen makes: oapi_codegen BASE-URL QUESTION AS-OF.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"clients/oapi_codegen/byline"
)

func main() {
	if err := try(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func try(ctx context.Context, base, question, asOf string) error {
	client, err := byline.NewClientWithResponses(base)
	if err != nil {
		return err
	}
	query := byline.SearchRequest{Query: question, AsOf: &asOf, Limit: new(3), Mode: new(byline.SearchRequestMode("keyword"))}
	found, err := client.SearchWithResponse(ctx, query)
	if err != nil {
		return err
	}
	if found.JSON200 == nil || len(found.JSON200.Hits) < 1 || len(found.JSON200.Hits) > 3 {
		return fmt.Errorf("search: %s", found.Body)
	}
	answer, err := client.AnswerQuestionWithResponse(ctx, byline.AnswerRequest{Question: question, AsOf: &asOf})
	if err != nil {
		return err
	}
	if answer.JSON200 == nil || len(answer.JSON200.Citations) == 0 {
		return fmt.Errorf("answer: %s", answer.Body)
	}
	article, err := client.GetArticleWithResponse(ctx, answer.JSON200.Citations[0].Article.Id, nil)
	if err != nil {
		return err
	}
	if article.JSON200 == nil || article.JSON200.Body == "" {
		return fmt.Errorf("article: %s", article.Body)
	}
	query.AsOf = new("1066-10-14")
	refused, err := client.SearchWithResponse(ctx, query)
	if err != nil {
		return err
	}
	if refused.ApplicationproblemJSON400 == nil || (*refused.ApplicationproblemJSON400.Errors)[0].Field != "as_of" {
		return fmt.Errorf("a question of 1066: %s", refused.Body)
	}
	fmt.Printf("%d hits, %s: %s\n", len(found.JSON200.Hits), answer.JSON200.Status, answer.JSON200.Answer)
	return nil
}
