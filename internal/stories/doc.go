// Package stories knows which articles carry the text of another, and which tell of
// one event: their story.
//
// Both are links from an article to one that was published before it: to the one
// whose text it has (reprint.go), and to the one of the days before that it is most
// like (event.go), or with which it has the names of an event in common (telling.go).
// What hangs together by links is a group. So a group depends on
// the articles that there are, not on the order in which they came: one that comes
// late is put between the others, and groups part and join as if it had always been
// there. A story has the ID of its first article, and that of each other article
// leads to it, too: an ID that was given once is good as long as its article is.
//
// Nothing of this is stored. A Book makes it, when it is opened or first asked,
// from the signatures that the index keeps, and from the first words of the newest
// articles and the notices in them, in about a fifth of a millisecond for each, and keeps it up as articles
// come and go. An article takes about two kilobytes of memory.
package stories
