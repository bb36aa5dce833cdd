// Package app puts Byline together from its settings: it opens an index with
// the encoder, the retriever and the models that work on it, and builds the
// server on top. It prints nothing and reads no flags; package main does.
package app

import (
	"log/slog"
	"path/filepath"

	"byline/internal/access"
	"byline/internal/config"
	"byline/internal/slackbot"
	"byline/internal/transfer"
)

// Config is what everything is made from.
type Config struct {
	Settings config.Config
	Logger   *slog.Logger
	Version  string // of the program

	// Frank tells who asks what went wrong at a model, in full: on the command
	// line of an index, it is whoever runs Byline.
	Frank bool
	// Names is what errors of a server are to call the fields of requests, as
	// "limit": "--limit". It may be nil.
	Names map[string]string
	// OnRebuild is told, while an index is opened, how many of its articles have
	// been made ready for search again. It may be nil.
	OnRebuild func(done, total int)
}

// KeyMarks say that there have been API keys, beside the articles and beside the keys.
func (c Config) KeyMarks() access.Marks {
	return access.MarksIn(c.Settings.Data, filepath.Dir(c.Settings.Access.KeyFile))
}

// Feedback is the store of what people think of answers.
func (c Config) Feedback() *slackbot.FeedbackFile { return slackbot.NewFeedbackFile(c.feedbackPath()) }

func (c Config) feedbackPath() string { return filepath.Join(c.Settings.Data, "feedback.jsonl") }

// FilesBeside are the files that are backed up with an index.
func (c Config) FilesBeside() []transfer.File {
	return []transfer.File{
		{Name: "keys", Path: c.Settings.Access.KeyFile},
		{Name: "feedback", Path: c.feedbackPath()},
		{Name: "outlets", Path: c.outletsPath()},
		{Name: "entities", Path: c.entitiesPath()},
		{Name: "feeds", Path: c.feedsFolder(), Folder: true},
	}
}
