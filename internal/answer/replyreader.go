package answer

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"byline/internal/news"
	"byline/prompts"
)

// A reply that goes on and on is cut off at maxReply bytes, thoughts apart, or
// after maxStatements that said something or maxIdle that did not.
const (
	maxReply      = 16 << 10
	maxThoughts   = 1 << 20
	maxStatements = 24
	maxIdle       = 40
	longestClaim  = 1200 // bytes of a statement; what is longer is none that a reader could check
)

// errEnough ends a reply that has no end.
var errEnough = errors.New("the reply goes on without end")

// replyReader takes the replies of a model apart, checks each statement, and writes
// those that hold. Whatever no passage carries is not written.
type replyReader struct {
	replyState

	sources  *sources
	writer   *writer
	found    *evidence    // all of it, of which the model was shown the best; nil: what the answer comes to is not told
	unopened *atomic.Bool // shared by all replies of the model: its thoughts begin without a sign

	seen        map[string]bool // statements that were looked at
	unsupported []string        // that no passage carries
	written     int             // statements
	refusals    int             // statements that nothing was found
	refused     bool            // the reply is that nothing was found
	waited      bool            // readers were told that it takes long to begin
	emitErr     error
}

// replyState is where the reading of one reply stands.
type replyState struct {
	thoughts   thoughts
	envelope   envelope
	stream     statements
	gap        string   // what stands between the statements before and the next one
	held       []string // not looked at yet, since the reply begins as thoughts do
	clear      bool     // that what comes is no thought
	size, idle int      // bytes; statements in a row that said nothing
	raw        int      // bytes, thoughts included
	kept       int      // statements of replies before this one
	whole      bool     // it broke off, but behind a whole statement
	references bool     // a list of sources has begun, or a turn of the user, which ends the reply
}

func newReplyReader(s *sources, w *writer) *replyReader {
	return &replyReader{sources: s, writer: w, seen: map[string]bool{}, unopened: new(atomic.Bool)}
}

// reply lets the model reply once. failed is its error, err one of ctx or of the writer.
func (r *replyReader) reply(ctx context.Context, chat Chat, messages []news.Message) (failed, err error) {
	r.replyState = replyState{thoughts: thoughts{regret: r.forget}, clear: !r.unopened.Load(), kept: r.written}
	begun := r.tellWaiting()
	_, failed = chat.Chat(ctx, messages, func(delta string) error {
		if err := begun(); err != nil {
			return err
		}
		return r.push(delta)
	})
	if err := begun(); err != nil && r.emitErr == nil {
		r.emitErr = err
	}
	if r.emitErr != nil {
		return nil, r.emitErr
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("answer: %w", ctx.Err())
	}
	if errors.Is(failed, errEnough) {
		r.writer.warn("The reply of the language model was cut off, since it went on without end.")
		return nil, nil
	}
	if failed != nil { // what may be thoughts is dropped, and half a statement
		if r.onlyThought(failed) {
			failed = news.Errorf(news.KindTooLarge, "%w", news.ErrNoRoom)
		}
		r.whole = r.clear && len(r.held) == 0 && !r.thoughts.thinking
		if rest := r.rest(); r.whole && endsWhole(rest) {
			return failed, r.takeAll(rest)
		}
		r.whole = false
		return failed, nil
	}
	if len(r.held) > 0 {
		r.held = append(r.held, r.rest()...)
		return nil, r.takeAll(r.release())
	}
	return nil, r.takeAll(r.rest())
}

// rest returns the statements that are left at the end of the reply.
func (r *replyReader) rest() []string {
	rest := r.stream.push(r.envelope.push(r.thoughts.rest()) + r.envelope.rest())
	return append(rest, r.stream.rest()...)
}

// cutNumber matches the end of what may be half a number.
var cutNumber = regexp.MustCompile(`\d[.,]$`)

// endsWhole reports whether the last of some statements ends as one does.
func endsWhole(statements []string) bool {
	last := strings.TrimSpace(statements[len(statements)-1])
	said := strings.TrimRight(claimText(last), `"”’')» `)
	end, _ := utf8.DecodeLastRuneInString(said)
	return strings.ContainsRune(".!…。！", end) && !cutNumber.MatchString(last)
}

