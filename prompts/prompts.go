// Package prompts holds what language models are told, as templates of
// text/template next to this file. They are short, so that small models can
// follow them. What articles and people say is put between fences and stripped
// of what could be taken for one, see Fenced.
package prompts

import (
	"embed"
	"fmt"
	"strings"
	"text/template"
)

//go:embed *.tmpl
var files embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{"fenced": Fenced}).ParseFS(files, "*.tmpl"))

// NotFound is what a model replies when the passages do not answer the question.
const NotFound = "NOT_FOUND"

// Answer is the data of the prompt that asks for an answer.
type Answer struct {
	Question string
	AsOf     string // the day of the question, for people: "3 February 2025"
	Passages []Passage
}

// Passage is a numbered passage of an article.
type Passage struct {
	Number   int // from 1; the marker that cites it
	Headline string
	Source   string
	Date     string // for people: "3 February 2025"; empty if unknown
	Text     string
}

// AnswerSystem is the system message of the prompt that asks for an answer.
func (a Answer) AnswerSystem() (string, error) { return render("answer_system.tmpl", a) }

// AnswerUser is the user message of the prompt that asks for an answer.
func (a Answer) AnswerUser() (string, error) { return render("answer_user.tmpl", a) }

// FollowUp is the data of the prompt that asks to complete a question from what was said before.
type FollowUp struct {
	Question string
	Turns    []Turn // oldest first
}

// Turn is one message of a conversation.
type Turn struct {
	Speaker string
	Text    string
}

// FollowUpSystem is the system message of the prompt that asks to complete a question.
func (f FollowUp) FollowUpSystem() (string, error) { return render("followup_system.tmpl", f) }

// FollowUpUser is the user message of the prompt that asks to complete a question.
func (f FollowUp) FollowUpUser() (string, error) { return render("followup_user.tmpl", f) }

func render(name string, data any) (string, error) {
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		return "", fmt.Errorf("prompts: %s: %w", name, err)
	}
	return strings.TrimSpace(b.String()), nil
}

// fence takes away what a text from outside could use to leave its fence or
// to pass for a marker.
var fence = strings.NewReplacer("<", "‹", ">", "›", "[", "(", "]", ")", "【", "(", "】", ")", NotFound, "not found")

// Fenced makes a text from outside safe to stand between the fences of a prompt.
func Fenced(text string) string { return fence.Replace(text) }

// Repair is the data of the prompt that asks once more for statements that no passage carries.
type Repair struct {
	Statements []string
}

// RepairUser is the user message of that prompt, which goes on from a conversation.
func (r Repair) RepairUser() (string, error) { return render("repair_user.tmpl", r) }
