"""Compares what Byline takes of web pages with what other programs do.

    python3 -m venv venv && venv/bin/pip install -r deploy/extraction/requirements.txt
    venv/bin/python deploy/extraction/compare.py bin/byline FOLDER

FOLDER is a copy of the folder dataset of github.com/dobbersc/fundus-evaluation:
80 pages of 16 outlets (html/*.html.gz) and the text of each, written out by
people (ground_truth.json). The pages are their publishers', and stay there.

A text is scored by the words that it has in common with the true one in the
same order (the longest common subsequence): precision, recall and F1, each the
mean over the pages. Paragraphs in brackets are optional.
"""

import argparse
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import newspaper
import readability
import trafilatura
from lxml import html as lxml_html
from rapidfuzz.distance import LCSseq


def words(text):
    return re.findall(r"\w+", text.lower())


def score(true, got):
    """Returns precision, recall and F1 of the words of a text. What stands in brackets may be there or not."""
    everything = words(" ".join(true))
    needed = words(" ".join(p for p in true if not (p.startswith("[") and p.endswith("]"))))
    found = words(got)
    precision = LCSseq.similarity(everything, found) / max(1, len(found))
    recall = LCSseq.similarity(needed, found) / max(1, len(needed))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def with_trafilatura(pages, **options):
    return {name: trafilatura.extract(page, include_comments=False, include_tables=True, **options) or "" for name, page in pages.items()}


def with_newspaper(pages):
    texts = {}
    for name, page in pages.items():
        article = newspaper.Article(url="https://a.example/" + name)
        article.download(input_html=page)
        article.parse()
        texts[name] = article.text
    return texts


def with_readability(pages):
    return {name: lxml_html.fromstring(readability.Document(page).summary()).text_content() for name, page in pages.items()}


def with_byline(binary, pages):
    """Takes the pages in, in an index of their own, and lists what is there."""
    with tempfile.TemporaryDirectory() as folder:
        for name, page in pages.items():
            (pathlib.Path(folder) / name).write_text(page)
        index = f"{folder}/.index"
        done = subprocess.run([binary, "ingest", "--data", index, folder], capture_output=True, text=True)
        print(done.stderr, file=sys.stderr, end="")
        return {a["file"]: a["body"] for a in articles(binary, index)}


def articles(binary, index):
    """Yields all articles of an index."""
    cursor = []
    while True:
        done = subprocess.run([binary, "articles", "list", "--data", index, "--json", "--limit", "100", *cursor], capture_output=True, text=True, check=True)
        listed = json.loads(done.stdout)
        yield from listed["articles"]
        if not listed.get("next"):
            return
        cursor = ["--cursor", listed["next"]]


def main(binary, folder, only):
    folder = pathlib.Path(folder)
    truth = {name.removesuffix(".gz"): a["body"] for name, a in json.loads((folder / "ground_truth.json").read_text()).items()}
    pages = {path.name.removesuffix(".gz"): gzip.decompress(path.read_bytes()).decode() for path in sorted((folder / "html").glob("*.gz"))}
    programs = {
        "Byline": lambda: with_byline(binary, pages),
        f"trafilatura {trafilatura.__version__}": lambda: with_trafilatura(pages),
        "trafilatura, precise": lambda: with_trafilatura(pages, favor_precision=True),
        f"newspaper4k {newspaper.__version__}": lambda: with_newspaper(pages),
        "readability-lxml": lambda: with_readability(pages),
    }
    print(f"| {len(pages)} pages | precision | recall | F1 | F1 of the worst tenth |\n|---|---|---|---|---|")
    for program, extract in programs.items():
        if only and only not in program:
            continue
        texts = extract()
        scores = {name: score(truth[name], texts.get(name, "")) for name in pages}
        worst = sorted(scores.items(), key=lambda page: page[1][2])[: max(1, len(pages) // 10)]
        mean = [sum(s[i] for s in scores.values()) / len(scores) for i in range(3)]
        tail = sum(s[2] for _, s in worst) / len(worst)
        print(f"| {program} | {mean[0]:.3f} | {mean[1]:.3f} | {mean[2]:.3f} | {tail:.3f} |", flush=True)
        if only:
            for name, s in worst:
                print(f"    {name}: {s[0]:.3f} {s[1]:.3f} {s[2]:.3f}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("binary")
    arguments.add_argument("folder")
    arguments.add_argument("--only", help="measure one program, and name its worst pages")
    main(**vars(arguments.parse_args()))