// push takes the next piece of the reply.
func (r *replyReader) push(delta string) error {
	r.raw += len(delta)
	text := r.envelope.push(r.thoughts.push(delta))
	r.size += len(text)
	for _, s := range r.stream.push(text) {
		if r.thinksAloud(s) {
			r.held = append(r.held, s)
			continue
		}
		if err := r.take(s); err != nil {
			r.emitErr = err
			return err
		}
	}
	if r.size > maxReply || r.raw > maxThoughts || r.written >= maxStatements || r.idle > maxIdle {
		return errEnough
	}
	return nil
}

// thinksAloud reports whether a reply began as thoughts do whose end may be
// marked and whose beginning is not. It is held until it has ended.
func (r *replyReader) thinksAloud(s string) bool {
	return len(r.held) > 0 || !r.clear || len(r.seen) == 0 && r.written == 0 && replies().talks(oneLine(unadorned(s)))
}

// onlyThought reports whether a reply was cut before the thoughts in its text ended.
func (r *replyReader) onlyThought(failed error) bool {
	return errors.Is(failed, news.ErrReplyCut) && r.written == 0 && (r.thoughts.thinking || !r.clear)
}

// forget drops what turned out to be thoughts. What has been read stays: a
// passage carries it. unmarked: nothing marked where they began, as will be so again.
func (r *replyReader) forget(unmarked bool) {
	r.held, r.stream, r.envelope, r.clear = nil, statements{}, envelope{}, true
	if unmarked {
		r.unopened.Store(true)
	}
	r.takeBack()
}

// takeBack takes back what the reply has said so far: it was thought, not said.
func (r *replyReader) takeBack() {
	r.unsupported, r.refusals, r.idle, r.refused, r.references = nil, 0, 0, false, false
	if r.kept == 0 && r.writer.takeBack() {
		r.written, r.gap = 0, ""
		clear(r.seen)
	}
}

// release returns what was held, without what a line tells apart from the reply behind it.
func (r *replyReader) release() []string {
	held := r.held
	r.held = nil
	for i := len(held) - 2; i >= 0; i-- {
		if replies().heading.MatchString(oneLine(unadorned(held[i]))) {
			return held[i+1:]
		}
	}
	for i := len(held) - 1; i > 0; i-- { // "Answer: …" behind what was thought
		if replies().answer.MatchString(oneLine(unadorned(held[i]))) {
			return held[i:]
		}
	}
	for i := 0; i+1 < len(held) && replies().thought.MatchString(oneLine(unadorned(held[0]))); i++ {
		if gapBehind(held[i]) != " " || rules.MatchString(oneLine(held[i+1])) { // a paragraph that was thought
			return held[i+1:]
		}
	}
	return held
}

func (r *replyReader) takeAll(statements []string) error {
	for _, s := range statements {
		if err := r.take(s); err != nil {
			r.emitErr = err
			return err
		}
	}
	return nil
}

// notFound matches what the model was told to say where it finds nothing, also within
// a sentence that goes on about it.
var notFound = regexp.MustCompile(`(?i:^[\W_]*` + strings.Replace(prompts.NotFound, "_", "[_ ]", 1) + `\b)|\b` + prompts.NotFound + `\b`)

// nothing matches a reply in JSON without anything in it.
var nothing = regexp.MustCompile(`^\W*null\W*$|^(?:\{\s*\}|\[\s*\])$`)

