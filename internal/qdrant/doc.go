// Package qdrant is the index that grows past one machine: articles, their
// revisions and all that searches need live in Qdrant 1.16 or later, so that
// any number of processes without a disk of their own can share it.
//
// # Collections
//
//	PREFIX_revisions   every version of every article, text included; no vectors
//	PREFIX_articles    the current version of each article, to be found as a whole
//	PREFIX_passages    the passages of the current versions
//	PREFIX_restoring   only while a backup is restored; nobody opens the index meanwhile
//
// The second and the third are aliases of PREFIX_articles_N and PREFIX_passages_N, where N
// counts how often the index was built: Reindex builds N+1 beside the live
// ones and moves both aliases in one step. They are two collections because
// Qdrant's IDF counts all points of a collection that have the vector, and the
// words of whole articles are not as frequent as those of passages. (It counts
// shard by shard: with several shards, equal texts may score a little apart.)
// Each names in its metadata the embedder and the encoding that it was made
// with, and an index of another is refused.
//
// # Writing
//
// Points have IDs that follow from what they are: a version is UUIDv5(article,
// revision), a passage UUIDv5(article, revision, ordinal), the article as a
// whole UUIDv5(article). Writing the same thing again changes nothing, which is
// why every call can be repeated. The revision is part of a passage's ID so
// that two revisions can stand side by side while one takes the other's place.
//
// Put takes these steps, for a whole batch at once:
//
//  1. Claim a revision number, the first that is known to be free: insert the
//     version unless there is one of that number, and read it and the article's
//     deletion record (below) back. If it is another text, another writer has
//     the number; if the record covers it, the number was used before a
//     deletion, and the version goes again. In both cases a higher one is tried. From here on the
//     text of that number never changes.
//  2. Write the passages.
//  3. Write the article, unless it is there in a later revision. This is what
//     makes the version the current one.
//  4. Remove the passages of earlier revisions.
//
// If it is cut short before step 3, the article is stored as it was, and taking
// it in again repeats the steps with the same IDs. If it is cut short after
// step 3, the article bears a mark that step 4 is still due, and whoever writes
// to it next, or opens the index for writing, does it. Of two writers at once,
// the one with the higher number wins, whichever comes last, and both versions
// are kept; one that finds itself overtaken removes its own passages.
//
// Delete first writes a deletion record (others call it a tombstone): a point
// UUIDv5(article, "deleted") among the versions, without text, that holds the
// highest revision that Delete saw. The number in it only ever rises, and it
// stays when the article comes again, so that no revision number is used twice:
// what was found before a deletion is never read in words from after it.
// Deletion records have none of the fields of a version, and nothing but Put,
// Delete and Revisions looks for them. Then Delete removes the article, its
// passages, its versions and the article once more, up to that revision, so
// that a writer which comes in between either is undone or stays as if it had
// come after. It can be repeated until it succeeds.
//
// A number that a version has is free for nobody, and before it is removed the
// deletion record covers it. So a writer which finds a number free that was
// used before also finds the record when it reads back, however long ago it
// chose the number.
//
// # Reading
//
// Candidates carry the sum of the words of their passage (news.Sum), which is
// checked when these are cut from the body. Points of earlier versions have none.
//
// A search finds no mix of two revisions. Where its candidates are of several
// revisions of an article, it asks which of them is current, and keeps that one
// if it is known to have been current, and so complete, when the search began;
// otherwise it searches again. That happens only while the article is being
// replaced: all other searches take one round trip. What was found can always
// be read, because the text of a revision is stored before its passages and
// never changes.
//
// # Failures
//
// Calls that fail with Unavailable, or because the server limits the rate, are
// repeated with exponential backoff: briefly for reads, since someone is
// waiting, and for half a minute for writes, so that an ingest survives a
// restart of the server. Whatever is repeated is safe to repeat.
package qdrant
