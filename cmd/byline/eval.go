package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"byline/internal/eval"
	"byline/internal/news"
	"byline/internal/retrieve"
	"byline/internal/terminal"
)

// evalFlags are the flags of byline eval as given.
type evalFlags struct {
	modes, without []string
	cache          string
	rebuild, dates bool
	save           string
	runs           []string
	compare        string
	losses         int
	by             string
	similar        bool
	answers        bool
	typos          bool
	spellings      string
	modesNamed     bool
	claims         string
	features       bool
	hostile        bool
	quotes         bool
	stories        bool
	reprints       bool
	figures        bool
	notices        bool
	speakers       bool
	provenance     bool
	entities       bool
	seed           uint64
}

// evalHelp is what the command says of itself.
const evalHelp = `Measures search on a set in the layout of BEIR: corpus.jsonl(.gz), queries.jsonl
(_id, text, and where known answer and date) and qrels*.tsv. The index that is
built for it is kept and used again as long as the corpus and the embedder are
the same.

With --similar, searches for similar articles are measured: articles that are
relevant to the same question count as related.

With --typos, one word of each question has a slip of the fingers, the same in each
run. With --spellings FILE, queries are names as they may be asked for: each line
has such a spelling, a tab and the one that articles have, whose first ten articles
are what should be found.

With --answers, answers are measured in place of searches, in the modes extractive
and, where a language model is set, llm: whether they hold what the set expects,
what is refused, and what their status is worth. Questions with a day are asked a
day after it, and once more 45 days before it, when nothing can answer them.
--save keeps what was answered, a line of JSON for each question.

With --quotes, it is measured whether the printer of words is found: excerpts of
20 to 60 words, the same with ten words changed, short ones, and texts that nobody
printed. --seed draws others, --save keeps those that went wrong.

With --reprints, articles are made from those of the set, as outlets reprint them
(cut, abridged, merged, with another headline, a first line, furniture, typos) and
as they only look like it (other figures, other names, the same furniture), and it is
measured which are told to be copies. With --stories, B-cubed is measured: articles
that are relevant to one question and at most three days apart should be one story.

With --figures, later reports are made that give another figure for the same thing,
or in much the same words for another thing, place or time, and it is measured
whether both are shown as figures for one thing of their story.

With --notices, it is measured which notices of correction, clarification,
retraction and update are found, on those articles of the set realtimeqa or
reuters21578 that were labelled.

With --speakers, it is measured whether it is told who says what: which words, to the
byte, and by whom, on the articles of the set that were labelled. --save keeps
what differs.

With --provenance, it is measured whether it is told from whom sentences have what they
say: outlets, officials and documents, on the articles of the set that were labelled.

With --entities, DIR is a file in the format of CoNLL-2003, and it is measured which
people, organisations and places are found: a token a line, its tag in the last
column, a blank line behind each sentence, -DOCSTART- before each document.

With --claims FILE, the check of what language models write is measured on claims
with their evidence, a line of JSON each: {"claim","evidence":[sentences],"label"},
where the label is "supported" or anything else. With --hostile, a model replies in
every way that it should not, and whatever false comes of it is an error. Both
take no folder.

Questions are asked on the day that the set gives, or today: newer articles gain
a little. Dates in them weigh, but leave nothing out unless --dates is given.

To compare two configurations, save what the first finds, then run the second:

  byline eval DIR --save before.jsonl
  byline eval DIR --without proximity --compare before.jsonl

Other programs take part with a file of such lines, one for each query:

  {"query":"ID","articles":["ID of the best", ...],"passages":["text of the best", ...]}`

