package embed

import "testing"

func TestFamiliesAreKnownByTheNamesOfTheirModels(t *testing.T) {
	for model, want := range map[string]string{
		"intfloat/e5-base-v2":                     "e5",
		"multilingual-e5-small-q4":                "e5",
		"intfloat/multilingual-e5-large-instruct": "e5-instruct",
		"intfloat/e5-mistral-7b-instruct":         "e5-mistral",
		"BAAI/bge-small-en-v1.5":                  "bge",
		"bge-large":                               "bge",
		"BAAI/bge-base-zh-v1.5":                   "bge-zh",
		"bge-m3:latest":                           "bge-m3",
		"nomic-embed-text:v1.5":                   "nomic",
		"text-embedding-nomic-embed-text-v1.5":    "nomic",
		"nomic-ai/nomic-embed-text-v2-moe":        "nomic-v2",
		"thenlper/gte-large":                      "gte",
		"Alibaba-NLP/gte-multilingual-base":       "gte",
		"Alibaba-NLP/gte-Qwen2-7B-instruct":       "gte-Qwen",
		"Snowflake/snowflake-arctic-embed-m":      "arctic",
		"Snowflake/snowflake-arctic-embed-l-v2.0": "arctic-v2",
		"snowflake-arctic-embed2":                 "arctic-v2",
		"Qwen/Qwen3-Embedding-0.6B":               "Qwen3-Embedding",
		"qwen3-embedding:8b":                      "Qwen3-Embedding",
		"mxbai-embed-large":                       "mxbai",
		"google/embeddinggemma-300m":              "EmbeddingGemma",
		"sentence-transformers/all-MiniLM-L6-v2":  "sentence-transformers",
		"text-embedding-3-small":                  "OpenAI",
		"text-embedding-v4":                       "DashScope",
		"mistral-embed":                           "Mistral",
		"acme/embedder-of-our-own":                "",
		"aide5":                                   "",
	} {
		if got := FamilyOf(model).Name; got != want {
			t.Errorf("%s: family %q, want %q", model, got, want)
		}
	}
}
