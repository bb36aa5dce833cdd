"""Write the vectors that the Go program must arrive at, for texts of our own; see README.md."""

import argparse
import json
import pathlib

from evaluate import Embedder

TEXTS = [
    "The harbour was closed on Tuesday after engineers found cracks in the pier.",
    "Parliament voted 212 to 187 to extend the ferry subsidy until 2027.",
    "HEADLINES IN CAPITALS: STORM HITS COAST",
    "Café owners in São Paulo and Kraków protested; so did the Ångström institute's staff.",
    "“We won’t wait,” she said — quietly – and left…",
    "Sharply rising prices (up 4.7% year-on-year) unsettled investors' expectations.",
    "α-synuclein and TGF-β1 levels were measured in 1,024 patients",
    "The antidisestablishmentarianists outmanoeuvred hyperinflationary quasi-governmentalists.",
    "Quillfeather, Haavisto and Ngozi-Brannigan signed the memorandum.",
    "Visit example.com/news?id=42 or write to desk@example.org",
    "line one\nline two\ttabbed\r\nWindows line",
    "soft\u00adhyphen and zero\u200bwidth and non\u00a0breaking space",
    "日本tokyo東京 and naïve coöperation",
    "Їжак running with Київ reporters",
    "the the the the the",
    "x",
    "3.14159 2024-03-01 10:45 $5bn €20m £3,000",
    "ﬁnance oﬃce ½ m² H₂O",
    "İstanbul STRASSE Straße ΑΘΗΝΑ",
    "U.S.-led talks; rock'n'roll; AT&T; C++; #hashtag @name",
    " ".join(["A ferry crossed the strait at dawn while officials argued about tolls."] * 40),
    "",
    "Привіт, світе! こんにちは 🚢",
]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("model", type=pathlib.Path)
    p.add_argument("out", type=pathlib.Path)
    a = p.parse_args()
    e = Embedder(a.model)
    rows = [{"text": t, "vector": [round(float(x), 5) for x in v]} for t, v in zip(TEXTS, e.embed(TEXTS))]
    body = ",\n".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in rows)
    a.out.write_text(f'{{"checksum":"{e.header["checksum"]}","texts":[\n{body}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
