package charset_test

import (
	"bufio"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"byline/internal/format/charset"
)

const (
	english    = "The café on the quay – “Zur Möwe” – is shut until März."
	french     = "L’été dernier, la municipalité a décidé de fermer le vieux café à l’entrée du port : où iront les pêcheurs ?"
	german     = "Der Bürgermeister möchte die Brücke für Fußgänger öffnen. Übermorgen wird im Rathaus darüber beraten."
	polish     = "Most w Złotowie został zamknięty. Władze miasta ogłosiły, że naprawa potrwa do września, a ruch będzie skierowany objazdem."
	czech      = "Starosta Věžnic oznámil, že most přes řeku zůstane do jara uzavřen. Opravy přijdou na tři miliony korun, šest řidičů si stěžuje."
	hungarian  = "A polgármester közölte, hogy a hidat őszig lezárják. A felújítás hárommillióba kerül, és a vezetők dühösek."
	slovak     = "Primátor Ľubovca oznámil, že most cez rieku zostane do jari zatvorený. Oprava potrvá päť mesiacov, vodiči sa sťažujú."
	romanian   = "Primarul oraşului a anunţat că podul rămâne închis până în primăvară. Lucrările costă trei milioane."
	turkish    = "Belediye başkanı köprünün bahara kadar kapalı kalacağını açıkladı. Onarım üç milyona mal olacak, sürücüler kızgın. İşçiler geldi."
	portuguese = "A câmara decidiu na terça-feira fechar a ponte até à primavera. As obras custarão três milhões e os pescadores não estão contentes."
	spanish    = "¿Quién paga? ¡Y cuándo! El señor Maizière y la señora Besançon no lo saben todavía, dijo ayer el alcalde."
	swedish    = "Kommunen stänger bron över ån till våren. Arbetet kostar tre miljoner, och fiskarna är missnöjda."
	icelandic  = "Bæjarstjórinn tilkynnti að brúin yrði lokuð fram á vor. Viðgerðin kostar þrjár milljónir og ökumenn eru óánægðir."
	russian    = "Мэр города сообщил, что мост закрыт до весны. Ремонт обойдётся в три миллиона."
	ukrainian  = "Мер міста повідомив, що міст закрито до весни. Ремонт коштуватиме три мільйони, їх дасть уряд."
	greek      = "Ο δήμαρχος της πόλης είπε ότι η γέφυρα θα μείνει κλειστή μέχρι την άνοιξη, καθώς οι εργασίες συνεχίζονται."
	hebrew     = "עיריית הנמל הודיעה כי הגשר הישן ייסגר לתנועה עד האביב, והנהגים יופנו לכביש החוף."
	arabic     = "أعلنت بلدية الميناء إغلاق الجسر القديم حتى الربيع، ودعت السائقين إلى استخدام الطريق الساحلي."
	japaneseIn = "港の事務所は火曜日、北の岸壁を春まで閉鎖すると発表した。修理には三百万円かかる。"
	chinese    = "港口办公室星期二表示，北码头将关闭到春天，因为两根木桩已经腐烂。修理的费用是三百万。"
	chineseTW  = "港口辦公室星期二表示，北碼頭將關閉到春天，因為兩根木樁已經腐爛。修理的費用是三百萬。"
	koreanIn   = "항만 사무소는 화요일에 북쪽 부두가 봄까지 폐쇄된다고 밝혔다. 수리에는 삼백만이 든다."
)

