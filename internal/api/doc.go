// Package api holds what the HTTP API, its client and the other front ends
// have in common: the documents of requests and responses, how they are read
// and written, what a request may hold, which status stands for which kind
// of error, and what they speak for (Searcher, Answerer, …). It knows nothing of connections, so that the client does not
// import the server.
//
// A request is checked once, where it comes in: by the Request of its body, or
// by CheckText where a front end has only a text, as a chat or command line does.
// What stands behind (answer, retrieve) takes what it is given.
package api
