package html_test

import (
	"fmt"
	"strings"
	"testing"

	"byline/internal/format/field"
	"byline/internal/format/html"
	"byline/internal/news"
)

// teasers is a list of n articles as front pages show it.
func teasers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<article><h2><a href=/%d>The town of Lindholm decides on boat number %d</a></h2><p>The council meets on Monday, and will hear the pilots.</p></article>", i, i)
	}
	return b.String()
}

// cards is such a list, each headline with its teaser in a link.
func cards(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<li><a href=/%d><h3>Council puts off vote %d</h3><p>It meets on Monday.</p></a></li>", i, i)
	}
	return "<ul>" + b.String() + "</ul>"
}

func links(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<li><a href=/%d>The town of Lindholm decides on boat number %d</a></li>", i, i)
	}
	return "<ul>" + b.String() + "</ul>"
}

// A page that stands in the place of an article is refused, with what it looks like.
func TestWhatIsNoArticleIsRefused(t *testing.T) {
	for _, test := range []struct{ name, page, want string }{
		{"404", page("<title>404 Not Found</title>", "<center><h1>404 Not Found</h1></center><hr><center>nginx</center>"), "an error page"},
		{"not found, in words", page("<title>Page not found | Harbour Times</title><meta property='og:site_name' content='Harbour Times'>", "<h1>Page not found</h1><p>Sorry, the page you are looking for has been moved or does not exist. Try the search or go back to the home page.</p>"), "an error page"},
		{"not found, by its text alone", page("<title>Harbour Times</title>", "<h1>Oops!</h1><p>We couldn't find the page you were looking for.</p><p>It may have been moved or deleted. Go back to the home page.</p>"), "an error page"},
		{"not found, with the latest below", page("<title>Page not found</title>", "<h1>404</h1><p>This page does not exist.</p>"+links(12)), "an error page"},
		{"not found, in Ukrainian", page("<title>Сторінку не знайдено</title>", "<h1>404</h1><p>На жаль, такої сторінки немає.</p>"), "an error page"},
		{"not found, in Swedish", page("<title>Sidan hittades inte - Hamnbladet</title>", "<h1>Sidan hittades inte</h1><p>Sidan du söker finns inte längre. Gå till startsidan.</p>"), "an error page"},
		{"not found, in Turkish", page("<title>Sayfa bulunamadı</title>", "<h1>Sayfa bulunamadı</h1><p>Aradığınız sayfa kaldırılmış olabilir.</p>"), "an error page"},
		{"forbidden", page("<title>403 Forbidden</title>", "<h1>Forbidden</h1><p>You don't have permission to access this resource.</p>"), "an error page"},
		{"the server's fault", page("<title>502 Bad Gateway</title>", "<h1>502 Bad Gateway</h1>"), "an error page"},
		{"a check for robots", page("<title>Just a moment...</title>", "<h1>harbourtimes.example</h1><p>Verify that you are human by completing the action below. Enable JavaScript and cookies to continue.</p><p>Performance and security by Cloudflare. Ray ID: 1234</p>"), "whether a robot reads it"},
		{"a firewall", page("<title>Attention!</title>", "<h2>Access denied</h2><p>You have been blocked. Please enable cookies.</p><p>Performance &amp; security by Shield</p>"), "a check whether a robot"},
		{"an empty shell", page("<title>Harbour Times</title>", "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>"), "no text"},
		{"a cookie wall", page("<title>Harbour Times</title>", "<h1>Before you continue</h1><p>We and our 842 partners store and/or access information on a device and process personal data, for personalised ads and content.</p><button>Accept all</button><p>You can withdraw your consent at any time in our privacy policy.</p>"), "consent to cookies"},
		{"a cookie wall in few words", page("<title>Before you continue</title>", "<h1>We value your privacy</h1><p>We and our partners use cookies to store information on your device. Accept all or manage your choices to continue to the site.</p><button>Accept all</button>"), "consent to cookies"},
		{"a form to log in", page("<title>Log in - Harbour Times</title>", "<h1>Log in</h1><form><label>E-mail <input name=email></label><label>Password <input type=password></label><button>Log in</button></form><p>Log in to read this article.</p>"), "a log-in or subscription wall"},
		{"a log-in wall", page("<title>Log in - Harbour Times</title>", "<h1>Log in to continue reading</h1><p>This article is for subscribers only. Already a subscriber? Log in to read it.</p><p>Subscribe now to continue, cancel anytime.</p>"), "a log-in or subscription wall"},
		{"a wall on an article", page(`<title>Boats</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Boats","datePublished":"2025-02-03"}</script>`, "<h1>Boats</h1><p>This article is for subscribers only. Subscribe to continue reading.</p><p>Already have an account? Sign in to continue, or start your free trial to get unlimited access.</p>"), "a log-in or subscription wall"},
		{"a cookie wall, in German", page("<title>Hafenblatt: Zustimmung</title>", "<h1>Willkommen</h1><p>Nutzen Sie hafenblatt.example mit Werbung und Tracking oder im PUR-Abo. Wir und unsere Partner verarbeiten Informationen auf Ihrem Gerät.</p><p>Sie können Ihre Zustimmung jederzeit widerrufen.</p>"), "consent to cookies"},
		{"a cookie wall, in Spanish", page("<title>Diario del Puerto</title>", "<h2>Su privacidad es importante</h2><p>Nosotros y nuestros 842 socios almacenamos información en un dispositivo, como cookies, y tratamos datos personales para anuncios personalizados.</p><p>Puede retirar su consentimiento cuando quiera.</p>"), "consent to cookies"},
		{"a cookie wall, in Italian", page("<title>La Voce</title>", "<h2>Il tuo consenso</h2><p>Noi e i nostri 500 partner archiviamo informazioni sul dispositivo e trattiamo dati personali per annunci personalizzati.</p>"), "consent to cookies"},
		{"a cookie wall, in Dutch", page("<title>De Havenbode</title>", "<h1>Wij gebruiken cookies</h1><p>Wij gebruiken cookies en vergelijkbare technieken om advertenties te tonen die bij u passen.</p><p>Lees meer in ons cookiebeleid.</p>"), "a request for consent"},
		{"a cookie wall, in Finnish", page("<title>Satamalehti</title>", "<h1>Hei!</h1><p>Käytämme sivustolla evästeitä. Voit hyväksyä kaikki evästeet tai muuttaa evästeasetuksia.</p>"), "a request for consent"},
		{"a cookie wall, in Japanese", page("<title>港新聞</title>", "<p>当サイトではCookieを使用しています。詳しくはプライバシーポリシーをご覧ください。</p>"), "a request for consent"},
		{"a front page with few headlines", page("<title>Harbour Times</title><meta property='og:type' content=website><meta property='og:site_name' content='Harbour Times'>", teasers(5)), "a front page"},
		{"an entrance", page("<title>Sign in | Harbour Times</title>", "<h1>Welcome back</h1><form><input type=email><input type=password></form><p>New here? Create an account.</p>"), "a log-in"},
		{"an entrance, in Russian", page("<title>Авторизация</title>", "<h1>Авторизация</h1><p>Введите телефон.</p>"), "a log-in"},
		{"a topic, in German", page("<title>Thema Lotsen: Aktuelle Nachrichten - Hafenblatt</title><meta property='og:type' content=website>", "<main><h1>Lotsen</h1>"+teasers(5)+"</main>"), "a front page"},
		{"a tag with few articles", page("<title>Tag: pilots | Harbour Times</title>", "<main><h1>Tag: pilots</h1>"+teasers(4)+"</main>"), "a front page"},
		{"a form to subscribe", page("<title>Subscribe to our newsletter</title>", "<h1>Subscribe to our newsletter</h1><form><input type=email></form><p>The news of the coast in your inbox every morning. You can unsubscribe at any time.</p>"), "a log-in or subscription wall"},
		{"a form to write to", page("<title>Write to the editors</title>", "<h1>Write to the editors</h1><form><input type=email><textarea></textarea></form>"), "no text"},
		{"a page that was not kept", page("<title>Wayback Machine</title>", "<h2>Hrm.</h2><p>The Wayback Machine has not archived that URL.</p>"), "an error page"},
		{"a log-in wall, in German", page("<title>Anmelden - Hafenblatt</title>", "<h1>Anmelden</h1><p>Melden Sie sich an, um weiterzulesen. Dieser Artikel ist nur für Abonnenten.</p><p>Noch kein Konto? Jetzt registrieren und vier Wochen kostenlos testen.</p>"), "a log-in or subscription wall"},
		{"a pay wall, in German", page("<title>Lotsen wollen ein Boot - Hafenblatt</title>", "<h1>Lotsen wollen ein Boot</h1><p>Sie möchten weiterlesen? Mit H+ lesen Sie alle Inhalte unbegrenzt.</p><p>Jetzt Abo abschließen, jederzeit kündbar. Bereits Abonnent?</p>"), "a log-in or subscription wall"},
		{"a pay wall, in French", page("<title>Un bac en panne</title>", "<h1>Un bac en panne</h1><p>Cet article est réservé aux abonnés.</p><p>Déjà abonné ? Connectez-vous. Abonnez-vous à partir de 1 € par mois, sans engagement.</p>"), "a log-in or subscription wall"},
		{"a pay wall, in Spanish", page("<title>Un ferry averiado</title>", "<h1>Un ferry averiado</h1><p>Contenido exclusivo para suscriptores. Para continuar leyendo, suscríbete o inicia sesión.</p><p>¿Ya eres suscriptor? Inicia sesión.</p>"), "a log-in or subscription wall"},
		{"a way elsewhere", page("<title>Redirecting…</title>", "<p>Redirecting to https://harbourtimes.example/boats. Follow this link.</p>"), "an error page"},
		{"a way elsewhere, in German", page("<title>Weiterleitung</title>", "<p>Sie werden weitergeleitet. Falls die Weiterleitung nicht funktioniert, klicken Sie hier.</p>"), "an error page"},
		{"a front page", page("<title>Harbour Times</title><link rel=canonical href='https://harbourtimes.example/'><meta property='og:type' content=website>", "<main>"+teasers(12)+"</main>"), "a front page"},
		{"a section", page("<title>Region - Harbour Times</title><meta property='og:site_name' content='Harbour Times'>", "<body class='archive category'><h1>Region</h1><main>"+teasers(10)+"</main>"), "a front page"},
		{"a collection, in JSON-LD", page(`<title>Region</title><script type="application/ld+json">{"@type":"CollectionPage","name":"Region"}</script>`, "<h1>Region</h1>"+links(20)), "a front page"},
		{"headlines in elements of no name", page("<title>Harbour Times</title>", "<h1>Harbour Times</h1>"+strings.NewReplacer("<article>", "<div>", "</article>", "</div>").Replace(teasers(12))), "a front page"},
		{"a front page of cards that are links", page("<title>Harbour Times - News from the coast</title><link rel=canonical href='https://harbourtimes.example/'>", "<main>"+cards(12)+"</main>"), "a front page"},
		{"bookmarks", page("<title>Bookmarks</title>", "<h1>Unread</h1>"+links(20)), "a list of articles"},
		{"few bookmarks", page("<title>Bookmarks</title>", "<h1>Unread</h1>"+links(5)), "a list of articles"},
		{"an imprint", page("<title>Impressum - Hafenblatt</title>", "<h1>Impressum</h1><p>Hafenblatt GmbH, Kaistraße 1, Lindholm. Geschäftsführerin: Kim Ask.</p>"), "about the site"},
		{"terms", page("<title>Terms and Conditions | Harbour Times</title>", "<h1>Terms and Conditions</h1><p>"+strings.Repeat("Who reads Harbour Times accepts what follows. ", 60)+"</p>"), "about the site"},
		{"a draft of Medium", page("<title>Boats</title>", "<article class=h-entry><h1 class=p-name>Boats</h1><section class=e-content><p>The pilots want a second boat, and will say so on Monday.</p></section><footer><p>Exported from Medium on 3 February 2025.</p></footer></article>"), "a draft"},
		{"a preview of WordPress", page("<title>Boats</title>", "<article class='post-7 post type-post status-draft'><h1>Boats</h1><p>The pilots want a second boat, and will say so on Monday.</p></article>"), "a draft"},
		{"results of a search, in German", page("<title>Suchergebnisse für „Boot“ - Hafenblatt</title>", "<h1>Suche</h1><p>Drei Treffer.</p>"+links(3)), "the results of a search"},
		{"results of a search", page("<title>Search results for boats</title>", "<h1>Search results for: boats</h1>"+links(20)), "the results of a search"},
	} {
		a, err := html.Parse([]byte(test.page), "text/html", field.Clock{})
		if err == nil || !strings.Contains(err.Error(), test.want) || news.KindOf(err) != news.KindInvalid {
			t.Errorf("%s: %v, headline %q, body %q", test.name, err, a.Headline, a.Body)
		}
	}
}

