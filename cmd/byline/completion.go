package main

import (
	"slices"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/export"
	"byline/internal/format"
)

// isCompletion reports whether a shell is asking, or wants to know how to ask.
func isCompletion(cmd *cobra.Command) bool {
	names := []string{cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd, "completion"}
	return slices.Contains(names, cmd.Name()) || cmd.HasParent() && cmd.Parent().Name() == "completion"
}

// completeFlags tells shells what can stand after the flags and commands of cmd
// and of those below it: one of a few words, a folder, or a word of one's own,
// and files only where there is nothing more to say.
func completeFlags(cmd *cobra.Command) {
	words := map[string][]string{
		"mode": modes(), "group": groups(), "sort": sorts(), "without": parts(),
		"from": app.Kinds(), "to": app.Kinds(),
	}
	for _, name := range []string{"after", "before", "as-of", "source", "subject", "language", "limit", "cursor", "server", "addr", "workers"} {
		words[name] = nil // not a file
	}
	if words["format"] = outputFormats(); cmd.Name() == "ingest" {
		words["format"] = append([]string{"auto"}, format.Names()...)
	}
	if name := cmd.Name(); name == "search" || name == "ask" {
		words["format"] = append([]string{string(asText), string(asJSON)}, export.Names()...)
	}
	for name, choices := range words {
		if cmd.Flag(name) != nil {
			_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(choices, cobra.ShellCompDirectiveNoFileComp)) // inherited ones are done already
		}
	}
	if cmd.Flags().Lookup("data") != nil || cmd.PersistentFlags().Lookup("data") != nil {
		_ = cmd.MarkPersistentFlagDirname("data") // only fails without such a flag
	}
	if !takesFiles(cmd) && cmd.ValidArgsFunction == nil {
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
	for _, sub := range cmd.Commands() {
		completeFlags(sub)
	}
}

// takesFiles reports whether the arguments of a command are files or folders.
func takesFiles(cmd *cobra.Command) bool {
	return slices.Contains([]string{"ingest", "eval", "table", "ablation", "backup", "restore"}, cmd.Name())
}
