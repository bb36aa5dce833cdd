package openai

import (
	"errors"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/sashabaranov/go-openai"
)

// capabilities are what a model, and the server that runs it, turned out to want or
// to refuse. They are learned from what is refused, and remembered: one request
// is refused for each, once.
type capabilities struct {
	native        bool // Ollama's own API is spoken
	newLimit      bool // the limit on a reply is called max_completion_tokens
	noLimit       bool // no limit is taken
	most          int  // tokens of a reply that may be asked for; 0: any
	noTemperature bool
	noSystem      bool // no system message: it goes before the user's
	noStream      bool
	noThinking    bool // thinking cannot be switched
	thinks        bool // it thinks, out of the tokens of its reply
	window        int  // tokens that it reads and writes at once; 0: unknown
}

// thoughtRoom is how many tokens more a model that thinks may write.
const thoughtRoom = 4096

// expected are the capabilities of a model by its name.
func expected(model string, native bool) capabilities {
	t := capabilities{native: native}
	if openai.NewReasoningValidator().Validate(openai.ChatCompletionRequest{Model: model, MaxTokens: 1}) != nil { //nolint:staticcheck // what is asked
		t.newLimit, t.noTemperature, t.thinks = true, true, true
	}
	return t
}

// lesson is one thing that a refusal may teach.
type lesson struct {
	says  *regexp.Regexp // what the server says, in lower case
	learn func(t *capabilities, message string) bool
}

// lessons are tried in order, until one teaches something new.
var lessons = []lesson{
	{contextWords, func(t *capabilities, message string) bool { return t.shrink(message) }},
	{regexp.MustCompile(`max[_ ](completion_|new_|output_)?tokens|num_predict|maxoutputtokens`), func(t *capabilities, message string) bool { return t.learnLimit(message) }},
	{regexp.MustCompile(`temperature|sampling`), func(t *capabilities, _ string) bool { return set(&t.noTemperature) }},
	{regexp.MustCompile(`enable_thinking|chat_template_kwargs|think`), func(t *capabilities, _ string) bool { return set(&t.noThinking) }},
	{regexp.MustCompile(`\bstream(ing|ed)?\b`), func(t *capabilities, _ string) bool { return set(&t.noStream) }},
	{regexp.MustCompile(`\b(system|developer|roles?)\b|\balternat|(first|last|messages?) .{0,40}\buser\b`), func(t *capabilities, _ string) bool { return set(&t.noSystem) }},
}

// set reports whether a flag was not set before.
func set(flag *bool) bool {
	was := *flag
	*flag = true
	return !was
}

// learn returns what a refusal teaches beside what was known. It reports false
// if it teaches nothing with which the same messages would be taken.
func (t capabilities) learn(err error) (capabilities, bool) {
	var refused *statusError
	if !errors.As(err, &refused) {
		return t, false
	}
	if t.native && isWrongPath(err) {
		t.native = false
		return t, true
	}
	switch refused.code {
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusNotImplemented, http.StatusInternalServerError,
		http.StatusRequestEntityTooLarge, http.StatusMethodNotAllowed, http.StatusNotAcceptable, http.StatusUnsupportedMediaType,
		http.StatusForbidden, http.StatusNotFound, http.StatusPaymentRequired:
	default:
		return t, false
	}
	text := strings.ToLower(refused.message)
	if (refused.code == http.StatusForbidden || refused.code == http.StatusNotFound) && !refusesStream.MatchString(text) {
		return t, false
	}
	for _, l := range lessons {
		next := t
		if !l.says.MatchString(text) {
			continue
		}
		if l.learn(&next, text) {
			return next, true
		}
		if next != t { // it is about the window, and only a shorter prompt helps
			return next, false
		}
	}
	return t, false
}

// saysNothing is what is said of a request that is refused without a word on what is
// wrong with it.
var saysNothing = regexp.MustCompile(`(?i)^\W*(bad request|internal server error|unprocessable (entity|content)|(invalid|malformed) (request|parameters?|arguments?)( error)?|validation error|provider returned error|error)?\W*$`)

