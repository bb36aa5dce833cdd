package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
)

// newFakeReranker serves TEI's API. A text's score is the number of the
// query's words that it has.
func newFakeReranker() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var req struct {
			Query string
			Texts []string
		}
		if err := json.NewDecoder(r.Body).Decode(&req); err != nil || r.URL.Path != "/rerank" {
			http.Error(w, "bad request", http.StatusBadRequest)
			return
		}
		type result struct {
			Index int `json:"index"`
			Score int `json:"score"`
		}
		results := make([]result, len(req.Texts))
		for i, text := range req.Texts {
			results[i].Index = i
			for _, word := range strings.Fields(strings.ToLower(req.Query)) {
				if strings.Contains(strings.ToLower(text), word) {
					results[i].Score++
				}
			}
		}
		_ = json.NewEncoder(w).Encode(results)
	}))
}
