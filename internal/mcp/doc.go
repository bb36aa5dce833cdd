// Package mcp serves the Model Context Protocol: search, similar, ask and
// article as tools, articles as resources, over HTTP or over a pair of streams.
//
// All tools only read. A result has a structured form, which its schema
// describes, and a text for people and models, with links. Whatever stems from
// an article is data: it is quoted, and the instructions of the server tell
// models not to obey it. Faults are results that say what is wrong, so that a
// model can mend its call; causes that are internal are for the log alone.
package mcp
