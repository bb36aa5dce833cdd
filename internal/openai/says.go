package openai

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// What servers say when something is wrong comes as OpenAI has it, as a string,
// a list of faults, a page of HTML, or JSON within a string.

// saidIn are the fields in which servers say what is wrong, the most telling first.
var saidIn = []string{"error", "message", "detail", "details", "errors", "msg", "error_msg", "base_resp", "status_msg", "error_description", "error_message", "title"}

var (
	htmlTitle = regexp.MustCompile(`(?is)<(title|h1)[^>]*>(.*?)</`)
	htmlTags  = regexp.MustCompile(`(?s)<[^>]*>`)
)

// longestSaid bounds what is repeated of what a server says, in runes.
const longestSaid = 300

// messageOf returns what the body of an error says, on one line.
func messageOf(raw []byte) string {
	text := strings.TrimSpace(string(raw))
	var value any
	switch {
	case json.Unmarshal(raw, &value) == nil:
		text = said(value, 0)
	case strings.HasPrefix(text, "<"):
		if m := htmlTitle.FindStringSubmatch(text); m != nil {
			text = m[2]
		}
		text = htmlTags.ReplaceAllString(text, " ")
	}
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	if r := []rune(text); len(r) > longestSaid {
		text = string(r[:longestSaid]) + "…"
	}
	return text
}

// said finds the words in a value of JSON.
func said(value any, depth int) string {
	const deepest = 4
	if depth > deepest {
		return ""
	}
	switch v := value.(type) {
	case string:
		var inner any
		if strings.HasPrefix(strings.TrimSpace(v), "{") && json.Unmarshal([]byte(v), &inner) == nil {
			if text := said(inner, depth+1); text != "" {
				return text
			}
		}
		return v
	case []any:
		var all []string
		for _, x := range v {
			if text := said(x, depth+1); text != "" {
				all = append(all, text)
			}
		}
		return strings.Join(all, "; ")
	case map[string]any:
		return saidInObject(v, depth)
	}
	return ""
}

func saidInObject(v map[string]any, depth int) string {
	for _, field := range saidIn {
		text := said(v[field], depth+1)
		if text == "" {
			continue
		}
		if loc, ok := v["loc"].([]any); ok { // FastAPI names the field beside the fault
			return place(loc) + text
		}
		if param, ok := v["param"].(string); ok && !strings.Contains(text, param) {
			text += " (" + param + ")"
		}
		if meta, ok := v["metadata"].(map[string]any); ok { // OpenRouter: what the provider behind it says
			if raw := said(meta["raw"], depth+1); raw != "" && raw != text {
				text += ": " + raw
			}
		}
		return text
	}
	return ""
}

func place(loc []any) string {
	var parts []string
	for _, l := range loc {
		switch l := l.(type) {
		case string:
			parts = append(parts, l)
		case float64:
			parts = append(parts, strconv.Itoa(int(l)))
		}
	}
	return strings.Join(parts, ".") + ": "
}

// isLoading reports whether a server says that the model will be there later.
func (e *statusError) isLoading() bool {
	text := strings.ToLower(e.message)
	return (e.code >= 500 || e.code == http.StatusConflict) && loadingWords.MatchString(text) && !strings.Contains(text, "fail")
}

var loadingWords = regexp.MustCompile(`\b((down)?load|warm|start|initiali[sz]|pull|spinn)ing\b|\bbeing loaded\b|\bnot (yet )?ready\b`)

var (
	noModelWords = regexp.MustCompile(`(?i)\bmodel\b.{0,120}\b(not (found|exist|a valid|supported|available|loaded)|does not exist|is invalid)|\b(invalid|unknown|no such|unsupported|unrecognized|not a valid|no) models?\b`)
	badKeyWords  = regexp.MustCompile(`(?i)api[ _-]?key.{0,40}\b(not valid|invalid|incorrect|missing|required|expired)|\b(invalid|incorrect|missing|expired|no).{0,20}\bapi[ _-]?key`)
)

// lacksModel reports whether a server says that it has no such model.
func (e *statusError) lacksModel() bool {
	return e.code == http.StatusNotFound || (e.code == http.StatusBadRequest || e.code == http.StatusUnprocessableEntity) && noModelWords.MatchString(e.message)
}

// refusesKey reports whether a server says that it wants a key, or another one.
func (e *statusError) refusesKey() bool {
	return e.code == http.StatusUnauthorized || (e.code == http.StatusBadRequest || e.code == http.StatusForbidden) && badKeyWords.MatchString(e.message)
}

var quotaWords = regexp.MustCompile(`(?i)quota|billing|credits?\b|insufficient (funds|balance)|payment`)

// isSpent reports whether there is no money left, which another try will not mend.
func (e *statusError) isSpent() bool {
	return e.code == 402 || e.code == 429 && e.retryAfter == 0 && quotaWords.MatchString(e.message)
}

// gaveUp reports whether a server, or what stands before it, failed without a word on what it was sent.
func (e *statusError) gaveUp() bool {
	const cloudflareTimeout = 524
	switch e.code {
	case http.StatusInternalServerError:
		return saysNothing.MatchString(e.message) || engineWords.MatchString(e.message)
	case http.StatusGatewayTimeout, cloudflareTimeout:
		return true
	}
	return false
}

// engineWords are what the engine below a server says where more came than it can do.
var engineWords = regexp.MustCompile(`(?i)\b(llama_|ggml|cuda)\w*|\bfailed to decode\b`)
