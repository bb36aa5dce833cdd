package main

import (
	"debug/elf"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/packages"

	"byline/internal/config"
)

// skipOrFail skips a test that this machine cannot run, which is a failure where all must run.
func skipOrFail(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" || os.Getenv("REQUIRE_ALL") == "1" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// place is where a program is run: a folder, and what is added to the environment.
type place struct {
	dir     string
	environ []string
}

// in is a folder, "" for that of the test, with additions to the environment.
func in(dir string, environ ...string) place { return place{dir, environ} }

// run runs a program and returns all that it prints.
func (p place) run(t *testing.T, program string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir, cmd.Env = p.dir, append(os.Environ(), p.environ...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// buildProgram builds the program as it is published, and returns its path.
func buildProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "byline")
	in("../..", "CGO_ENABLED=0").run(t, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -X main.version=v1.2.3-4-gabcdef0", "-o", program, "./cmd/byline")
	return program
}

// systemd takes every line of the unit, and finds little that a service which
// was broken into could do.
func TestSystemdTakesTheUnit(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		skipOrFail(t, "systemd-analyze is not installed (apt-get install systemd): %v", err)
	}
	unit := readDeploy(t, "systemd/byline.service")
	program, err := os.Executable() // systemd wants it to be there
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "byline.service")
	text := strings.ReplaceAll(unit, "/usr/bin/byline", program)
	text = regexp.MustCompile(`(?m)^Documentation=.*\n`).ReplaceAllString(text, "") // which is not installed here
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := in("").run(t, "systemd-analyze", "verify", "--man=no", file); strings.Contains(out, "byline.service") {
		t.Errorf("systemd-analyze verify:\n%s", out)
	}
	const most = "15" // tenths
	out := in("").run(t, "systemd-analyze", "security", "--offline=true", "--threshold="+most, file)
	t.Log(out[max(0, strings.LastIndex(out, "→")):])
}

func TestDebianPackage(t *testing.T) {
	t.Parallel()
	deb := debianPackage(t, buildProgram(t))
	t.Run("holds what it needs", func(t *testing.T) { checkPackage(t, deb) })
	t.Run("installs", func(t *testing.T) { checkInstallation(t, deb) })
}

// checkPackage wants everything in its place, and settings that are settings.
func checkPackage(t *testing.T, deb string) {
	t.Helper()
	if version := strings.TrimSpace(in("").run(t, "dpkg-deb", "--field", deb, "Version")); version != "1.2.3+4.gabcdef0" {
		t.Errorf("the version is %q", version)
	}
	to := t.TempDir()
	in("").run(t, "dpkg-deb", "-x", deb, to)
	if got := in(to).run(t, filepath.Join(to, "usr", "bin", "byline"), "version"); !strings.HasPrefix(got, "byline v1.2.3-4-gabcdef0 ") {
		t.Errorf("byline version prints %q", got)
	}
	var c config.Config
	c, warnings, err := config.Load(config.Layers{File: filepath.Join(to, "etc", "byline", "byline.yaml")})
	if err != nil || len(warnings) > 0 || c.Data != "/var/lib/byline" {
		t.Errorf("settings: data %q, warnings %q, error %v", c.Data, warnings, err)
	}
	for _, name := range []string{"lib/systemd/system/byline.service", "usr/share/doc/byline/copyright", "usr/share/doc/byline/install.md"} {
		if _, err := os.Stat(filepath.Join(to, name)); err != nil {
			t.Error(err)
		}
	}
	if got := in("").run(t, "dpkg-deb", "--info", deb, "conffiles"); got != "/etc/byline/byline.yaml\n" {
		t.Errorf("conffiles: %q", got)
	}
}

// debianPackage makes a package of a program, and skips where nobody can.
func debianPackage(t *testing.T, program string) string {
	t.Helper()
	if _, err := exec.LookPath("dpkg-deb"); err != nil {
		skipOrFail(t, "dpkg-deb is not installed: %v", err)
	}
	deb := filepath.Join(t.TempDir(), "byline.deb")
	arch := strings.TrimSpace(in("").run(t, "dpkg", "--print-architecture"))
	script, err := filepath.Abs(filepath.Join(deployDir, "debian", "build.sh"))
	if err != nil {
		t.Fatal(err)
	}
	in("", quickly).run(t, script, "v1.2.3-4-gabcdef0", arch, program, deb)
	return deb
}

