package httpapi

import (
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"byline/internal/api"
)

// openAIError is a fault as clients of OpenAI read it.
type openAIError struct {
	Error openAIFault `json:"error"`
}

type openAIFault struct {
	Message string  `json:"message"`
	Type    string  `json:"type"`
	Param   *string `json:"param"`
	Code    *string `json:"code"`
}

// ofOpenAI are the first segments below /v1 of what OpenAI's API has, whether it is
// served here or not. Where one is of Byline, too (uploads), faults are Byline's.
var ofOpenAI = map[string]bool{
	"assistants": true, "audio": true, "batches": true, "chat": true, "chatkit": true, "completions": true, "containers": true,
	"conversations": true, "edits": true, "embeddings": true, "engines": true, "evals": true, "files": true, "fine-tunes": true,
	"fine_tuning": true, "images": true, "models": true, "moderations": true, "organization": true, "projects": true,
	"realtime": true, "responses": true, "skills": true, "threads": true, "vector_stores": true, "videos": true,
}

// meantPath matches a path that clients make of a base URL that is not quite right, for
// what is served of OpenAI's API: "/chat/completions", "/v1/v1/models", "/api/v1//responses/".
var meantPath = regexp.MustCompile(`^(?:/+api|/+openai)?(?:/+v1)*/+(chat/completions|responses|embeddings|models(?:/[^/]+)?|mcp)/*$`)

// asMeant puts such a path into the place of what was meant, and takes the slash off the
// end of others of OpenAI's API, and of MCP's.
func asMeant(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		below, isAPI := strings.CutPrefix(u.Path, "/v1/")
		first, _, _ := strings.Cut(below, "/")
		meant := ""
		if m := meantPath.FindStringSubmatch(u.Path); len(m) > 1 {
			meant = m[1]
		}
		switch {
		case meant == "mcp":
			u.Path, u.RawPath = "/mcp", ""
		case meant != "" && u.Path != "/v1/"+meant:
			u.Path, u.RawPath = "/v1/"+meant, ""
		case meant == "" && isAPI && ofOpenAI[first] && strings.HasSuffix(u.Path, "/"):
			u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), ""
		}
		return next(c)
	}
}

// speaksOpenAI reports whether a fault is to have the form of OpenAI: at the paths
// of its API, and wherever else its clients have lost their way.
func (s *Server) speaksOpenAI(c echo.Context) bool {
	below, isAPI := strings.CutPrefix(c.Request().URL.Path, "/v1/")
	first, _, _ := strings.Cut(below, "/")
	if isAPI && ofOpenAI[first] {
		return true
	}
	_, served := s.scopeOf(c)
	return !served && (isOpenAIClient(c.Request().Header) || ofOllama.MatchString(c.Request().URL.Path))
}

// ofOllama matches paths of Ollama's API, whose clients speak OpenAI's as well.
var ofOllama = regexp.MustCompile(`^/api/[a-z]+$`)

// isOpenAIClient reports whether a request comes from a client of OpenAI: they name
// themselves, as "OpenAI/Python 3.54.0", and tell of themselves in X-Stainless headers.
func isOpenAIClient(h http.Header) bool {
	return h.Get("X-Stainless-Lang") != "" || strings.Contains(h.Get("User-Agent"), "OpenAI/")
}

// served lists what there is of OpenAI's API, for those who look for more.
const served = "of OpenAI's API there are /v1/responses, /v1/chat/completions, /v1/embeddings and /v1/models, so that the base URL ends in /v1"

// isRouting reports whether the router has refused a request with a status.
func isRouting(err error, status int) bool {
	var routing *echo.HTTPError
	return errors.As(err, &routing) && routing.Code == status
}

// toOpenAIError words a problem as OpenAI does.
func toOpenAIError(p api.Problem, err error) openAIError {
	message := p.Detail
	if message == "" {
		message = p.Title
	}
	out := openAIFault{Message: message, Type: "invalid_request_error"}
	switch {
	case p.Status == http.StatusTooManyRequests:
		out.Type, out.Code = "rate_limit_error", new("rate_limit_exceeded")
	case p.Status == http.StatusUnauthorized:
		out.Code = new("invalid_api_key")
	case p.Status == http.StatusForbidden:
		out.Type = "permission_error"
	case p.Status >= http.StatusInternalServerError:
		out.Type = "server_error"
	case isRouting(err, http.StatusNotFound):
		out.Message += "; " + served
	}
	if len(p.Errors) > 0 {
		out.Param = new(p.Errors[0].Field)
	}
	var coded *codedError
	if errors.As(err, &coded) {
		out.Code = new(coded.code)
	}
	return openAIError{Error: out}
}
