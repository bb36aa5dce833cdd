// Package config reads the settings of the program from four layers: built-in
// defaults, a YAML file, the environment and flags, each over the one before.
//
// One table, [Settings], is the only place where a setting is described. Its
// key names it everywhere: `llm.max_tokens` in the file is BYLINE_LLM_MAX_TOKENS
// in the environment and --llm-max-tokens on the command line. A secret can
// also be kept in a file of its own, named by the key with `_file` behind it.
//
// Every fault is reported, not only the first, each with where it came from.
package config
