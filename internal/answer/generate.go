package answer

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"byline/internal/news"
	"byline/internal/tokens"
	"byline/prompts"
)

// roleSystem speaks to the model above the conversation. Callers of Byline cannot use it.
const roleSystem news.Role = "system"

// A reply that goes on and on is cut off at maxReply bytes, thoughts apart, or
// after maxStatements that said something or maxIdle that did not.
const (
	maxReply      = 16 << 10
	maxThoughts   = 1 << 20
	maxStatements = 24
	maxIdle       = 40
	longestClaim  = 1200 // bytes of a statement; what is longer is none that a reader could check

	perMessage = 8 // tokens that a template puts around a message
)

// errEnough ends a reply that has no end.
var errEnough = errors.New("the reply goes on without end")

// Roomy is a Chat that tells how many tokens a prompt may have; zero: any number.
// known is false where that is a guess.
type Roomy interface {
	Room(ctx context.Context) (tokens int, known bool)
}

// Thinker is a Chat that can leave room for thoughts, which a server may count as
// text.
type Thinker interface {
	// Thinks learns that the model thinks in its text, and reports whether a
	// reply has more room for that now than it had.
	Thinks() bool
}

// generate lets the model answer. It reports false, and has written nothing,
// if the model failed or nothing of what it wrote could be tied to a passage.
// The error is one of ctx or of the writer.
func (a *Answerer) generate(ctx context.Context, chat Chat, e *evidence, w *writer) (bool, error) {
	wanted := min(a.config.LLMPassages, len(e.passages))
	n, known, err := a.roomFor(ctx, chat, e, w)
	if err != nil {
		return false, err
	}
	for {
		g, failed, err := a.told(ctx, chat, e, n, w)
		if err != nil {
			return false, err
		}
		if errors.Is(failed, news.ErrPromptTooLong) && n > 1 && g.raw == 0 {
			n, known = max(1, n*2/3), true // from the end, where what bears least on the question stands
			continue
		}
		if t, ok := chat.(Thinker); ok && errors.Is(failed, news.ErrNoRoom) && t.Thinks() {
			continue
		}
		if n < wanted {
			w.warn(fewerShown(n, wanted, known))
		}
		switch {
		case failed == nil || len(w.answer.Citations) == 0:
		case g.whole:
			w.warn("The language model failed behind what it wrote here, and may have had more to say: " + failed.Error())
			written, err := g.finish(nil, a.config.SetApart)
			w.answer.Status = news.StatusPartial
			return written, err
		default:
			return a.quoteInstead(g, failed, e)
		}
		return g.finish(failed, a.config.SetApart)
	}
}

// quoteInstead quotes where the model broke off behind some statements, so that
// nobody is left with half an answer: in their place, or behind them where they
// have been read already. It reports false if they are to be quoted in their place.
func (a *Answerer) quoteInstead(g *generator, failed error, e *evidence) (bool, error) {
	w := g.writer
	if w.takeBack() {
		w.warn(failure(failed))
		return false, nil
	}
	w.warn("The language model did not finish, so quotes follow what it wrote: " + failed.Error())
	if a.refuses(e.certainty) || len(e.ranked) == 0 {
		w.answer.Mode, w.answer.Status = news.AnswerLLM, news.StatusPartial
		return true, nil
	}
	err := w.write(piece{text: "\n\n"})
	if err == nil {
		err = a.extract(e, w)
	}
	w.answer.Mode, w.answer.Status = news.AnswerLLM, news.StatusPartial
	return true, err
}

// told shows the model the n best passages and lets it reply.
func (a *Answerer) told(ctx context.Context, chat Chat, e *evidence, n int, w *writer) (g *generator, failed, err error) {
	shown := e.best(n)
	messages, err := prompt(shown, w.answer.Understood)
	if err != nil {
		return nil, nil, err
	}
	g = newGenerator(newSources(a.verifier(), shown), w)
	g.found = e
	g.unopened = &a.unopened
	failed, err = g.reply(ctx, chat, messages)
	if err == nil && failed == nil && len(g.unsupported) > 0 && !g.refused {
		err = g.again(ctx, chat, messages)
	}
	return g, failed, err
}

