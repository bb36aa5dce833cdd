// Package embedded is the index that lives in one data directory and needs no
// server: articles and their revisions in SQLite, which is the truth, and
// search structures in immutable memory-mapped segments, which can be rebuilt
// from it at any time.
//
//	DIR/articles.db     SQLite, write-ahead log
//	DIR/segments/*.seg  search structures, named in DIR/segments/manifest.json
//	DIR/lock            held by the one process that writes
//	DIR/before-restore  the index that a restore replaced, until somebody removes it
//
// Every stored version of an article carries a change number, and a segment
// says which change each of its articles is. An article of a segment is
// current if its change is the current one in SQLite; a change that no segment holds
// is encoded again when the index is opened. So segments need no log of their
// own: whatever is missing, old or damaged is dropped and made anew.
//
// A write is acknowledged after SQLite has committed it and it can be found.
// A search runs on a snapshot, which holds each article in exactly one
// version; snapshots are replaced as a whole.
//
// Package articledb keeps the database and package segment the segments; neither
// knows of the other. This package joins them: it opens a folder, gives what was
// stored to a segment, holds both against each other and merges segments.
package embedded
