package httpapi

import (
	"context"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json"

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
	question string // the first
	json     bool   // the reply is to be JSON
}

// taskHead marks the tasks of Open WebUI.
const taskHead = "### Task:"

var (
	tasks = []task{
		{regexp.MustCompile(`(?i)\btitles?\b`), func(t chatTalk) string { return t.form("title", t.title()) }},
		{regexp.MustCompile(`(?i)\btags\b`), func(t chatTalk) string { return t.form("tags", []string{"News"}) }},
		{regexp.MustCompile(`(?i)follow-?[ _]?ups?\b`), func(t chatTalk) string { return t.form("follow_ups", []string{}) }},
		{regexp.MustCompile(`(?i)\bquer(y|ies)\b`), func(t chatTalk) string { return t.form("queries", []string{}) }},
		{regexp.MustCompile(`(?i)autocompletion|\bcomplete the text\b`), func(t chatTalk) string { return t.form("text", "") }},
		{regexp.MustCompile(`(?i)\bemoji\b`), func(chatTalk) string { return "📰" }},
	}
	// asksForTitle is how LibreChat, LobeChat and their like ask for one.
	asksForTitle = regexp.MustCompile(`(?is)^.{0,200}\b(concise|short|brief|\d+[- ]words?)\b.{0,60}\btitle\b.{0,80}\b(conversation|chat|dialogue|user'?s? (message|input|question))` +
		`|^.{0,120}\b(conversation|chat|dialogue)\b.{0,160}\b(concise|short|brief|\d+[- ]words?)\b.{0,40}\btitle\b`)
	// answersFrom heads the message in which Open WebUI wraps a question with what it found.
	answersFrom = regexp.MustCompile(`(?i)^### Task:\s*Respond to the user query\b`)
	userQuery   = regexp.MustCompile(`(?s)<user_query>(.*?)</user_query>\s*$`)
	firstAsked  = regexp.MustCompile(`(?im)^\s*(?:USER|HUMAN)\s*:\s*(.+)$`)
	wantsJSON   = regexp.MustCompile(`\bJSON\b|"title"\s*:`)
)

// housekeeping returns the reply to a task; ok is false where the last message is a question.
func housekeeping(question string, before []news.Message) (reply string, ok bool) {
	head := question[:min(len(question), 400)]
	isTask := strings.HasPrefix(question, taskHead)
	if !isTask && !asksForTitle.MatchString(head) {
		return "", false
	}
	t := chatTalk{json: isTask && wantsJSON.MatchString(question)}
	if m := firstAsked.FindStringSubmatch(question); m != nil {
		t.question = m[1]
	} else if len(before) > 0 {
		t.question = before[0].Content
	}
	for _, task := range tasks {
		if task.says.MatchString(head) {
			return task.reply(t), true
		}
	}
	return noTask, isTask
}

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

// title is the first question, cut to what fits a list of chats.
func (t chatTalk) title() string {
	const most = 6 // words
	words := strings.Fields(t.question)
	text := strings.Join(words[:min(most, len(words))], " ")
	if text = strings.TrimRight(text, " ?.!,;:"); text == "" {
		return "News"
	}
	return text
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
type keepsHouse struct{ Answerer }

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
