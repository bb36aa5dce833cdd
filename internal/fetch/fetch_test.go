package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"

	"byline/internal/fetch"
	"byline/internal/fetchtest"
	"byline/internal/news"
)

// text answers with a page.
func text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" || strings.HasPrefix(r.URL.Path, "/.well-known/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, body)
	}
}

// inWeb runs a test on a web of its own, with a clock of its own.
func inWeb(t *testing.T, c fetch.Config, f func(t *testing.T, web *fetchtest.Web, client *fetch.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		web := fetchtest.New(t)
		c.Network = web
		client := fetch.New(c)
		t.Cleanup(client.Close)
		f(t, web, client)
	})
}

func TestAPageComesWithWhatTheServerSaysOfIt(t *testing.T) {
	inWeb(t, fetch.Config{Version: "1.2", Contact: "https://desk.example/bot"}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		web.Site("harbour.example", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Etag", `"7"`)
			fmt.Fprint(w, r.Header.Get("User-Agent"))
		})
		page, err := client.Get(t.Context(), fetch.Request{URL: "http://harbour.example/a#b"})
		if err != nil || string(page.Body) != "Byline/1.2 (+https://desk.example/bot)" || page.URL != "http://harbour.example/a" || page.Header.Get("Etag") != `"7"` {
			t.Fatalf("got %+v, %v", page, err)
		}
	})
}

func TestAddressesThatAreNotOfTheWebAreRefused(t *testing.T) {
	inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		for _, address := range []string{"", "harbour", "file:///etc/passwd", "gopher://harbour.example/", "ftp://harbour.example/", "http://", "javascript:alert(1)", "http:harbour.example", "data:text/html,x", "http://[::1", "http://u:geheim@"} {
			_, err := client.Get(t.Context(), fetch.Request{URL: address})
			if news.KindOf(err) != news.KindInvalid || strings.Contains(err.Error(), "geheim") {
				t.Errorf("%q: %v", address, err)
			}
		}
		if got := web.Dialled(); len(got) > 0 {
			t.Errorf("connected to %v", got)
		}
	})
}

func TestNothingLeadsIntoAClosedNetwork(t *testing.T) {
	inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		web.Site("open.example", func(w http.ResponseWriter, r *http.Request) {
			if to := r.URL.Query().Get("to"); to != "" {
				http.Redirect(w, r, to, http.StatusFound)
				return
			}
			http.NotFound(w, r)
		})
		web.Resolve("inside.example", "10.0.0.7")
		web.Resolve("meta.example", "64:ff9b::a9fe:a9fe")
		for _, address := range []string{
			"http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/", "http://inside.example/", "http://meta.example/", "http://[::ffff:10.0.0.1]/",
			"http://93.184.216.34:22/", "http://open.example:8081/",
			"http://open.example/?to=http://inside.example/", "http://open.example/?to=http://127.0.0.1/", "http://open.example/?to=http://open.example:6334/", "http://open.example/?to=file:///etc/passwd",
		} {
			if _, err := client.Get(t.Context(), fetch.Request{URL: address}); news.KindOf(err) != news.KindInvalid {
				t.Errorf("%s: %v", address, err)
			}
		}
		if got := slices.DeleteFunc(web.Dialled(), func(at string) bool { return at == "93.184.216.34:80" }); len(got) > 0 {
			t.Errorf("connected to %v", got)
		}
	})
}

// A name that is public when it is first looked up, and then is not.
func TestANameThatChangesGainsNothing(t *testing.T) {
	inWeb(t, fetch.Config{IgnoreRobots: true, IgnoreReservations: true}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		web.Site("rebind.example", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Connection", "close")
			fmt.Fprint(w, "open")
		})
		web.Resolve("rebind.example", "93.184.216.34", "127.0.0.1")
		if _, err := client.Get(t.Context(), fetch.Request{URL: "http://rebind.example/"}); err != nil {
			t.Fatal(err)
		}
		if _, err := client.Get(t.Context(), fetch.Request{URL: "http://rebind.example/"}); !errors.Is(err, fetch.ErrClosed) {
			t.Fatalf("got %v", err)
		}
	})
}

