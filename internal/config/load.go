package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"byline/internal/news"
)

// DefaultFile is read when no other file is named; it need not exist.
const DefaultFile = "byline.yaml"

// Layers are the places that settings come from.
type Layers struct {
	Flags   map[string]string // those given, by the name of the flag
	Environ []string          // "NAME=value", as os.Environ returns it
	File    string            // YAML file that must exist; empty: BYLINE_CONFIG, else DefaultFile if it exists
}

// Load reads all layers. The warnings are for people: what was ignored, and
// what may have been meant. The error is a KindInvalid one that lists every fault.
func Load(layers Layers) (Config, []string, error) {
	l := loader{values: map[string]value{}}
	env := environment(layers.Environ)
	for _, s := range Settings() {
		if s.Default != "" {
			l.values[s.Key] = value{text: s.Default, from: "default"}
		}
	}
	l.readFile(layers.File, env)
	l.readEnvironment(env)
	l.readFlags(layers.Flags)

	var c Config
	for _, s := range Settings() {
		v, given := l.values[s.Key]
		if !given {
			continue
		}
		if err := s.set(&c, v.text); err != nil {
			l.fault(v.from, s.Key, err.Error())
		}
	}
	if len(l.faults) == 0 {
		c.complete()
		l.faults = c.check()
	}
	if len(l.faults) > 0 {
		return Config{}, l.warnings, news.Errorf(news.KindInvalid, "config: %s", strings.Join(l.faults, "\nconfig: "))
	}
	return c, l.warnings, nil
}

// Flags calls add for each flag that Load understands.
func Flags(add func(name, help, def string)) {
	for _, s := range Settings() {
		add(s.Flag(), s.Help, s.Default)
		if s.Secret {
			add(s.file().Flag(), s.file().Help, "")
		}
	}
}

// value is a setting as written somewhere.
type value struct {
	text string
	from string // "byline.yaml:7", "BYLINE_ADDR", "--addr"
}

type loader struct {
	values   map[string]value // by key
	faults   []string
	warnings []string
}

// fault notes what is wrong with a key, and where that was said.
func (l *loader) fault(from, key, message string) {
	l.faults = append(l.faults, fmt.Sprintf("%s: %s: %s", from, key, message))
}

// layer takes the settings of one layer: get returns what the layer says of a
// setting. A secret that is kept in a file is read here, so that a key in a
// higher layer wins over a key file in a lower one.
func (l *loader) layer(get func(Setting) (value, bool)) {
	for _, s := range Settings() {
		v, given := get(s)
		if s.Secret {
			if file, named := get(s.file()); named && given {
				l.fault(file.from, s.file().Key, "given together with "+v.from+"; keep one of them")
			} else if named {
				v, given = l.secret(s, file)
			}
		}
		if given {
			l.values[s.Key] = v
		}
	}
}

// secret reads the file that holds a secret.
func (l *loader) secret(s Setting, file value) (value, bool) {
	text, err := os.ReadFile(file.text)
	if err != nil {
		l.fault(file.from, s.file().Key, err.Error())
		return value{}, false
	}
	return value{text: strings.TrimSpace(string(text)), from: file.from}, true
}

func (l *loader) readFile(name string, env map[string]string) {
	needed := true
	if name == "" {
		name = env[configEnv]
	}
	if name == "" {
		name, needed = DefaultFile, false
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && !needed {
		return
	}
	if err != nil {
		l.faults = append(l.faults, err.Error())
		return
	}
	l.readYAML(name, text)
}

func (l *loader) readFlags(flags map[string]string) {
	l.layer(func(s Setting) (value, bool) {
		text, given := flags[s.Flag()]
		return value{text: text, from: "--" + s.Flag()}, given
	})
}
