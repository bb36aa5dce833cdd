// Package openai talks to any endpoint that speaks the OpenAI protocol
// (OpenAI, vLLM, llama.cpp, Ollama, TEI and others): embeddings and streamed
// chat. It retries what may pass (429, 5xx, network), maps failures to the
// kinds of package news and names in each what to set or start. Vectors come
// back checked and normalised, in the order of the texts.
package openai
