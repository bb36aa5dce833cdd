package httpapi_test

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"maps"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"byline/internal/httpapi"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/pb33f/jsonschema/v6"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"go.yaml.in/yaml/v3"
)

// contract is openapi.yaml, ready to judge responses by.
type contract struct {
	validator validator.Validator
	schemas   *jsonschema.Compiler // of the document, for the events of streams
	routes    map[string][]string  // methods by path
}

// headersOfAll are in every response and no business of the contract.
var headersOfAll = []string{
	"Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Referrer-Policy",
	"X-Content-Type-Options", "X-Frame-Options", "X-Accel-Buffering", "Vary", "Cache-Control", "Content-Encoding", "Content-Length",
	"Allow", "WWW-Authenticate", "RateLimit", "RateLimit-Policy", "Set-Cookie", "Accept-Ranges", "Last-Modified", "Etag",
	"Access-Control-Allow-Origin", "Access-Control-Expose-Headers",
}

// theContract reads openapi.yaml once for all tests.
var theContract = sync.OnceValues(func() (*contract, error) {
	document, err := libopenapi.NewDocument(httpapi.OpenAPI)
	if err != nil {
		return nil, err
	}
	v, errs := validator.NewValidator(document, config.WithStrictMode(), config.WithFormatAssertions(), config.WithStrictIgnoredHeadersExtra(headersOfAll...),
		config.WithStrictIgnorePaths("$.body.metadata.*", "$.body.response.metadata.*")) // whose names are the client's
	if len(errs) > 0 {
		return nil, errs[0]
	}
	var tree map[string]any
	if err := yaml.Unmarshal(httpapi.OpenAPI, &tree); err != nil {
		return nil, err
	}
	c := &contract{validator: v, schemas: jsonschema.NewCompiler(), routes: map[string][]string{}}
	c.schemas.AssertFormat()
	if err := c.schemas.AddResource("openapi", tree); err != nil {
		return nil, err
	}
	for path, item := range tree["paths"].(map[string]any) {
		for method := range item.(map[string]any) {
			if method != "parameters" && method != "description" {
				c.routes[path] = append(c.routes[path], strings.ToUpper(method))
			}
		}
	}
	return c, nil
})

// pathOf returns the path of the document that a request is for, or nothing.
func (c *contract) pathOf(r *http.Request) string {
	for _, path := range slices.Sorted(maps.Keys(c.routes)) { // the fixed come before those with a parameter
		pattern := regexp.MustCompile(`\\\{[a-z]+\\\}`).ReplaceAllString(regexp.QuoteMeta(path), "[^/]+")
		if regexp.MustCompile("^" + pattern + "$").MatchString(r.URL.EscapedPath()) {
			return path
		}
	}
	return ""
}

// keepsContract checks a response: that its status, content type, headers and
// body are those that the document has for the path and method. Elsewhere there are only faults.
func keepsContract(t *testing.T, r *http.Request, w *httptest.ResponseRecorder) {
	t.Helper()
	c, err := theContract()
	if err != nil {
		t.Fatal(err)
	}
	if r.Method == http.MethodOptions && w.Code == http.StatusNoContent { // between the browser and the server
		return
	}
	body := plain(t, w)
	whole := body
	media, _, _ := mime.ParseMediaType(w.Header().Get("Content-Type"))
	if media == "application/x-ndjson" { // of which the validator knows one line
		body, _, _ = bytes.Cut(body, []byte("\n"))
	}
	method := strings.Replace(r.Method, http.MethodHead, http.MethodGet, 1)
	path := c.pathOf(r)
	if !slices.Contains(c.routes[path], method) {
		if w.Code < 400 {
			t.Errorf("%s %s: status %d, and it is not in openapi.yaml", r.Method, r.URL.Path, w.Code)
		}
		return
	}
	target := *r.URL
	target.Path, target.RawPath = regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(path, "x"), ""
	request := &http.Request{Method: method, URL: &target, Header: r.Header}
	response := &http.Response{StatusCode: w.Code, Header: w.Header(), Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body))}
	_, errs := c.validator.ValidateHttpResponse(request, response)
	for _, e := range errs {
		t.Errorf("%s %s, status %d: %s: %s %v\n%s", r.Method, r.URL.Path, w.Code, e.Message, e.Reason, e.SchemaValidationErrors, body)
	}
	if media == "text/event-stream" && path != "/mcp" {
		c.checkEvents(t, path, string(body))
	} else if media == "application/x-ndjson" {
		c.checkLines(t, path, string(whole))
	}
}

