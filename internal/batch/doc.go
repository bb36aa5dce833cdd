// Package batch sends texts to the server of a model in batches that are as
// large as it takes. What it takes is learned from what it refuses, and
// remembered: a number that it names is believed; where it names none, batches
// grow from one text until one is refused. Texts that are too long for the model
// are cut to its window at the end of a sentence, and counted.
package batch
