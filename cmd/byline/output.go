package main

import (
	"io"

	"github.com/spf13/cobra"

	"byline/internal/news"
	"byline/internal/terminal"
)

// outputFormat is how a list is printed. The zero value is text.
type outputFormat string

const (
	asText outputFormat = "text"
	asJSON outputFormat = "json"
	asCSV  outputFormat = "csv"
	asTSV  outputFormat = "tsv"
)

func outputFormats() []string {
	return []string{string(asText), string(asJSON), string(asCSV), string(asTSV)}
}

// addTo adds the flag that sets it.
func (f *outputFormat) addTo(cmd *cobra.Command) {
	cmd.Flags().StringVar((*string)(f), "format", string(asText), "text, json, csv or tsv (tables, with a line of names first)")
}

// isTable reports whether rows and columns are wanted.
func (f outputFormat) isTable() bool { return f == asCSV || f == asTSV }

func (f outputFormat) write(w io.Writer, t terminal.Table) error {
	if f == asTSV {
		return t.WriteTSV(w)
	}
	return t.WriteCSV(w)
}

// chooseFormat makes a list be printed as it says.
func (a *cli) chooseFormat(as outputFormat) error {
	if err := checkChoice("--format", string(as), outputFormats()); err != nil {
		return err
	}
	if a.json && as.isTable() {
		return news.InvalidField("--format", "is %s, and --json is set as well; give one of the two", as)
	}
	a.json = a.json || as == asJSON
	return nil
}
