package config

import (
	"net/netip"
	"path/filepath"
	"slices"
	"time"
)

// Config holds the settings of one run of the program, checked.
type Config struct {
	Data    string // folder of the index
	Addr    string // host:port that the server listens on
	Index   string // kind of index: IndexEmbedded or IndexQdrant
	Qdrant  Qdrant
	Embed   Embed
	LLM     LLM
	Rerank  Rerank
	Ingest  Ingest
	Fetch   Fetch
	Feeds   Feeds
	Hooks   Hooks
	Mail    Mail
	Log     Log
	Slack   Slack
	Server  Server
	Access  Access
	Limits  Limits
	Answers Answers

	DebugAddr string // host:port of this machine alone, for profiles; empty: none
}

// Qdrant says where the Qdrant index is, and how it is made.
type Qdrant struct {
	Addr         string // host:port of the gRPC API
	APIKey       string
	TLS          bool
	CA           string        // file of certificates; empty: those that the system trusts
	Timeout      time.Duration // of one call
	Pool         int           // connections
	Prefix       string        // of the names of all collections
	Shards       int           // of a collection that is made
	Replicas     int           // likewise
	Quantisation string        // likewise: none or scalar
}

// Embed says where the vectors come from: the built-in embedder unless URL is set.
type Embed struct {
	URL           string // base of an OpenAI-compatible API, up to and including /v1
	Model         string
	Key           string
	QueryModel    string // for queries, where the endpoint has one name for each; empty: Model
	Dim           int    // numbers in a vector; 0: as the endpoint returns them
	QueryPrefix   string // auto, none, or what is put before every query
	PassagePrefix string // likewise
	Batch         int    // most texts in one request
	Context       int    // tokens of a text that the model reads; 0: the endpoint is asked
	Timeout       time.Duration
	Headers       Headers // sent with each request
	CA            string  // file of certificates; empty: those that the system trusts
}

// LLM says who writes the answers: nobody (answers are quotes) unless URL is set.
type LLM struct {
	URL       string // base of an OpenAI-compatible API, up to and including /v1
	Model     string
	Key       string
	API       string        // auto, openai or ollama
	Timeout   time.Duration // for an answer, from its first token on
	First     time.Duration // for the first token
	Between   time.Duration // for another token
	MaxTokens int           // length of an answer
	Context   int           // tokens that the model reads and writes at once; 0: the endpoint is asked
	Thinking  string        // whether it thinks: default, on or off
	WarmUp    bool          // a server asks it something when it starts
	KeepAlive time.Duration // how long Ollama keeps it in memory; 0: as long as it does unasked
	Headers   Headers       // sent with each request
	CA        string        // file of certificates; empty: those that the system trusts

	Unsupported string // what becomes of statements that no passage carries: omit or apart
}

// Rerank says who orders the best hits of a search anew: nobody unless URL is set.
type Rerank struct {
	URL     string // of the endpoint
	API     string // shape of requests: auto, tei, cohere or jina
	Model   string
	Key     string
	Hits    int // how many are ordered anew
	Timeout time.Duration
	Headers Headers // sent with each request
	CA      string  // file of certificates; empty: those that the system trusts
}

// Ingest says how articles are taken in.
type Ingest struct {
	Workers int    // 0: one for each processor
	Source  string // outlet of articles that do not name theirs

	Entities bool // people, organisations and places are read
}

// Fetch says how pages and feeds are fetched from the web.
type Fetch struct {
	Addresses    bool           // whoever may write may have addresses fetched
	Contact      string         // at which a publisher reaches the operator
	Networks     []netip.Prefix // that are open although they are not public
	Ports        Ports          // that are open beside 80 and 443
	Delay        time.Duration  // between two requests to a host
	Timeout      time.Duration  // for one request
	MaxSize      int            // MiB of what is fetched, unpacked
	Robots       bool           // robots.txt is heeded
	Reservations bool           // what publishers reserve from text and data mining is left alone
}

// Feeds say how feeds are polled.
type Feeds struct {
	Poll      bool          // a server polls them
	Shortest  time.Duration // between two polls of a feed
	Longest   time.Duration // likewise
	Callback  string        // address at which hubs reach the server; empty: they are not asked to
	Withdrawn string        // what becomes of articles that their source takes back: mark or delete
}

// Ports are numbers of TCP ports.
type Ports []int

// Server says which server the reading commands ask: none, but an index of
// this machine, unless URL is set.
type Server struct {
	URL       string // http or https, with a path if Byline is served below one
	Key       string // API key
	PlainHTTP bool   // the key may go unencrypted to another machine
	Timeout   time.Duration
}

// Access says who may use a server, and who is told of it.
type Access struct {
	KeyFile        string         // of API keys; need not exist
	KeyText        string         // more of them, as the lines of such a file
	KeysRequired   bool           // a server does not start without
	TrustedProxies []netip.Prefix // whose word on who the client is counts
	Origins        Origins        // whose pages may call the API
	AuditLog       string         // file of writes; empty: they are logged
}

// Limits say how much a server takes on at once.
type Limits struct {
	Running int           // searches and answers of quotes; 0: as many as its processors do well
	Waiting int           // more of them that may wait
	Wait    time.Duration // longest wait
	Answers int           // answers that a language model writes
	Uploads int           // MiB of articles being received
	Pushes  int           // requests that bring articles; 0: one for each processor
}

// Answers say how questions are answered, and how likely it must be, in percent,
// that the articles answer them.
type Answers struct {
	Reader      string // whether the built-in reader helps: auto, on or off
	RefuseBelow int    // below: refused
	SureFrom    int    // below: partial
}

// Headers are headers of a request, by name.
type Headers map[string][]string

// Origins say where pages come from, as browsers write it: scheme, host and any
// port other than the standard one.
type Origins []string

// KeyState is the file in which a server remembers what its keys were used for.
func (a Access) KeyState() string {
	return filepath.Join(filepath.Dir(a.KeyFile), "keys-state.json")
}

// Log says what is logged, and how.
type Log struct {
	Level  string // debug, info, warn or error
	Format string // text or json
}

// Where an LLM is asked for by its model alone, and which model where by its endpoint alone.
const (
	openAIURL   = "https://api.openai.com/v1"
	openAIModel = "gpt-4o-mini"
)

// complete fills in what follows from other settings.
func (c *Config) complete() {
	if c.Access.KeyFile == "" {
		c.Access.KeyFile = filepath.Join(c.Data, "keys.jsonl")
	}
	if c.LLM.URL == "" && c.LLM.Model != "" {
		c.LLM.URL = openAIURL
	}
	if c.LLM.Model == "" && c.LLM.URL != "" {
		c.LLM.Model = openAIModel
	}
}

// check returns what is wrong with settings that are each right by themselves.
func (c *Config) check() []string {
	var faults []string
	if c.Embed.URL != "" && c.Embed.Model == "" {
		faults = append(faults, "embed.model: needed where embed.url is set, because an index remembers which model its vectors are from")
	}
	if c.Embed.URL == "" && c.Embed.Model != "" {
		faults = append(faults, "embed.url: needed where embed.model is set; leave both out for the built-in embedder")
	}
	return slices.Concat(faults, c.Slack.check(), c.Mail.check())
}
