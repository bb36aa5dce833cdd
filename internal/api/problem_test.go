package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"byline/internal/api"
	"byline/internal/news"
)

func TestReadingAProblemGivesTheErrorThatWasWritten(t *testing.T) {
	for kind := news.KindNotFound; kind <= news.KindUnsupported; kind++ {
		document, err := api.Marshal(api.NewProblem(news.Errorf(kind, "it is so")))
		if err != nil {
			t.Fatal(err)
		}
		if err := api.ReadProblem(bytes.NewReader(document)); news.KindOf(err) != kind || err.Error() != "it is so" {
			t.Errorf("%v is read as %v: %v", kind, news.KindOf(err), err)
		}
	}
	for _, document := range []string{"", "<html>", "{}", `{"status":404}`, `{"title":"Fine","status":200}`, "[]", "null"} {
		if err := api.ReadProblem(strings.NewReader(document)); err != nil {
			t.Errorf("%s is read as %v", document, err)
		}
	}
}

func TestEveryKindOfErrorHasAStatusOfItsOwn(t *testing.T) {
	for kind := news.KindInternal; kind <= news.KindUnsupported; kind++ {
		if got := api.KindOf(api.ProblemOf(kind).Status); got != kind {
			t.Errorf("%v has the status %d, which is read as %v", kind, api.ProblemOf(kind).Status, got)
		}
	}
	for status, want := range map[int]news.Kind{
		http.StatusTeapot: news.KindInvalid, http.StatusBadGateway: news.KindInternal,
	} {
		if got := api.KindOf(status); got != want {
			t.Errorf("the status %d is read as %v, want %v", status, got, want)
		}
	}
}

// Who asked can send the article again, so is told which it is.
func TestADamagedArticleIsAnInternalErrorThatIsNamed(t *testing.T) {
	p := api.NewProblem(fmt.Errorf("reading: %w", &news.DamagedError{IDs: []string{"ferry"}}))
	if p.Status != http.StatusInternalServerError || p.Type != "/problems/damaged" || !strings.Contains(p.Detail, `"ferry"`) {
		t.Errorf("got %+v", p)
	}
}

func TestTheCauseOfAnInternalErrorIsNotTold(t *testing.T) {
	for _, err := range []error{fmt.Errorf("secret"), news.Errorf(news.KindInternal, "secret")} {
		if p := api.NewProblem(err); p.Status != http.StatusInternalServerError || strings.Contains(p.Detail, "secret") {
			t.Errorf("got %+v", p)
		}
	}
}
