package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"byline/internal/config"
	"byline/internal/panics"
)

// cli is what the subcommands share.
type cli struct {
	environ []string
	stdin   io.Reader
	stdout  io.Writer
	stderr  io.Writer

	config config.Config // once the flags are read
	log    *slog.Logger  // as configured, once the flags are read
	json   bool          // print JSON, not text

	jsonLines bool // one document a line
}

func newCLI(environ []string, stdin io.Reader, stdout, stderr io.Writer) *cli {
	return &cli{environ: environ, stdin: stdin, stdout: stdout, stderr: stderr, log: newLogger(stderr, config.Log{})}
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
	a.log = newLogger(a.stderr, c.Log)
	for _, w := range warnings {
		fmt.Fprintln(a.stderr, "byline: warning:", w)
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

// printJSON writes v indented, for people as much as for programs.
func (a *cli) printJSON(v any) error {
	var data bytes.Buffer
	encoder := json.NewEncoder(&data)
	encoder.SetEscapeHTML(false) // it goes to no page
	if err := encoder.Encode(v); err != nil {
		return err
	}
	return a.printJSONText(data.Bytes())
}

func (a *cli) printJSONText(data []byte) error {
	var out bytes.Buffer
	var err error
	if data = bytes.TrimSpace(data); a.jsonLines {
		err = json.Compact(&out, data)
	} else {
		err = json.Indent(&out, data, "", "  ")
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(a.stdout, escapeControls(out.String())+"\n")
	return err
}

// escapeControls escapes the characters in JSON that JSON would let through but
// that act on a terminal. They only occur in strings.
func escapeControls(text string) string {
	if !strings.ContainsFunc(text, actsOnTerminal) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if r != '\n' && actsOnTerminal(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
