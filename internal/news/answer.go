package news

import (
	"strings"
	"time"
)

// AnswerRequest is a question, perhaps in the course of a conversation.
type AnswerRequest struct {
	Question string
	Messages []Message     // what was said before, oldest first, Question not included
	Search   SearchRequest // Filter, AsOf, KeepDates and HalfLife are used; Query, Limit, Mode and Group are chosen by the answerer
	NoLLM    bool          // answer by quoting even if an LLM is configured
}

// Message is one turn of a conversation.
type Message struct {
	Role    Role
	Content string
}

// Role is the speaker of a message.
type Role string

// The roles of a conversation.
const (
	RoleUser      Role = "user"
	RoleAssistant Role = "assistant"
)

// Status says how well a question was answered.
type Status string

// The statuses of an answer.
const (
	StatusAnswered Status = "answered"
	StatusPartial  Status = "partial"   // something bears on the question, but not all of it is answered
	StatusNotFound Status = "not_found" // the articles do not bear on the question
)

// AnswerMode is the way in which an answer was written.
type AnswerMode string

// The modes of answering.
const (
	AnswerLLM        AnswerMode = "llm"
	AnswerExtractive AnswerMode = "extractive"
)

// Answer is an answer whose statements are cited. Text holds markers "[n]",
// each of which is the Marker of one of Citations. Where there is a direct
// answer, Text begins with it.
type Answer struct {
	Status     Status
	Direct     Direct // zero if none can be told
	Text       string
	Citations  []Citation // in the order of their first marker
	Understood Understood
	Warnings   []string // for people: what was left out or could not be checked
	Mode       AnswerMode
	Confidence float64 // that the articles answer the question, from 0 to 1; Status follows from it
	// Suggestions are questions that the articles answer, where nothing was asked
	// of them. Each is a paragraph of Text, too.
	Suggestions []string
}

// Direct is what an answer comes to, in as few words as its article has for it:
// "214". Without Text there is none.
type Direct struct {
	Text       string    // Body[Start:End] of the article, byte for byte, on one line
	Span                 // in the body of the article that Marker cites: within the quote, or where that has a short name, where the article has the full one
	Marker     int       // of the citation that holds it
	Source     string    // the outlet of its article; empty if unknown
	Published  time.Time // when its article was published; zero if unknown
	Confidence float64   // from 0 to 1, that it is what was asked for
}

// Bold returns text, if it begins with the direct answer, with that between two
// asterisks each side, as Markdown has it. Other text, and an answer that Markdown
// would read otherwise, stay as they are.
func (d Direct) Bold(text string) string {
	rest, ok := strings.CutPrefix(text, d.Text)
	if d.Text == "" || !ok || strings.ContainsAny(d.Text, "*_[]`\\<>~#") {
		return text
	}
	return "**" + d.Text + "**" + rest
}

// PlainLead returns text, if it begins as Bold has it or as Slack writes that, without the asterisks.
func PlainLead(text string) string {
	for _, mark := range []string{"**", "*"} {
		if rest, ok := strings.CutPrefix(text, mark); ok {
			lead, rest, ok := strings.Cut(rest, mark)
			if ok && lead != "" && strings.HasPrefix(rest, " – ") && !strings.Contains(lead, "\n") {
				return lead + rest
			}
			return text
		}
	}
	return text
}

// Citation ties a marker of an answer to words of a stored article.
type Citation struct {
	Marker  int     // from 1
	Article Article // Body included
	Span            // of the quote in Article.Body
	Quote   string  // Article.Body[Start:End], byte for byte
	Link    string  // URL of the article with a text fragment to the quote; empty if the article has no URL
	// Provenance is from whom the sentences of the quote are.
	Provenance Provenance
}

// EventKind is the kind of a step in the making of an answer.
type EventKind string

// The steps of making an answer, in the order in which they come. Done or
// Error is the last. Waiting comes if a language model takes long to begin. Direct comes if there is a direct answer, before the first
// piece of the text. Delta and Citation alternate as the text is written.
const (
	EventUnderstood EventKind = "understood"
	EventPassages   EventKind = "passages"
	EventWaiting    EventKind = "waiting"
	EventDirect     EventKind = "direct"
	EventDelta      EventKind = "delta"
	EventCitation   EventKind = "citation"
	EventDone       EventKind = "done"
)

// Event is a step in the making of an answer, for streaming. The field that
// its kind names is set.
type Event struct {
	Kind       EventKind
	Understood Understood
	Passages   []Hit
	Waiting    string // what is waited for, for people
	Direct     Direct
	Delta      string // the next piece of Answer.Text
	Citation   Citation
	Done       Answer // the whole answer, authoritative over what was streamed
}
