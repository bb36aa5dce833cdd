// Package feeds keeps up with sources on the web: feeds, sitemaps and pages of
// links are polled, what is new in them is fetched where the source has only a
// teaser of it, and given to package ingest.
//
// A source is asked as seldom as it may be: with what is known of it (ETag,
// Last-Modified), as often as it publishes and no more often than it wants. A
// fault of one source is told with it, and harms no other: each is polled by
// itself, within bounds of time and size, one at a time on a host.
package feeds
