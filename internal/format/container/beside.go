package container

import (
	"path"
	"strings"

	"byline/internal/news"
)

// folderEndings are what browsers add to the name of a page to name the folder
// that they save beside it, each in the languages that it does so in.
var folderEndings = []string{
	"_files", ".files", "-files", "_fichiers", "-Dateien", "_Dateien", "_archivos", "_arquivos", "_ficheiros",
	"_bestanden", "-bestanden", "_file", "-filer", "_filer", "_pliki", "_soubory", "_soubory", "_tiedostot", "_dosyalar",
	"_elemei", "_файлы", "_файли", "_ファイル", "_文件",
}

// PageOf returns the name of a page, without its extension, that a folder of this
// name would belong to: browsers save the pictures and scripts of "Ferry.html" in
// "Ferry_files". It is empty if there is none.
func PageOf(folder string) string {
	for _, ending := range folderEndings {
		if page, ok := strings.CutSuffix(folder, ending); ok {
			return page
		}
	}
	return ""
}

// IsPage reports whether a file of this name may be a page that a browser has saved, and its name without extension.
func IsPage(name string) (stem string, ok bool) {
	extension := path.Ext(name)
	switch strings.ToLower(extension) {
	case ".html", ".htm", ".xhtml", ".xht", ".shtml":
		return strings.TrimSuffix(name, extension), true
	}
	return "", false
}

// pageFolders knows the saved pages of an archive, and so the folders that belong to them.
type pageFolders struct {
	pages map[string]bool // paths, without extension
	held  int
}

func (p *pageFolders) note(name string) {
	if stem, ok := IsPage(name); ok {
		if p.pages == nil {
			p.pages = map[string]bool{}
		}
		p.pages[stem] = true
	}
}

// holds reports whether a file lies in the folder of a page that came before, and counts it.
func (p *pageFolders) holds(name string) bool {
	p.note(name)
	for dir := path.Dir(name); dir != "." && dir != "/"; dir = path.Dir(dir) {
		if page := PageOf(path.Base(dir)); page != "" && p.pages[path.Join(path.Dir(dir), page)] {
			p.held++
			return true
		}
	}
	return false
}

// tell yields how many files were passed over, if there were any.
func (p *pageFolders) tell(o *opener, at place) {
	if p.held > 0 && !o.stopped {
		o.fail(at.name, &news.PassedOverError{Files: p.held})
	}
}
