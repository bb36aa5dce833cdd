"""Opens documents in Word's form as another program does: an answer, whose text refers to footnotes that are there, and a list."""
import sys

import docx
from docx.oxml.ns import qn

answer, listing = (docx.Document(path) for path in sys.argv[1:3])

assert answer.paragraphs[0].style.name == "Title", answer.paragraphs[0].style.name
assert answer.paragraphs[0].text == "Why <b>&?", answer.paragraphs[0].text
referred = [r.get(qn("w:id")) for r in answer.element.iter(qn("w:footnoteReference"))]
assert referred == ["1", "2"], referred
[notes] = [p for p in answer.part.package.iter_parts() if p.partname == "/word/footnotes.xml"]
tree = docx.oxml.parse_xml(notes.blob)
texts = {n.get(qn("w:id")): "".join(t.text for t in n.iter(qn("w:t"))) for n in tree.iter(qn("w:footnote"))}
assert "It lay idle." in texts["1"] and "They say." in texts["2"], texts

headings = [p.text for p in listing.paragraphs if p.style.name == "Heading 2"]
assert headings == ["First", "Second"], headings
print("opened by python-docx", docx.__version__)
