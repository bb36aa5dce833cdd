package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
)

//go:embed static
var staticFiles embed.FS

// assets maps the name of each static file to a hash of what it holds, so
// that its address changes with it and browsers may keep it for good.
type assets map[string]string

func readAssets() assets {
	a := assets{}
	entries, err := staticFiles.ReadDir("static")
	if err != nil { // they are part of the program
		panic(err)
	}
	for _, e := range entries {
		data, err := staticFiles.ReadFile("static/" + e.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(data)
		a[e.Name()] = hex.EncodeToString(sum[:6])
	}
	return a
}

// path returns the address of a static file.
func (a assets) path(name string) string { return "/static/" + name + "?v=" + a[name] }

// Static returns what serves the static file of that name, and whether there is one.
func (p *Pages) Static(name string) (http.Handler, bool) {
	hash, ok := p.assets[name]
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		if r.URL.Query().Get("v") == hash {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		w.Header().Set("ETag", `"`+hash+`"`)
		http.ServeFileFS(w, r, staticFiles, "static/"+name)
	}), ok
}
