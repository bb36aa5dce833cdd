package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"byline/internal/news"
)

// Setting describes one setting.
type Setting struct {
	Key     string // "llm.max_tokens"; the name in the file
	Default string // as it would be written; empty: not set
	Help    string // one sentence fragment, no full stop
	Secret  bool   // never shown, and can be read from a file named by Key + "_file"
	Also    string // another environment variable that is honoured, below Env; may be empty

	field func(*Config) any        // pointer to where the value goes
	check func(value string) error // of the value as written; may be nil
}

// Env is the name of the setting in the environment.
func (s Setting) Env() string {
	return "BYLINE_" + strings.ToUpper(strings.ReplaceAll(s.Key, ".", "_"))
}

// Flag is the name of the setting on the command line, without dashes.
func (s Setting) Flag() string {
	return strings.NewReplacer(".", "-", "_", "-").Replace(s.Key)
}

// file is the setting that names the file in which the secret s is kept.
func (s Setting) file() Setting {
	return Setting{Key: s.Key + "_file", Help: "file that holds " + s.Key}
}

// Settings returns every setting, in the order in which they are documented.
func Settings() []Setting {
	return slices.Concat(indexSettings(), embedSettings(), chatSettings(), rerankSettings(), accessSettings(), limitSettings(), fetchSettings(), feedSettings(), hookSettings(), mailSettings(), otherSettings(), clientSettings(), slackSettings())
}

// The kinds of index, which internal/app opens.
const (
	IndexEmbedded = "embedded"
	IndexQdrant   = "qdrant"
)

// indexSettings say where articles are kept and served.
func indexSettings() []Setting {
	return []Setting{
		{Key: "data", Default: "data", Help: "folder of the embedded index",
			field: func(c *Config) any { return &c.Data }, check: notEmpty},
		{Key: "addr", Default: "127.0.0.1:8080", Help: "address to serve on; only loopback without API keys",
			field: func(c *Config) any { return &c.Addr }, check: hostPort},
		{Key: "index", Default: IndexEmbedded, Help: "kind of index: embedded or qdrant",
			field: func(c *Config) any { return &c.Index }, check: oneOf(IndexEmbedded, IndexQdrant)},

		{Key: "qdrant.addr", Default: "127.0.0.1:6334", Help: "address of Qdrant's gRPC API",
			field: func(c *Config) any { return &c.Qdrant.Addr }, check: hostPort},
		{Key: "qdrant.api_key", Help: "its API key", Secret: true,
			field: func(c *Config) any { return &c.Qdrant.APIKey }},
		{Key: "qdrant.tls", Default: "false", Help: "encrypt the connection; an API key should not go without",
			field: func(c *Config) any { return &c.Qdrant.TLS }},
		{Key: "qdrant.tls_ca", Help: "file of certificates (PEM) to trust; unset: the system's",
			field: func(c *Config) any { return &c.Qdrant.CA }},
		{Key: "qdrant.timeout", Default: "10s", Help: "longest wait for one call",
			field: func(c *Config) any { return &c.Qdrant.Timeout }, check: positive},
		{Key: "qdrant.pool", Default: "3", Help: "connections of one process",
			field: func(c *Config) any { return &c.Qdrant.Pool }, check: between(1, 256)},
		{Key: "qdrant.prefix", Default: "byline", Help: "what the names of all collections begin with",
			field: func(c *Config) any { return &c.Qdrant.Prefix }, check: notEmpty},
		{Key: "qdrant.shards", Default: "1", Help: "shards of a new collection",
			field: func(c *Config) any { return &c.Qdrant.Shards }, check: between(1, 4096)},
		{Key: "qdrant.replicas", Default: "1", Help: "copies of each shard of a new collection",
			field: func(c *Config) any { return &c.Qdrant.Replicas }, check: between(1, 64)},
		{Key: "qdrant.quantisation", Default: "none", Help: "none, or scalar: vectors in memory take a quarter; of a new collection",
			field: func(c *Config) any { return &c.Qdrant.Quantisation }, check: oneOf("none", "scalar")},
	}
}

