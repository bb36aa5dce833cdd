package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
)

//go:embed static
var staticFiles embed.FS

// assets are the static files. Their address holds a hash of all of them, so
// that browsers may keep them for good, and what one of them names beside
// itself comes from the same version.
type assets struct {
	version string
	names   map[string]bool
}

func readAssets() assets {
	a := assets{names: map[string]bool{}}
	entries, err := staticFiles.ReadDir("static")
	if err != nil { // they are part of the program
		panic(err)
	}
	sum := sha256.New()
	for _, e := range entries {
		data, err := staticFiles.ReadFile("static/" + e.Name())
		if err != nil {
			panic(err)
		}
		a.names[e.Name()] = true
		sum.Write([]byte(e.Name()))
		sum.Write(data)
	}
	a.version = hex.EncodeToString(sum.Sum(nil)[:6])
	return a
}

// path returns the address of a static file.
func (a assets) path(name string) string { return "/static/" + a.version + "/" + name }

// icons are the static files that programs which read no page look for at the root
// of a server.
var icons = map[string]bool{"favicon.ico": true, "apple-touch-icon.png": true}

// Icon returns what serves the icon of that name, and whether there is one.
// Nothing in its address tells its version, so browsers ask again after a day.
func (p *Pages) Icon(name string) (http.Handler, bool) {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=86400")
		w.Header().Set("ETag", `"`+p.assets.version+`"`)
		http.ServeFileFS(w, r, staticFiles, "static/"+name)
	}), icons[name] && p.assets.names[name]
}

// Static returns what serves the static file of that name, and whether there
// is one. A browser that asks for another version gets this one, and keeps it
// no longer than it must.
func (p *Pages) Static(version, name string) (http.Handler, bool) {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		if version == p.assets.version {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		w.Header().Set("ETag", `"`+p.assets.version+`"`)
		http.ServeFileFS(w, r, staticFiles, "static/"+name)
	}), p.assets.names[name]
}
