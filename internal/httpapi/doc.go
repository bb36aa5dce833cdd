// Package httpapi is the HTTP front end of Byline: the JSON API under /v1, the
// health checks, and the pages of package web.
//
// Requests and responses have their own types, apart from those of package
// news, so that the API stays put when the vocabulary moves. Errors are
// problem documents (RFC 9457), written in one place, fault. Spans are byte
// offsets into the body of an article; times are RFC 3339.
//
// There are no access keys yet, so the server keeps to this machine: it
// refuses to listen anywhere but on loopback (CheckLoopback), answers only
// requests addressed to a loopback host, which keeps web pages from reaching
// it by DNS rebinding, and refuses writes that a browser sends for another
// origin.
package httpapi