// texts are texts in an encoding that nothing tells of but their bytes.
var texts = []struct {
	name     string
	encoding encoding.Encoding
	text     string
}{
	{"UTF-8", encoding.Nop, ukrainian},
	{"UTF-8 with a mark", unicode.UTF8BOM, english},
	{"UTF-16 with a mark", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), english},
	{"UTF-16, big, with a mark", unicode.UTF16(unicode.BigEndian, unicode.UseBOM), ukrainian},
	{"UTF-16", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), english},
	{"UTF-16, big", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), english},
	{"UTF-16, Cyrillic", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), ukrainian},
	{"UTF-16, big, Cyrillic", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), ukrainian},
	{"UTF-32 with a mark", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), english},
	{"windows-1252", charmap.Windows1252, english},
	{"windows-1252, French", charmap.Windows1252, french},
	{"windows-1252, German", charmap.Windows1252, german},
	{"windows-1250", charmap.Windows1250, polish},
	{"ISO-8859-2", charmap.ISO8859_2, polish},
	{"windows-1250, Czech", charmap.Windows1250, czech},
	{"ISO-8859-2, Czech", charmap.ISO8859_2, czech},
	{"windows-1250, Hungarian", charmap.Windows1250, hungarian},
	{"ISO-8859-2, Hungarian", charmap.ISO8859_2, hungarian},
	{"ISO-8859-2, Slovak", charmap.ISO8859_2, slovak},
	{"ISO-8859-2, Romanian", charmap.ISO8859_2, romanian},
	{"windows-1254", charmap.Windows1254, turkish},
	{"ISO-8859-9", charmap.ISO8859_9, turkish},
	{"windows-1252, Portuguese", charmap.Windows1252, portuguese},
	{"windows-1252, Spanish", charmap.Windows1252, spanish},
	{"windows-1252, Swedish", charmap.Windows1252, swedish},
	{"windows-1252, Icelandic", charmap.Windows1252, icelandic},
	{"windows-1251", charmap.Windows1251, russian},
	{"windows-1251, Ukrainian", charmap.Windows1251, ukrainian},
	{"windows-1253", charmap.Windows1253, greek},
	{"windows-1255", charmap.Windows1255, hebrew},
	{"windows-1256", charmap.Windows1256, arabic},
	{"KOI8-U", charmap.KOI8U, ukrainian},
	{"KOI8-R", charmap.KOI8R, russian},
	{"ISO-8859-5", charmap.ISO8859_5, ukrainian},
	{"IBM866", charmap.CodePage866, russian},
	{"Shift_JIS", japanese.ShiftJIS, japaneseIn},
	{"EUC-JP", japanese.EUCJP, japaneseIn},
	{"EUC-KR", korean.EUCKR, koreanIn},
	{"GB18030", simplifiedchinese.GB18030, chinese},
	{"Big5", traditionalchinese.Big5, chineseTW},
}

func encode(tb testing.TB, e encoding.Encoding, text string) string {
	tb.Helper()
	out, err := e.NewEncoder().String(text)
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// Whatever stands around a text, be it nothing or the marks of JSON or of a page.
func TestTheEncodingIsToldFromTheBytes(t *testing.T) {
	for _, around := range []string{"%", `{"title": "%", "text": "North quay"}`, "<html><head><title>%</title></head><body class=a><p>%</p></body></html>\n"} {
		for _, test := range texts {
			want := strings.ReplaceAll(around, "%", test.text)
			data := encode(t, test.encoding, want)
			if got := string(charset.UTF8([]byte(data), "")); got != want {
				t.Errorf("%s: %q, want %q", test.name, got, want)
			}
			long := strings.Repeat(want+"\n", 3000)
			r, err := charset.Reader(bufio.NewReaderSize(iotest.HalfReader(strings.NewReader(encode(t, test.encoding, long))), 4<<10), "")
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); err != nil || string(got) != long {
				t.Errorf("%s, as a stream: %.300q, error %v", test.name, got, err)
			}
		}
	}
}

