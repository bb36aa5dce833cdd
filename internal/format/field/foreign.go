package field

import (
	"bytes"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// foreign are the names that columns of tables have in other languages, in the
// form that plainName gives them, by an English name that says the same.
var foreign = map[string][]string{
	"url":      {"adresse", "lien", "enlace", "ligação", "collegamento", "адреса", "ссылка", "посилання", "adres", "odkaz", "länk", "lenke", "网址", "链接"}, //nolint:misspell // they are words of other languages
	"source":   {"quelle", "medium", "zeitung", "herausgeber", "éditeur", "fuente", "medio", "periódico", "fonte", "veículo", "testata", "editore", "bron", "krant", "källa", "kilde", "lähde", "źródło", "zdroj", "kaynak", "джерело", "видання", "источник", "издание", "来源", "媒体", "ソース"},
	"headline": {"überschrift", "ueberschrift", "schlagzeile", "titular", "kop", "rubrik", "overskrift", "otsikko", "nagłówek", "заголовок", "见出し", "見出し"},
	"title":    {"titel", "titre", "título", "titulo", "titolo", "tytuł", "tytul", "titulek", "název", "başlık", "baslik", "назва", "название", "标题", "標題", "タイトル"},
	"author":   {"autor", "autoren", "verfasser", "auteur", "auteurs", "autores", "autore", "autori", "författare", "forfatter", "kirjoittaja", "autorzy", "yazar", "автор", "автори", "авторы", "作者", "著者"}, //nolint:misspell // likewise
	"date": {
		"datum", "erscheinungsdatum", "erschienen", "erschienenam", "veröffentlicht", "veröffentlichtam", "publiziert", "publiziertam", "datedepublication", "publiéle", "publié", "parule", "fecha", "fechadepublicación", "publicado", "publicadoel", "publicadoem",
		"datadepublicação", "datadipubblicazione", "pubblicato", "pubblicatoil", "gepubliceerd", "gepubliceerdop", "publicerad", "dato", "publisert", "päivämäärä", "datapublikacji",
		"datumvydání", "tarih", "дата", "датапублікації", "датапубликации", "опубліковано", "опубликовано", "日期", "发布时间", "日付",
	},
	"section":  {"ressort", "rubrique", "sección", "seccion", "seção", "sezione", "rubriek", "avdelning", "dział", "kategorie", "catégorie", "categoría", "categoria", "розділ", "рубрика", "раздел"},
	"keywords": {"themen", "schlagwörter", "schlagworte", "stichwörter", "motsclés", "thèmes", "temas", "etiquetas", "parolechiave", "trefwoorden", "ämnen", "emner", "słowakluczowe", "теми", "темы", "теги"},
	"language": {"sprache", "langue", "idioma", "lingua", "taal", "språk", "sprog", "język", "dil", "мова", "язык"},
	"content":  {"inhalt", "contenu", "contenido", "conteúdo", "contenuto", "inhoud", "innehåll", "innhold", "indhold", "sisältö", "treść", "tresc", "obsah", "içerik", "зміст", "содержание", "内容"},
	"text":     {"volltext", "artikeltext", "artikel", "beitrag", "texte", "corps", "texto", "cuerpo", "testo", "corpo", "tekst", "brödtext", "teksti", "metin", "текст", "正文", "本文"},
}

// withForeign adds the foreign names to the spellings, each beside its English one.
func withForeign(spellings map[string]spelling) map[string]spelling {
	for english, names := range foreign {
		for _, name := range names {
			if _, taken := spellings[name]; !taken {
				spellings[name] = spellings[english]
			}
		}
	}
	return spellings
}

// plainForeign is plainName of a name beyond ASCII.
func plainForeign(dst, name []byte) []byte {
	lower := bytes.ToLower(norm.NFC.Bytes(name))
	for _, separator := range []string{"_", "-", " ", ".", "@", ":"} {
		lower = bytes.ReplaceAll(lower, []byte(separator), nil)
	}
	return append(dst, lower...)
}

// StandsFor says what a column or a member of this name holds of an article:
// whether anything is known of it, and whether that is the headline or the text.
func StandsFor(name string) (known, text bool) {
	name = strings.TrimSpace(name)
	t := spellingOf(name).target
	return t != unknown && t < targets, IsText(name)
}

// IsFullText reports whether a column of this name holds a text that is no summary.
func IsFullText(name string) bool {
	s := spellingOf(strings.TrimSpace(name))
	return s.target == body && s.rank < weakRank
}

// IsDate reports whether a column of this name holds the time of publication.
func IsDate(name string) bool {
	return spellingOf(strings.TrimSpace(name)).target == published
}