func TestASettingOpensThisMachine(t *testing.T) {
	server := httptest.NewServer(text("intranet"))
	defer server.Close()
	client := fetch.New(fetch.Config{Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Delay: time.Nanosecond})
	defer client.Close()
	page, err := client.Get(t.Context(), fetch.Request{URL: server.URL})
	if err != nil || string(page.Body) != "intranet" {
		t.Fatalf("got %q, %v", page.Body, err)
	}
	shut := fetch.New(fetch.Config{})
	defer shut.Close()
	if _, err := shut.Get(t.Context(), fetch.Request{URL: server.URL}); !errors.Is(err, fetch.ErrClosed) {
		t.Fatalf("got %v", err)
	}
}

func packed(t *testing.T, coding string, size int) []byte {
	t.Helper()
	var out bytes.Buffer
	w := map[string]io.WriteCloser{"gzip": gzip.NewWriter(&out), "br": brotli.NewWriter(&out)}[coding]
	if _, err := w.Write(bytes.Repeat([]byte("a"), size)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Some sites lead in circles until a cookie comes back. It goes to nobody else,
// and is not kept.
func TestCookiesLastForOneRequest(t *testing.T) {
	inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		starts := 0
		web.Site("news.circle.example", func(w http.ResponseWriter, r *http.Request) {
			if cookie, err := r.Cookie("seen"); err == nil && cookie.Value == "1" && r.URL.Path != "/elsewhere" {
				fmt.Fprint(w, "it came back")
				return
			}
			if r.URL.Path == "/robots.txt" || r.URL.Path == "/.well-known/tdmrep.json" {
				http.NotFound(w, r)
				return
			}
			starts++
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1", Path: "/"})
			http.SetCookie(w, &http.Cookie{Name: "wide", Value: "1", Path: "/", Domain: "example"})
			http.Redirect(w, r, map[bool]string{true: "http://other.example/"}[r.URL.Path == "/elsewhere"]+"/", http.StatusFound)
		})
		web.Site("other.example", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, len(r.Cookies())) })
		for range 2 {
			if page, err := client.Get(t.Context(), fetch.Request{URL: "http://news.circle.example/"}); err != nil || string(page.Body) != "it came back" {
				t.Errorf("got %q, %v", page.Body, err)
			}
		}
		if page, err := client.Get(t.Context(), fetch.Request{URL: "http://news.circle.example/elsewhere"}); err != nil || string(page.Body) != "0" || starts != 3 {
			t.Errorf("got %q, %v, %d starts", page.Body, err, starts)
		}
	})
}

func TestFeedsOfOddTypesAreTaken(t *testing.T) {
	inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		for media, want := range map[string]bool{"application/x-rss+xml": true, "application/vnd.brask+json": true, "binary/octet-stream": true, "application/javascript": true, "image/svg+xml": false, "application/pdf": false} {
			web.Site("odd.example", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", media) })
			if _, err := client.Get(t.Context(), fetch.Request{URL: "http://odd.example/"}); (err == nil) != want {
				t.Errorf("%s: %v", media, err)
			}
		}
	})
}

func TestPlainTextThatIsCalledPackedIsTaken(t *testing.T) {
	inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		for _, body := range []string{"", "a", "a plain text"} {
			web.Site("plain.example", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				fmt.Fprint(w, body)
			})
			if page, err := client.Get(t.Context(), fetch.Request{URL: "http://plain.example/"}); err != nil || string(page.Body) != body {
				t.Errorf("%q: got %q, %v", body, page.Body, err)
			}
		}
	})
}

