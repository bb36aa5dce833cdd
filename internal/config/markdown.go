package config

import (
	"fmt"
	"strings"
)

// Markdown returns the settings as a section of Markdown, for the documentation.
func Markdown() string {
	var b strings.Builder
	b.WriteString("## Settings and their defaults\n\n")
	for _, s := range Settings() {
		help := s.Help
		if s.Also != "" {
			help += "; also `" + s.Also + "`"
		}
		if s.Secret {
			help += " (secret)"
		}
		fmt.Fprintf(&b, "- `%s`, %s\n", strings.TrimSpace(s.Key+": "+s.Default), help)
	}
	return b.String()
}
