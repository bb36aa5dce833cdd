// Package fetch gets pages and feeds from the web, for whoever names an address.
// An address is what a stranger may have written, so that everything about it is
// bounded: where it leads (no network of our own, see [Config].Networks), how
// much it holds once unpacked, how long it takes, how often it leads elsewhere,
// and of what type it is.
//
// It is polite without being asked: one request to a host at a time and a pause
// between two, robots.txt with its crawl-delay, a Retry-After kept for the whole
// host, and what a publisher reserves (the TDM Reservation Protocol, noai) left
// alone. What it says and logs of an address has no user, password or query.
package fetch
