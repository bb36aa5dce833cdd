package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"byline/internal/config"
	"byline/internal/panics"
	"byline/internal/terminal"
)

// cli is what the subcommands share.
type cli struct {
	terminal.IO

	environ []string
	config  config.Config // once the flags are read
	log     *slog.Logger  // as configured, once the flags are read

	json      bool         // print JSON, not text
	jsonLines bool         // one document a line
	exportAs  outputFormat // of answers
}

func newCLI(environ []string, stdin io.Reader, stdout, stderr io.Writer) *cli {
	a := &cli{environ: environ, log: newLogger(stderr, config.Log{})}
	a.IO = terminal.IO{In: stdin, Out: stdout, Err: stderr, Getenv: a.getenv}
	return a
}

// getenv returns the value of an environment variable, "" if it is not set.
func (a *cli) getenv(name string) string {
	for i := len(a.environ) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(a.environ[i], name+"="); ok {
			return value
		}
	}
	return ""
}

// configure reads the settings; flags are those given on the command line.
func (a *cli) configure(file string, flags map[string]string) error {
	c, warnings, err := config.Load(config.Layers{Flags: flags, Environ: a.environ, File: file})
	if err != nil {
		return err
	}
	a.config = c
	a.log = newLogger(a.Err, c.Log)
	for _, w := range warnings {
		fmt.Fprintln(a.Err, "byline: warning:", w)
	}
	return nil
}

func newLogger(w io.Writer, c config.Log) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.Level)) // checked with the settings
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: panics.Attr}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// warn tells a person how a result differs from what was asked for.
func (a *cli) warn(warnings []string) {
	for _, w := range warnings {
		fmt.Fprintln(a.Err, "byline: warning:", terminal.Safe(w))
	}
}

// printJSON writes v indented, or where there are several documents as a line.
func (a *cli) printJSON(v any) error { return terminal.WriteJSON(a.Out, v, a.jsonLines) }

// printDocument prints what a function of the API's package writes.
func (a *cli) printDocument(write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return terminal.WriteJSONText(a.Out, b.Bytes(), a.jsonLines)
}