// A short article is one, whatever it is about.
func TestShortArticlesAreTaken(t *testing.T) {
	for _, test := range []struct{ name, page string }{
		{"exported by Medium", page("<title>Boats</title>", "<article class=h-entry><h1 class=p-name>Boats</h1><section class=e-content><p>The pilots want a second boat.</p></section><footer><time class=dt-published datetime=2025-02-03T08:00:00Z>3 February 2025</time><p>Exported from Medium on 4 February 2025.</p></footer></article>")},
		{"a sentence", page("<title>Ferry late</title>", "<h1>Ferry late</h1><p>The ferry to Lunn was late on Monday.</p>")},
		{"before many others", page("<title>Ferry late</title>", "<h1>Ferry late</h1><p>The ferry to Lunn was late on Monday, and so were all who wanted to go there.</p>"+strings.NewReplacer("<article>", "<div>", "</article>", "</div>").Replace(teasers(12)))},
		{"about errors", page("<title>404 pages of a report</title>", "<h1>404 pages of a report</h1><p>The board has published a report of 404 pages on the pilots.</p>")},
		{"about a page not found", page("<title>Page not found in old register, says archive</title>", "<h1>Page not found in old register, says archive</h1><p>The archive of Lindholm said that a page of the register could not be found.</p>")},
		{"about a log-in that fails", page("<title>Log in fails: bank locks out thousands</title>", "<h1>Log in fails: bank locks out thousands</h1><p>Thousands could not reach their accounts on Monday, the bank said.</p>")},
		{"about cookies", page("<title>Court rules on cookies</title>", "<h1>Court rules on cookies</h1><p>A court said that sites must ask before they use cookies. It ordered Harbour Times to change its cookie policy by May.</p><p>The publisher said it would appeal.</p>")},
		{"about subscribers", page("<title>Harbour Times gains readers</title>", "<h1>Harbour Times gains readers</h1><p>The paper has 20,000 subscribers, a third more than a year ago.</p><p>It offers unlimited access for a crown a day.</p>")},
		{"about a policy", page("<title>Privacy policy of Harbour Bank breaks law, says court</title>", "<h1>Privacy policy of Harbour Bank breaks law, says court</h1><p>The court of Lindholm said so on Monday.</p>")},
		{"about a log-in", page("<title>Bank locks out thousands</title>", "<h1>Bank locks out thousands</h1><p>Thousands could not log in to their accounts on Monday, the bank said. It told them to check their passwords and to try again later.</p>")},
		{"about subscribers, in German", page("<title>Hafenblatt gewinnt Leser</title>", "<h1>Hafenblatt gewinnt Leser</h1><p>Das Hafenblatt hat 20.000 Abonnenten, ein Drittel mehr als vor einem Jahr, sagte der Verlag am Montag.</p><p>Artikel nur für Abonnenten will er seltener anbieten; ein Abo ist jederzeit kündbar.</p><p>Der Verlag sucht außerdem zwei Redakteure für den Lokalteil in Lindholm, wie er mitteilte.</p>")},
		{"about data, in Spanish", page("<title>Multa por cookies</title>", "<h1>Multa por cookies</h1><p>La agencia multó el lunes a Diario del Puerto por su política de cookies.</p><p>El diario guardaba datos personales de los lectores sin preguntar, según la agencia, que recibió cuarenta quejas en un año.</p><p>El director anunció que recurrirá la multa ante el tribunal de Lindholm antes de que acabe el mes de marzo.</p>")},
		{"with a wall below its lead", page(`<title>Boats</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Boats","datePublished":"2025-02-03"}</script>`, "<article><h1>Boats</h1><p>The pilots of Lindholm asked the town for a second boat on Monday, as they had done before.</p><div class=paywall><p>Subscribe to continue reading.</p></div></article>")},
		{"with many links below", page("<title>Ferry late</title>", "<article><h1>Ferry late</h1><p>The ferry to Lunn was late on Monday, and again on Tuesday, because of ice in the harbour.</p></article><div>"+links(30)+"</div>")},
		{"of a round-up", page("<title>The day in Lindholm</title>", "<article><h1>The day in Lindholm</h1>"+strings.Repeat("<p>The council met for an hour, and heard the pilots who want a boat. <a href=/x>Read on</a></p>", 8)+"</article>"+links(20))},
	} {
		if a, err := html.Parse([]byte(test.page), "text/html", field.Clock{}); err != nil || a.Body == "" {
			t.Errorf("%s: %v, body %q", test.name, err, a.Body)
		}
	}
}
