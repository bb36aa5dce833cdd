package api

import "byline/internal/news"

// What a request may hold, beside the size of its body. Every front end has these limits.
const (
	MaxQuestion = news.MaxQuestion // characters, also of a query
	MaxLimit    = 100              // hits or articles at once
	MaxMessages = 50               // of a conversation
	MaxMessage  = 20000            // characters of one message
	MaxValues   = 100              // sources or subjects in a filter
	MaxFiles    = 20               // files of a filter, which are long, and a line of a request is not
	MaxName     = 300              // characters of a source or subject
	MaxFile     = 1000             // characters of the path of a file
	MaxID       = news.MaxID       // characters of an article's ID
	MaxCursor   = 4000             // characters; one of a search names up to 200 articles and their copies
	MaxURL      = 4096             // characters
	MaxTexts    = 2048             // to embed at once, as many as OpenAI takes
	MaxQuote    = news.MaxQuote    // characters of words whose printer is looked for
	MaxText     = 100000           // characters of a text to find the like of; over HTTP, where it may be a whole page, the size of the body bounds it
)