// take looks at the next statement of the reply, and writes it if a passage carries it.
func (r *replyReader) take(s string) error {
	gap := gapBehind(s)
	if r.gap != "" && r.gap != " " && strings.TrimSpace(s) == "" {
		gap = r.gap
	}
	before := r.gap
	r.gap = gap
	text := oneLine(unadorned(s))
	switch {
	case r.refused, r.references, rules.MatchString(text), footnotes.MatchString(s):
		return nil
	case notFound.MatchString(text), nothing.MatchString(text):
		r.refusals++
		r.refused = r.written == 0 && len(r.unsupported) == 0
		return nil
	case onlyCites(text):
		return nil
	case replies().references.MatchString(text), r.written > 0 && replies().turn.MatchString(s):
		r.references = true
		return nil
	case replies().label.MatchString(text):
		r.takeBack()
		r.gap = gap
	}
	text = r.plain(text)
	whole := claimText(text)
	key := strings.ToLower(whole)
	switch {
	case r.seen[key], len(whole) > longestClaim, strings.HasSuffix(whole, "?"), replies().instruction.MatchString(whole), r.sources.credit(whole):
		r.idle++
		return nil
	}
	r.seen[key] = true
	sources := r.sources
	if replies().refusal.MatchString(whole) {
		if replies().cited.MatchString(text) { // "Passages [1] and [2] do not say"
			r.judgeUnsupported(s, whole)
			return nil
		}
		sources = sources.byWords() // "The passages do not say." tells of passages, which a reader takes for what they tell
	}
	pieces := sources.verify(parseMarkers(text, len(sources.read)), whole)
	for _, other := range []string{r.sources.uncredited(text), r.plain(oneLine(unadorned(boldLabel.ReplaceAllString(s, "$1"))))} {
		if len(pieces) == 0 && other != text {
			pieces = sources.verify(parseMarkers(other, len(sources.read)), claimText(other))
		}
	}
	if len(pieces) == 0 {
		r.judgeUnsupported(s, whole)
		return nil
	}
	r.idle = 0
	if r.written > 0 {
		pieces[0].text = before + pieces[0].text
	} else if err := r.lead(pieces); err != nil {
		return err
	}
	r.written++
	return r.writer.write(pieces...)
}

// plain is a statement without what models put around it, its markers as they should be.
func (r *replyReader) plain(text string) string {
	return r.sources.named(bare(spokenOf(searchMarks.ReplaceAllString(text, ""))))
}

// lead writes what the answer comes to before its first statement, if that says
// it, in the words of a quote that carries the statement.
func (r *replyReader) lead(pieces []piece) error {
	if r.found == nil {
		return nil
	}
	said, _, ok := r.found.comesTo()
	if !ok {
		return nil
	}
	for _, p := range pieces {
		if wordsAt(p.text, said.text) < 0 {
			continue
		}
		for _, q := range p.quotes {
			text, _ := q.article.Cut(q.Span, 0)
			if at := wordsAt(text, said.text); at >= 0 {
				said.Span = news.Span{Start: q.Start + at, End: q.Start + at + len(said.text)}
				return r.writer.direct(q, said)
			}
		}
	}
	return nil
}

// quoteMissing quotes what the answer comes to where no statement has it: what
// the model wrote is true then, and not what was asked.
func (r *replyReader) quoteMissing() error {
	if r.found == nil {
		return nil
	}
	said, by, ok := r.found.comesTo()
	if !ok || wordsAt(strings.ToLower(r.writer.text.String()), strings.ToLower(said.text)) >= 0 {
		return nil
	}
	r.writer.answer.Status = news.StatusPartial
	return r.writer.write(append([]piece{{text: "\n\n"}}, r.found.paragraph([]candidate{by}, false)...)...)
}

// gapBehind is what stands between a statement and the next: a paragraph's end or a space.
func gapBehind(s string) string {
	if strings.Count(s[len(strings.TrimRight(s, " \t\n")):], "\n") > 1 {
		return "\n\n"
	}
	return " "
}

// judgeUnsupported tells a statement that no passage carries from what is none.
func (r *replyReader) judgeUnsupported(s, whole string) {
	r.idle++
	const shortest = 4 // words of a statement
	isHeading := strings.HasSuffix(whole, ":") || strings.HasPrefix(strings.TrimSpace(s), "#")
	switch {
	case replies().talk.MatchString(whole):
	case replies().refuses(whole), replies().refuses(claimText(s)):
		r.refusals++
	case isHeading, len(words(whole)) < shortest, r.sources.fragment(whole):
	default:
		r.unsupported = append(r.unsupported, whole)
	}
}
