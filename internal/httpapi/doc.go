// Package httpapi is the HTTP front end of Byline: the JSON API under /v1, the
// health checks, and the pages of package web.
//
// Requests and responses have their own types, apart from those of package
// news, so that the API stays put when the vocabulary moves. Errors are
// problem documents (RFC 9457), written in one place, fault. Spans are byte
// offsets into the body of an article; times are RFC 3339.
//
// Where there are API keys (package access), every request needs one with the
// scope of its route, which one table has; people sign in with a key and have a
// session. Where there are none the server keeps to this machine: it refuses to
// listen anywhere but on loopback (CheckLoopback) and answers only requests
// addressed to a loopback host, which keeps web pages from reaching it by DNS
// rebinding. In both cases it refuses writes that a browser sends for another
// origin.
package httpapi