// roomFor returns how many passages the model has room for: it is never told
// more than it can read, since some cut a prompt without a word.
func (a *Answerer) roomFor(ctx context.Context, chat Chat, e *evidence, w *writer) (n int, known bool, err error) {
	n = min(a.config.LLMPassages, len(e.passages))
	roomy, ok := chat.(Roomy)
	if !ok {
		return n, true, nil
	}
	room, known := roomy.Room(ctx)
	for ; room > 0 && n > 1; n-- {
		messages, err := prompt(e.best(n), w.answer.Understood)
		if err != nil {
			return 0, known, err
		}
		size := 0
		for _, m := range messages {
			size += perMessage + tokens.OfBytes.Estimate(m.Content)
		}
		if size <= room {
			break
		}
	}
	return n, known, nil
}

// fewerShown says that the model did not see all that was found.
func fewerShown(n, wanted int, known bool) string {
	text := fmt.Sprintf("The language model was shown %d of %d passages, since its window has no room for more", n, wanted)
	if !known {
		return text + ": how large it is, nobody tells, so 4096 tokens were assumed; llm.context says otherwise."
	}
	return text + "."
}

// prompt shows the passages to the model.
func prompt(e *evidence, u news.Understood) ([]news.Message, error) {
	data := prompts.Answer{Question: e.question.text}
	if !u.AsOf.IsZero() {
		data.AsOf = u.AsOf.Format(dayLayout)
	}
	for i, x := range e.passages {
		data.Passages = append(data.Passages, prompts.Passage{
			Number: i + 1, Headline: oneLine(x.hit.Article.Headline), Source: outlet(x.hit.Article),
			Date: dateSaid(x.hit.Article), Text: x.hit.Passage.Text,
		})
	}
	system, err := data.AnswerSystem()
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	user, err := data.AnswerUser()
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	return []news.Message{{Role: roleSystem, Content: system}, {Role: news.RoleUser, Content: user}}, nil
}

// generator takes the reply of a model apart, checks each statement, and writes
// those that hold. Whatever no passage carries is not written.
type generator struct {
	sources  *sources
	writer   *writer
	found    *evidence // all of it, of which the model was shown the best; nil: what the answer comes to is not told
	thoughts thoughts
	unopened *atomic.Bool // shared by all replies of the model: its thoughts begin without a sign
	envelope envelope
	stream   statements
	gap      string   // what stands between the statements before and the next one
	held     []string // not looked at yet, since the reply begins as thoughts do
	clear    bool     // that what comes is no thought

	seen        map[string]bool // statements that were looked at
	unsupported []string        // that no passage carries
	size, idle  int             // bytes; statements in a row that said nothing
	raw         int             // bytes, thoughts included
	written     int             // statements
	kept        int             // of these, statements of a reply before this one
	refusals    int             // statements that nothing was found
	waited      bool            // readers were told that it takes long to begin
	refused     bool            // the reply is that nothing was found
	whole       bool            // the reply broke off, but behind a whole statement
	references  bool            // a list of sources has begun, or a turn of the user, which ends the reply
	emitErr     error
}

func newGenerator(s *sources, w *writer) *generator {
	return &generator{sources: s, writer: w, seen: map[string]bool{}, unopened: new(atomic.Bool)}
}

// reply lets the model reply once. failed is its error, err one of ctx or of the writer.
func (g *generator) reply(ctx context.Context, chat Chat, messages []news.Message) (failed, err error) {
	g.envelope = envelope{}
	g.thoughts, g.stream, g.gap, g.held, g.references = thoughts{regret: g.forget}, statements{}, "", nil, false
	g.size, g.raw, g.idle, g.kept, g.clear, g.whole = 0, 0, 0, g.written, !g.unopened.Load(), false
	begun := g.tellWaiting()
	_, failed = chat.Chat(ctx, messages, func(delta string) error {
		if err := begun(); err != nil {
			return err
		}
		return g.push(delta)
	})
	if err := begun(); err != nil && g.emitErr == nil {
		g.emitErr = err
	}
	if g.emitErr != nil {
		return nil, g.emitErr
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("answer: %w", ctx.Err())
	}
	if errors.Is(failed, errEnough) {
		g.writer.warn("The reply of the language model was cut off, since it went on without end.")
		return nil, nil
	}
	if failed != nil { // what may be thoughts is dropped, and half a statement
		if g.onlyThought(failed) {
			failed = news.Errorf(news.KindTooLarge, "%w", news.ErrNoRoom)
		}
		g.whole = g.clear && len(g.held) == 0 && !g.thoughts.thinking
		if rest := g.rest(); g.whole && endsWhole(rest) {
			return failed, g.takeAll(rest)
		}
		g.whole = false
		return failed, nil
	}
	if len(g.held) > 0 {
		g.held = append(g.held, g.rest()...)
		return nil, g.takeAll(g.release())
	}
	return nil, g.takeAll(g.rest())
}

