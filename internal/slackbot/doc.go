// Package slackbot is the Slack front end of Byline: it answers mentions,
// direct messages, the slash command, the message shortcut and the assistant
// pane with the same answers, and the same citations, as the HTTP API.
//
// It keeps nothing of what is said. What a button needs is in the button; a
// conversation is read back from Slack. Only the verdicts that people give are
// stored, by whatever Recorder is passed in.
//
// Text from articles, models and people is data: it is escaped, mentions
// nobody and unfurls nothing.
package slackbot
