// Package web renders the pages that a person sees: the question box with its
// answer and sources, the list of search results, an article with the cited
// words marked, and what went wrong.
//
// Pages work without JavaScript; a small script streams the answer where there
// is one. Everything that comes from articles is text: it is never markup, it
// keeps its writing direction to itself, and its links are links only if they
// are http or https.
package web