// rest returns the statements that are left at the end of the reply.
func (g *generator) rest() []string {
	rest := g.stream.push(g.envelope.push(g.thoughts.rest()) + g.envelope.rest())
	return append(rest, g.stream.rest()...)
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
func (g *generator) push(delta string) error {
	g.raw += len(delta)
	text := g.envelope.push(g.thoughts.push(delta))
	g.size += len(text)
	for _, s := range g.stream.push(text) {
		if g.thinksAloud(s) {
			g.held = append(g.held, s)
			continue
		}
		if err := g.take(s); err != nil {
			g.emitErr = err
			return err
		}
	}
	if g.size > maxReply || g.raw > maxThoughts || g.written >= maxStatements || g.idle > maxIdle {
		return errEnough
	}
	return nil
}

// thinksAloud reports whether a reply began as thoughts do whose end may be
// marked and whose beginning is not. It is held until it has ended.
func (g *generator) thinksAloud(s string) bool {
	return len(g.held) > 0 || !g.clear || len(g.seen) == 0 && g.written == 0 && replies().talk.MatchString(oneLine(unadorned(s)))
}

// onlyThought reports whether a reply was cut before the thoughts in its text ended.
func (g *generator) onlyThought(failed error) bool {
	return errors.Is(failed, news.ErrReplyCut) && g.written == 0 && (g.thoughts.thinking || !g.clear)
}

// forget drops what turned out to be thoughts. What has been read stays: a
// passage carries it. unmarked: nothing marked where they began, as will be so again.
func (g *generator) forget(unmarked bool) {
	g.held, g.stream, g.envelope, g.clear = nil, statements{}, envelope{}, true
	if unmarked {
		g.unopened.Store(true)
	}
	g.takeBack()
}

// takeBack takes back what the reply has said so far: it was thought, not said.
func (g *generator) takeBack() {
	g.unsupported, g.refusals, g.idle, g.refused, g.references = nil, 0, 0, false, false
	if g.kept == 0 && g.writer.takeBack() {
		g.written, g.gap = 0, ""
		clear(g.seen)
	}
}

// release returns what was held, without what a line tells apart from the reply behind it.
func (g *generator) release() []string {
	held := g.held
	g.held = nil
	for i := len(held) - 2; i >= 0; i-- {
		if replies().heading.MatchString(oneLine(unadorned(held[i]))) {
			return held[i+1:]
		}
	}
	return held
}

func (g *generator) takeAll(statements []string) error {
	for _, s := range statements {
		if err := g.take(s); err != nil {
			g.emitErr = err
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
func (g *generator) take(s string) error {
	gap := gapBehind(s)
	if g.gap != "" && g.gap != " " && strings.TrimSpace(s) == "" {
		gap = g.gap
	}
	before := g.gap
	g.gap = gap
	text := oneLine(unadorned(s))
	switch {
	case g.refused, g.references, rules.MatchString(text), footnotes.MatchString(s):
		return nil
	case notFound.MatchString(text), nothing.MatchString(text):
		g.refusals++
		g.refused = g.written == 0 && len(g.unsupported) == 0
		return nil
	case onlyCites(text):
		return nil
	case replies().references.MatchString(text), g.written > 0 && replies().turn.MatchString(s):
		g.references = true
		return nil
	case replies().label.MatchString(text):
		g.takeBack()
		g.gap = gap
	}
	text = g.plain(text)
	whole := claimText(text)
	key := strings.ToLower(whole)
	switch {
	case g.seen[key], len(whole) > longestClaim, strings.HasSuffix(whole, "?"), replies().instruction.MatchString(whole), g.sources.credit(whole):
		g.idle++
		return nil
	}
	g.seen[key] = true
	pieces := g.verify(parseMarkers(text, len(g.sources.read)), whole)
	for _, other := range []string{g.sources.uncredited(text), g.plain(oneLine(unadorned(boldLabel.ReplaceAllString(s, "$1"))))} {
		if len(pieces) == 0 && other != text {
			pieces = g.verify(parseMarkers(other, len(g.sources.read)), claimText(other))
		}
	}
	if len(pieces) == 0 {
		g.judgeUnsupported(s, whole)
		return nil
	}
	g.idle = 0
	if g.written > 0 {
		pieces[0].text = before + pieces[0].text
	} else if err := g.lead(pieces); err != nil {
		return err
	}
	g.written++
	return g.writer.write(pieces...)
}

// plain is a statement without what models put around it, its markers as they should be.
func (g *generator) plain(text string) string {
	return g.sources.named(bare(spokenOf(searchMarks.ReplaceAllString(text, ""))))
}

// lead writes what the answer comes to before its first statement, if that says
// it, in the words of a quote that carries the statement.
func (g *generator) lead(pieces []piece) error {
	if g.found == nil {
		return nil
	}
	said, _, ok := g.found.comesTo()
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
				return g.writer.direct(q, said)
			}
		}
	}
	return nil
}

// quoteMissing quotes what the answer comes to where no statement has it: what
// the model wrote is true then, and not what was asked.
func (g *generator) quoteMissing() error {
	if g.found == nil {
		return nil
	}
	said, by, ok := g.found.comesTo()
	if !ok || wordsAt(strings.ToLower(g.writer.text.String()), strings.ToLower(said.text)) >= 0 {
		return nil
	}
	g.writer.answer.Status = news.StatusPartial
	return g.writer.write(append([]piece{{text: "\n\n"}}, g.found.paragraph([]candidate{by}, false)...)...)
}

// wordsAt is where a text has some words as they are, -1 if nowhere.
func wordsAt(text, some string) int {
	for from := 0; ; {
		at := strings.Index(text[from:], some)
		if at < 0 || some == "" {
			return -1
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		behind, _ := utf8.DecodeRuneInString(text[at+len(some):])
		if !isLetterOrDigit(before) && !isLetterOrDigit(behind) {
			return at
		}
		from = at + len(some)
	}
}

// gapBehind is what stands between a statement and the next: a paragraph's end or a space.
func gapBehind(s string) string {
	if strings.Count(s[len(strings.TrimRight(s, " \t\n")):], "\n") > 1 {
		return "\n\n"
	}
	return " "
}

// judgeUnsupported tells a statement that no passage carries from what is none.
func (g *generator) judgeUnsupported(s, whole string) {
	g.idle++
	const shortest = 4 // words of a statement
	isHeading := strings.HasSuffix(whole, ":") || strings.HasPrefix(strings.TrimSpace(s), "#")
	switch {
	case replies().talk.MatchString(whole):
	case replies().refuses(whole), replies().refuses(claimText(s)):
		g.refusals++
	case isHeading, len(words(whole)) < shortest, g.sources.fragment(whole):
	default:
		g.unsupported = append(g.unsupported, whole)
	}
}

// verify returns a statement with the quotes that carry it, nil if none do.
// Where it cites passages for its clauses, each is checked by itself.
func (g *generator) verify(parts []markedText, whole string) []piece {
	if len(parts) > 1 && len(parts[len(parts)-1].cited) == 0 { // a tail without a citation belongs to what is before
		last := parts[len(parts)-1]
		parts = parts[:len(parts)-1]
		parts[len(parts)-1].text += last.text
	}
	if pieces := g.clauses(parts, whole); pieces != nil {
		return pieces
	}
	var cited []int
	for _, p := range parts {
		cited = union(cited, p.cited)
	}
	if quotes := g.quotes(whole, cited); len(quotes) > 0 {
		return []piece{{text: closed(whole), quotes: quotes}}
	}
	return nil
}

// clauses verifies the clauses of a statement that have citations of their own, nil if one is not carried.
func (g *generator) clauses(parts []markedText, whole string) []piece {
	const shortest = 4 // words of a clause that can be checked by itself
	if len(parts) < 2 {
		return nil
	}
	var pieces []piece
	for i, part := range parts {
		claim := oneLine(part.text)
		if len(words(claim)) < shortest {
			claim = whole
		}
		quotes := g.quotes(claim, part.cited)
		if len(quotes) == 0 {
			return nil
		}
		text := part.text
		if i == len(parts)-1 {
			text = closed(text)
		}
		pieces = append(pieces, piece{text: text, quotes: quotes})
	}
	return pieces
}

// quotes are those that carry a statement: from the passages that it cites, each
// by itself or all together, else from the one that does.
func (g *generator) quotes(statement string, cited []int) []quote {
	if quotes := g.sources.cited(statement, cited); len(quotes) > 0 {
		return distinct(quotes)
	}
	if quotes := g.sources.together(statement, cited); len(quotes) > 0 {
		return distinct(quotes)
	}
	if q, ok := g.sources.elsewhere(statement); ok {
		return []quote{q}
	}
	return nil
}

// closed is a statement that ends as a sentence does.
func closed(text string) string {
	text = strings.TrimRight(text, " \t\n,;:-–—")
	if end := strings.TrimRight(text, `"”’')»`); end == "" || strings.ContainsAny(end[len(end)-1:], ".!?") || strings.HasSuffix(end, "…") {
		return text
	}
	return text + "."
}

// again asks the model once more for what no passage carries.
func (g *generator) again(ctx context.Context, chat Chat, messages []news.Message) error {
	text, err := prompts.Repair{Statements: g.unsupported}.RepairUser()
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	left, refused, refusals := g.unsupported, g.refused, g.refusals
	before := strings.TrimSpace(g.writer.text.String())
	if before == "" {
		before = prompts.NotFound
	}
	asked := slices.Concat(messages, []news.Message{{Role: news.RoleAssistant, Content: before}, {Role: news.RoleUser, Content: text}})
	if g.written > 0 {
		defer func(written int) { // what is put right makes up for what was left out
			g.unsupported = left[min(len(left), g.written-written):]
		}(g.written)
	} else {
		defer func() { g.unsupported = left }()
	}
	_, err = g.reply(ctx, chat, asked)
	g.refused, g.refusals = refused, refusals
	return err
}

// finish ends the answer. It reports false if there is none.
func (g *generator) finish(failed error, setApart bool) (bool, error) {
	w := g.writer
	if len(w.answer.Citations) == 0 {
		if failed == nil && g.refusals > 0 {
			w.answer.Mode, w.answer.Status = news.AnswerLLM, news.StatusNotFound
			return true, w.write(piece{text: g.sources.evidence.refusal()})
		}
		w.warn(failure(failed))
		return false, nil
	}
	w.answer.Mode, w.answer.Status = news.AnswerLLM, news.StatusAnswered
	if len(g.unsupported) > 0 || g.refusals > 0 {
		w.answer.Status = news.StatusPartial
	}
	if err := g.quoteMissing(); err != nil {
		return true, err
	}
	for _, s := range g.unsupported {
		if !setApart {
			w.warn(fmt.Sprintf("This was left out, since no passage says it: “%s”", shorten(s)))
		}
	}
	if setApart && len(g.unsupported) > 0 {
		return true, w.write(piece{text: "\n\nNot in the sources: " + strings.Join(g.unsupported, " ")})
	}
	return true, nil
}

// claimText is a statement without markers, on one line.
func claimText(statement string) string {
	var out strings.Builder
	for _, part := range parseMarkers(unadorned(statement), maxPassages) {
		out.WriteString(part.text + " ")
	}
	return strings.TrimSpace(punctuated.ReplaceAllString(oneLine(out.String()), "$1"))
}

// maxPassages bounds the numbers that are taken for those of passages where nobody knows how many there were.
const maxPassages = 24

var punctuated = regexp.MustCompile(`\s+([.,;:!?])`)

func distinct(quotes []quote) []quote {
	var out []quote
	for _, q := range quotes {
		known := false
		for _, o := range out {
			known = known || o.article.ID == q.article.ID && o.Span == q.Span
		}
		if !known {
			out = append(out, q)
		}
	}
	return out
}

// shorten cuts a statement for a warning.
func shorten(text string) string {
	const longest = 120
	if cut := shortenTo(text, longest); cut != text {
		return cut + "…"
	}
	return text
}

// failure says why quotes follow instead of what the model wrote.
func failure(failed error) string {
	var known *news.Error
	switch {
	case failed == nil:
		return "The answer is made of quotes, since nothing that the language model wrote could be tied to a passage."
	case errors.As(failed, &known):
		return "The answer is made of quotes, since the language model failed: " + known.Error()
	default:
		return "The answer is made of quotes, since the language model failed."
	}
}
