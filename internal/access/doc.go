// Package access decides who may do what over the network: API keys with
// scopes, an expiry, a rate and a daily quota, and the sessions of people who
// signed in to the pages with a key.
//
// A key is shown once, when it is made. What is kept is its SHA-256. That is
// enough, and a slow hash for passwords would gain nothing: a key is 260 random
// bits, so there is no list of likely ones to try against a stolen file, and a
// fast hash lets every request be checked.
//
// Keys are lines of JSON in a file that only `byline keys` writes, whole or not
// at all, or come from the environment of a server that has no disk. A running
// server sees a change of the file with the next request. A server that has
// had a key never opens again: the file may vanish or every key be revoked, and
// it lets nobody in instead. Marks in the folders of keys and articles say
// that there have been keys, so that the next start fails as well.
//
// What a server itself has to remember (when a key was last used, how much of
// its quota is spent, who is signed in) is in a file of its own, which may be
// lost: then quotas begin anew and people sign in again.
package access
