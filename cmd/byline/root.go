package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"byline/internal/config"
	"byline/internal/news"
)

const rootHelp = `Byline answers questions from news articles. Every statement of an answer is
cited, and every citation is a quote from a stored article, byte for byte.

  byline ingest articles/          take in a folder of articles
  byline ask "What happened?"      ask them
  byline serve                     the same in a browser and over HTTP

` + exitCodeHelp

func (a *cli) rootCommand() *cobra.Command {
	var showVersion bool
	root := &cobra.Command{
		Use:           "byline",
		Short:         "Cited answers from news articles",
		Long:          rootHelp,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs, // so that RunE can word the error
		RunE: func(cmd *cobra.Command, args []string) error {
			if showVersion && len(args) == 0 {
				return a.printVersion()
			}
			return unknownCommand(cmd, args)
		},
	}
	root.Flags().BoolVarP(&showVersion, "version", "v", false, "print the version")
	root.SetFlagErrorFunc(flagError)

	var file string
	flags := root.PersistentFlags()
	flags.StringVar(&file, "config", "", "file of settings (default "+config.DefaultFile+", if it is there)")
	flags.BoolVar(&a.json, "json", false, "print JSON")
	addSettings(flags)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if isCompletion(cmd) { // a fault in the settings is no concern of a shell
			return nil
		}
		return a.configure(file, given(cmd.Flags()))
	}

	root.AddCommand(
		a.serveCommand(), a.mcpCommand(), a.ingestCommand(), a.searchCommand(), a.askCommand(), a.similarCommand(), a.quoteCommand(), a.quotesCommand(),
		a.storiesCommand(), a.timelineCommand(), a.figuresCommand(), a.coverageCommand(), a.entitiesCommand(),
		a.openCommand(), a.articlesCommand(), a.statsCommand(),
		a.reindexCommand(), a.copyCommand(), a.backupCommand(), a.restoreCommand(), a.repairCommand(),
		a.evalCommand(), a.keysCommand(), a.feedsCommand(), a.doctorCommand(), a.healthCommand(), a.feedbackCommand(), a.versionCommand(), settingsTopic(),
	)
	completeFlags(root)
	return root
}

// addSettings makes every setting a flag. Those that few need are listed by
// `byline help settings`, not by every command.
func addSettings(flags *pflag.FlagSet) {
	config.Flags(func(name, help, def string) {
		flags.String(name, def, help)
		if name != "data" && name != "server" {
			if err := flags.MarkHidden(name); err != nil {
				panic(err) // only for a flag that was not just made
			}
		}
	})
}

// given returns the flags on the command line, by name.
func given(flags *pflag.FlagSet) map[string]string {
	values := map[string]string{}
	flags.Visit(func(f *pflag.Flag) { values[f.Name] = f.Value.String() })
	return values
}

// usageError marks an error as the caller's mistake.
func usageError(err error) error {
	if err == nil {
		return nil
	}
	return news.Errorf(news.KindInvalid, "%w", err)
}

// exactly wants one argument, whose name goes into the error.
func exactly(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 && strings.TrimSpace(args[0]) != "" {
			return nil
		}
		if len(args) > 1 {
			return news.Errorf(news.KindInvalid, "%d arguments, want one: put the %s in quotes; see `%s --help`", len(args), name, cmd.CommandPath())
		}
		return news.Errorf(news.KindInvalid, "no %s is given; see `%s --help`", name, cmd.CommandPath())
	}
}

// words wants a text of any number of words, which need no quotes.
func words(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if strings.TrimSpace(joined(args)) == "" {
			return news.Errorf(news.KindInvalid, "no %s is given; see `%s --help`", name, cmd.CommandPath())
		}
		return nil
	}
}

// joined is the text that arguments are the words of.
func joined(args []string) string { return strings.Join(args, " ") }

// atLeastOne wants arguments.
func atLeastOne(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return news.Errorf(news.KindInvalid, "no %s is given; see `%s --help`", name, cmd.CommandPath())
		}
		return nil
	}
}

// none wants no arguments.
func none(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return news.Errorf(news.KindInvalid, "unexpected argument %q; see `%s --help`", args[0], cmd.CommandPath())
	}
	return nil
}

// settingsTopic is a page of help, not a command.
func settingsTopic() *cobra.Command {
	var b strings.Builder
	fmt.Fprintf(&b, "Every setting can be given in %s, in the environment and as a flag; a flag wins\nover the environment, the environment over the file.\n", config.DefaultFile)
	for _, s := range config.Settings() {
		fmt.Fprintf(&b, "\n  %s, %s, --%s", s.Key, s.Env(), s.Flag())
		if s.Default != "" {
			fmt.Fprintf(&b, " (default %s)", s.Default)
		}
		fmt.Fprintf(&b, "\n      %s\n", s.Help)
		if s.Secret {
			fmt.Fprintf(&b, "      or in a file: %s_file, %s_FILE, --%s-file\n", s.Key, s.Env(), s.Flag())
		}
		if s.Also != "" {
			fmt.Fprintf(&b, "      %s is honoured too\n", s.Also)
		}
	}
	return &cobra.Command{Use: "settings", Short: "All settings, for byline.yaml, the environment and flags", Long: b.String()}
}

// errInterrupted is what a command returns that was told to stop before it was done.
var errInterrupted = errors.New("interrupted")