// checkInstallation installs the package in a copy of this system that is gone
// afterwards, uses it as the user whom it made, removes and purges it.
func checkInstallation(t *testing.T, deb string) {
	t.Helper()
	dir := t.TempDir()
	script := `set -eu
mount -t tmpfs none "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay none -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
cp "$2" "$1/root/var/cache/package.deb"
[ "${3:-}" != try ] || exit 0
exec chroot "$1/root" sh -eu -c '
	dpkg -i --force-depends /var/cache/package.deb >/dev/null
	stat -c "%U %a" /var/lib/byline
	echo "Ferries sail again from Monday, the harbour master of Vell said on Friday." >/var/cache/ferries.txt
	chmod 644 /var/cache/ferries.txt
	cd /var/lib/byline
	setpriv --reuid byline --regid byline --clear-groups byline ingest --config /etc/byline/byline.yaml /var/cache/ferries.txt 2>&1
	setpriv --reuid byline --regid byline --clear-groups byline search --config /etc/byline/byline.yaml ferries
	echo "addr: 127.0.0.1:9999" >>/etc/byline/byline.yaml
	dpkg -r byline >/dev/null 2>&1
	test ! -e /usr/bin/byline
	tail -n 1 /etc/byline/byline.yaml
	dpkg -P byline 2>&1 | grep stay
	test ! -e /etc/byline/byline.yaml
	ls /var/lib/byline/articles.db
'`
	run := func(args ...string) ([]byte, error) {
		return exec.CommandContext(t.Context(), "unshare", append([]string{"-m", "sh", "-c", script, "sh", dir, deb}, args...)...).CombinedOutput()
	}
	if out, err := run("try"); err != nil {
		skipOrFail(t, "this takes a user that may mount an overlay of this system, as root may: %v: %s", err, out)
	}
	out, err := run()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for i, want := range []string{"byline 750", "1 created", "Ferries sail again", "addr: 127.0.0.1:9999", "the articles stay in /var/lib/byline", "/var/lib/byline/articles.db"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("step %d does not say %q:\n%s", i, want, out)
		}
	}
}

// quickly is for packages that nobody downloads.
const quickly = "GZIP_LEVEL=1"

// The same commit gives the same bytes from two folders, and a program that needs no
// library of the system, so that it runs in an image that holds nothing else.
func TestReleasesAreReproducible(t *testing.T) {
	t.Parallel()
	var sums []string
	for range 2 {
		dir := copyOfProject(t)
		to := t.TempDir()
		in(dir, "SOURCE_DATE_EPOCH=1767225600", quickly).run(t, "deploy/release/build.sh", "v1.2.3", to, "linux/amd64")
		sum, err := os.ReadFile(filepath.Join(to, "SHA256SUMS"))
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, string(sum))
		in(to).run(t, "sha256sum", "--check", "--strict", "SHA256SUMS")
		if len(sums) == 1 {
			in(to).run(t, "tar", "-xzf", "byline-v1.2.3-linux-amd64.tar.gz")
			checkStatic(t, filepath.Join(to, "byline-v1.2.3-linux-amd64", "byline"))
		}
	}
	if sums[0] != sums[1] || !strings.Contains(sums[0], "  byline-v1.2.3-linux-amd64.tar.gz\n") {
		t.Errorf("the sums are\n%s\nand\n%s", sums[0], sums[1])
	}
}

// checkStatic wants a program that is linked to nothing.
func checkStatic(t *testing.T, path string) {
	t.Helper()
	program, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	for _, p := range program.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("the program is linked dynamically")
		}
	}
}

// What is published for other systems and processors than this one has all that it needs
// and, for each system and each processor, no error of types. Compiling it as well would
// take a minute for each; "make release" does.
func TestReleasedPlatformsTypeCheck(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	var parsed sync.Map // by its name, since most files are those of every platform
	const listed, checked = packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps, packages.LoadAllSyntax &^ packages.NeedTypesInfo
	for platform, mode := range map[string]packages.LoadMode{
		"linux/arm64": checked, "darwin/arm64": checked, "windows/amd64": checked, "darwin/amd64": listed, "windows/arm64": listed,
	} {
		system, arch, _ := strings.Cut(platform, "/")
		loaded, err := packages.Load(&packages.Config{
			Fset: files,
			Mode: mode, Dir: "../..", Context: t.Context(),
			Env: append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+arch),
			ParseFile: func(files *token.FileSet, name string, text []byte) (*ast.File, error) {
				if known, ok := parsed.Load(name); ok {
					return known.(*ast.File), nil
				}
				file, err := parser.ParseFile(files, name, text, parser.SkipObjectResolution)
				if file != nil && !strings.HasPrefix(name, root+"/") {
					keepDeclarations(file)
				}
				if err == nil {
					parsed.Store(name, file)
				}
				return file, err
			},
		}, "./cmd/byline")
		if err != nil {
			t.Fatal(err)
		}
		packages.Visit(loaded, nil, func(p *packages.Package) {
			for _, e := range p.Errors {
				if strings.HasPrefix(p.PkgPath, "byline/") || e.Kind == packages.ListError {
					t.Errorf("%s: %s: %v", platform, p.PkgPath, e)
				}
			}
		})
	}
}

// keepDeclarations leaves what a file of others declares: no bodies of functions, and no
// elements of tables whose types do not depend on them.
func keepDeclarations(file *ast.File) {
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			d.Body = nil
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					for _, value := range v.Values {
						if table, ok := value.(*ast.CompositeLit); ok && !isCounted(table.Type) {
							table.Elts = nil
						}
					}
				}
			}
		}
	}
}

// isCounted tells [...]T, whose length is that of its elements.
func isCounted(expression ast.Expr) bool {
	array, ok := expression.(*ast.ArrayType)
	if !ok {
		return false
	}
	_, ok = array.Len.(*ast.Ellipsis)
	return ok
}

// copyOfProject is a folder with the files of the project that are tracked.
func copyOfProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	in("../..").run(t, "sh", "-c", fmt.Sprintf(`git ls-files -z | tar --null -T - -cf - | tar -xf - -C '%s'`, dir))
	return dir
}