func (a *cli) evalCommand() *cobra.Command {
	var f evalFlags
	cmd := &cobra.Command{
		Use:   "eval DIR",
		Short: "Measure search on a labelled set of questions",
		Long:  evalHelp,
		Args:  f.setUnless(),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.withoutSet() {
				return a.evaluateVerification(cmd.Context(), f)
			}
			if f.notices {
				return a.evaluateNotices(args[0])
			}
			if f.entities {
				return a.evaluateEntities(args[0])
			}
			set, err := eval.Open(args[0])
			if err != nil {
				return err
			}
			f.modesNamed = cmd.Flags().Changed("mode")
			return a.measure(cmd.Context(), set, f)
		},
	}
	f.addSearch(cmd)
	cmd.Flags().StringVar(&f.save, "save", "", "`file` for what the first mode finds for each query")
	cmd.Flags().StringArrayVar(&f.runs, "run", nil, "measure what is in a saved `file` in place of searching; can be repeated")
	cmd.Flags().StringVar(&f.compare, "compare", "", "saved `file` to compare with: differences with their 95 % intervals by paired bootstrap over queries")
	cmd.Flags().IntVar(&f.losses, "losses", 0, "with --compare, `number` of queries to show that lose most")
	cmd.Flags().StringVar(&f.by, "by", "ndcg@10", "`measure` by which queries lose: ndcg@10, answer@1, …")
	cmd.Flags().BoolVar(&f.similar, "similar", false, "measure searches for similar articles, from articles that are relevant to a question to the others")
	cmd.Flags().BoolVar(&f.typos, "typos", false, "give one word of each question a slip of the fingers")
	cmd.Flags().StringVar(&f.spellings, "spellings", "", "`file` of names in two spellings, to measure whether both find the same")
	cmd.Flags().BoolVar(&f.answers, "answers", false, "measure answers; --mode then names modes of answering, extractive and llm")
	cmd.Flags().BoolVar(&f.quotes, "quotes", false, "measure whether the printer of words is found")
	cmd.Flags().BoolVar(&f.stories, "stories", false, "measure whether articles of one event are one story")
	cmd.Flags().BoolVar(&f.reprints, "reprints", false, "measure whether reprints are told from what only looks like one")
	cmd.Flags().BoolVar(&f.figures, "figures", false, "measure whether figures for the same thing are aligned")
	cmd.Flags().BoolVar(&f.notices, "notices", false, "measure whether notices of correction and the like are found")
	cmd.Flags().BoolVar(&f.speakers, "speakers", false, "measure whether it is told who says what")
	cmd.Flags().BoolVar(&f.provenance, "provenance", false, "measure whether it is told from whom sentences have what they say")
	cmd.Flags().BoolVar(&f.entities, "entities", false, "measure whether people, organisations and places are found")
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "with --quotes, --reprints and --figures, the `number` that texts are drawn by")
	f.addVerification(cmd)
	cmd.MarkFlagsMutuallyExclusive("answers", "similar", "typos", "spellings", "quotes", "stories", "reprints", "figures", "notices", "speakers", "provenance", "entities")
	cmd.MarkFlagsMutuallyExclusive("spellings", "run")
	cmd.MarkFlagsMutuallyExclusive("spellings", "save")
	cmd.MarkFlagsMutuallyExclusive("spellings", "compare")
	cmd.MarkFlagsMutuallyExclusive("answers", "run")
	cmd.MarkFlagsMutuallyExclusive("answers", "compare")
	cmd.AddCommand(a.evalTableCommand(), a.evalAblationCommand(), a.evalFeaturesCommand())
	return cmd
}

// measure measures of a set what the flags ask for.
func (a *cli) measure(ctx context.Context, set *eval.Dataset, f evalFlags) error {
	switch {
	case f.answers:
		return a.evaluateAnswers(ctx, set, f)
	case f.quotes:
		return a.evaluateQuotes(ctx, set, f)
	case f.stories:
		return a.evaluateStories(ctx, set, f)
	case f.reprints:
		return a.evaluateReprints(ctx, set, f)
	case f.figures:
		return a.evaluateFigures(ctx, set, f)
	case f.speakers:
		return a.evaluateSpeakers(ctx, set, f)
	case f.provenance:
		return a.evaluateProvenance(ctx, set, f)
	case f.similar:
		set = eval.Related(set)
	case f.typos:
		set = eval.WithTypos(set)
	}
	return a.evaluate(ctx, set, f)
}

// addSearch adds the flags that say how to search.
func (f *evalFlags) addSearch(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.modes, "mode", []string{"hybrid", "keyword", "semantic"}, "`modes` of search to measure")
	flags.StringVar(&f.cache, "cache", "", "`folder` of the index (default .cache/eval/NAME-FINGERPRINT beside the data folder)")
	flags.BoolVar(&f.rebuild, "rebuild", false, "build the index anew")
	flags.BoolVar(&f.dates, "dates", false, "understand dates in queries, as of the day on which one was asked or, where a set does not tell, as of today")
	flags.StringSliceVar(&f.without, "without", nil, "`parts` of search to leave out: "+strings.Join(parts(), ", "))
}

// evalRun says what to measure, and where the index for it is kept.
type evalRun struct {
	eval.Options
	without without
	cache   string
	rebuild bool
}

// run is what the flags ask for on a set.
func (a *cli) evalRun(set *eval.Dataset, f evalFlags) (evalRun, error) {
	modes, err := parseModes(f.modes)
	if err != nil {
		return evalRun{}, err
	}
	without, err := parseWithout(f.without)
	if err != nil {
		return evalRun{}, err
	}
	cache := f.cache
	if cache == "" {
		if cache, err = a.evalCache(set); err != nil {
			return evalRun{}, err
		}
	}
	return evalRun{
		Options: eval.Options{Modes: modes, KeepDates: !f.dates}, without: without, cache: without.cache(cache), rebuild: f.rebuild,
	}, nil
}

// evaluate measures what is found, saves it and compares it, as the flags ask.
func (a *cli) evaluate(ctx context.Context, set *eval.Dataset, f evalFlags) error {
	base, err := readBase(set, f) // first: a fault in it shall not cost the time of a run
	if err != nil {
		return err
	}
	report, err := a.evalReport(ctx, set, f)
	if err != nil {
		return err
	}
	if f.save != "" {
		if err := report.Systems[0].Save(f.save, set); err != nil {
			return err
		}
	}
	switch {
	case f.compare != "":
		return a.compare(set, base, report.Systems, f)
	case a.json:
		return a.printJSON(report)
	}
	return report.WriteTable(terminal.SafeWriter(a.Out))
}

