package mail

import (
	netmail "net/mail"
	"regexp"
	"strings"
	"sync"
	"time"

	"byline/internal/format/field"
	"byline/internal/lang"
)

// forwarded is the header of a message within the text of another, and the text below it.
type forwarded struct {
	from, address, text string
	at                  time.Time
}

var (
	// headerLine is a line of the header of a message that is sent on, in any language.
	headerLine = regexp.MustCompile(`^[*_]{0,2}\pL[\pL .-]{0,15}[*_]{0,2}\s?:[*_]{0,2}\s*(\S.*)$`)
	// forwardMark is the line above it: "---------- Forwarded message ---------", "Begin forwarded message:".
	forwardMark = regexp.MustCompile(`^(?:[-_]{3,}.*|.*:)$`)
	// mailAddress is the address of who sent a message.
	mailAddress = regexp.MustCompile(`[^\s<>@:"\[\]]+@[^\s<>@"\[\]]+`)
	// joint is the word that some mail programs have between year and time: "2025 at 09:41".
	joint = regexp.MustCompile(`(\d{4}),?\s+\pL{1,5}\.?(?:\s+\pL{1,4})?\s+(\d{1,2}[:.]\d{2})`)
)

// sentOn is what mail programs put before the subject of what is sent on.
var sentOn = sync.OnceValue(func() *regexp.Regexp {
	p := lang.OnPages()
	return regexp.MustCompile(`(?i)^(?:` + lang.Pattern(p.AnswerMarks) + `:\s*)*` + lang.Pattern(p.ForwardMarks) + `:`)
})

const (
	headerLines = 3    // as many at least, one with an address, one with a date
	maxNote     = 1000 // bytes of what is said above a message that is sent on
)

// forward finds the message that a text sends on, nil if it sends none: a header
// in the text below a mark or at its beginning, or in a paragraph of its own if the subject
// says that one is sent on. Who writes more above it than a note answers it.
func forward(text, subject string, loc *time.Location) *forwarded {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	above, last := 0, ""
	for i := 0; i < len(lines) && above <= maxNote; i++ {
		line := strings.TrimSpace(lines[i])
		if line == "" {
			continue
		}
		if last == "" || forwardMark.MatchString(last) || sentOn().MatchString(subject) && strings.TrimSpace(lines[i-1]) == "" {
			if f, end := headerAt(lines, i, loc); f != nil {
				f.text = strings.Join(lines[end:], "\n")
				return f
			}
		}
		above, last = above+len(line), line
	}
	return nil
}

// headerAt reads the header that begins on a line, and returns where the text below it begins.
func headerAt(lines []string, i int, loc *time.Location) (f *forwarded, end int) {
	found, count := forwarded{}, 0
	for ; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		if line == "" {
			continue
		}
		m := headerLine.FindStringSubmatch(line)
		if m == nil {
			break
		}
		count++
		end = i + 1
		if name, _, ok := strings.Cut(m[1], "@"); ok && found.from == "" {
			found.address = mailAddress.FindString(m[1])
			name, _, _ = strings.Cut(name, "<")
			name, _, _ = strings.Cut(name, "[")
			found.from = strings.Trim(field.Line(name), `"'* `)
		} else if at, ok := sent(m[1], loc); ok && found.at.IsZero() {
			found.at = at
		}
	}
	if count < headerLines || found.from == "" || found.at.IsZero() || strings.TrimSpace(strings.Join(lines[end:], "")) == "" {
		return nil, 0
	}
	return &found, end
}

func sent(text string, loc *time.Location) (time.Time, bool) {
	text = joint.ReplaceAllString(text, "$1 $2")
	if at, err := netmail.ParseDate(text); err == nil {
		return at, true
	}
	at, err := field.Time(text, loc)
	return at, err == nil
}

// leave is what a paragraph says in which readers can end their subscription.
var leave = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)` + lang.Pattern(lang.OnPages().Unsubscribing)) })

// withoutLeave cuts off the last short paragraphs of a newsletter, from the one on in
// which readers can end their subscription.
func withoutLeave(text string) string {
	const longest, most = 400, 5 // bytes of a paragraph, paragraphs
	rest := text
	for range most {
		i := strings.LastIndex(rest, "\n\n")
		if i < 0 || len(rest)-i > longest {
			break
		}
		if leave().MatchString(rest[i:]) {
			text = rest[:i]
		}
		rest = rest[:i]
	}
	return text
}

// withoutSignature cuts off what stands below the line that parts a text from the
// signature (RFC 3676), if it is no longer than signatures are.
func withoutSignature(text string) string {
	const longest = 600
	text = strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), " \n")
	for _, mark := range []string{"\n-- \n", "\n--\n"} {
		if i := strings.LastIndex(text, mark); i > 0 && len(text)-i <= longest {
			return text[:i]
		}
	}
	return text
}
