package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"byline/internal/export"
	"byline/internal/news"
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

// exported returns the form of internal/export that is wanted, if it is one.
func (f outputFormat) exported() (export.Format, bool) { return export.Find(string(f)) }

// addExportTo adds the flag for what is exported, too.
func (f *outputFormat) addExportTo(cmd *cobra.Command) {
	cmd.Flags().StringVar((*string)(f), "format", string(asText), "text, json, "+strings.Join(export.Names(), ", "))
}

// addTo adds the flag that sets it.
func (f *outputFormat) addTo(cmd *cobra.Command) {
	cmd.Flags().StringVar((*string)(f), "format", string(asText), "text, json, csv or tsv (tables, with a line of names first)")
}

// isTable reports whether rows and columns are wanted.
func (f outputFormat) isTable() bool { return f == asCSV || f == asTSV }

func (f outputFormat) write(w io.Writer, t export.Table) error {
	if f == asTSV {
		return t.WriteTSV(w)
	}
	return t.WriteCSV(w)
}

// chooseFormat makes a list be printed as it says.
func (a *cli) chooseFormat(as outputFormat) error {
	return a.chooseOf(as, outputFormats())
}

// chooseExport is chooseFormat where lists are exported.
func (a *cli) chooseExport(as outputFormat) error {
	return a.chooseOf(as, append([]string{string(asText), string(asJSON)}, export.Names()...))
}

func (a *cli) chooseOf(as outputFormat, choices []string) error {
	if err := checkChoice("--format", string(as), choices); err != nil {
		return err
	}
	if _, exported := as.exported(); a.json && exported {
		return news.InvalidField("--format", "is %s, and --json is set as well; give one of the two", as)
	}
	a.json = a.json || as == asJSON
	return nil
}
