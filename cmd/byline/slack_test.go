package main

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"byline/internal/slackbot"
)

// newFakeSlack knows three tokens: xoxb-all has every scope, xoxb-few lacks one, xoxb-old was revoked.
func newFakeSlack() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scopes := slackbot.Scopes()
		switch cmp.Or(r.FormValue("token"), strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")) {
		case "xoxb-all", "xapp-all":
		case "xoxb-few":
			scopes = scopes[:len(scopes)-1]
		default:
			fmt.Fprint(w, `{"ok":false,"error":"token_revoked"}`)
			return
		}
		w.Header().Set("X-OAuth-Scopes", strings.Join(scopes, ","))
		fmt.Fprint(w, `{"ok":true,"user":"byline","team":"Desk","url":"ws://127.0.0.1:1"}`)
	}))
}
