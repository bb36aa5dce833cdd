package config

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
)

// write puts text into a file of a temporary folder and returns its name.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDefaultsAreValid(t *testing.T) {
	t.Chdir(t.TempDir())
	c, warnings, err := Load(Layers{})
	if err != nil || len(warnings) > 0 {
		t.Fatalf("Load() = %v, warnings %q", err, warnings)
	}
	if c.Data != "data" || c.Addr != "127.0.0.1:8080" || c.Index != "embedded" || c.LLM.URL != "" || c.LLM.Timeout != 2*time.Minute {
		t.Errorf("defaults = %+v", c)
	}
}

func TestLaterLayersWin(t *testing.T) {
	file := write(t, "byline.yaml", "addr: 127.0.0.1:1\ndata: from-file\nllm:\n  max_tokens: 111\n  model: m\nlog.level: debug\n")
	c, _, err := Load(Layers{
		File:    file,
		Environ: []string{"BYLINE_ADDR=127.0.0.1:2", "BYLINE_LLM_MAX_TOKENS=222"},
		Flags:   map[string]string{"addr": "127.0.0.1:3"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "127.0.0.1:3" || c.LLM.MaxTokens != 222 || c.Data != "from-file" || c.Log.Level != "debug" {
		t.Errorf("got %+v", c)
	}
	if c.LLM.URL != openAIURL {
		t.Errorf("llm.url = %q where only the model is given, want %q", c.LLM.URL, openAIURL)
	}
}

func TestSecretsComeFromFilesToo(t *testing.T) {
	low, high := write(t, "low", "low\n"), write(t, "high", "  high\n")
	for _, test := range []struct {
		name   string
		layers Layers
		want   string
	}{
		{"environment names a file", Layers{Environ: []string{"BYLINE_LLM_KEY_FILE=" + low}}, "low"},
		{"flag names a file, over the environment", Layers{Environ: []string{"BYLINE_LLM_KEY=env"}, Flags: map[string]string{"llm-key-file": high}}, "high"},
		{"yaml names a file, under the environment", Layers{File: write(t, "b.yaml", "llm: {key_file: "+low+"}"), Environ: []string{"BYLINE_LLM_KEY=env"}}, "env"},
		{"OpenAI's own variable", Layers{Environ: []string{"OPENAI_API_KEY=openai"}}, "openai"},
		{"OpenAI's own variable is below ours", Layers{Environ: []string{"OPENAI_API_KEY=openai", "BYLINE_LLM_KEY_FILE=" + low}}, "low"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, _, err := Load(test.layers)
			if err != nil || c.LLM.Key != test.want {
				t.Errorf("llm.key = %q, %v; want %q", c.LLM.Key, err, test.want)
			}
		})
	}
}

func TestAKeyAloneSwitchesNothingOn(t *testing.T) {
	c, _, err := Load(Layers{Environ: []string{"OPENAI_API_KEY=k"}})
	if err != nil || c.LLM.URL != "" || c.Embed.URL != "" {
		t.Errorf("got %+v, %v", c, err)
	}
	c, _, err = Load(Layers{Environ: []string{"OPENAI_API_KEY=k", "OPENAI_BASE_URL=http://localhost:1/v1"}})
	if err != nil || c.LLM.URL != "http://localhost:1/v1" || c.LLM.Model != openAIModel || c.Embed.URL != "" {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestFaults(t *testing.T) {
	for _, test := range []struct {
		name   string
		yaml   string
		env    []string
		flags  map[string]string
		faults []string // each is a part of the error
	}{
		{name: "all at once, with where each came from",
			yaml:   "addr: nowhere\nllm:\n  timeout: soon\n",
			env:    []string{"BYLINE_EMBED_DIM=many"},
			flags:  map[string]string{"log-level": "loud"},
			faults: []string{`b.yaml:1: addr: "nowhere" is not host:port`, `b.yaml:3: llm.timeout: "soon" is not a duration`, `BYLINE_EMBED_DIM: embed.dim: "many" is not a whole number`, `--log-level: log.level: "loud" is not one of: debug, info, warn, error`}},
		{name: "unknown key", yaml: "llm:\n  modle: x\n", faults: []string{"b.yaml:2: llm.modle: no such setting; did you mean llm.model?"}},
		{name: "unknown key like nothing else", yaml: "colour: blue\n", faults: []string{"b.yaml:1: colour: no such setting"}},
		{name: "key given twice", yaml: "llm.model: a\nllm:\n  model: b\n", faults: []string{"b.yaml:3: llm.model: given twice, first in "}},
		{name: "list for a setting", yaml: "addr: [a, b]\n", faults: []string{"b.yaml:1: addr: a setting is written as"}},
		{name: "not YAML", yaml: "a: b: c\n", faults: []string{"mapping values are not allowed"}},
		{name: "not a mapping", yaml: "hello\n", faults: []string{"a setting is written as"}},
		{name: "unknown index", env: []string{"BYLINE_INDEX=solr"}, faults: []string{`BYLINE_INDEX: index: "solr" is not one of: embedded, qdrant`}},
		{name: "neither true nor false", env: []string{"BYLINE_QDRANT_TLS=maybe"}, faults: []string{`BYLINE_QDRANT_TLS: qdrant.tls: "maybe" is neither true nor false`}},
		{name: "port out of range", flags: map[string]string{"addr": "127.0.0.1:80800"}, faults: []string{"--addr: addr: \"127.0.0.1:80800\" has no port between"}},
		{name: "embedder without a model", env: []string{"BYLINE_EMBED_URL=http://x/v1"}, faults: []string{"embed.model: needed"}},
		{name: "embedder without an endpoint", env: []string{"BYLINE_EMBED_MODEL=x"}, faults: []string{"embed.url: needed"}},
		{name: "no URL", env: []string{"BYLINE_LLM_URL=localhost:11434"}, faults: []string{"BYLINE_LLM_URL: llm.url: is not an http or https URL"}},
		{name: "secret given in two ways", env: []string{"BYLINE_LLM_KEY=a", "BYLINE_LLM_KEY_FILE=b"}, faults: []string{"BYLINE_LLM_KEY_FILE: llm.key_file: given together with BYLINE_LLM_KEY"}},
		{name: "secret file away", env: []string{"BYLINE_LLM_KEY_FILE=/nonexistent/key"}, faults: []string{"BYLINE_LLM_KEY_FILE: llm.key_file: open /nonexistent/key"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := Load(Layers{File: write(t, "b.yaml", test.yaml), Environ: test.env, Flags: test.flags})
			if news.KindOf(err) != news.KindInvalid {
				t.Fatalf("Load() = %v, want an invalid error", err)
			}
			if got := strings.Count(err.Error(), "\n") + 1; got < len(test.faults) {
				t.Errorf("%d faults, want %d", got, len(test.faults))
			}
			for _, want := range test.faults {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error lacks %q:\n%v", want, err)
				}
			}
		})
	}
}

func TestSecretsAreNotInFaults(t *testing.T) {
	_, _, err := Load(Layers{Environ: []string{"BYLINE_LLM_KEY=s3cret", "BYLINE_LLM_KEY_FILE=x", "BYLINE_ADDR=?"}})
	if err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("error = %v", err)
	}
}

func TestUnknownVariablesAreWarnedOf(t *testing.T) {
	_, warnings, err := Load(Layers{Environ: []string{"BYLINE_LLM_MODLE=x", "BYLINE_PORT_8080_TCP_PROTO=tcp", "HOME=/"}})
	want := "BYLINE_LLM_MODLE: no such setting; did you mean BYLINE_LLM_MODEL?\nBYLINE_PORT_8080_TCP_PROTO: no such setting"
	if got := strings.Join(warnings, "\n"); err != nil || got != want {
		t.Errorf("warnings = %q, %v", got, err)
	}
}

func TestFileOfSettings(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, _, err := Load(Layers{File: "away.yaml"}); err == nil {
		t.Error("a file that was named and is away is no fault")
	}
	if err := os.WriteFile(DefaultFile, []byte("# nothing set\nllm:\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Load(Layers{}); err != nil {
		t.Errorf("a file with nothing set: %v", err)
	}
	named := write(t, "other.yaml", "data: elsewhere")
	if c, _, err := Load(Layers{Environ: []string{"BYLINE_CONFIG=" + named}}); err != nil || c.Data != "elsewhere" {
		t.Errorf("BYLINE_CONFIG: data = %q, %v", c.Data, err)
	}
}

// Every setting can be set in every layer, and its default is valid.
func TestEverySettingInEveryLayer(t *testing.T) {
	for _, s := range Settings() {
		t.Run(s.Key, func(t *testing.T) {
			var c Config
			if s.Default != "" {
				if err := s.set(&c, s.Default); err != nil {
					t.Errorf("default: %v", err)
				}
			}
			value := s.Default
			switch {
			case s.Key == "trusted_proxies", s.Key == "fetch.networks":
				value = "10.0.0.0/8, 192.0.2.7"
			case s.Key == "cors_origins":
				value = "https://desk.example"
			case s.Key == "fetch.ports":
				value = "8080, 8443"
			case s.Key == "debug_addr", s.Key == "mail.address":
				value = "127.0.0.1:6060"
			case value == "":
				value = "http://localhost:1/v1"
			}
			for _, layers := range []Layers{
				{File: write(t, "b.yaml", s.Key+": "+value)},
				{Environ: []string{s.Env() + "=" + value}},
				{Flags: map[string]string{s.Flag(): value}},
			} {
				if _, _, err := Load(layers); err != nil && !strings.Contains(err.Error(), ": needed where") {
					t.Errorf("%+v: %v", layers, err)
				}
			}
			if s.Help == "" || strings.HasSuffix(s.Help, ".") {
				t.Errorf("help = %q", s.Help)
			}
		})
	}
}

// An origin is kept as browsers send it; what is none is an error, "*" too.
func TestOrigins(t *testing.T) {
	for given, want := range map[string]string{
		"https://desk.example":                             "https://desk.example",
		"https://Desk.Example:443/, http://localhost:3000": "https://desk.example http://localhost:3000",
		"http://[::1]:80 http://10.0.0.7:443":              "http://[::1] http://10.0.0.7:443",
		"":                                                 "",
	} {
		c, _, err := Load(Layers{Flags: map[string]string{"cors-origins": given}})
		if got := strings.Join(c.Access.Origins, " "); err != nil || got != want {
			t.Errorf("%q: got %q, error %v", given, got, err)
		}
	}
	for _, bad := range []string{"*", "null", "desk.example", "https://*.example", "https://desk.example/path", "https://user@desk.example", "ftp://desk.example", "https://"} {
		if _, _, err := Load(Layers{Flags: map[string]string{"cors-origins": bad}}); err == nil || !strings.Contains(err.Error(), "is not an origin, as https://desk.example") {
			t.Errorf("%q: got %v", bad, err)
		}
	}
}

func TestProfilesAreForThisMachine(t *testing.T) {
	for _, bad := range []string{":6060", "0.0.0.0:6060", "192.0.2.7:6060", "host.example:6060"} {
		if _, _, err := Load(Layers{Flags: map[string]string{"debug-addr": bad}}); err == nil || !strings.Contains(err.Error(), "can be reached from other machines") {
			t.Errorf("%q: got %v", bad, err)
		}
	}
}

var update = flag.Bool("update", false, "write the settings into docs/configuration.md")

// docs/configuration.md ends with the section that Markdown makes; -update puts it there.
func TestGoldenListOfSettings(t *testing.T) {
	const path = "../../docs/configuration.md"
	doc, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(Markdown(), "\n")
	before, _, _ := strings.Cut(string(doc), head)
	want := before + Markdown()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(doc), want); diff != "" {
		t.Errorf("docs/configuration.md is not in step; run: make golden\n%s", diff)
	}
}
