package field

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// foreign are the names that columns of tables have in other languages, in the
// form that plainName gives them, by an English name that says the same.
var foreign = map[string][]string{
	"url":      {"adresse", "lien", "enlace", "ligação", "collegamento", "адреса", "ссылка", "посилання", "adres", "odkaz", "länk", "lenke", "网址", "链接", "tautan", "đườngdẫn", "duongdan", "링크", "주소", "الرابط", "رابط", "لینک", "קישור", "σύνδεσμος", "poveznica", "リンク", "原文链接"}, //nolint:misspell // they are words of other languages
	"source":   {"quelle", "medium", "zeitung", "herausgeber", "éditeur", "fuente", "medio", "periódico", "fonte", "veículo", "testata", "editore", "bron", "krant", "källa", "kilde", "lähde", "źródło", "zdroj", "kaynak", "джерело", "видання", "источник", "издание", "来源", "媒体", "ソース", "sumber", "nguồn", "nguon", "nguồntin", "forrás", "sursa", "sursă", "izvor", "источникновости", "언론사", "매체", "매체명", "신문사", "出处", "媒體", "來源", "媒体名", "新聞社", "المصدر", "منبع", "خبرگزاری", "מקור", "πηγή", "स्रोत"},
	"headline": {"überschrift", "ueberschrift", "schlagzeile", "titular", "kop", "rubrik", "overskrift", "otsikko", "nagłówek", "заголовок", "见出し", "見出し", "judulberita", "tiêuđề", "tieude", "cím", "naslov", "tittel", "제목", "뉴스제목", "기사제목", "العنوان", "عنوان", "تیتر", "כותרת", "τίτλος", "शीर्षक", "新闻标题", "文章标题", "記事タイトル"},
	"title":    {"titel", "titre", "título", "titulo", "titolo", "tytuł", "tytul", "titulek", "název", "başlık", "baslik", "назва", "название", "标题", "標題", "タイトル", "judul", "titlu"},
	"author":   {"autor", "autoren", "verfasser", "auteur", "auteurs", "autores", "autore", "autori", "författare", "forfatter", "kirjoittaja", "autorzy", "yazar", "автор", "автори", "авторы", "作者", "著者", "penulis", "tácgiả", "tacgia", "szerző", "redaktør", "journaliste", "periodista", "기자", "기고자", "작성자", "記者", "الكاتب", "نویسنده", "מחבר", "συντάκτης", "लेखक", "novinar"}, //nolint:misspell // likewise
	"date": {
		"datum", "erscheinungsdatum", "erschienen", "erschienenam", "veröffentlicht", "veröffentlichtam", "publiziert", "publiziertam", "datedepublication", "publiéle", "publié", "parule", "fecha", "fechadepublicación", "publicado", "publicadoel", "publicadoem",
		"datadepublicação", "datadipubblicazione", "pubblicato", "pubblicatoil", "gepubliceerd", "gepubliceerdop", "publicerad", "dato", "publisert", "päivämäärä", "datapublikacji",
		"datumvydání", "tarih", "дата", "датапублікації", "датапубликации", "опубліковано", "опубликовано", "日期", "发布时间", "日付", "tanggal", "tanggalterbit", "waktu", "ngàyđăng", "ngaydang", "ngày", "ngay", "dátum", "megjelenés", "datapublicării", "fechapublicación", "datapublicação", "datapubblicazione", "datepublication", "datumvanpublicatie", "veröffentlichungsdatum", "publikationsdatum", "publiceringsdatum", "일자", "날짜", "작성일", "등록일", "입력일", "발행일", "보도일", "时间", "發布時間", "發佈時間", "发布日期", "配信日", "配信日時", "公開日", "日時", "التاريخ", "تاريخالنشر", "تاریخ", "תאריך", "ημερομηνία", "तारीख", "दिनांक",
	},
	"section":  {"ressort", "rubrique", "sección", "seccion", "seção", "sezione", "rubriek", "avdelning", "dział", "kategorie", "catégorie", "categoría", "categoria", "розділ", "рубрика", "раздел", "kategori", "chuyênmục", "chuyenmuc", "rovat", "secțiune", "분류", "카테고리", "섹션", "분야", "栏目", "分类", "カテゴリ", "القسم"},
	"keywords": {"themen", "schlagwörter", "schlagworte", "stichwörter", "motsclés", "thèmes", "temas", "etiquetas", "parolechiave", "trefwoorden", "ämnen", "emner", "słowakluczowe", "теми", "темы", "теги", "katakunci", "từkhóa", "tukhoa", "kulcsszavak", "cuvintecheie", "키워드", "关键词", "關鍵詞", "キーワード", "الكلماتالمفتاحية"},
	"language": {"sprache", "langue", "idioma", "lingua", "taal", "språk", "sprog", "język", "dil", "мова", "язык"},
	"content":  {"inhalt", "contenu", "contenido", "conteúdo", "contenuto", "inhoud", "innehåll", "innhold", "indhold", "sisältö", "treść", "tresc", "obsah", "içerik", "зміст", "содержание", "内容", "isi", "isiberita", "konten", "nộidung", "noidung", "tartalom", "conținut", "sadržaj", "내용", "기사내용", "內容", "المحتوى", "محتوا", "תוכן", "περιεχόμενο"},
	"summary":  {"resumen", "resumo", "résumé", "riassunto", "zusammenfassung", "vorspann", "samenvatting", "sammanfattning", "ringkasan", "tómtat", "tomtat", "요약", "摘要", "概要", "ملخص"},
	"text":     {"volltext", "artikeltext", "artikel", "beitrag", "texte", "corps", "texto", "cuerpo", "testo", "corpo", "tekst", "brödtext", "teksti", "metin", "текст", "正文", "本文", "szöveg", "본문", "기사본문", "뉴스본문", "正文内容", "記事本文", "النص", "نص", "متن", "متنخبر", "טקסט", "κείμενο", "पाठ"},
}