// embedSettings say who makes vectors.
func embedSettings() []Setting {
	return []Setting{
		{Key: "embed.url", Help: "base URL of an OpenAI-compatible embeddings API; unset: the built-in embedder",
			field: func(c *Config) any { return &c.Embed.URL }, check: httpURL},
		{Key: "embed.model", Help: "model to ask that API for",
			field: func(c *Config) any { return &c.Embed.Model }},
		{Key: "embed.key", Help: "its API key", Secret: true, Also: "OPENAI_API_KEY",
			field: func(c *Config) any { return &c.Embed.Key }},
		{Key: "embed.dim", Default: "0", Help: "dimension of its vectors; 0: as the API returns them",
			field: func(c *Config) any { return &c.Embed.Dim }, check: between(0, 16384)},
		{Key: "embed.query_model", Help: "model for queries, where it has another name; unset: embed.model",
			field: func(c *Config) any { return &c.Embed.QueryModel }},
		{Key: "embed.query_prefix", Default: "auto", Help: "put before every query; auto: by the model's name; none: nothing",
			field: func(c *Config) any { return &c.Embed.QueryPrefix }},
		{Key: "embed.passage_prefix", Default: "auto", Help: "put before every passage, likewise",
			field: func(c *Config) any { return &c.Embed.PassagePrefix }},
		{Key: "embed.batch", Default: "64", Help: "most texts in one request; fewer once the API refuses so many",
			field: func(c *Config) any { return &c.Embed.Batch }, check: between(1, 2048)},
		{Key: "embed.context", Default: "0", Help: "tokens of a text that the model reads; 0: as the API or its name tells",
			field: func(c *Config) any { return &c.Embed.Context }, check: orZero(between(64, 1_000_000))},
		{Key: "embed.timeout", Default: "30s", Help: "longest wait for one request",
			field: func(c *Config) any { return &c.Embed.Timeout }, check: positive},
		{Key: "embed.headers", Help: "headers of each request, as Name: value, with ; between several", Secret: true,
			field: func(c *Config) any { return &c.Embed.Headers }},
		{Key: "embed.ca_file", Help: "file of more certificates (PEM) to trust",
			field: func(c *Config) any { return &c.Embed.CA }},
	}
}

// chatSettings say who writes answers.
func chatSettings() []Setting {
	return []Setting{
		{Key: "llm.url", Help: "base URL of an OpenAI-compatible chat API; unset, and llm.model too: answers are quotes", Also: "OPENAI_BASE_URL",
			field: func(c *Config) any { return &c.LLM.URL }, check: httpURL},
		{Key: "llm.model", Help: "model that writes the answers; unset: " + openAIModel + " where there is an API",
			field: func(c *Config) any { return &c.LLM.Model }},
		{Key: "llm.key", Help: "its API key", Secret: true, Also: "OPENAI_API_KEY",
			field: func(c *Config) any { return &c.LLM.Key }},
		{Key: "llm.api", Default: "auto", Help: "openai, ollama (its own API), or auto: by the address",
			field: func(c *Config) any { return &c.LLM.API }, check: oneOf("auto", "openai", "ollama")},
		{Key: "llm.timeout", Default: "2m", Help: "longest wait for an answer after its first token",
			field: func(c *Config) any { return &c.LLM.Timeout }, check: positive},
		{Key: "llm.first_token", Default: "5m", Help: "longest wait for the first token, loading included",
			field: func(c *Config) any { return &c.LLM.First }, check: positive},
		{Key: "llm.between_tokens", Default: "60s", Help: "longest wait between two tokens",
			field: func(c *Config) any { return &c.LLM.Between }, check: positive},
		{Key: "llm.max_tokens", Default: "700", Help: "tokens of the longest answer, thoughts apart",
			field: func(c *Config) any { return &c.LLM.MaxTokens }, check: between(16, 100000)},
		{Key: "llm.context", Default: "0", Help: "tokens of its window; 0: as the API tells, else 4096",
			field: func(c *Config) any { return &c.LLM.Context }, check: orZero(between(512, 10_000_000))},
		{Key: "llm.thinking", Default: "default", Help: "whether the model thinks first, if that can be switched: default, on or off",
			field: func(c *Config) any { return &c.LLM.Thinking }, check: oneOf("default", "on", "off")},
		{Key: "llm.warm_up", Default: "false", Help: "have the model loaded when a server starts",
			field: func(c *Config) any { return &c.LLM.WarmUp }},
		{Key: "llm.keep_alive", Default: "0", Help: "how long Ollama keeps the model in memory; 0: as it does unasked",
			field: func(c *Config) any { return &c.LLM.KeepAlive }, check: orZero(positive)},
		{Key: "llm.headers", Help: "headers of each request, as Name: value, with ; between several", Secret: true,
			field: func(c *Config) any { return &c.LLM.Headers }},
		{Key: "llm.ca_file", Help: "file of more certificates (PEM) to trust",
			field: func(c *Config) any { return &c.LLM.CA }},
		{Key: "llm.unsupported", Default: "omit", Help: "what becomes of statements that no passage carries: omit, or apart (shown as such)",
			field: func(c *Config) any { return &c.LLM.Unsupported }, check: oneOf("omit", "apart")},
	}
}

