package httpapi_test

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"byline/internal/httpapi"
)

func said(t *testing.T, s *httpapi.Server, messages ...map[string]string) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"model": "byline", "messages": messages})
	if err != nil {
		t.Fatal(err)
	}
	return decoded[httpapi.ChatCompletion](t, call(t, s, "POST", "/v1/chat/completions", string(body)), 200).Choices[0].Message.Content
}

func user(text string) map[string]string { return map[string]string{"role": "user", "content": text} }

const history = "\n### Chat History:\n<chat_history>\nUSER: When did the ferry to Vell resume its runs?\nASSISTANT: On Monday.\n</chat_history>"

// What programs ask to keep house is answered in the form that they want, and nobody is asked.
func TestHousekeepingIsAnsweredWithoutASearch(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	const title = "When did the ferry to Vell"
	for prompt, want := range map[string]string{
		"### Task:\nGenerate a concise title for the chat.\n### Output:\nJSON format: { \"title\": \"your title\" }" + history:                   `{"title":"` + title + `"}`,
		"### Task:\nGenerate 1-3 broad tags categorizing the main themes.\n### Output:\nJSON format: { \"tags\": [\"tag1\"] }" + history:         `{"tags":["News"]}`,
		"### Task:\nSuggest 3-5 relevant follow-up questions.\n### Output:\nJSON format: { \"follow_ups\": [] }" + history:                       `{"follow_ups":[]}`,
		"### Task:\nAnalyze the chat history to determine the necessity of generating search queries.\nOutput JSON" + history:                    `{"queries":[]}`,
		"### Task:\nGenerate a concise title for the chat." + strings.Repeat("x ", 6000) + history:                                               title,
		"Provide a concise, 5-word-or-less title for the conversation, using its same language.\nUser: When did the ferry to Vell resume\nAI: x": title,
	} {
		if got := said(t, s, user(prompt)); got != want {
			t.Errorf("%.60q: %q, want %q", prompt, got, want)
		}
	}
	for _, prompt := range []string{
		"Analyze this conversation and provide:\n1. The detected language\n2. A concise title in the detected language (5 words or less)\n\nUser: When did the ferry to Vell resume",
		"### Task:\nPaint the scene.",
	} {
		if got := said(t, s, user(prompt)); got == "" || strings.Contains(got, "\n") {
			t.Errorf("%q: %q", prompt, got)
		}
	}
	const lobe = "<chat_history>\n<user>When did the ferry to Vell resume its runs?</user>\n<assistant>On Monday.</assistant>\n<user>Who said so?</user>\n</chat_history>\n\nPlease summarize the above conversation and retain key information."
	for prompt, want := range map[string]string{
		"### Task:\nYou are an autocompletion system. Continue the text in `<text>`.\n- `Search Query`: a search query": "",
		lobe: "Asked so far: When did the ferry to Vell resume its runs? Who said so?",
		"Summarize the conversation by integrating new lines into the current summary.\n\nNew lines:\nHuman: When did the ferry resume?\nAI: On Monday.\n\nNew summary:": "Asked so far: When did the ferry resume?",
		"Follow Up Input: When did it resume, and why?, it's standalone query:":                                                                                          "When did it resume, and why?",
		"Your task is to reflect the speaker's likely facial expression through a fitting emoji. Interpret emotions.\n\nMessage: \"\"\"Who won?\"\"\"":                   "📰",
	} {
		if got := said(t, s, user(prompt)); got != want {
			t.Errorf("%.60q: %q, want %q", prompt, got, want)
		}
	}
	tools := map[string]string{"role": "system", "content": "Available Tools: []\n\nYour task is to choose and return the correct tool(s)."}
	if got := said(t, s, tools, user("Query: History:\nUSER: Who won?\nQuery: Who won?")); got != `{"tool_calls":[]}` {
		t.Errorf("tools %q", got)
	}
	summarizer := map[string]string{"role": "system", "content": "You are a professional conversation summarizer. Generate a concise title that captures the essence of the conversation."}
	if got := said(t, s, summarizer, user("When did the ferry to Vell resume its runs?")); got != title {
		t.Errorf("title %q", got)
	}
	if len(n.answers) > 0 {
		t.Errorf("%d questions were asked", len(n.answers))
	}
}

func TestQuestionsAreNotTakenForHousekeeping(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	for _, question := range []string{"Who won the title fight?", "Which short film took the title at the festival?", "What tags did the police use?", "Summarize the conversation between Jonas Haverly and the coastguard.", "Which available tools did the divers use?"} {
		said(t, s, user(question))
		if got := n.answers[len(n.answers)-1].Question; got != question {
			t.Errorf("asked %q, want %q", got, question)
		}
	}
	said(t, s, user("### Task:\nRespond to the user query using the provided context.\n<context>\n<source id=\"1\">x</source>\n</context>\n\nWho won?"))
	if got := n.answers[len(n.answers)-1].Question; got != "Who won?" {
		t.Errorf("asked %q", got)
	}
}
