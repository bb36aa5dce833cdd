package embed

import (
	"regexp"
	"strings"
)

// Values of settings of prefixes that are none.
const (
	PrefixAuto = "auto" // as the model's family wants
	PrefixNone = "none" // put nothing before
)

// Family is what models of one family want.
type Family struct {
	Name           string // empty: none that is known
	Query, Passage string // put before each
	Window         int    // tokens that they read; 0: it differs
}

const (
	instruction = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
	represent   = "Represent this sentence for searching relevant passages: "
)

// families are found by the name of a model, in any case and with whatever stands
// before it. The first that matches counts.
var families = []struct {
	name *regexp.Regexp
	Family
}{
	{regexp.MustCompile(`qwen3-embedding`), Family{"Qwen3-Embedding", instruction, "", 32768}},
	{regexp.MustCompile(`gte-qwen2?-?.*instruct|gte-qwen2`), Family{"gte-Qwen", "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ", "", 32768}},
	{regexp.MustCompile(`e5-mistral`), Family{"e5-mistral", "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ", "", 4096}},
	{regexp.MustCompile(`\be5-.*instruct`), Family{"e5-instruct", "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ", "", 512}},
	{regexp.MustCompile(`\be5(-|$)`), Family{"e5", "query: ", "passage: ", 512}},
	{regexp.MustCompile(`\bbge-m3`), Family{"bge-m3", "", "", 8192}},
	{regexp.MustCompile(`\bbge-.*zh`), Family{"bge-zh", "为这个句子生成表示以用于检索相关文章：", "", 512}},
	{regexp.MustCompile(`\bbge-(small|base|large)`), Family{"bge", represent, "", 512}},
	{regexp.MustCompile(`nomic-embed-text-v2`), Family{"nomic-v2", "search_query: ", "search_document: ", 512}},
	{regexp.MustCompile(`nomic-embed`), Family{"nomic", "search_query: ", "search_document: ", 2048}},
	{regexp.MustCompile(`\bgte-(multilingual|modernbert|.*v1\.5)`), Family{"gte", "", "", 8192}},
	{regexp.MustCompile(`\bgte-`), Family{"gte", "", "", 512}},
	{regexp.MustCompile(`arctic-embed-?([lm])-v2|arctic-embed2`), Family{"arctic-v2", "query: ", "", 8192}},
	{regexp.MustCompile(`arctic-embed`), Family{"arctic", represent, "", 512}},
	{regexp.MustCompile(`mxbai-embed`), Family{"mxbai", represent, "", 512}},
	{regexp.MustCompile(`embedding-?gemma`), Family{"EmbeddingGemma", "task: search result | query: ", "title: none | text: ", 2048}},
	{regexp.MustCompile(`all-minilm|paraphrase-`), Family{"sentence-transformers", "", "", 256}},
	{regexp.MustCompile(`text-embedding-(3-|ada)`), Family{"OpenAI", "", "", 8191}},
	{regexp.MustCompile(`^mistral-embed`), Family{"Mistral", "", "", 8192}},
	{regexp.MustCompile(`^text-embedding-v[34]`), Family{"DashScope", "", "", 8192}},
}

// FamilyOf returns the family of a model, the zero Family if it is not known.
func FamilyOf(model string) Family {
	name := strings.ReplaceAll(strings.ToLower(model), "_", "-")
	for _, f := range families {
		if f.name.MatchString(name) {
			return f.Family
		}
	}
	return Family{}
}