// rerankSettings say who orders hits anew.
func rerankSettings() []Setting {
	return []Setting{
		{Key: "rerank.url", Help: "address of a reranker; unset: none",
			field: func(c *Config) any { return &c.Rerank.URL }, check: httpURL},
		{Key: "rerank.api", Default: "auto", Help: "tei, cohere, jina, or auto: by the address",
			field: func(c *Config) any { return &c.Rerank.API }, check: oneOf("auto", "tei", "cohere", "jina")},
		{Key: "rerank.model", Help: "its model; TEI needs none",
			field: func(c *Config) any { return &c.Rerank.Model }},
		{Key: "rerank.key", Help: "its API key", Secret: true,
			field: func(c *Config) any { return &c.Rerank.Key }},
		{Key: "rerank.hits", Default: "32", Help: "how many hits it orders anew; TEI takes 32 unless told otherwise",
			field: func(c *Config) any { return &c.Rerank.Hits }, check: between(2, 1000)},
		{Key: "rerank.timeout", Default: "1s", Help: "longest wait for it; then hits stay as they are",
			field: func(c *Config) any { return &c.Rerank.Timeout }, check: positive},
		{Key: "rerank.headers", Help: "headers of each request, as embed.headers", Secret: true,
			field: func(c *Config) any { return &c.Rerank.Headers }},
		{Key: "rerank.ca_file", Help: "file of more certificates (PEM) to trust",
			field: func(c *Config) any { return &c.Rerank.CA }},
	}
}

// accessSettings say who may use a server, and who is told of it.
func accessSettings() []Setting {
	return []Setting{
		{Key: "keys.file", Help: "file of the API keys; unset: keys.jsonl in the folder data",
			field: func(c *Config) any { return &c.Access.KeyFile }},
		{Key: "keys.text", Help: "more of them, as lines of such a file", Secret: true,
			field: func(c *Config) any { return &c.Access.KeyText }},
		{Key: "keys.required", Default: "false", Help: "do not start without keys, also where there were none before",
			field: func(c *Config) any { return &c.Access.KeysRequired }},
		{Key: "trusted_proxies", Help: "addresses and networks (CIDR), with commas between, whose X-Forwarded-For and -Proto are believed",
			field: func(c *Config) any { return &c.Access.TrustedProxies }},
		{Key: "cors_origins", Help: "origins, as https://desk.example, with commas between, whose pages may call the API",
			field: func(c *Config) any { return &c.Access.Origins }},
		{Key: "audit_log", Help: "file for a line of JSON for every write and attempt; unset: the log",
			field: func(c *Config) any { return &c.Access.AuditLog }},
	}
}

