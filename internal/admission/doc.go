// Package admission decides how much a server takes on at once. A processor
// that is given more searches than it can do does each of them slower and
// holds the memory of all; a Gate lets in as many as it can do well, lets some
// wait for a short time, and has the others come back later.
//
// What waits for a processor and what waits for a language model are bounded
// by gates of their own: see Gates.
package admission
