// Package terminal writes for people: lists, articles and answers in lines that
// fit a terminal, how far a long task has come, and conversations. Whatever it
// writes of articles and models is made safe first, so that nothing in it acts
// on the terminal.
package terminal