// limitSettings say how much a server takes on at once.
func limitSettings() []Setting {
	return []Setting{
		{Key: "limits.running", Default: "0", Help: "searches and answers of quotes at once; 0: two for each processor, sixteen where they wait for Qdrant, an embedder or a reranker",
			field: func(c *Config) any { return &c.Limits.Running }, check: between(0, 100_000)},
		{Key: "limits.waiting", Default: "128", Help: "more of them that may wait; others get 503",
			field: func(c *Config) any { return &c.Limits.Waiting }, check: between(0, 100_000)},
		{Key: "limits.wait", Default: "3s", Help: "longest wait for a turn, of articles that are sent too",
			field: func(c *Config) any { return &c.Limits.Wait }, check: positive},
		{Key: "limits.answers", Default: "64", Help: "answers that a language model writes at once",
			field: func(c *Config) any { return &c.Limits.Answers }, check: between(1, 100_000)},
		{Key: "limits.pushes", Default: "0", Help: "POST /v1/articles and webhooks at once; limits.waiting more may wait, others get 429; 0: one for each processor",
			field: func(c *Config) any { return &c.Limits.Pushes }, check: between(0, 100_000)},
		{Key: "limits.uploads", Default: "64", Help: "MiB of articles that are received at once; a request may have 64",
			field: func(c *Config) any { return &c.Limits.Uploads }, check: between(64, 1_000_000)},
	}
}

// fetchSettings say how pages and feeds are fetched from the web.
func fetchSettings() []Setting {
	return []Setting{
		{Key: "fetch.addresses", Default: "true", Help: "fetch addresses that are pasted on the page Add or sent to /v1/fetch",
			field: func(c *Config) any { return &c.Fetch.Addresses }},
		{Key: "fetch.contact", Help: "address at which publishers reach you, sent as part of User-Agent",
			field: func(c *Config) any { return &c.Fetch.Contact }, check: printable},
		{Key: "fetch.networks", Help: "networks (CIDR), with commas between, that are fetched from although not public, on any port",
			field: func(c *Config) any { return &c.Fetch.Networks }},
		{Key: "fetch.ports", Help: "ports, with commas between, beside 80 and 443",
			field: func(c *Config) any { return &c.Fetch.Ports }},
		{Key: "fetch.delay", Default: "1s", Help: "pause between two requests to a host; its robots.txt may want more",
			field: func(c *Config) any { return &c.Fetch.Delay }, check: positive},
		{Key: "fetch.timeout", Default: "30s", Help: "longest wait for a page or a feed",
			field: func(c *Config) any { return &c.Fetch.Timeout }, check: positive},
		{Key: "fetch.max_size", Default: "16", Help: "MiB of a page or feed, unpacked",
			field: func(c *Config) any { return &c.Fetch.MaxSize }, check: between(1, 1024)},
		{Key: "fetch.robots", Default: "true", Help: "heed robots.txt; false with the permission of all sites",
			field: func(c *Config) any { return &c.Fetch.Robots }},
		{Key: "fetch.reservations", Default: "true", Help: "leave alone what is reserved from text and data mining",
			field: func(c *Config) any { return &c.Fetch.Reservations }},
	}
}

// feedSettings say how feeds are polled.
func feedSettings() []Setting {
	return []Setting{
		{Key: "feeds.poll", Default: "true", Help: "whether a server polls the feeds of its folder data",
			field: func(c *Config) any { return &c.Feeds.Poll }},
		{Key: "feeds.shortest", Default: "15m", Help: "shortest time between two polls of a feed",
			field: func(c *Config) any { return &c.Feeds.Shortest }, check: positive},
		{Key: "feeds.longest", Default: "6h", Help: "longest time between two polls, unless the feed wants more",
			field: func(c *Config) any { return &c.Feeds.Longest }, check: positive},
		{Key: "feeds.callback", Help: "address at which hubs of feeds (WebSub) reach this server, as https://byline.example",
			field: func(c *Config) any { return &c.Feeds.Callback }, check: httpURL},
		{Key: "feeds.withdrawn", Default: "mark", Help: "what becomes of articles that their source takes back: mark or delete",
			field: func(c *Config) any { return &c.Feeds.Withdrawn }, check: oneOf("mark", "delete")},
	}
}

