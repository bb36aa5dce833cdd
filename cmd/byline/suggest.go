package main

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"byline/internal/lexical"
	"byline/internal/news"
)

// mostSlips is how many letters a word may be from one that is offered for it.
const mostSlips = 2

// flagError says what is wrong with a flag and, of one that there is not, which
// was meant: one of the command, or of another command.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return usageError(err)
	}
	name := cmp.Or(unknown.GetSpecifiedShortnames(), unknown.GetSpecifiedName()) // -limit is three letters to the library
	hint := "see `" + cmd.CommandPath() + " --help`"
	if near := nearFlags(cmd, name); len(near) > 0 {
		hint = "did you mean " + strings.Join(near, " or ") + "?"
	} else if others := commandsWith(cmd.Root(), name); len(others) > 0 {
		hint = "it is a flag of `" + strings.Join(others, "`, `") + "`"
	}
	return news.Errorf(news.KindInvalid, "%w; %s", err, hint)
}

// nearFlags are the flags of a command that a name may stand for. Those of
// settings, which help does not list, are offered only where no other is.
func nearFlags(cmd *cobra.Command, name string) []string {
	var shown, hidden []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			hidden = append(hidden, f.Name)
			return
		}
		shown = append(shown, f.Name)
	})
	near := nearest(name, shown)
	if len(near) == 0 {
		near = nearest(name, hidden)
	}
	for i := range near {
		near[i] = "--" + near[i]
	}
	return near
}

const mostOffered = 3

// nearest are the words that one that was typed may stand for: those that begin
// with it, or else those that take the fewest slips.
func nearest(typed string, words []string) (near []string) {
	const shortest = 3 // letters of a beginning that tells what is meant
	typed = strings.ToLower(typed)
	least := min(mostSlips, len(typed)/2) + 1
	for _, w := range words {
		slips := lexical.Distance(typed, w, least)
		if len(typed) >= shortest && strings.HasPrefix(w, typed) {
			slips = 0
		}
		switch {
		case slips < least:
			near, least = []string{w}, slips
		case slips == least && len(near) > 0:
			near = append(near, w)
		}
	}
	return near[:min(len(near), mostOffered)]
}

// commandsWith are the commands below cmd that have a flag with a name.
func commandsWith(cmd *cobra.Command, name string) (paths []string) {
	if f := cmd.LocalNonPersistentFlags().Lookup(name); f != nil && !f.Hidden {
		paths = append(paths, cmd.CommandPath())
	}
	for _, sub := range cmd.Commands() {
		paths = append(paths, commandsWith(sub, name)...)
	}
	return paths[:min(len(paths), mostOffered)]
}

// unknownCommand is what a command does that only holds others.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	var names, near []string
	for _, sub := range cmd.Commands() {
		if !sub.IsAvailableCommand() {
			continue
		}
		if names = append(names, sub.Name()); slices.Contains(sub.SuggestFor, args[0]) {
			near = append(near, sub.Name())
		}
	}
	if len(near) == 0 {
		near = nearest(args[0], names)
	}
	hint := "`byline help` lists the commands"
	if cmd.HasParent() {
		hint = "see `" + cmd.CommandPath() + " --help`"
	}
	if len(near) > 0 {
		hint = "did you mean " + strings.Join(near, " or ") + "?"
	}
	return news.Errorf(news.KindInvalid, "unknown command %q; %s", strings.Join(append(parentWords(cmd), args[0]), " "), hint)
}

// parentWords are the words of a command behind the name of the program.
func parentWords(cmd *cobra.Command) []string {
	return strings.Fields(cmd.CommandPath())[1:]
}