// held holds every response of h to the contract, as call does, where requests
// come over the network. What nobody waited for is not looked at.
func held(t *testing.T, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Helper()
		both := &tee{ResponseWriter: w, seen: httptest.NewRecorder()}
		h.ServeHTTP(both, r)
		if r.Context().Err() == nil {
			both.seen.Code = max(both.status, http.StatusOK)
			maps.Copy(both.seen.Header(), w.Header())
			keepsContract(t, r, both.seen)
		}
	})
}

// tee is a response that is written and kept.
type tee struct {
	http.ResponseWriter
	status int
	seen   *httptest.ResponseRecorder
}

func (t *tee) Unwrap() http.ResponseWriter { return t.ResponseWriter }

func (t *tee) Flush() { _ = http.NewResponseController(t.ResponseWriter).Flush() }

func (t *tee) WriteHeader(status int) {
	t.status = status
	t.ResponseWriter.WriteHeader(status)
}

func (t *tee) Write(p []byte) (int, error) {
	t.seen.Body.Write(p)
	return t.ResponseWriter.Write(p)
}

// plain is the body of a response as it was before compression.
func plain(t *testing.T, w *httptest.ResponseRecorder) []byte {
	t.Helper()
	if w.Header().Get("Content-Encoding") != "gzip" {
		return w.Body.Bytes()
	}
	zr, err := gzip.NewReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// checkEvents checks the data of each event of a stream.
func (c *contract) checkEvents(t *testing.T, path, stream string) {
	t.Helper()
	for frame := range strings.SplitSeq(strings.TrimSuffix(stream, "\n\n"), "\n\n") {
		name, data := "message", frame
		if after, named := strings.CutPrefix(frame, "event: "); named {
			name, data, _ = strings.Cut(after, "\n")
		}
		data, isData := strings.CutPrefix(data, "data: ")
		if !isData || data == "[DONE]" {
			continue
		}
		pointer := "/paths/" + strings.ReplaceAll(path, "/", "~1") + "/post/responses/200/content/text~1event-stream/x-events/" + name
		schema, err := c.schemas.Compile("openapi#" + url.PathEscape(pointer))
		if err != nil {
			t.Fatalf("event %s: %v", name, err)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(data))
		if err == nil {
			err = schema.Validate(value)
		}
		if err != nil {
			t.Errorf("event %s: %v\n%s", name, err, data)
		}
	}
}

// checkLines checks each line of a stream of JSON.
func (c *contract) checkLines(t *testing.T, path, stream string) {
	t.Helper()
	schema, err := c.schemas.Compile("openapi#" + url.PathEscape("/paths/"+strings.ReplaceAll(path, "/", "~1")+"/post/responses/200/content/application~1x-ndjson/schema"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(stream) {
		if line == "\n" {
			continue
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err == nil {
			err = schema.Validate(value)
		}
		if err != nil {
			t.Errorf("%v\n%s", err, line)
		}
	}
}

func TestTheContractIsAnOpenAPIDocument(t *testing.T) {
	c, err := theContract()
	if err != nil {
		t.Fatal(err)
	}
	_, errs := c.validator.ValidateDocument()
	for _, e := range errs {
		t.Errorf("line %d: %s %s", e.SpecLine, e.Message, e.Reason)
	}
}

// Readers of YAML 1.1, as those of Python, Ruby and Java, take a bare "yes" for true,
// 1:30 for 90 and 2025-02-03 for a time. What is text to us is text to them.
func TestTheContractIsTheSameToReadersOfYAML11(t *testing.T) {
	var document yaml.Node
	if err := yaml.Unmarshal(httpapi.OpenAPI, &document); err != nil {
		t.Fatal(err)
	}
	other := regexp.MustCompile(`^(?i:y|n|yes|no|on|off|true|false|null|~|=|<<` + // booleans, null, the value, a merge
		`|[-+]?0b[01_]+|[-+]?0x[0-9a-f_]+|[-+]?[0-9][0-9_]*` + // whole numbers
		`|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?` + // of base 60
		`|[-+]?([0-9][0-9_]*)?\.[0-9_]*(e[-+]?[0-9]+)?|[-+]?\.(inf|nan)` +
		`|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([t \t].*)?)$`) // dates and times
	for n := range nodesOf(&document) {
		if n.Kind == yaml.ScalarNode && n.Style == 0 && n.Tag == "!!str" && other.MatchString(n.Value) {
			t.Errorf("line %d: put quotes around %s", n.Line, n.Value)
		}
	}
}

// nodesOf goes over a node and all below it.
func nodesOf(n *yaml.Node) iter.Seq[*yaml.Node] {
	return func(yield func(*yaml.Node) bool) {
		if !yield(n) {
			return
		}
		for _, child := range n.Content {
			for below := range nodesOf(child) {
				if !yield(below) {
					return
				}
			}
		}
	}
}

// Every example is one that can be sent.
func TestTheExamplesOfTheContractAreValid(t *testing.T) {
	c, err := theContract()
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := yaml.Unmarshal(httpapi.OpenAPI, &tree); err != nil {
		t.Fatal(err)
	}
	found := 0
	eachExample(tree, "", func(pointer string, example any) {
		found++
		schema, err := c.schemas.Compile("openapi#" + url.PathEscape(pointer+"/schema"))
		if err != nil {
			t.Fatalf("%s: %v", pointer, err)
		}
		if err := schema.Validate(example); err != nil {
			t.Errorf("%s: %v", pointer, err)
		}
	})
	if found < 10 {
		t.Errorf("there are %d examples", found)
	}
}

// eachExample calls do for whatever has an example beside a schema, with its JSON pointer.
func eachExample(v any, pointer string, do func(pointer string, example any)) {
	switch v := v.(type) {
	case map[string]any:
		if example, has := v["example"]; has && v["schema"] != nil {
			do(pointer, example)
		}
		for key, value := range v {
			eachExample(value, pointer+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(key), do)
		}
	case []any:
		for i, item := range v {
			eachExample(item, fmt.Sprintf("%s/%d", pointer, i), do)
		}
	}
}

// No route is open, has any scope, or is left out of the document by accident.
func TestTheContractListsTheRoutesWithTheirScopes(t *testing.T) {
	var document struct {
		Paths map[string]map[string]struct {
			Security []map[string][]string `yaml:"security"`
		} `yaml:"paths"`
	}
	text := regexp.MustCompile(`(?m)^ {4}(parameters|description):(.*\n( {6}.*\n)*)`).ReplaceAll(httpapi.OpenAPI, nil)
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{} // security by route
	for path, methods := range document.Paths {
		for method, operation := range methods {
			listed[strings.ToUpper(method)+" "+path] = fmt.Sprint(operation.Security)
		}
	}
	deps := newNewsroom().deps()
	deps.MCP, deps.Slack = http.NotFoundHandler(), http.NotFoundHandler()
	deps.Hooks, deps.Hubs = map[string]httpapi.Hook{"wire": {}}, &hubs{}
	served := map[string]string{}
	for _, r := range httpapi.New(deps, httpapi.Config{}).Routes() {
		path := regexp.MustCompile(`:([a-z]+)`).ReplaceAllString(r.Path, "{$1}")
		security := "[]"
		if r.Scope != "" {
			security = fmt.Sprintf("[map[key:[%s]] map[session:[%[1]s]]]", r.Scope)
		}
		served[r.Method+" "+path] = security
	}
	if diff := cmp.Diff(served, listed); diff != "" {
		t.Errorf("-served +in openapi.yaml:\n%s", diff)
	}
}