func otherSettings() []Setting {
	return []Setting{
		{Key: "ingest.workers", Default: "0", Help: "articles worked on at once; 0: one for each processor",
			field: func(c *Config) any { return &c.Ingest.Workers }, check: between(0, 1024)},
		{Key: "ingest.source", Help: "outlet of articles that do not name theirs",
			field: func(c *Config) any { return &c.Ingest.Source }},
		{Key: "ingest.entities", Default: "true", Help: "read the people, organisations and places that articles name",
			field: func(c *Config) any { return &c.Ingest.Entities }},

		{Key: "answers.reader", Default: "auto", Help: "the built-in reader: on, off, or auto (with AVX-512 VNNI or AVX2, .2 or .5 s an answer, or NEON; else 20)",
			field: func(c *Config) any { return &c.Answers.Reader }, check: oneOf("auto", "on", "off")},
		{Key: "answers.refuse_below", Default: "26", Help: "percent: refuse a question that is less likely to be answered, see evaluation.md",
			field: func(c *Config) any { return &c.Answers.RefuseBelow }, check: between(1, 100)},
		{Key: "answers.sure_from", Default: "80", Help: "percent: call an answer partial that is less likely to be right",
			field: func(c *Config) any { return &c.Answers.SureFrom }, check: between(1, 100)},

		{Key: "log.level", Default: "info", Help: "debug, info, warn or error",
			field: func(c *Config) any { return &c.Log.Level }, check: oneOf("debug", "info", "warn", "error")},
		{Key: "log.format", Default: "text", Help: "text or json",
			field: func(c *Config) any { return &c.Log.Format }, check: oneOf("text", "json")},

		{Key: "debug_addr", Help: "address of this machine, as 127.0.0.1:6060, for profiles (pprof)",
			field: func(c *Config) any { return &c.DebugAddr }, check: loopback},
	}
}

// clientSettings say which server the command line talks to.
func clientSettings() []Setting {
	return []Setting{
		{Key: "server", Help: "URL of a running Byline to ask; unset: the index of this machine",
			field: func(c *Config) any { return &c.Server.URL }, check: httpURL},
		{Key: "api_key", Help: "API key for that server", Secret: true,
			field: func(c *Config) any { return &c.Server.Key }},
		{Key: "server_plain_http", Default: "false", Help: "send the API key to other machines without encryption, too",
			field: func(c *Config) any { return &c.Server.PlainHTTP }},
		{Key: "server_timeout", Default: "30s", Help: "longest silence of that server",
			field: func(c *Config) any { return &c.Server.Timeout }, check: positive},
	}
}

// set checks a value as written and puts it into c.
func (s Setting) set(c *Config, value string) error {
	field := s.field(c)
	var err error
	switch p := field.(type) {
	case *string:
		*p = value
	case *int:
		if *p, err = strconv.Atoi(value); err != nil {
			return fmt.Errorf("%q is not a whole number", value)
		}
	case *bool:
		if *p, err = strconv.ParseBool(value); err != nil {
			return fmt.Errorf("%q is neither true nor false", value)
		}
	case *SlackChannels:
		err = p.parse(value)
		if err != nil {
			return err
		}
	case *Hooks:
		if err := p.parse(value); err != nil {
			return err
		}
	case *[]netip.Prefix:
		if *p, err = networks(value); err != nil {
			return err
		}
	case *Ports:
		if *p, err = ports(value); err != nil {
			return err
		}
	case *Origins:
		if *p, err = origins(value); err != nil {
			return err
		}
	case *Headers:
		if *p, err = headers(value); err != nil {
			return err
		}
	case *time.Duration:
		if *p, err = time.ParseDuration(value); err != nil {
			return fmt.Errorf("%q is not a duration; write 30s or 2m", value)
		}
	}
	if s.check == nil {
		return nil
	}
	return s.check(value)
}

// listed are the entries of a list with commas or spaces between them.
func listed(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
}

