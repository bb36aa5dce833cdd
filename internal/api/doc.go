// Package api holds what the HTTP API, its client and the other front ends
// have in common: the documents of requests and responses, how they are read
// and written, what a request may hold, and which status stands for which kind
// of error. It knows nothing of connections, so that the client does not
// import the server.
package api