// What a text says of its encoding counts if its bytes can be that, and not otherwise.
func TestTheBytesCountForMoreThanTheDeclaration(t *testing.T) {
	for name, test := range map[string]struct{ data, contentType, want string }{
		"windows-1252 that says UTF-8":   {"<?xml version=\"1.0\" encoding=\"utf-8\"?><p>caf\xe9 \x96 shut</p>", "", "café – shut"},
		"UTF-8 that says UTF-16":         {"<?xml version=\"1.0\" encoding=\"utf-16\"?><p>café</p>", "", "café"},
		"UTF-8 that says ISO-8859-1":     {"<meta charset=iso-8859-1><p>café</p>", "", "café"},
		"UTF-16 that says UTF-8":         {encode(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "<?xml version=\"1.0\" encoding=\"utf-8\"?><p>café</p>"), "", "café"},
		"ISO-8859-2 that says so":        {"<meta charset=\"iso-8859-2\"><p>" + encode(t, charmap.ISO8859_2, "Příliš žluťoučký kůň") + "</p>", "", "Příliš žluťoučký kůň"},
		"windows-1254 in the media type": {encode(t, charmap.Windows1254, "<p>Işık ve ağaç</p>"), "text/html; charset=windows-1254", "Işık ve ağaç"},
		"ISO-2022-JP that says so":       {encode(t, japanese.ISO2022JP, "<meta charset=iso-2022-jp><p>北の岸壁</p>"), "", "北の岸壁"},
		"Shift_JIS that says UTF-8":      {encode(t, japanese.ShiftJIS, "<meta charset=utf-8><p>"+japaneseIn+"</p>"), "", japaneseIn},
		"KOI8-U that says windows-1251":  {"<meta charset=windows-1251><p>" + encode(t, charmap.KOI8U, ukrainian) + "</p>", "", ukrainian},
		"windows-1251 that says KOI8-R":  {encode(t, charmap.Windows1251, "<p>"+russian+"</p>"), "text/html; charset=koi8-r", russian},
		"KOI8-R in capitals":             {encode(t, charmap.KOI8R, "<p>"+strings.ToUpper(russian)+"</p>"), "text/html; charset=koi8-r", strings.ToUpper(russian)},
		"Shift_JIS that says Latin-1":    {"<meta charset=iso-8859-1><p>" + encode(t, japanese.ShiftJIS, japaneseIn) + "</p>", "", japaneseIn},
		"ISO-8859-2 that says Latin-1":   {"<meta charset=iso-8859-1><p>" + encode(t, charmap.ISO8859_2, "Most zamknięty aż do wiosny, mówią władze; łódź pływa.") + "</p>", "", "zamknięty aż do wiosny, mówią władze; łódź pływa"},
		"windows-1251 that says Latin-1": {encode(t, charmap.Windows1251, "<p>"+russian+"</p>"), "text/html; charset=iso-8859-1", russian},
		"Latin-1 that says so":           {"<meta charset=iso-8859-1><p>Le b\xe2teau est arriv\xe9 \xe0 No\xebl.</p>", "", "Le bâteau est arrivé à Noël"},
		"a few bytes wrong in UTF-8":     {ukrainian + "\xff" + ukrainian, "", ukrainian + "\ufffd" + ukrainian},
		"one wrong byte in ASCII":        {"The caf\xe9 is shut. " + strings.Repeat("Nothing else is. ", 99), "", "The café is shut. "},
	} {
		if got := string(charset.UTF8([]byte(test.data), test.contentType)); !strings.Contains(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestWithoutDeclaration(t *testing.T) {
	for in, want := range map[string]string{
		`<?xml version="1.0" encoding="utf-16"?><rss/>`:                 `<?xml version="1.0"?><rss/>`,
		`<?xml version='1.0' encoding='UTF-8' standalone='yes'?><rss/>`: `<?xml version='1.0' standalone='yes'?><rss/>`,
		`<rss encoding="utf-16"/>`:                                      `<rss encoding="utf-16"/>`,
	} {
		if got := string(charset.WithoutDeclaration([]byte(in))); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func FuzzUTF8(f *testing.F) {
	for _, test := range texts {
		f.Add([]byte(encode(f, test.encoding, test.text)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if got := charset.UTF8(data, ""); !utf8.Valid(got) {
			t.Errorf("UTF8(%q) = %q", data, got)
		}
	})
}