// networks reads addresses and networks.
func networks(value string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range listed(value) {
		network, err := netip.ParsePrefix(text)
		if address, errAddress := netip.ParseAddr(text); errAddress == nil {
			network, err = netip.PrefixFrom(address.WithZone(""), address.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("%q is neither an address nor a network, as 10.0.0.7 or 10.0.0.0/8", text)
		}
		all = append(all, network)
	}
	return all, nil
}

// ports reads numbers of ports.
func ports(value string) (Ports, error) {
	var all Ports
	for _, text := range listed(value) {
		number, err := strconv.ParseUint(text, 10, 16)
		if err != nil || number == 0 {
			return nil, fmt.Errorf("%q is no port, as 8080", text)
		}
		all = append(all, int(number))
	}
	return all, nil
}

// headers reads headers. What they hold is not repeated in a fault: it may be secret.
func headers(value string) (Headers, error) {
	all := Headers{}
	for _, line := range strings.FieldsFunc(value, func(r rune) bool { return r == '\n' || r == ';' }) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		name, text, ok := strings.Cut(line, ":")
		name, text = strings.TrimSpace(name), strings.TrimSpace(text)
		if !ok || name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) || strings.ContainsFunc(text, unicode.IsControl) {
			return nil, errors.New("a header is not written as Name: value, with ; between several")
		}
		all[name] = append(all[name], text)
	}
	return all, nil
}

// origins reads origins, as browsers write them.
func origins(value string) (Origins, error) {
	var all Origins
	for _, text := range listed(value) {
		u, err := url.Parse(text)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || strings.Contains(u.Host, "*") ||
			strings.TrimSuffix(text, "/") != u.Scheme+"://"+u.Host {
			return nil, fmt.Errorf("%q is not an origin, as https://desk.example or http://localhost:3000; each is named in full, for there is no sign for all", text)
		}
		host := strings.ToLower(u.Host)
		standardPort := map[string]string{"http": ":80", "https": ":443"}[u.Scheme]
		all = append(all, u.Scheme+"://"+strings.TrimSuffix(host, standardPort))
	}
	return all, nil
}

// printable is for what goes into a header.
func printable(value string) error {
	if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' || r == '(' || r == ')' }) {
		return errors.New("may have only printable ASCII characters, and no brackets")
	}
	return nil
}

func notEmpty(value string) error {
	if strings.TrimSpace(value) == "" {
		return errors.New("is empty")
	}
	return nil
}

func oneOf(values ...string) func(string) error {
	return func(value string) error {
		for _, v := range values {
			if value == v {
				return nil
			}
		}
		return fmt.Errorf("%q is not one of: %s", value, strings.Join(values, ", "))
	}
}

func between(low, high int) func(string) error {
	return func(value string) error {
		if n, err := strconv.Atoi(value); err != nil || n < low || n > high {
			return fmt.Errorf("%s is not between %d and %d", value, low, high)
		}
		return nil
	}
}

// orZero lets a number be zero, too.
func orZero(check func(string) error) func(string) error {
	return func(value string) error {
		if value == "0" {
			return nil
		}
		return check(value)
	}
}

func positive(value string) error {
	if d, err := time.ParseDuration(value); err != nil || d <= 0 {
		return fmt.Errorf("%s is not a positive duration", value)
	}
	return nil
}

func httpURL(value string) error {
	u, err := url.Parse(strings.TrimSpace(value))
	if value != "" && (err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https")) {
		return errors.New("is not an http or https URL, as http://127.0.0.1:11434/v1")
	}
	return nil
}

// loopback wants a hostPort that other machines cannot reach.
func loopback(value string) error {
	host, _, _ := net.SplitHostPort(value)
	if err := hostPort(value); err != nil || news.IsLoopback(host) {
		return err
	}
	return fmt.Errorf("%q can be reached from other machines; use 127.0.0.1:6060", value)
}

// hostPort leaves it to the server which hosts it listens on.
func hostPort(value string) error {
	_, port, err := net.SplitHostPort(value)
	if err != nil {
		return fmt.Errorf("%q is not host:port, as 127.0.0.1:8080", value)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("%q has no port between 0 and 65535", value)
	}
	return nil
}
