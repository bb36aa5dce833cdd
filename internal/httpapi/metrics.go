package httpapi

import (
	"context"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"byline/internal/admission"
	"byline/internal/api"
	"byline/internal/news"
)

// metrics are what the server counts for Prometheus. Labels take few values:
// routes, not addresses; no keys and no words of anybody.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	running  prometheus.Gauge
	answers  *prometheus.CounterVec
	articles *prometheus.CounterVec
}

// otherRoute stands for whatever is no route, which anybody can make up.
const otherRoute = "other"

func newMetrics(deps Deps) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "byline_http_requests_total", Help: "Requests answered, by route and status.",
		}, []string{"route", "code"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "byline_http_request_duration_seconds", Help: "Time from a request to the end of its response, streams included.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60},
		}, []string{"route"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "byline_http_requests_in_flight", Help: "Requests being answered.",
		}),
		answers: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "byline_answers_total", Help: "Questions answered by the API and the pages, by mode and outcome.",
		}, []string{"mode", "status"}),
		articles: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "byline_articles_received_total", Help: "Articles sent to the API, by what became of them.",
		}, []string{"status"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "byline_build_info", Help: "1, with the version of the program.", ConstLabels: prometheus.Labels{"version": deps.Version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.duration, m.running, m.answers, m.articles, build,
		gateMetrics{deps.Gates}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if deps.WrongSpans != nil {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "byline_wrong_spans_total", Help: "Passages and quotes that were left out, for their words were not those of the article.",
		}, func() float64 { return float64(deps.WrongSpans()) }))
	}
	return m
}

// gateMetrics tell how the gates of a server stand, when they are asked.
type gateMetrics struct{ gates admission.Gates }

var (
	gateRunning = prometheus.NewDesc("byline_work_running", "Work that is being done, by kind.", []string{"work"}, nil)
	gateWaiting = prometheus.NewDesc("byline_work_waiting", "Work that waits for its turn, by kind.", []string{"work"}, nil)
	gateRefused = prometheus.NewDesc("byline_work_refused_total", "Work that was not taken on, by kind and reason.", []string{"work", "reason"}, nil)
)

// Describe implements prometheus.Collector.
func (gateMetrics) Describe(ch chan<- *prometheus.Desc) {
	ch <- gateRunning
	ch <- gateWaiting
	ch <- gateRefused
}

// Collect implements prometheus.Collector.
func (m gateMetrics) Collect(ch chan<- prometheus.Metric) {
	for work, gate := range map[string]*admission.Gate{"search": m.gates.Searches, "answer": m.gates.Answers, "push": m.gates.Pushes} {
		state := gate.State()
		ch <- prometheus.MustNewConstMetric(gateRunning, prometheus.GaugeValue, float64(state.Running), work)
		ch <- prometheus.MustNewConstMetric(gateWaiting, prometheus.GaugeValue, float64(state.Waiting), work)
		for reason, count := range map[string]uint64{"full": state.Rejected.Full, "late": state.Rejected.Late, "gone": state.Rejected.Gone} {
			ch <- prometheus.MustNewConstMetric(gateRefused, prometheus.CounterValue, float64(count), work, reason)
		}
	}
}

// measure counts a request once its response has ended.
func (s *Server) measure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		route := otherRoute
		if _, known := s.scopes[routeOf(c)]; known {
			route = routeOf(c)
		}
		s.metrics.running.Inc()
		defer s.metrics.running.Dec()
		began := time.Now()
		err := next(c)
		s.metrics.duration.WithLabelValues(route).Observe(time.Since(began).Seconds())
		s.metrics.requests.WithLabelValues(route, strconv.Itoa(c.Response().Status)).Inc()
		return err
	}
}

// measured counts the answers of an Answerer.
type measured struct {
	api.Answerer
	answers *prometheus.CounterVec
}

func (m measured) Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
	a, err := m.Answerer.Answer(ctx, req, emit)
	if err == nil {
		m.answers.WithLabelValues(string(a.Mode), string(a.Status)).Inc()
	}
	return a, err
}

// serveMetrics writes all metrics as text.
func (s *Server) serveMetrics(c echo.Context) error {
	all := prometheus.Gatherers{s.metrics.registry, s.indexMetrics(c.Request().Context())}
	r := c.Request().Clone(c.Request().Context())
	r.Header.Del(echo.HeaderAccept) // one format is enough
	promhttp.HandlerFor(all, promhttp.HandlerOpts{DisableCompression: true}).ServeHTTP(c.Response(), r)
	return nil
}

// indexMetrics asks the index how much it holds. One that does not answer in
// time has no counts, rather than old ones, and keeps no other metric back.
func (s *Server) indexMetrics(ctx context.Context) *prometheus.Registry {
	registry := prometheus.NewRegistry()
	gauge := func(name, help string, value float64) {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Name: name, Help: help})
		g.Set(value)
		registry.MustRegister(g)
	}
	if s.deps.Stats == nil {
		return registry
	}
	ctx, cancel := context.WithTimeout(ctx, s.cfg.ReadTimeout/2)
	defer cancel()
	st, err := s.deps.Stats(ctx)
	if err != nil {
		s.log.WarnContext(ctx, "metrics: the index does not answer", "error", err)
		gauge("byline_index_up", "Whether the index answers.", 0)
		return registry
	}
	gauge("byline_index_up", "Whether the index answers.", 1)
	gauge("byline_index_articles", "Articles in the index.", float64(st.Articles))
	gauge("byline_index_passages", "Passages in the index.", float64(st.Passages))
	gauge("byline_index_pending_articles", "Articles that wait for their vectors.", float64(st.Pending))
	gauge("byline_index_bytes", "Size of the index on disk.", float64(st.Bytes))
	return registry
}
