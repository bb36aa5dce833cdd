package httpapi_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/api"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// pipes is a listener whose connections are pipes, so that time can be made up.
type pipes struct {
	connections chan net.Conn
	closed      chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.connections:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error   { close(p.closed); return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes", Net: "unix"} }

// wire is a client that says byte for byte what it sends.
type wire struct {
	t *testing.T
	net.Conn
	in *bufio.Reader
}

// wired runs a server in a bubble and returns how to connect to it. The server stops with the test.
func wired(t *testing.T, s *httpapi.Server) func() *wire {
	t.Helper()
	p := pipes{make(chan net.Conn), make(chan struct{})}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, p) }()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	return func() *wire {
		ours, theirs := net.Pipe()
		t.Cleanup(func() { _ = ours.Close() })
		p.connections <- theirs
		return &wire{t, ours, bufio.NewReader(ours)}
	}
}

// send sends the head of a request, and what there is of its body.
func (w *wire) send(target, body string, headers ...string) {
	w.t.Helper()
	head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s\r\n\r\n", target, strings.Join(headers, "\r\n"))
	go func() { _, _ = io.WriteString(w, head+body) }()
}

// response returns what the server says, and how long that took.
func (w *wire) response() (res *http.Response, text string, took time.Duration) {
	w.t.Helper()
	began := time.Now()
	res, err := http.ReadResponse(w.in, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return res, string(body), time.Since(began)
}

// postings are the routes that take a body.
var postings = []string{"/v1/articles", "/v1/search", "/v1/similar", "/v1/quotes/find", "/v1/answers", "/v1/chat/completions", "/mcp"}

func newsroomWithMCP() httpapi.Deps {
	d := newNewsroom().deps()
	d.MCP = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "{}")
	})
	return d
}

func TestABodyThatStopsHalfwayIsGivenUp(t *testing.T) {
	for _, target := range postings {
		synctest.Test(t, func(t *testing.T) {
			c := wired(t, httpapi.New(newsroomWithMCP(), httpapi.Config{}))()
			c.send(target, "{", "Content-Length: 2000")
			res, text, took := c.response()
			if res.StatusCode != http.StatusRequestTimeout || took != httpapi.BodyPause || !res.Close || !strings.Contains(text, "too slowly") {
				t.Errorf("%s: after %v: %d %s", target, took, res.StatusCode, text)
			}
			if n, err := io.Copy(io.Discard, c); n != 0 || err != nil {
				t.Errorf("%s: the connection goes on: %d bytes, %v", target, n, err)
			}
		})
	}
}

// However a request is refused, what it has not sent of its body is not waited for.
func TestTheRestOfARefusedBodyIsNotWaitedFor(t *testing.T) {
	for target, status := range map[string]int{"/v1/nothing": 404, "/v1/stats": 405} {
		synctest.Test(t, func(t *testing.T) {
			c := wired(t, httpapi.New(newsroomWithMCP(), httpapi.Config{}))()
			c.send(target, `{"query":`, "Content-Length: 2000")
			res, _, took := c.response()
			if _, err := io.Copy(io.Discard, c); res.StatusCode != status || took > httpapi.BodyPause || err != nil {
				t.Errorf("%s: after %v: %d, then %v", target, took, res.StatusCode, err)
			}
		})
	}
}

func TestABodyMayTakeItsTimeAsLongAsItComes(t *testing.T) {
	for name, test := range map[string]struct {
		piece  int // bytes every eight seconds
		status int
	}{"fast enough": {40 << 10, 400}, "too slow": {1 << 10, 408}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := wired(t, httpapi.New(newsroomWithMCP(), httpapi.Config{}))()
				c.send("/v1/articles", "", "Content-Length: 409600")
				dripping := make(chan struct{})
				go func() {
					defer close(dripping)
					for range 10 {
						time.Sleep(8 * time.Second)
						if _, err := io.WriteString(c, strings.Repeat(" ", test.piece)); err != nil {
							return
						}
					}
				}()
				if res, text, took := c.response(); res.StatusCode != test.status {
					t.Errorf("after %v: %d %s", took, res.StatusCode, text)
				}
				_ = c.Close()
				<-dripping
			})
		})
	}
}

