package httpapi

import (
	"context"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json"

	"byline/internal/api"
	"byline/internal/news"
)

// Programs for chats use the model behind a chat to keep house: to name it, to
// tag it, to propose questions. These messages come from no person. They are
// answered here, from the conversation alone: nothing is searched for and no
// language model is asked. docs/integrations.md has the rule.

// task is a piece of housekeeping.
type task struct {
	says  *regexp.Regexp             // in the first lines of the message
	reply func(chat chatTalk) string // in the form that is wanted
}

// chatTalk is the conversation that a task is about.
type chatTalk struct {
	message   string   // what the program says
	questions []string // of the person, the first one first
	json      bool     // the reply is to be JSON
}

// taskHead marks the tasks of Open WebUI.
const taskHead = "### Task:"

var (
	tasks = []task{
		{regexp.MustCompile(`(?i)autocompletion|\bcomplete the text\b`), func(t chatTalk) string { return t.form("text", "") }},
		{regexp.MustCompile(`(?i)\btitles?\b`), func(t chatTalk) string { return t.form("title", t.title()) }},
		{regexp.MustCompile(`(?i)\btags\b`), func(t chatTalk) string { return t.form("tags", []string{"News"}) }},
		{regexp.MustCompile(`(?i)follow-?[ _]?ups?\b`), func(t chatTalk) string { return t.form("follow_ups", []string{}) }},
		{regexp.MustCompile(`(?i)\bquer(y|ies)\b`), func(t chatTalk) string { return t.form("queries", []string{}) }},
		{regexp.MustCompile(`(?i)\bemoji\b`), emoji},
	}
	// chores are tasks of programs that put no mark before them.
	chores = []task{
		{regexp.MustCompile(`(?i)^Summari[sz]e (?:the discussion|our (?:conversation|chat|discussion)|the conversation (?:so far|above))\b`), chatTalk.summary},
		{regexp.MustCompile(`(?i)^Summari[sz]e the conversation by integrating new lines|^\s*<chat_?history>|\bthe above conversation and retain\b`), chatTalk.summary},
		{standalone, func(t chatTalk) string { return standalone.FindStringSubmatch(t.message)[1] }},
		{asksForFollowUps, func(t chatTalk) string { return "[]" }},
		{regexp.MustCompile(`(?i)^Your task is to reflect the speaker's .{0,80}\bemoji\b`), emoji},
		{picksTools, func(chatTalk) string { return `{"tool_calls":[]}` }},
	}
	// standalone is how LobeChat, LangChain and others ask for a question that needs no conversation.
	standalone = regexp.MustCompile(`(?is)^(?:Follow Up Input:|.*\bstandalone\b.*\bfollow[- ]?up (?:input|question|query)\**\s*:)\**\s*(.+?),?\s+(?:it's\s+)?\**standalone (?:question|query)\**\s*:\**\s*$`)
	// asksForFollowUps is how they ask for questions to go on with.
	asksForFollowUps = regexp.MustCompile(`(?is)^.{0,200}\b(?:generate|suggest|propose|write|provide|create)\b.{0,40}\bfollow[- ]?up (?:questions|prompts|queries)\b.{0,200}\b(?:JSON|array|conversation|chat)\b`)
	// picksTools is how Open WebUI has a model choose among tools.
	picksTools = regexp.MustCompile(`(?i)^Available Tools:`)
	// answersFrom heads the message in which Open WebUI wraps a question with what it found.
	answersFrom = regexp.MustCompile(`(?i)^### Task:\s*Respond to the user query\b`)
	userQuery   = regexp.MustCompile(`(?s)<user_query>(.*?)</user_query>\s*$`)
	wantsJSON   = regexp.MustCompile(`\bJSON\b|"title"\s*:`)
)

// housekeeping returns the reply to a task; ok is false where the last message is a question.
func housekeeping(question string, before []news.Message) (reply string, ok bool) {
	isTask, known := strings.HasPrefix(question, taskHead), chores
	t := chatTalk{message: question, json: wantsJSON.MatchString(question), questions: askedIn(question, before)}
	head := question
	switch {
	case isTask:
		head, known = question[:min(len(question), 400)], tasks
	case asksForTitle(question):
		return t.form("title", t.title()), true
	}
	for _, task := range known {
		if task.says.MatchString(head) {
			return task.reply(t), true
		}
	}
	return noTask, isTask
}

func emoji(chatTalk) string { return "📰" }

// noTask is the reply to a task of another kind.
const noTask = "Byline answers questions from news articles, and does no other work."

// unwrapped is the question in a message in which a client has wrapped it.
func unwrapped(question string) string {
	if !answersFrom.MatchString(question) {
		return question
	}
	if m := userQuery.FindStringSubmatch(question); m != nil {
		return strings.TrimSpace(m[1])
	}
	if at := strings.LastIndex(question, "</context>"); at >= 0 {
		if rest := strings.TrimSpace(question[at+len("</context>"):]); rest != "" {
			return rest
		}
	}
	return question
}

// summary says what was asked: what was answered stands in articles.
func (t chatTalk) summary() string {
	if len(t.questions) == 0 {
		return "Nothing was asked yet."
	}
	return "Asked so far: " + strings.Join(t.questions, " ")
}

// form puts a reply into the form that is wanted.
func (t chatTalk) form(field string, value any) string {
	if text, isText := value.(string); isText && !t.json {
		return text
	}
	raw, _ := json.Marshal(map[string]any{field: value}) // strings can be written
	return string(raw)
}

// keepsHouse answers tasks, and passes questions on.
type keepsHouse struct{ api.Answerer }

// Answer implements Answerer.
func (k keepsHouse) Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
	reply, ok := housekeeping(req.Question, req.Messages)
	if !ok {
		return k.Answerer.Answer(ctx, req, emit)
	}
	a := news.Answer{Status: news.StatusNotFound, Mode: news.AnswerExtractive, Text: reply}
	a.Understood.Query = req.Question
	if emit == nil || reply == "" {
		return a, nil
	}
	return a, emit(news.Event{Kind: news.EventDelta, Delta: reply})
}
