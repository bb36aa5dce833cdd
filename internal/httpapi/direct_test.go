package httpapi_test

import (
	"strings"
	"testing"
	"time"

	"byline/internal/api"
	"byline/internal/httpapi"
)

const homesLost = "How many homes lost power in Orsk Bay?"

// counting is a server whose answers begin with a number.
func counting() *httpapi.Server {
	n := newNewsroom()
	n.counts = true
	return httpapi.New(n.deps(), httpapi.Config{})
}

func TestADirectAnswerComesWithWhatCarriesIt(t *testing.T) {
	got := decoded[api.Answer](t, call(t, counting(), "POST", "/v1/answers", `{"question":"`+homesLost+`"}`), 200)
	d := got.Direct
	if d == nil || d.Text != "3,800" || d.Marker != 1 || d.Source != "Orsk Bay Courier" || d.Published.Month() != time.February || d.Confidence != .8 {
		t.Fatalf("direct %+v", d)
	}
	if c := got.Citations[0]; d.Start < c.Start || d.End > c.End || c.Quote[d.Start-c.Start:d.End-c.Start] != d.Text {
		t.Errorf("%q is not where the citation has it: %+v", d.Text, c)
	}
	if !strings.HasPrefix(got.Answer, "3,800 – Orsk Bay Courier, 6 February 2025 [1]\n\n") {
		t.Errorf("answer %q", got.Answer)
	}
}

func TestAnAnswerWithoutADirectOneSaysNothingOfIt(t *testing.T) {
	body := call(t, httpapi.New(newNewsroom().deps(), httpapi.Config{}), "POST", "/v1/answers", `{"question":"`+homesLost+`"}`).Body.String()
	if strings.Contains(body, `"direct"`) {
		t.Errorf("answer %s", body)
	}
}

func TestADirectAnswerIsStreamedBeforeTheText(t *testing.T) {
	body := call(t, counting(), "POST", "/v1/answers", `{"stream":true,"question":"`+homesLost+`"}`).Body.String()
	direct, delta := strings.Index(body, "event: direct\ndata: {\"text\":\"3,800\""), strings.Index(body, "event: delta")
	if direct < 0 || direct > delta {
		t.Errorf("stream %s", body)
	}
}

func TestADirectAnswerIsBoldInAChatWholeAndStreamed(t *testing.T) {
	ask := `{"model":"byline","messages":[{"role":"user","content":"` + homesLost + `"}]`
	whole := decoded[httpapi.ChatCompletion](t, call(t, counting(), "POST", "/v1/chat/completions", ask+`}`), 200)
	if !strings.HasPrefix(whole.Choices[0].Message.Content, "**3,800** – Orsk Bay Courier, 6 February 2025 [^1]\n\n") || whole.Byline.Direct.Text != "3,800" {
		t.Errorf("content %q", whole.Choices[0].Message.Content)
	}
	stream := call(t, counting(), "POST", "/v1/chat/completions", ask+`,"stream":true}`).Body.String()
	if !strings.Contains(stream, `"content":"**3,800** – Orsk Bay Courier`) {
		t.Errorf("stream %s", stream)
	}
}

func TestAPageShowsTheDirectAnswerInBold(t *testing.T) {
	page := call(t, counting(), "GET", "/?q=How+many+homes+lost+power+in+Orsk+Bay%3F", "").Body.String()
	if !strings.Contains(page, `<strong class="direct">3,800</strong><span class="credit"> – Orsk Bay Courier, 6 February 2025</span><a class="marker"`) {
		t.Errorf("page %s", page)
	}
}