func TestABodyThatIsNotChunkedAsAnnouncedIsTheClientsFault(t *testing.T) {
	for _, target := range postings {
		for _, chunks := range []string{"zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}x\r\n0\r\n\r\n", "-1\r\n", "ffffffffffffffffff\r\n"} {
			synctest.Test(t, func(t *testing.T) {
				c := wired(t, httpapi.New(newsroomWithMCP(), httpapi.Config{}))()
				c.send(target, chunks, "Transfer-Encoding: chunked")
				if res, text, _ := c.response(); res.StatusCode != http.StatusBadRequest {
					t.Errorf("%s, %q: %d %s", target, chunks, res.StatusCode, text)
				}
			})
		}
	}
}

func TestWhatIsTooLargeIsRefusedBeforeItIsSent(t *testing.T) {
	for _, target := range append([]string{"/signin", "/slack/events"}, postings...) {
		synctest.Test(t, func(t *testing.T) {
			d := newsroomWithMCP()
			d.Slack = d.MCP
			c := wired(t, httpapi.New(d, httpapi.Config{}))()
			c.send(target, "", "Expect: 100-continue", "Content-Length: 99000000000")
			if res, text, took := c.response(); res.StatusCode != http.StatusRequestEntityTooLarge || took != 0 {
				t.Errorf("%s: after %v: %d %s", target, took, res.StatusCode, text)
			}
		})
	}
}

func TestArticlesThatAreSentAtOnceShareABudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, finish := newNewsroom(), make(chan struct{})
		d := n.deps()
		d.Ingester = ingesterFunc(func(_ context.Context, body io.Reader, _ string) ([]news.PutResult, error) {
			if _, err := io.Copy(io.Discard, body); err != nil {
				return nil, err
			}
			<-finish
			return []news.PutResult{{ID: "a", Status: news.PutCreated}}, nil
		})
		connect := wired(t, httpapi.New(d, httpapi.Config{ArticlesLimit: 3 << 20, ArticlesBudget: 4 << 20, BudgetWait: 3 * time.Second}))
		big := strings.Repeat(" ", 3<<20)
		first := connect()
		first.send("/v1/articles", big, fmt.Sprintf("Content-Length: %d", len(big)))
		synctest.Wait()

		announced := connect()
		announced.send("/v1/articles", "", "Expect: 100-continue", fmt.Sprintf("Content-Length: %d", len(big)))
		if res, text, took := announced.response(); res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") == "" || took != 3*time.Second {
			t.Errorf("more than is left: after %v: %d %s", took, res.StatusCode, text)
		}
		chunked := connect()
		chunked.send("/v1/articles", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(big), big), "Transfer-Encoding: chunked")
		if res, text, _ := chunked.response(); res.StatusCode != http.StatusTooManyRequests {
			t.Errorf("more than is left, not announced: %d %s", res.StatusCode, text)
		}
		asking := connect()
		asking.send("/v1/search", `{"query":"ferry"}`, "Content-Length: 17")
		if res, text, _ := asking.response(); res.StatusCode != http.StatusOK {
			t.Errorf("a search meanwhile: %d %s", res.StatusCode, text)
		}

		waiting := connect()
		waiting.send("/v1/articles", big, fmt.Sprintf("Content-Length: %d", len(big)))
		close(finish)
		for _, c := range []*wire{first, waiting} {
			if res, text, _ := c.response(); res.StatusCode != http.StatusOK {
				t.Errorf("once there is room: %d %s", res.StatusCode, text)
			}
		}
	})
}

func TestTheLongestConversationIsTaken(t *testing.T) {
	const astral = `\ud83d\uddde` // a character that takes the most when it is escaped
	content := strings.Repeat(astral, api.MaxMessage)
	var messages []string
	for range api.MaxMessages {
		messages = append(messages, `{"role":"user","content":"`+content+`"}`)
	}
	all := strings.Join(messages, ",")
	for target, text := range map[string]string{
		"/v1/answers":          `{"question":"ferry","messages":[` + all + `]}`,
		"/v1/chat/completions": `{"model":"byline","messages":[` + all + `,{"role":"user","content":"ferry"}]}`,
		"/mcp":                 `{"params":{"arguments":{"messages":[` + all + `]}}}`,
	} {
		if w := call(t, httpapi.New(newsroomWithMCP(), httpapi.Config{}), "POST", target, text); w.Code != 200 {
			t.Errorf("%s, %d bytes: %d %.200s", target, len(text), w.Code, w.Body)
		}
	}
}
