// Package segment holds what searches use: immutable sets of articles with their
// postings, vectors, dates and labels, in a file that is mapped into memory or in
// memory alone.
//
// A segment is built of records (Build) or of other segments (Merge), and is
// never changed. Which of its articles are not current any more is said by the
// tombstones of a View. Search looks at the views of a snapshot, which together
// hold each article once. This package knows nothing of the database that the
// articles come from: an article is known by the number of the change that
// stored it.
//
// A view and what it returns may be used for as long as something refers to it:
// the mapping goes with the last reference, so whoever reads many things from a
// segment keeps it alive (runtime.KeepAlive). What is named a view of a string
// holds no longer than that.
package segment
