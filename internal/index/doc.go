// Package index is the contract of an index: what whoever fills, searches and
// looks after one may rely on, whichever kind it is. It also holds what all
// kinds have to do alike: the order and the cursors of listings, what a filter
// lets through, and the names under which the fields of an article are stored.
// internal/indextest holds every kind to it.
//
// What holds for all methods:
//
//   - They may be called by several goroutines at once. An error of a context
//     that ended is in the chain of the error that is returned.
//   - Errors have a kind of package news. Beside those that a method names, each
//     may return KindUnavailable, where the database or its disk cannot be used
//     right now, and each does so once the index is closed; Close does not.
//   - A write returns when what it wrote can be found, and survives a crash.
//   - A search and a listing see each article in exactly one version.
//   - A revision number stands for one text for ever: it is not used twice, not
//     even where an article was deleted and is stored again.
//   - What is stored but cannot be read back as it was written is left out, and
//     a *news.DamagedError that names it comes beside the results: a caller
//     looks for it before it throws these away. It has no kind, so whoever does
//     not look takes it for a failure.
package index
