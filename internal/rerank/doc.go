// Package rerank asks a reranker, a model that reads a query and a text
// together, how well each of a few texts answers a query. It speaks the three
// shapes of such services: that of Hugging Face's text-embeddings-inference
// (TEI), that of Cohere's API, version 2, and that of Jina's, which llama.cpp,
// vLLM, Infinity and LocalAI share.
//
// Replies are read strictly: a score is used only if every text got exactly one.
package rerank
