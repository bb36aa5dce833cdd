// Package embed turns text into vectors with the model that is built into
// the program: a static table of token vectors, distilled from a transformer
// and trained on news. It needs no network, no cgo and no accelerator.
//
// A text is cut into words (lower case, without accents), the words into the
// pieces of a WordPiece vocabulary, and the vectors of the pieces are added
// up; the sum at unit length is the text's vector. How much a word counts is
// learned and part of its vector. The vocabulary covers Latin and Greek
// letters and digits. A text without any known word, which includes the empty
// text and text wholly in other scripts, has the zero vector: its cosine to
// everything is 0, so meaning says nothing about it and only words can find it.
//
// MODEL_CARD.md tells what the model was trained on and how good it is;
// training/ holds the scripts that made it.
package embed