// readBase reads the system to compare with, if there is one.
func readBase(set *eval.Dataset, f evalFlags) (eval.System, error) {
	if f.losses < 0 || f.losses > 0 && f.compare == "" {
		return eval.System{}, news.InvalidField("--losses", "is %d; it can be 0 or more, with --compare", f.losses)
	}
	if f.compare == "" {
		return eval.System{}, nil
	}
	base, err := eval.ReadSystem(f.compare, set)
	if err == nil {
		_, err = eval.Losses(set, base, base, f.by) // whether there is such a measure
	}
	return base, err
}

// evalReport searches, or reads what was found.
func (a *cli) evalReport(ctx context.Context, set *eval.Dataset, f evalFlags) (report eval.Report, err error) {
	if len(f.runs) == 0 {
		run, err := a.evalRun(set, f)
		if err != nil {
			return report, err
		}
		switch {
		case f.similar:
			return a.similar(ctx, set, run)
		case f.spellings != "":
			return a.spellings(ctx, set, run, f.spellings)
		}
		return a.search(ctx, set, run)
	}
	report = eval.NewReport(set)
	for _, path := range f.runs {
		system, err := eval.ReadSystem(path, set)
		if err != nil {
			return report, err
		}
		report.Systems = append(report.Systems, system)
		report.Modes[system.Name] = eval.Measure(set, system)
	}
	return report, nil
}

// search measures searches in the index of a set, in every mode asked for.
func (a *cli) search(ctx context.Context, set *eval.Dataset, run evalRun) (report eval.Report, err error) {
	built, err := a.withEvalIndex(ctx, set, run, func(r *retrieve.Retriever) (err error) {
		report, err = eval.Run(ctx, r, set, run.Options)
		return err
	})
	report.Ingest = built
	return report, err
}

// similar measures searches for similar articles in the index of a set.
func (a *cli) similar(ctx context.Context, related *eval.Dataset, run evalRun) (report eval.Report, err error) {
	built, err := a.withEvalIndex(ctx, related, run, func(r *retrieve.Retriever) (err error) {
		report, err = eval.RunSimilar(ctx, r, related)
		return err
	})
	report.Ingest = built
	return report, err
}

// spellings measures searches for names in other spellings than those of the articles.
func (a *cli) spellings(ctx context.Context, set *eval.Dataset, run evalRun, path string) (report eval.Report, err error) {
	pairs, err := eval.ReadSpellings(path)
	if err != nil {
		return report, err
	}
	built, err := a.withEvalIndex(ctx, set, run, func(r *retrieve.Retriever) error {
		spelled, err := eval.Spelled(ctx, r, set, pairs)
		if err == nil {
			report, err = eval.Run(ctx, r, spelled, run.Options)
		}
		return err
	})
	report.Ingest = built
	return report, err
}

// compare prints how systems differ from a first one.
func (a *cli) compare(set *eval.Dataset, base eval.System, systems []eval.System, f evalFlags) error {
	comparisons := make([]eval.Comparison, len(systems))
	for i, system := range systems {
		comparisons[i] = eval.Compare(set, base, system)
	}
	if a.json {
		return a.printJSON(map[string]any{"comparisons": comparisons})
	}
	for i, c := range comparisons {
		if err := c.WriteTable(terminal.SafeWriter(a.Out)); err != nil {
			return err
		}
		if err := a.printLosses(set, base, systems[i], f); err != nil {
			return err
		}
		fmt.Fprintln(a.Out)
	}
	return nil
}

func (a *cli) printLosses(set *eval.Dataset, base, system eval.System, f evalFlags) error {
	losses, err := eval.Losses(set, base, system, f.by)
	if err != nil {
		return err
	}
	losses = losses[:min(f.losses, len(losses))]
	var ids []string
	for _, l := range losses {
		ids = append(ids, l.Articles()...)
	}
	headlines, err := set.Headlines(ids)
	if err != nil {
		return err
	}
	for _, l := range losses {
		if err := l.Write(terminal.SafeWriter(a.Out), headlines); err != nil {
			return err
		}
	}
	return nil
}

func parseModes(names []string) ([]news.Mode, error) {
	var modes []news.Mode
	for _, name := range names {
		switch mode := news.Mode(name); mode {
		case news.ModeHybrid, news.ModeKeyword, news.ModeSemantic:
			modes = append(modes, mode)
		default:
			return nil, news.InvalidField("--mode", "%q is not hybrid, keyword or semantic", name)
		}
	}
	if len(modes) == 0 {
		return nil, news.InvalidField("--mode", "is empty")
	}
	return modes, nil
}
