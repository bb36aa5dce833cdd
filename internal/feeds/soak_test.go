package feeds_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/feeds"
	"byline/internal/fetch"
	"byline/internal/news"
)

// soak has TestNothingIsLostOverTime run for 500 feeds and 30 days, which takes a few minutes.
var soak = flag.Bool("soak", false, "poll 500 feeds for 30 simulated days")

// publisher is a site with one feed, which publishes at its own pace and now and
// then fails or wants to be left alone.
type publisher struct {
	host    string
	every   time.Duration
	start   time.Time
	refuses int // of a hundred requests

	mu        sync.Mutex
	chance    *rand.Rand
	served    int // articles in the version that was last sent whole
	until     time.Time
	unchanged int // requests although nothing had changed
	spared    int // of them answered by 304
	early     int // requests before a Retry-After
	requests  int
}

// listed is how many articles a feed lists.
const listed = 20

func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/feed" {
		http.NotFound(w, r)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests++
	now := time.Now()
	if now.Before(p.until) {
		p.early++
	}
	switch n := p.chance.IntN(100); {
	case n < p.refuses/2:
		p.until = now.Add(time.Duration(1+p.chance.IntN(4)) * time.Hour)
		w.Header().Set("Retry-After", p.until.UTC().Format(http.TimeFormat))
		p.until = p.until.Truncate(time.Second)
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case n < p.refuses:
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	articles := p.published(now)
	if articles == p.served {
		p.unchanged++
	}
	etag := fmt.Sprintf(`"%d"`, articles)
	w.Header().Set("Etag", etag)
	if r.Header.Get("If-None-Match") == etag {
		p.spared++
		w.WriteHeader(http.StatusNotModified)
		return
	}
	p.served = articles
	items := make([]item, 0, listed)
	for n := articles - 1; n >= max(0, articles-listed); n-- {
		items = append(items, item{fmt.Sprint(n), fmt.Sprintf("http://%s/%d", p.host, n), fmt.Sprintf("%s %d", p.host, n), long(p.host)[:700], p.start.Add(time.Duration(n) * p.every)})
	}
	fmt.Fprint(w, rss("", items...))
}

func (p *publisher) published(at time.Time) int { return int(at.Sub(p.start)/p.every) + 1 }

func TestNothingIsLostOverTime(t *testing.T) {
	sites, days := 24, 4
	if *soak {
		sites, days = 500, 30
	}
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, fetch.Config{}, feeds.Config{})
		publishers := make([]*publisher, sites)
		for i := range publishers {
			p := &publisher{
				host: fmt.Sprintf("site-%d.example", i), every: time.Duration(1+i%48) * time.Hour, start: time.Now(),
				refuses: i % 4 * 2, chance: rand.New(rand.NewPCG(1, uint64(i))),
			}
			publishers[i] = p
			d.web.Site(p.host, p.ServeHTTP)
			d.add(news.Feed{URL: "http://" + p.host + "/feed"})
		}
		before := runtime.NumGoroutine()
		end := run(t, d)
		time.Sleep(time.Duration(days) * 24 * time.Hour)
		end()
		d.client.Close()
		synctest.Wait()
		goroutines := runtime.NumGoroutine()
		runtime.GC()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)

		lost, doubled, unchanged, spared, early, requests, articles := 0, 0, 0, 0, 0, 0, 0
		got := d.index.current()
		for _, p := range publishers {
			for n := range p.published(time.Now().Add(-24 * time.Hour)) { // what was published since may wait
				articles++
				if a := got[fmt.Sprintf("%s %d", p.host, n)]; a.ID == "" {
					lost++
				} else if a.Revision > 1 {
					doubled++
				}
			}
			unchanged, spared, early, requests = unchanged+p.unchanged, spared+p.spared, early+p.early, requests+p.requests
		}
		doubled += len(d.index.articles) - len(got)
		share := float64(spared) / float64(max(unchanged, 1))
		t.Logf("%d feeds, %d days: %d articles, %d lost, %d doubled; %d requests, %d without news, of which %.1f %% ended in 304; %d before a Retry-After; %d goroutines (%d at the start), heap %d MiB",
			sites, days, articles, lost, doubled, requests, unchanged, 100*share, early, goroutines, before, memory.HeapAlloc>>20)
		if lost > 0 || doubled > 0 || early > 0 || share < .95 || goroutines > before+5 {
			t.Error("that is not as it should be")
		}
	})
}
