package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"byline/internal/config"
)

const deployDir = "../../deploy"

// composition is what the tests look at of deploy/compose.yaml.
type composition struct {
	Services map[string]struct {
		Image       string
		Build       struct{ Context, Dockerfile string }
		Environment map[string]string
		Ports       []string
		Volumes     []string
		NetworkMode string                                `yaml:"network_mode"`
		DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
		Healthcheck struct{ Test []string }
	}
	Volumes map[string]any
}

func readComposition(t *testing.T) composition {
	t.Helper()
	var c composition
	if err := yaml.Unmarshal([]byte(readDeploy(t, "compose.yaml")), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func readDeploy(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(deployDir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Whoever starts this way can believe the names in the files: each variable,
// also one that is commented out, is a setting.
func TestDeployedSettingsExist(t *testing.T) {
	known := map[string]bool{}
	for _, s := range config.Settings() {
		known[s.Env()] = true
	}
	for _, file := range []string{"compose.yaml", "Containerfile"} {
		for _, name := range regexp.MustCompile(`BYLINE_[A-Z_]+`).FindAllString(readDeploy(t, file), -1) {
			if !known[name] {
				t.Errorf("%s: %s is no setting", file, name)
			}
		}
	}
}

func TestCompositionIsAccepted(t *testing.T) {
	env := readComposition(t).Services["byline"].Environment
	var environ []string
	for name, value := range env {
		environ = append(environ, name+"="+value)
	}
	a := newCLI(environ, strings.NewReader(""), &strings.Builder{}, &strings.Builder{})
	if err := a.configure("", nil); err != nil {
		t.Fatal(err)
	}
	if a.config.Index != config.IndexQdrant {
		t.Errorf("index is %q", a.config.Index)
	}
}

// What a service waits for exists and can tell that it is healthy; what must
// outlive a container is in a named volume; no port is open to other machines.
func TestCompositionHoldsTogether(t *testing.T) {
	c := readComposition(t)
	for name, s := range c.Services {
		for other, d := range s.DependsOn {
			if len(c.Services[other].Healthcheck.Test) == 0 || d.Condition != "service_healthy" {
				t.Errorf("%s depends on %s, which has no health check or is not waited for", name, other)
			}
		}
		for _, v := range s.Volumes {
			volume, _, _ := strings.Cut(v, ":")
			if _, ok := c.Volumes[volume]; !ok {
				t.Errorf("%s: there is no volume %s", name, volume)
			}
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s: port %s is open to other machines", name, port)
			}
		}
		if file := s.Build.Dockerfile; file != "" {
			if _, err := os.Stat(filepath.Join(deployDir, s.Build.Context, file)); err != nil {
				t.Error(err)
			}
		}
	}
	_, port, _ := strings.Cut(c.Services["qdrant"].Ports[0], ":")
	if addr := c.Services["byline"].Environment["BYLINE_QDRANT_ADDR"]; !strings.HasPrefix(port, strings.TrimPrefix(addr, "127.0.0.1:")+":") {
		t.Errorf("byline asks %s, Qdrant is at %s", addr, port)
	}
}

// The command that asks Qdrant's container for its health is run as it stands,
// against a server that is ready and one that is not.
func TestHealthCheckOfQdrant(t *testing.T) {
	t.Parallel()
	test := readComposition(t).Services["qdrant"].Healthcheck.Test
	if test[0] != "CMD" || test[1] != "bash" {
		t.Fatalf("want CMD bash, got %q", test)
	}
	for status, healthy := range map[int]bool{http.StatusOK: true, http.StatusServiceUnavailable: false} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/readyz" {
				status = http.StatusNotFound
			}
			w.WriteHeader(status)
		}))
		_, port, _ := strings.Cut(strings.TrimPrefix(server.URL, "http://"), ":")
		args := slices.Clone(test[1:])
		args[2] = strings.ReplaceAll(args[2], "6333", port)
		err := exec.CommandContext(t.Context(), args[0], args[1:]...).Run()
		server.Close()
		if (err == nil) != healthy {
			t.Errorf("status %d: %v", status, err)
		}
	}
}

// The image runs as a user without rights, what it copies is there, and its
// commands are Byline's.
func TestContainerfile(t *testing.T) {
	text := strings.ReplaceAll(readDeploy(t, "Containerfile"), "\\\n", " ")
	last := map[string]string{} // instruction: its latest arguments
	for line := range strings.Lines(text) {
		instruction, args, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || strings.HasPrefix(instruction, "#") {
			continue
		}
		last[instruction] = args
		if instruction != "COPY" || strings.HasPrefix(args, "--from=") {
			continue
		}
		fields := strings.Fields(args)
		for _, source := range fields[:len(fields)-1] {
			if _, err := os.Stat(filepath.Join("..", "..", source)); err != nil {
				t.Error(err)
			}
		}
	}
	if user, _, _ := strings.Cut(last["USER"], ":"); !regexp.MustCompile(`^[1-9]\d*$`).MatchString(user) {
		t.Errorf("runs as user %q; want a number, which a cluster can check to be another than root", user)
	}
	root := newCLI(nil, strings.NewReader(""), &strings.Builder{}, &strings.Builder{}).rootCommand()
	_, check, _ := strings.Cut(last["HEALTHCHECK"], "CMD ")
	for instruction, command := range map[string]string{"HEALTHCHECK": check, "CMD": last["CMD"]} {
		var args []string
		if err := json.Unmarshal([]byte(command), &args); err != nil {
			t.Fatalf("%s %s: %v", instruction, command, err)
		}
		name := args[len(args)-1]
		if found, _, err := root.Find([]string{name}); err != nil || found.Name() != name {
			t.Errorf("%s: byline has no command %s", instruction, name)
		}
	}
}

// The images are built with the Go that go.mod asks for.
func TestContainerfileHasTheRightGo(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	want := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(string(mod))[1]
	if !strings.Contains(readDeploy(t, "Containerfile"), "golang:"+want+"-") {
		t.Errorf("want golang:%s, as in go.mod", want)
	}
}
