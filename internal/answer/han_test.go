package answer_test

import (
	"testing"
	"time"

	"byline/internal/answer"
	"byline/internal/news"
)

// A word in Han characters of which no article has any is not told of, whatever else of the question is.
func TestWhatIsWrittenInHanCharactersAndNowhereToldIsRefused(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, []news.Article{{
		ID: "bridge", Source: "东河日报", Headline: "东河大桥通车", Language: "zh", Published: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC),
		Body: "东河大桥周五通车，全长900米。市长王明说，大桥每天可通行两万辆车。\n\n该项目总投资30亿元，历时四年建成。",
	}})
	for question, refused := range map[string]bool{
		"东河机场什么时候启用？": true,
		"东河医院院长是谁？":   true,
		"东河大桥有多长？":    false,
		"东河大桥何时通车？":   false,
	} {
		if got := d.answerOf(question); (got.Status == news.StatusNotFound) != refused {
			t.Errorf("%q: %s: %q", question, got.Status, got.Text)
		}
	}
}
