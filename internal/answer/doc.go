// Package answer answers questions from the passages that a search finds.
//
// A question goes through these steps: complete it from the conversation
// (followup.go), search, cut what was found into sentences (evidence.go), then
// either let a language model write and check what it wrote (generate.go,
// replyreader.go, statement.go, marker.go, verify.go) or quote the sentences that answer best
// (score.go, extract.go), or refuse (refusal.go). Whatever the way, the text and
// its citations pass through one writer (writer.go), which numbers markers,
// streams, and makes sure that every quote is Body[Start:End] of its article.
//
// Articles, questions and replies of models are data. Nothing in them is
// obeyed, rendered or followed.
package answer
