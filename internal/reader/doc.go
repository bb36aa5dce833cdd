// Package reader is a small transformer that reads a question and a sentence
// together. It says how likely the sentence answers the question, and which of
// its words are the answer; or, of a statement in the question's place, how
// likely the sentence bears it. The weights are built into the program; it needs no
// network, no cgo and no accelerator.
//
// A pair becomes [CLS] question [SEP] sentence [SEP] headline [SEP], cut to 112
// pieces of MiniLM's vocabulary. Matrices are of int8, with a scale for each row;
// what goes into them is rounded to eight bits, with a scale for each token. Sums
// of products are exact, so that processors differ only in the rounding
// of floats. It knows English.
//
// MODEL_CARD.md tells what the model was trained on and how good it is;
// training/ holds the scripts that made it.
package reader