func TestBodiesAreUnpackedAndBounded(t *testing.T) {
	inWeb(t, fetch.Config{MaxBytes: 1 << 20}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		for _, coding := range []string{"gzip", "br"} {
			for size, want := range map[int]news.Kind{1000: news.KindInternal, 1 << 20: news.KindInternal, 1<<20 + 1: news.KindTooLarge, 64 << 20: news.KindTooLarge} {
				body := packed(t, coding, size)
				web.Site("packed.example", func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Encoding", coding)
					_, _ = w.Write(body)
				})
				page, err := client.Get(t.Context(), fetch.Request{URL: "http://packed.example/" + coding})
				if news.KindOf(err) != want || err == nil && len(page.Body) != size {
					t.Errorf("%s of %d bytes: %d bytes, %v", coding, size, len(page.Body), err)
				}
			}
		}
	})
}

func TestWhatIsNoUseIsRefused(t *testing.T) {
	inWeb(t, fetch.Config{Timeout: 10 * time.Second}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		web.Site("odd.example", func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/film":
				w.Header().Set("Content-Type", "video/mp4")
			case "/status":
				w.WriteHeader(http.StatusGone)
			case "/broken":
				w.WriteHeader(http.StatusBadGateway)
			case "/round":
				http.Redirect(w, r, "/round", http.StatusFound)
			case "/nowhere":
				w.WriteHeader(http.StatusFound)
			case "/packed":
				w.Header().Set("Content-Encoding", "compress")
			case "/cut":
				w.Header().Set("Content-Length", "100")
				fmt.Fprint(w, "only this")
			case "/silent":
				<-r.Context().Done()
			case "/drip", "/endless":
				for r.Context().Err() == nil {
					fmt.Fprint(w, "x")
					w.(http.Flusher).Flush()
					select {
					case <-r.Context().Done():
					case <-time.After(time.Second):
					}
				}
			default:
				http.NotFound(w, r)
			}
		})
		for path, want := range map[string]news.Kind{
			"film": news.KindUnsupported, "packed": news.KindUnsupported, "status": news.KindInvalid, "missing": news.KindInvalid, "round": news.KindInvalid, "nowhere": news.KindInvalid,
			"broken": news.KindUnavailable, "cut": news.KindUnavailable, "silent": news.KindUnavailable, "drip": news.KindUnavailable,
		} {
			_, err := client.Get(t.Context(), fetch.Request{URL: "http://odd.example/" + path})
			if err == nil || news.KindOf(err) != want {
				t.Errorf("%s: %v of kind %v", path, err, news.KindOf(err))
			}
			if fetch.Gone(err) != (path == "status") {
				t.Errorf("%s is gone: %v", path, fetch.Gone(err))
			}
		}
	})
}

func TestNothingOfAnAddressThatMayBeSecretIsSaid(t *testing.T) {
	inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		web.Site("secret.example", http.NotFound)
		for _, address := range []string{"http://user:geheim@secret.example/a?token=geheim", "http://user:geheim@nowhere.example/?geheim", "http://user:geheim@127.0.0.1/"} {
			_, err := client.Get(t.Context(), fetch.Request{URL: address})
			if err == nil || strings.Contains(err.Error(), "geheim") || strings.Contains(err.Error(), "user") {
				t.Errorf("%v", err)
			}
		}
	})
}

func TestCredentialsStayWithTheirServer(t *testing.T) {
	inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		var seen []string
		web.Site("mine.example", func(w http.ResponseWriter, r *http.Request) {
			_, password, _ := r.BasicAuth()
			seen = append(seen, r.URL.Path+" "+password)
			switch r.URL.Path {
			case "/a":
				http.Redirect(w, r, "/b", http.StatusFound)
			case "/b":
				http.Redirect(w, r, "http://other.example/c", http.StatusFound)
			}
		})
		web.Site("other.example", func(_ http.ResponseWriter, r *http.Request) {
			seen = append(seen, "other "+r.Header.Get("Authorization"))
		})
		if _, err := client.Get(t.Context(), fetch.Request{URL: "http://user:pass@mine.example/a"}); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(seen, "/a pass") || !slices.Contains(seen, "/b pass") || slices.ContainsFunc(seen, func(s string) bool { return strings.HasPrefix(s, "other B") }) {
			t.Errorf("got %q", seen)
		}
	})
}