// ofArticle is what other languages put behind the name of a column to say whose field
// it is, "Текст статьи", and beforeField what they put before it, in their plain form.
var (
	ofArticle   = []string{"del'article", "del’article", "delarticle", "delanoticia", "danoticia", "dellarticolo", "dell'articolo", "delartículo", "delarticulo", "doartigo", "desartikels", "vanhetartikel", "статьи", "новости", "публикации", "материала", "статті", "новини", "публікації", "матеріалу", "článku", "artykułu", "bàiviết", "baiviet", "bàibáo", "berita", "artikel", "haberi", "haber", "makale"}
	beforeField = []string{"新闻", "新聞", "文章", "기사", "뉴스", "記事", "haber", "artikel", "nyhets", "noticia"}
)

// foreignPart returns the name of a field within one that says whose it is, else the name itself.
func foreignPart(plain string) string {
	for _, of := range ofArticle {
		if rest, ok := strings.CutSuffix(plain, of); ok && rest != "" {
			return rest
		}
	}
	for _, before := range beforeField {
		if rest, ok := strings.CutPrefix(plain, before); ok && rest != "" {
			return rest
		}
	}
	return plain
}

// withForeign adds the foreign names to the spellings, each beside its English one.
func withForeign(spellings map[string]spelling) map[string]spelling {
	for english, names := range foreign {
		for _, name := range names {
			for _, spelt := range []string{name, withoutAccents(name)} {
				if _, taken := spellings[spelt]; !taken {
					spellings[spelt] = spellings[english]
				}
			}
		}
	}
	return spellings
}

// withoutAccents writes a name as those do who have no accents on their keyboard, or
// use none in the names of columns.
func withoutAccents(name string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(name))
	return norm.NFC.String(strings.NewReplacer("đ", "d", "ł", "l", "ø", "o", "ß", "ss").Replace(plain))
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
