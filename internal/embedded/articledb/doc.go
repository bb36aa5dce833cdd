// Package articledb keeps articles in SQLite, in the file articles.db of a
// folder: the current version of each, those that it superseded, a record of
// each deletion, and the vectors that a remote embedder made. It is the truth
// that everything else can be made of again, and knows nothing of what searches
// use.
//
// Each version that is stored, and each deletion, has a change number from one
// counter, by which others tell whether they know of it. Each row has a checksum.
// A row that is not as it was written is left out of what is returned and named
// by a news.DamagedError, and the others are returned.
//
// A process that writes has one DB open for writing, and sees to it that no
// other has; any number may be open for reading.
package articledb