// guess returns what may be refused where a refusal does not say it: what is refused
// most often, first. It reports false if nothing is left to try.
func (t capabilities) guess(err error) (capabilities, bool) {
	var refused *statusError
	if !errors.As(err, &refused) || refused.code != http.StatusBadRequest && refused.code != http.StatusUnprocessableEntity || !saysNothing.MatchString(refused.message) {
		return t, false
	}
	for _, flag := range []*bool{&t.noTemperature, &t.newLimit, &t.noLimit, &t.noSystem, &t.noStream} {
		if set(flag) {
			return t, true
		}
	}
	return t, false
}

// refusesStream is what is said with a status that is otherwise about keys or models.
var refusesStream = regexp.MustCompile(`\bstream`)

// learnLimit learns another name for the limit on a reply, a lower one, or to set none.
func (t *capabilities) learnLimit(message string) bool {
	if n := mostTokens(message); n > 0 && (t.most == 0 || n < t.most) {
		t.most = n
		return true
	}
	if strings.Contains(message, "max_completion_tokens") && !t.newLimit || !t.newLimit && !t.noLimit && !strings.Contains(message, "max_completion_tokens") {
		return set(&t.newLimit)
	}
	return set(&t.noLimit)
}

var (
	contextWords = regexp.MustCompile(`context[_ ](length|size|window)|maximum (context|prompt)|max_model_len|(prompt|input|message|messages|request)( text)?( is| are)? too (long|large)|` +
		`reduce (the )?(length|size|your)|exceeds? the (available |model'?s? )?(context|maximum)|too many (input |prompt )?tokens|(input|prompt) (length|tokens?)[^.]{0,40} exceeds?|(token|tokens|length) limit( exceeded|:)|(longer|more tokens) than (what )?(the|this|your|its) (model|context|maximum|allowed)|prompt tokens (and|plus|\+)|n_ctx|context_length_exceeded|range of input length|inputs?.? tokens \+|must have (less|fewer) than \d+ tokens|must be at least 1, got -\d+|超长|过长|超出.{0,12}(长度|限制|上限)|超过.{0,12}(长度|限制|上限|最大)`)
	windowIs = regexp.MustCompile(`(?:context (?:length|size|window)[^.0-9]{0,30}|n_ctx["':= ]*|max_model_len["':= ]*|range of input length should be \[\d+, |inputs?.? tokens \+ .?max_new_tokens.? must be <= )\(?([0-9][0-9,_]{2,9})`)
	mostIs   = regexp.MustCompile(`(?:at most|less than or equal to|<=|must be (?:in the range|between)[^0-9]*[0-9]+[^0-9]+|no more than|up to|range of (?:values )?[^0-9]*[0-9]+[^0-9]+|maximum(?: value)?(?: is| of)?)\s*([0-9][0-9,_]*)`)
	affordIs = regexp.MustCompile(`only afford (\d+)`)
	needIs   = regexp.MustCompile(`([0-9][0-9,_]*) (?:tokens? )?(?:in|from|of) (?:the |your )?(?:messages|prompt|input)|(?:has|prompt contains at least|resulted in) ([0-9][0-9,_]*) (?:input )?tokens|given: ([0-9]+) .?inputs.? tokens`)
)

// tooLong reports whether the server says that it was told too much.
func (e *statusError) tooLong() bool {
	switch e.code {
	case http.StatusRequestEntityTooLarge:
		return true
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusInternalServerError, http.StatusPaymentRequired:
		return contextWords.MatchString(strings.ToLower(e.message))
	}
	return false
}

// shrink learns the window from what is said of a prompt that is too long. It
// reports whether a shorter reply would make room for the prompt.
func (t *capabilities) shrink(message string) bool {
	window := number(windowIs, message)
	if window > 0 {
		t.window = window
	}
	const least = 128 // tokens of an answer
	room := window - number(needIs, message) - 1
	if window > 0 && number(needIs, message) > 0 && room >= least && (t.most == 0 || room < t.most) {
		t.most = room
		return true
	}
	return false
}

// mostTokens is the highest limit on a reply that a server says it takes, 0 if it does not say.
func mostTokens(message string) int {
	if n := number(affordIs, message); n > 0 {
		return n
	}
	return number(mostIs, message)
}

func number(pattern *regexp.Regexp, text string) int {
	m := pattern.FindStringSubmatch(text)
	for i := 1; i < len(m); i++ {
		if n, err := strconv.Atoi(strings.NewReplacer(",", "", "_", "").Replace(m[i])); err == nil && n < math.MaxInt32 {
			return n
		}
	}
	return 0
}
