// Package entities finds the people, organisations and places that an article names.
//
// A name is a run of words with capitals. What it names is told by its words, which the
// pack of the language knows (given names, "Bank of", "River"), by the gazetteer, and by
// what stands beside it ("President", "in", "said"), all that an article has of it taken
// together: what the text tells of a name in one place holds for it in all. Shorter
// forms are taken for the fullest that the article has, unless two could be meant.
//
// Lines in capitals, and headlines in which each word has one, have the names that are
// known from the rest of the article, or from the gazetteer.
package entities
