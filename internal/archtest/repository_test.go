package archtest

import (
	"os"
	"slices"
	"testing"
)

// exceptions are the breaches that are right all the same.
var exceptions = []Exception{
	{
		Rule: "interface", Where: "internal/ingest.Store",
		Reason: "every store has all four, and each batch needs them together",
	},
	{
		Rule: "parameters", Where: "cmd/byline.run",
		Reason: "it takes all that a process is given, so that a test can give it too",
	},
	{
		Rule: "imports", Where: "internal/openai byline/internal/embed",
		Reason: "a remote embedder is used in the place of the built-in one and speaks its terms, Identity and Role",
	},
	{
		Rule: "interface", Where: "internal/index.Index",
		Reason: "it says all that an index does; its users each declare the two or three methods that they call",
	},
	{
		Rule: "goroutine", Where: "cmd/byline.untilSignal",
		Reason: "it waits for a signal and cancels a context, and stands before all that could be told of a fault",
	},
	{
		Rule: "goroutine", Where: "internal/terminal.Chat",
		Reason: "it closes the reader of lines, so that the wait for one ends",
	},
	{
		Rule: "goroutine", Where: "internal/client.newIdleTimeout",
		Reason: "it only cancels a context",
	},
	{
		Rule: "goroutine", Where: "internal/mcp.endingWith",
		Reason: "it only cancels a context",
	},
	{
		Rule: "cut", Where: "internal/chunk.SplitContext",
		Reason: "it makes the passages, so there is nothing yet that their words could be compared with",
	},
	{
		Rule: "word list", Where: "internal/answer.contradictions",
		Reason: "it says for people in what two texts differ, as warnings do",
	},
	{
		Rule: "word list", Where: "internal/httpapi.ofOpenAI",
		Reason: "it holds paths of an API",
	},
	{
		Rule: "word list", Where: "cmd/byline.flagNames",
		Reason: "it holds names of flags",
	},
	{
		Rule: "word list", Where: "cmd/byline.completeFlags",
		Reason: "it holds names of flags and values of them",
	},
	{
		Rule: "word list", Where: "cmd/byline.takesFiles",
		Reason: "it holds names of commands",
	},
	{
		Rule: "word list", Where: "internal/web.parse",
		Reason: "it holds names of functions that templates call",
	},
	{
		Rule: "word list", Where: "internal/verify.moods",
		Reason: "it holds names of moods, which packs use",
	},
	{
		Rule: "goroutine", Where: "internal/answer.tellWaiting",
		Reason: "it only tells a reader that a model is waited for",
	},
	{
		Rule: "goroutine", Where: "internal/openai.endBy",
		Reason: "it only cancels a context",
	},
	{
		Rule: "word list", Where: "internal/httpapi.titles",
		Reason: "it holds what programs ask for, which is English wherever they are",
	},
	{
		Rule: "word list", Where: "internal/httpapi.chores",
		Reason: "it holds what programs ask for, which is English wherever they are",
	},
	{
		Rule: "word list", Where: "internal/format/html.thingKinds",
		Reason: "it holds types of schema.org",
	},
	{
		Rule: "word list", Where: "internal/format/html.objectTypes",
		Reason: "it holds types of Open Graph",
	},
	{
		Rule: "word list", Where: "internal/format/html.ofServices",
		Reason: "it holds names of vocabularies",
	},
	{
		Rule: "word list", Where: "internal/format/field.signs",
		Reason: "it holds names of members that programs write",
	},
	{
		Rule: "word list", Where: "internal/format/field.notPublished",
		Reason: "it holds parts of names of members that programs write",
	},
	{
		Rule: "word list", Where: "internal/format/field.notLinks",
		Reason: "it holds parts of names of members that programs write",
	},
	{
		Rule: "word list", Where: "internal/format/field.pageAddress",
		Reason: "it holds endings of addresses",
	},
	{
		Rule: "word list", Where: "internal/format/field.mediaAddress",
		Reason: "it holds endings of addresses",
	},
	{
		Rule: "word list", Where: "internal/openai.azureHost",
		Reason: "it holds parts of addresses",
	},
	{
		Rule: "word list", Where: "internal/openai.saidIn",
		Reason: "it holds names of fields",
	},
	{
		Rule: "word list", Where: "internal/openai.saysNothing",
		Reason: "it holds what servers of models say, which is English wherever they are",
	},
	{
		Rule: "word list", Where: "internal/openai.isLength",
		Reason: "it holds names of reasons why a reply ends",
	},
	{
		Rule: "word list", Where: "internal/openai.noModelWords",
		Reason: "it holds what servers of models say, which is English wherever they are",
	},
	{
		Rule: "word list", Where: "internal/openai.contextWords",
		Reason: "it holds what servers of models say, which is English wherever they are",
	},
	{
		Rule: "word list", Where: "internal/batch.ofAll",
		Reason: "it holds what servers of models say, which is English wherever they are",
	},
	{
		Rule: "word list", Where: "internal/openai.notFinite",
		Reason: "it holds what programs write for numbers",
	},
	{
		Rule: "word list", Where: "internal/answer.addresses",
		Reason: "it holds schemes of addresses",
	},
	{
		Rule: "word list", Where: "internal/api.FlatNames",
		Reason: "it holds names of parameters",
	},
	{
		Rule: "word list", Where: "internal/eval.findable",
		Reason: "it holds the answers of data sets that say nothing, as the sets spell them",
	},
	{
		Rule: "word list", Where: "internal/format.pageTags",
		Reason: "it holds names of tags",
	},
	{
		Rule: "word list", Where: "internal/format/office.richWords",
		Reason: "it holds control words of the format",
	},
	{
		Rule: "word list", Where: "internal/format/office.richAside",
		Reason: "it holds control words of the format",
	},
	{
		Rule: "word list", Where: "internal/format/office.word",
		Reason: "it holds control words of the format",
	},
	{
		Rule: "word list", Where: "internal/format/pressdb.opens",
		Reason: "it holds the words with which the format counts its articles",
	},
	{
		Rule: "word list", Where: "internal/format/pressdb.words",
		Reason: "it holds the words with which the format counts words",
	},
	{
		Rule: "word list", Where: "internal/format/pressdb.labelled",
		Reason: "it holds the labels of the formats that the package reads",
	},
	{
		Rule: "word list", Where: "internal/format.kinds",
		Reason: "it holds kinds of files, by their extensions",
	},
	{
		Rule: "word list", Where: "internal/format/charset.western",
		Reason: "they are the letters that an encoding has for its languages, and no words",
	},
	{
		Rule: "word list", Where: "internal/format/field.fileTitles",
		Reason: "it holds names of programs and extensions",
	},
	{
		Rule: "word list", Where: "internal/format/agency.besides",
		Reason: "it holds names of elements",
	},
	{
		Rule: "word list", Where: "internal/format/agency.inline",
		Reason: "it holds names of elements",
	},
	{
		Rule: "word list", Where: "internal/format/feed.embedded",
		Reason: "it holds names of shortcodes",
	},
	{
		Rule: "word list", Where: "internal/format/feed.page",
		Reason: "it holds names of tags",
	},
	{
		Rule: "word list", Where: "internal/format/field.markup",
		Reason: "it holds names of tags",
	},
	{
		Rule: "word list", Where: "internal/format/field.spellings",
		Reason: "it holds names of fields",
	},
	{
		Rule: "word list", Where: "internal/format/field.flags",
		Reason: "it holds names of fields",
	},
	{
		Rule: "word list", Where: "internal/format/field.beforeNames",
		Reason: "it holds names of fields",
	},
	{
		Rule: "word list", Where: "internal/format/field.telling",
		Reason: "it holds names of fields",
	},
	{
		Rule: "word list", Where: "internal/format/pravdatext.labelled",
		Reason: "it holds the labels of the format that the package reads",
	},
	{
		Rule: "word list", Where: "internal/format/references.risNames",
		Reason: "it holds names of fields",
	},
	{
		Rule: "word list", Where: "internal/format/references.endnoteNames",
		Reason: "it holds names of fields",
	},
	{
		Rule: "word list", Where: "internal/format/references.bibNames",
		Reason: "it holds names of fields",
	},
	{
		Rule: "word list", Where: "internal/format/field.tracks",
		Reason: "it holds names of parameters of addresses",
	},
	{
		Rule: "word list", Where: "internal/news.kindNames",
		Reason: "it holds names of kinds of errors",
	},
}

// root is the root of the project, seen from this package.
const root = "../.."

func TestProjectKeepsItsRules(t *testing.T) {
	findings, err := Check(os.DirFS(root), exceptions)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
}

// A loader that finds nothing would keep every rule.
func TestProjectIsSeen(t *testing.T) {
	tree, err := load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"internal/archtest", "internal/news"} {
		if !slices.ContainsFunc(tree.packages, func(p *pkg) bool { return p.dir == dir && p.hasCode() }) {
			t.Errorf("package %s was not found", dir)
		}
	}
	for _, name := range []string{"go.mod", "Makefile", dependencyDoc} {
		if tree.text(name) == "" {
			t.Errorf("file %s was not found", name)
		}
	}
}
