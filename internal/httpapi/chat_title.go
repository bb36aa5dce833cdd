package httpapi

import (
	"regexp"
	"strings"

	"byline/internal/news"
)

// Programs that put no mark before their tasks ask for the title of a chat in words of
// their own. Three things tell that from a question of a person: a title, of something
// that was said, in a form that leaves all else out.
var (
	titles    = regexp.MustCompile(`(?i)\btitles?\b|\bname (?:this|the) (?:conversation|chat)\b|\bsummari[sz]e the user'?s (?:request|query|question|message|intent)\b`)
	ofATalk   = regexp.MustCompile(`(?i)\b(?:conversations?|chats?|dialogue|discussion|messages?|query|queries|thread|request|user'?s? ?(?:input|question)|user'?s?input)|\bsummari[sz]e .{0,12}\bin a .{0,20}\btitle\b|userinput`)
	restraint = regexp.MustCompile(`(?i)\bonly (?:return|output|give|respond|reply|provide|the)\b|\b(?:return|output|give|respond|reply|answer)(?: with)? only\b|\b(?:title|name) only\b|\bnothing else\b|` +
		`\bno (?:quotes|quotation|punctuation|additional|explanations?)\b|\b(?:without|avoid|omit) (?:any |using )?(?:quotes|quotation|punctuation|verbs|special)|\bdo not (?:use|include|answer|try|respond)\b|` +
		`\b(?:\d+|two|three|four|five|six|few)(?:(?: to | or |[-–]to[-–]|[-–])\w+)*[- ](?:words?|characters?)\b|\b(?:concise|short|brief)\b`)
)

// asksForTitle reports whether a message is of a program that wants a title for a chat.
func asksForTitle(message string) bool {
	const far = 1500 // bytes from its beginning, where it says what it wants
	head := message[:min(len(message), far)]
	return titles.MatchString(head) && ofATalk.MatchString(head) && restraint.MatchString(head) && !isPlainQuestion.MatchString(head)
}

// isPlainQuestion matches one sentence that ends as a question does, as people ask.
var isPlainQuestion = regexp.MustCompile(`^[^\n.!?:]*\?\s*$`)

// Where a message holds what was said: as JSON, on lines that name the speaker, in tags,
// between lines of dashes or fences, in quotation marks.
var (
	saidAsJSON = regexp.MustCompile(`"role"\s*:\s*"user"\s*,\s*"content"\s*:\s*"((?:[^"\\]|\\.)*)"`)
	asked      = regexp.MustCompile(`(?im)^\s*(?:-\s*)?(?:(?:(?:USER|HUMAN|YOU)\s*:\s*)+(.+)|<user>(.*?)</user>\s*)$`)
	setApart   = regexp.MustCompile(`(?s)<\w+>\s*([^<>]{3,}?)\s*</\w+>|(?:^|\n)(?:-{3,}|` + "`{3}\\w*" + `)\s*\n\s*(.+?)\s*\n\s*(?:-{3,}|` + "`{3}" + `)|"([^"\n]{3,})"\s*$`)
)

// askedIn are the questions of a person in a message that tells a conversation, else in
// the messages before it, else what stands behind the task.
func askedIn(message string, before []news.Message) []string {
	var questions []string
	for _, form := range []*regexp.Regexp{saidAsJSON, asked, setApart} {
		for _, m := range form.FindAllStringSubmatch(message, -1) {
			questions = append(questions, strings.TrimSpace(strings.Join(m[1:], "")))
		}
		if len(questions) > 1 && titles.MatchString(questions[0]) { // the task itself
			return questions[1:]
		}
		if len(questions) > 0 {
			return questions
		}
	}
	for _, m := range before {
		if m.Role == news.RoleUser {
			questions = append(questions, m.Content)
		}
	}
	if at := strings.LastIndex(message, "\n\n"); len(questions) == 0 && at >= 0 && !titles.MatchString(message[at:]) {
		questions = append(questions, strings.TrimSpace(message[at:]))
	}
	return questions
}

// title is the first question, cut to what fits a list of chats.
func (t chatTalk) title() string {
	const most = 6 // words
	var words []string
	if len(t.questions) > 0 {
		words = strings.Fields(t.questions[0])
	}
	text := strings.Join(words[:min(most, len(words))], " ")
	if text = strings.TrimRight(text, " ?.!,;:"); text == "" {
		return "News"
	}
	return text
}
