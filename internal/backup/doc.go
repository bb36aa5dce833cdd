// Package backup reads and writes backups: one file that holds all that an
// index keeps for good, whichever kind of index it is.
//
// # Format
//
// A backup is a Zstandard stream of lines of JSON, so that `zstdcat FILE | jq`
// reads it without Byline:
//
//	{"byline_backup":1,"created":…,"version":…,"index":…,"embedder":…,"dim":…,"encoding":…,"articles":…}
//	{"file":"keys","data":…}
//	{"id":"a","revision":1,"state":"superseded","stored":…,"hash":…,"headline":…,"body":…}
//	{"id":"a","revision":2,"state":"current","stored":…,"hash":…,"headline":…,"body":…,"vectors":…}
//	{"id":"b","revision":7,"state":"deleted"}
//	{"end":{"articles":1,"versions":2,"deleted":1,"vectors":1,"damaged":0,"sha256":…}}
//
// The first line is the header: the version of the format, when, by which
// version of Byline and of what kind of index it was made; embedder and
// dimension are those of the vectors; articles is how many to expect, for those
// who wait.
//
// Then come the files beside the index, each in pieces of at most 1 MiB, one
// after the other (data is base64), and then the articles in the order that
// news.Kept describes. A hash is in hexadecimal. The vectors of an article are
// base64 of, for each, its scale as a little-endian float32 and its codes, one
// byte each. The last line, the trailer, counts what came before, names
// articles that were left out because they are damaged at the source, and has
// the SHA-256 of all lines before it, line ends included. Nothing follows it.
//
// # Reading
//
// A Reader holds one line at a time, of at most 256 MiB, and never trusts one:
// every field is known, every number in its bounds, every article in its place.
// Only with the trailer is the whole known to be good, so whoever restores must
// not make anything count before that. An error names the line.
package backup
