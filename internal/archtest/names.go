package archtest

import (
	"go/ast"
	"iter"
	"path"
	"strings"
)

// retiredNames are names that say nothing to who knows the field, with what
// says it: people search for that. They are not to come back for what they
// stood for; what is new and cannot be named otherwise is an Exception.
var retiredNames = map[string]string{
	"allParts": "defaults", "bears": "supports", "bring": "backfill", "deads": "tombstones", "entrance": "authConfig",
	"heads": "current", "hear": "addMessage", "heed": "dropDisabled", "holding": "inventory",
	"invited": "corsAllowed", "likely": "shortlist", "lookAtAll": "scanAll", "lose": "penalise",
	"manner": "delivery", "pace": "classify", "passing": "retryable", "patience": "retryPolicy", "purpose": "openMode",
	"quickly": "inBackground", "removeStrays": "removeOrphans", "seal": "encode", "settles": "supports", "spend": "allow",
	"stranger": "unauthenticated", "strays": "offTopic", "sweep": "deleteStale", "tagged": "writeWithETag", "tidy": "compact",
	"turnAway": "rejectFull", "uppers": "highNibbles", "watched": "errorRecorder", "welcome": "accepts", "whisper": "postEphemeral",
	"wholeSpace": "articleSpace", "withdraw": "deleteReply",
}

// retiredFiles are the same of files. A file is named after the behaviour in it.
var retiredFiles = map[string]string{
	"bearing": "refusal", "choose": "diversify", "copies": "dedup", "fold": "sqlfuncs",
	"manner": "delivery", "opening": "dateline", "peek": "citation-preview", "planes": "quantized", "pool": "evidence",
	"refine": "proximity", "silence": "idletimeout", "timing": "recency", "traits": "sentencefeatures", "turn": "exchange",
	"upkeep": "background", "verbs": "endpoints", "whole": "articlevectors", "wire": "providers",
}

// checkNames finds retired names of files, and of what a package declares.
func checkNames(t *tree) []Finding {
	var found []Finding
	for _, s := range t.texts {
		name, _, _ := strings.Cut(path.Base(s.path), ".")
		name = strings.TrimSuffix(strings.TrimSuffix(name, "_test"), "_internal")
		if now, retired := retiredFiles[name]; retired && !inTestdata(s.path) && !within(s.path, "seeds") && !within(s.path, "cmd") {
			found = append(found, Finding{Path: s.path, Rule: "name", Where: s.path,
				Text: "nobody would look for it under this name: call it " + now + ", or after the behaviour in it"})
		}
	}
	for p, s := range t.written() {
		if p.name == "main" {
			continue
		}
		for name := range declaredNames(s.file) {
			first := strings.ToLower(name.Name[:1])
			if now, retired := retiredNames[first+name.Name[1:]]; retired {
				found = append(found, t.finding(name.Pos(), "name", p.dir+"."+name.Name,
					"nobody would look for %s under this name: call it %s, or as the field does", name.Name, now))
			}
		}
	}
	return found
}

// declaredNames yields the names of functions, methods, types, constants and variables of a file.
func declaredNames(file *ast.File) iter.Seq[*ast.Ident] {
	return func(yield func(*ast.Ident) bool) {
		for _, decl := range file.Decls {
			f, is := decl.(*ast.FuncDecl)
			if is && !yield(f.Name) {
				return
			}
			group, is := decl.(*ast.GenDecl)
			if !is {
				continue
			}
			for _, spec := range group.Specs {
				var names []*ast.Ident
				switch s := spec.(type) {
				case *ast.TypeSpec:
					names = []*ast.Ident{s.Name}
				case *ast.ValueSpec:
					names = s.Names
				}
				for _, name := range names {
					if !yield(name) {
						return
					}
				}
			}
		}
	}
}
