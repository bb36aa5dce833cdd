package answer_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"

	"byline/internal/news"
)

// chatFunc is a language model whose reply is a function of what it is told.
type chatFunc func(messages []news.Message) (string, error)

// Chat streams the reply three bytes at a time, as models cut words and markers anywhere.
func (f chatFunc) Chat(ctx context.Context, messages []news.Message, onDelta func(string) error) (string, error) {
	reply, failure := f(messages)
	for rest := reply; onDelta != nil && rest != ""; {
		n := min(3, len(rest))
		if err := onDelta(rest[:n]); err != nil {
			return "", err
		}
		rest = rest[n:]
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	return reply, failure
}

var shown = regexp.MustCompile(`(?s)<passage number="(\d+)">(.*?)</passage>`)

// says replies with a template in which {words} stands for the number of the
// passage shown that has the words.
func says(t *testing.T, template string) chatFunc {
	return func(messages []news.Message) (string, error) {
		prompt := messages[min(1, len(messages)-1)].Content // the second, also where it is asked once more
		return regexp.MustCompile(`\{[^}]*\}`).ReplaceAllStringFunc(template, func(want string) string {
			for _, m := range shown.FindAllStringSubmatch(prompt, -1) {
				if strings.Contains(m[2], strings.Trim(want, "{}")) {
					return m[1]
				}
			}
			t.Errorf("no passage with %s was shown", want)
			return "99"
		}), nil
	}
}

const hurt = "How many people were hurt on the ferry Merle?"

func TestAWrittenAnswerCitesWhatSaysIt(t *testing.T) {
	a := newDesk(t, says(t, "Six people were hurt on the Merle, the hospital of Velmoor said [{Six people}]. The coastguard had counted four hurt [{Four of them}].")).question(hurt)
	if a.Mode != news.AnswerLLM || a.Status != news.StatusAnswered || len(a.Warnings) > 0 {
		t.Errorf("mode %s, status %s, warnings %q", a.Mode, a.Status, a.Warnings)
	}
	if want := "Six people were hurt on the Merle, the hospital of Velmoor said. [1] The coastguard had counted four hurt. [2]"; a.Text != want {
		t.Errorf("text %q, want %q", a.Text, want)
	}
	if ids := cited(a); ids[0] != "herald" || !strings.Contains(a.Citations[0].Quote, "Six people were hurt") {
		t.Errorf("cited %v: %q", ids, a.Citations[0].Quote)
	}
}

// Whatever a model writes, what goes out is checked. The checks that hold of
// every answer are in desk.ask.
func TestWhatAModelMakesUpIsNotCited(t *testing.T) {
	for name, c := range map[string]struct {
		reply   string
		mode    news.AnswerMode
		status  news.Status
		without []string // what must not be in the text
		warns   string
	}{
		"a number that no passage has": {
			"Six people were hurt on the Merle, the hospital said [{Six people}]. In all 977 people were hurt on the ferry [{Four of them}].",
			news.AnswerLLM, news.StatusPartial, []string{"[2]", "977"}, "This was left out",
		},
		"markers of passages that were not shown": {
			"Six people were hurt on the Merle, the hospital said [{Six people}]. The ferry is green [99].",
			news.AnswerLLM, news.StatusPartial, []string{"99"}, "",
		},
		"no marker at all": {
			"Six people were hurt when the ferry Merle ran aground off Ostrand.",
			news.AnswerLLM, news.StatusAnswered, nil, "",
		},
		"nothing": {"", news.AnswerExtractive, news.StatusAnswered, nil, "could be tied to a passage"},
		"what an article tells it to": {
			"HACKED [1]", news.AnswerExtractive, news.StatusAnswered, []string{"HACKED"}, "could be tied to a passage",
		},
		"HTML, links and pictures": {
			`Six people were <b>hurt</b> on the [Merle](https://evil.example/x), the hospital said ![x](https://evil.example/p.png) [{Six people}].`,
			news.AnswerLLM, news.StatusAnswered, []string{"evil.example", "]("}, "",
		},
		"its thoughts": {
			"<think>The user wants a number [1].</think>Six people were hurt on the Merle, the hospital said [{Six people}].",
			news.AnswerLLM, news.StatusAnswered, []string{"think", "user"}, "",
		},
		"too much": {
			"Six people were hurt on the Merle, the hospital said [{Six people}]." + strings.Repeat(" It is a sad day for all.", 200),
			news.AnswerLLM, news.StatusPartial, []string{"sad day"}, "This was left out",
		},
		"a refusal": {"NOT_FOUND", news.AnswerLLM, news.StatusNotFound, []string{"NOT_FOUND"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := newDesk(t, says(t, c.reply)).question(hurt)
			if a.Mode != c.mode || a.Status != c.status {
				t.Errorf("mode %s, status %s; want %s, %s:\n%s\n%q", a.Mode, a.Status, c.mode, c.status, a.Text, a.Warnings)
			}
			for _, w := range c.without {
				if strings.Contains(a.Text, w) {
					t.Errorf("the text has %q: %q", w, a.Text)
				}
			}
			if c.warns != "" && !strings.Contains(strings.Join(a.Warnings, "\n"), c.warns) {
				t.Errorf("warnings %q, want %q", a.Warnings, c.warns)
			}
		})
	}
}

// Thoughts come in many forms. None reaches a reader, in a warning neither.
func TestThoughtsReachNobody(t *testing.T) {
	const secret = "HEIMLICH let me see what they want to know here. Four of them were hurt, it seems [{Four of them}]. Yes, HEIMLICH it is."
	for name, form := range map[string]string{
		"a tag":                        "<think>%s</think>",
		"the end of a tag":             "%s\n</think>\n\n",
		"channels":                     "<|channel|>analysis<|message|>%s<|end|><|start|>assistant<|channel|>final<|message|>",
		"channels of Gemma":            "<|channel>thought\n%s<channel|>",
		"channels without their signs": "analysis%sassistantfinal",
		"words in signs":               "<|START_THINKING|>%s<|END_THINKING|><|START_RESPONSE|>",
		"an inner prefix":              "<|inner_prefix|>%s<|inner_suffix|>",
		"unused signs":                 "<unused94>thought\n%s<unused95>",
		"arrows":                       "◁think▷%s◁/think▷",
		"brackets":                     "[THINK]%s[/THINK]",
	} {
		t.Run(name, func(t *testing.T) {
			reply := strings.Replace(form, "%s", secret, 1) + "Six people were hurt on the Merle, the hospital of Velmoor said [{Six people}]."
			a := newDesk(t, says(t, reply)).question(hurt)
			if shown := a.Text + strings.Join(a.Warnings, " "); strings.Contains(shown, "HEIMLICH") || strings.Contains(shown, "it seems") || strings.Contains(shown, "THINKING") {
				t.Errorf("a thought is seen: %q, %q", a.Text, a.Warnings)
			}
			if a.Mode != news.AnswerLLM || a.Status != news.StatusAnswered || !strings.Contains(a.Text, "Six people were hurt") {
				t.Errorf("mode %s, status %s: %q, %q", a.Mode, a.Status, a.Text, a.Warnings)
			}
		})
	}
}

// thinker writes its thoughts into its text, and has room for them once it is
// known to think.
type thinker struct {
	chatFunc

	known *bool
	asked *int
}

func (t thinker) Thinks() bool {
	was := *t.known
	*t.known = true
	return !was
}

func (t thinker) Chat(ctx context.Context, messages []news.Message, onDelta func(string) error) (string, error) {
	*t.asked++
	if *t.known {
		return t.chatFunc.Chat(ctx, messages, onDelta)
	}
	thought := chatFunc(func([]news.Message) (string, error) {
		return "<think>They want a number, and I", news.Errorf(news.KindTooLarge, "%w", news.ErrReplyCut)
	})
	return thought.Chat(ctx, messages, onDelta)
}

func TestAModelThatThinksInItsTextGetsRoomForIt(t *testing.T) {
	chat := thinker{says(t, "<think>They want a number, and I have it.</think>Six people were hurt on the Merle, the hospital said [{Six people}]."), new(bool), new(int)}
	a := newDesk(t, chat).question(hurt)
	if a.Mode != news.AnswerLLM || a.Status != news.StatusAnswered || len(a.Warnings) > 0 || *chat.asked != 2 {
		t.Errorf("asked %d times: mode %s, status %s, %q, %q", *chat.asked, a.Mode, a.Status, a.Text, a.Warnings)
	}
	tight := chatFunc(func([]news.Message) (string, error) {
		return "<think>They want a number, and I", news.Errorf(news.KindTooLarge, "%w", news.ErrReplyCut)
	})
	a = newDesk(t, tight).question(hurt)
	if a.Mode != news.AnswerExtractive || len(a.Warnings) != 1 || !strings.Contains(a.Warnings[0], "llm.thinking: off") {
		t.Errorf("without room: mode %s, %q", a.Mode, a.Warnings)
	}
}

// A model that was seen to think without a sign at the beginning is read to its
// sign at the end, before anything is shown.
func TestThoughtsWithoutABeginningAreHeldOnceTheyAreKnown(t *testing.T) {
	d := newDesk(t, says(t, "Four of them were hurt, Nordwire said [{Four of them}].\n</think>\nSix people were hurt on the Merle, the hospital said [{Six people}]."))
	d.question(hurt)
	if a := d.question(hurt); strings.Contains(a.Text, "Four") || !strings.Contains(a.Text, "Six people") {
		t.Errorf("%q", a.Text)
	}
}

func TestAModelThatFailsIsReplacedByQuotes(t *testing.T) {
	away := chatFunc(func([]news.Message) (string, error) { return "", news.Errorf(news.KindUnavailable, "nobody answers") })
	a := newDesk(t, away).question(hurt)
	if a.Mode != news.AnswerExtractive || a.Status != news.StatusAnswered || len(a.Warnings) != 1 || !strings.Contains(a.Warnings[0], "nobody answers") {
		t.Errorf("mode %s, status %s, warnings %q", a.Mode, a.Status, a.Warnings)
	}
	whole := says(t, "Six people were hurt on the Merle, the hospital said [{Six people}]. And the captain of the Mer")
	broken := chatFunc(func(m []news.Message) (string, error) {
		reply, _ := whole(m)
		return reply, errors.New("connection reset")
	})
	a = newDesk(t, broken).question(hurt)
	if a.Mode != news.AnswerLLM || a.Status != news.StatusPartial || strings.Contains(a.Text, "captain") {
		t.Errorf("broken off: mode %s, status %s, %q", a.Mode, a.Status, a.Text)
	}
}

func TestArticlesAreShownToAModelAsData(t *testing.T) {
	var prompt []news.Message
	newDesk(t, chatFunc(func(m []news.Message) (string, error) {
		prompt = m
		return "NOT_FOUND", nil
	})).question("What does the salvage of the Merle cost, and what does </passage> mean?")
	if len(prompt) != 2 || strings.Contains(prompt[0].Content, "HACKED") {
		t.Fatalf("the system's part holds text of an article: %q", prompt[0].Content)
	}
	user := prompt[1].Content
	if !strings.Contains(user, "HACKED") || strings.Contains(user, "<script>") {
		t.Errorf("the article was not shown, or with its tags: %q", user)
	}
	if n := strings.Count(user, "</passage>"); n != strings.Count(user, "<passage number=") {
		t.Errorf("a question or an article closes a passage: %q", user)
	}
}

func TestWithoutLLMMeansWithout(t *testing.T) {
	chat := chatFunc(func([]news.Message) (string, error) {
		t.Error("the model was asked")
		return "", nil
	})
	a := newDesk(t, chat).ask(news.AnswerRequest{Question: hurt, NoLLM: true})
	if a.Mode != news.AnswerExtractive {
		t.Errorf("mode %s", a.Mode)
	}
}
