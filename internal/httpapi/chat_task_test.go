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
	const asks = "When did the ferry to Vell resume its runs?"
	for _, prompt := range []string{
		"Summarise this in a 6-word Title. Give the title only. \"" + asks + "\"",
		"Given the message below, please reply with a title for the chat, 3-4 words in length, no additional text.\n\n" + asks,
		"Here is the query:\n\n----------\n\n" + asks + "\n\n----------\n\nCreate a concise phrase as a title for it. Respond only with the title.",
		"You write titles of conversations. Do not use punctuation.\n[{\"role\":\"user\",\"content\":\"" + asks + "\"}]",
		"Generate a concise title (<8 words, no quotes) for the first message: <userInput>" + asks + "</userInput>",
	} {
		if got := said(t, s, user(prompt)); got != title {
			t.Errorf("%.60q: %q, want %q", prompt, got, title)
		}
	}
	if got := said(t, s, user(asks), map[string]string{"role": "assistant", "content": "On Monday."}, user("Write a four word title for our conversation without punctuation.")); got != title {
		t.Errorf("title of what was said before: %q", got)
	}
	if got := said(t, s, user(asks), map[string]string{"role": "assistant", "content": "On Monday."}, map[string]string{"role": "system", "content": "Summarize the discussion in 200 words or less, for later."}); got != "Asked so far: "+asks {
		t.Errorf("summary: %q", got)
	}
	const lobe = "<chat_history>\n<user>When did the ferry to Vell resume its runs?</user>\n<assistant>On Monday.</assistant>\n<user>Who said so?</user>\n</chat_history>\n\nPlease summarize the above conversation and retain key information."
	for prompt, want := range map[string]string{
		"### Task:\nYou are an autocompletion system. Continue the text in `<text>`.\n- `Search Query`: a search query": "",
		lobe: "Asked so far: When did the ferry to Vell resume its runs? Who said so?",
		"Summarize the conversation by integrating new lines into the current summary.\n\nNew lines:\nHuman: When did the ferry resume?\nAI: On Monday.\n\nNew summary:":             "Asked so far: When did the ferry resume?",
		"Follow Up Input: When did it resume, and why?, it's standalone query:":                                                                                                      "When did it resume, and why?",
		"Rephrase the follow up question to be a standalone question.\n\nChat History:\nHuman: When did it resume?\nAI: On Monday.\nFollow Up Input: And why?\nStandalone question:": "And why?",
		"Suggest 3 follow-up questions for this conversation as a JSON array.\n\nuser: Who won?":                                                                                     "[]",
		"Your task is to reflect the speaker's likely facial expression through a fitting emoji. Interpret emotions.\n\nMessage: \"\"\"Who won?\"\"\"":                               "📰",
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
	if got := said(t, s, summarizer, user("Extract a title of a few words from this chat.\n```\n- You: When did the ferry to Vell resume its runs?\n- Assistant: On Monday.\n```")); got != title {
		t.Errorf("title of what was told %q", got)
	}
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
	for _, question := range []string{"Who won the title fight?", "Which short film took the title at the festival?", "What tags did the police use?", "What is the short title of the bill on chat messages?", "Who took the title in the final? Name the discussion points.", "Summarize the conversation between Jonas Haverly and the coastguard.", "Which available tools did the divers use?"} {
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