func TestAPermanentMoveIsTold(t *testing.T) {
	inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		web.Site("old.example", func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/good":
				http.Redirect(w, r, "http://new.example/a", http.StatusMovedPermanently)
			case "/mixed":
				http.Redirect(w, r, "/good", http.StatusFound)
			default:
				http.NotFound(w, r)
			}
		})
		web.Site("new.example", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/a" {
				http.Redirect(w, r, "/today", http.StatusTemporaryRedirect)
				return
			}
			text("here")(w, r)
		})
		for path, want := range map[string]string{"good": "http://new.example/a", "mixed": ""} {
			page, err := client.Get(t.Context(), fetch.Request{URL: "http://old.example/" + path})
			if err != nil || page.Moved != want || page.URL != "http://new.example/today" {
				t.Errorf("%s: moved to %q, found at %q, %v", path, page.Moved, page.URL, err)
			}
		}
	})
}

func TestWhatIsKnownIsNotSentAgain(t *testing.T) {
	inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		web.Site("same.example", func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") == `W/"1"` && r.Header.Get("If-Modified-Since") == "yesterday" {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			http.NotFound(w, r)
		})
		page, err := client.Get(t.Context(), fetch.Request{URL: "http://same.example/", ETag: `W/"1"`, LastModified: "yesterday"})
		if err != nil || !page.Unchanged {
			t.Errorf("got %+v, %v", page, err)
		}
	})
}

func TestAHostIsAskedOnceAtATimeWithPauses(t *testing.T) {
	inWeb(t, fetch.Config{Delay: 2 * time.Second, IgnoreReservations: true}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		var at []time.Duration
		start, busy := time.Now(), 0
		web.Site("slow.example", func(w http.ResponseWriter, r *http.Request) {
			busy++
			if busy > 1 {
				t.Error("two requests at a time")
			}
			defer func() { busy-- }()
			at = append(at, time.Since(start))
			time.Sleep(time.Second)
			if r.URL.Path == "/robots.txt" {
				fmt.Fprint(w, "User-agent: *\nCrawl-delay: 7\nDisallow: /closed\n\nUser-agent: other\nDisallow: /\n")
			}
		})
		done := make(chan error)
		for i := range 3 {
			go func() {
				_, err := client.Get(t.Context(), fetch.Request{URL: fmt.Sprintf("http://slow.example/%d", i)})
				done <- err
			}()
		}
		for range 3 {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		if want := []time.Duration{0, 2 * time.Second, 10 * time.Second, 18 * time.Second}; !slices.Equal(at, want) {
			t.Errorf("asked at %v", at)
		}
		if _, err := client.Get(t.Context(), fetch.Request{URL: "http://slow.example/closed/x"}); !errors.Is(err, fetch.ErrRobots) || news.KindOf(err) != news.KindForbidden {
			t.Errorf("got %v", err)
		}
	})
}

func TestRetryAfterIsKeptForTheWholeHost(t *testing.T) {
	for name, after := range map[string]func() string{
		"seconds": func() string { return "7200" },
		"date":    func() string { return time.Now().Add(2 * time.Hour).UTC().Format(http.TimeFormat) },
	} {
		t.Run(name, func(t *testing.T) {
			inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
				asked := 0
				web.Site("busy.example", func(w http.ResponseWriter, r *http.Request) {
					if strings.HasPrefix(r.URL.Path, "/news") {
						asked++
						w.Header().Set("Retry-After", after())
						w.WriteHeader(http.StatusServiceUnavailable)
						return
					}
					http.NotFound(w, r)
				})
				_, err := client.Get(t.Context(), fetch.Request{URL: "http://busy.example/news/1"})
				if wait := time.Until(fetch.RetryAt(err)); wait < 119*time.Minute || wait > 2*time.Hour {
					t.Errorf("wait %v, %v", wait, err)
				}
				time.Sleep(time.Hour)
				if _, err := client.Get(t.Context(), fetch.Request{URL: "http://busy.example/news/2"}); news.KindOf(err) != news.KindUnavailable || asked != 1 || !strings.Contains(err.Error(), "503") {
					t.Errorf("asked %d times, %v", asked, err)
				}
				time.Sleep(time.Hour)
				_, _ = client.Get(t.Context(), fetch.Request{URL: "http://busy.example/news/3"})
				if asked != 2 {
					t.Errorf("asked %d times", asked)
				}
			})
		})
	}
}

