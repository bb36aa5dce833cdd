"""Compares the dates that Byline and htmldate read from web pages with those that people read.

    venv/bin/python deploy/extraction/dates.py bin/byline FOLDER

FOLDER is a copy of the folder tests of github.com/adbar/htmldate: a thousand
pages, most of them of news, in many languages (eval/, cache/, test_set/), and the day on which each
was first published (eval_*.json). The pages are their publishers', and stay there.

A page counts as right if the day is the same. Byline keeps times in UTC, in which
an evening in America is the next day, so days that differ by the zone alone are
counted apart, as are those where the label is the day of the update that the page
shows beside that of publication. Byline refuses pages that are no
article, such as the front page of a site; for these it says no day.
"""

import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import htmldate

from compare import articles


def with_byline(binary, pages):
    """Takes the pages in. Their files are of a time that says nothing, so that it does not stand in for a date."""
    with tempfile.TemporaryDirectory() as folder:
        for name, path in pages.items():
            os.utime(shutil.copy(path, f"{folder}/{name}"), (0, 0))
        subprocess.run([binary, "ingest", "--data", f"{folder}/.index", folder], capture_output=True)
        return {a["file"]: a for a in articles(binary, f"{folder}/.index") if a.get("published")}


def apart(article, day):
    """Says why a day may differ from that of publication: "zone", "update" or ""."""
    published = datetime.datetime.fromisoformat(article["published"])
    midnight = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.timezone.utc)
    east, west = midnight - datetime.timedelta(hours=14), midnight + datetime.timedelta(hours=36)
    if published.time() != datetime.time() and east <= published < west:
        return "zone"
    return "update" if article.get("updated", "")[:10] == day else ""


def with_htmldate(pages, **options):
    days = {}
    for name, path in pages.items():
        try:
            days[name] = htmldate.find_date(path.read_bytes(), original_date=True, **options)
        except Exception as fault:  # of that program, with that page
            print(f"{name}: {fault}", file=sys.stderr)
    return days


def main(binary, folder, *show):
    folder = pathlib.Path(folder)
    programs = {f"htmldate {htmldate.__version__}": with_htmldate, "htmldate, fast": lambda pages: with_htmldate(pages, extensive_search=False)}
    print("| set | program | right | by the zone | of the update | wrong | none | right, of those that it dates |\n|---|---|---|---|---|---|---|---|")
    for labels in sorted(folder.glob("eval_*.json")):
        truth = {entry["file"]: entry["date"] for entry in json.loads(labels.read_text()).values()}
        pages = {path.name: path for part in ("cache", "eval", "test_set") for path in (folder / part).glob("*") if path.name in truth}
        read = with_byline(binary, pages)
        days = {"Byline": {name: article["published"][:10] for name, article in read.items()}}
        days |= {program: date(pages) for program, date in programs.items()}
        for program, found in days.items():
            differ = [name for name in pages if found.get(name) and found[name] != truth[name]]
            why = [apart(read[name], truth[name]) if program == "Byline" else "" for name in differ]
            dated = sum(bool(found.get(name)) for name in pages)
            right = dated - len(differ)
            print(
                f"| {labels.stem} ({len(pages)}) | {program} | {right} | {why.count('zone')} | {why.count('update')} | {why.count('')} "
                f"| {len(pages) - dated} | {right / dated:.3f} |",
                flush=True,
            )
            if program.split()[0] in show:
                for name, reason in zip(differ, why):
                    print(f"    {name}: {truth[name]}, not {found[name]} {reason}")


if __name__ == "__main__":
    main(*sys.argv[1:])