func TestWhatIsReservedIsLeftAlone(t *testing.T) {
	for name, site := range map[string]http.HandlerFunc{
		"header": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("TDM-Reservation", "1") },
		"robots": func(w http.ResponseWriter, _ *http.Request) { w.Header().Add("X-Robots-Tag", "noarchive, noai") },
		"colons": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Add("X-Robots-Tag", "max-snippet: 50, noai")
		},
		"a time": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Add("X-Robots-Tag", "noai, unavailable_after: 25 Jun 2031 15:00:00 PST")
		},
		"named": func(w http.ResponseWriter, _ *http.Request) { w.Header().Add("X-Robots-Tag", "byline: noai") },
		"meta":  text(`<html><head><meta name="tdm-reservation" content="1"><title>x</title>`),
		"noai":  text(`<html><head><meta content="NoAI, noimageai" name="Robots"/>`),
		"file": func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/.well-known/tdmrep.json":
				fmt.Fprint(w, `[{"location":"/free/*","tdm-reservation":0},{"location":"/*","tdm-reservation":1,"tdm-policy":"https://x.example/p.json"}]`)
			case "/robots.txt":
				http.NotFound(w, r)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
				web.Site("mine.example", site)
				if _, err := client.Get(t.Context(), fetch.Request{URL: "http://mine.example/a"}); !errors.Is(err, fetch.ErrReserved) {
					t.Errorf("got %v", err)
				}
			})
		})
		t.Run(name+" ignored", func(t *testing.T) {
			inWeb(t, fetch.Config{IgnoreReservations: true}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
				web.Site("mine.example", site)
				if _, err := client.Get(t.Context(), fetch.Request{URL: "http://mine.example/a"}); err != nil {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func TestOtherSignsReserveNothing(t *testing.T) {
	inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		web.Site("free.example", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Add("X-Robots-Tag", "noarchive")
			w.Header().Add("X-Robots-Tag", "otherbot: noai, max-snippet: 50")
			text(`<html><head><meta name="robots" content="noindex"><meta name="tdm-reservation" content="0"></head><body><meta name="robots" content="noai">`)(w, r)
		})
		if _, err := client.Get(t.Context(), fetch.Request{URL: "http://free.example/a"}); err != nil {
			t.Error(err)
		}
	})
}

// A site whose robots.txt cannot be read is left alone for an hour, then asked again.
func TestASiteThatCannotSayItsRulesIsLeftAlone(t *testing.T) {
	inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		down, asked := true, 0
		web.Site("down.example", func(w http.ResponseWriter, r *http.Request) {
			asked++
			if down {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			text("back")(w, r)
		})
		for range 3 {
			if _, err := client.Get(t.Context(), fetch.Request{URL: "http://down.example/a"}); news.KindOf(err) != news.KindUnavailable {
				t.Errorf("got %v", err)
			}
		}
		if down = false; asked != 1 {
			t.Errorf("asked %d times", asked)
		}
		time.Sleep(time.Hour)
		if _, err := client.Get(t.Context(), fetch.Request{URL: "http://down.example/a"}); err != nil {
			t.Error(err)
		}
	})
}

func TestWhoWaitsForATurnCanLeave(t *testing.T) {
	inWeb(t, fetch.Config{}, func(t *testing.T, web *fetchtest.Web, client *fetch.Client) {
		web.Site("busy.example", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		first, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			_, err := client.Get(first, fetch.Request{URL: "http://busy.example/"})
			done <- err
		}()
		synctest.Wait()
		second, cancelSecond := context.WithTimeout(t.Context(), time.Second)
		defer cancelSecond()
		if _, err := client.Get(second, fetch.Request{URL: "http://busy.example/"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}
