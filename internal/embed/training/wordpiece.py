"""The vocabulary of the model: MiniLM's, less what the model has no use for."""

import json
import unicodedata

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

import teacher

UNKNOWN = "[UNK]"


def kept(token: str) -> bool:
    """Whether the model has a vector for the token: words and pieces of words in Latin or Greek letters and digits."""
    if token.startswith("[") and token.endswith("]") and len(token) > 2:
        return False  # [CLS], [unused0], …
    text = token.removeprefix("##")
    for c in text:
        if unicodedata.category(c)[0] not in "LN":
            return False
        name = unicodedata.name(c, "")
        if c.isalpha() and not name.startswith(("LATIN ", "GREEK ", "MICRO ", "FEMININE ", "MASCULINE ", "MODIFIER LETTER ")):
            return False
    return text != ""


def vocabulary() -> tuple[list[str], list[int]]:
    """The tokens of the model, sorted by bytes, and the teacher's id of each."""
    ids = json.loads((teacher.folder() / "tokenizer.json").read_text())["model"]["vocab"]
    tokens = sorted((t for t in ids if kept(t)), key=lambda t: t.encode())
    return tokens, [ids[t] for t in tokens]


def tokenizer(tokens: list[str]) -> Tokenizer:
    """BERT's tokenizer over the given tokens; unknown words get the id len(tokens)."""
    vocab = {t: i for i, t in enumerate(tokens)} | {UNKNOWN: len(tokens)}
    t = Tokenizer(models.WordPiece(vocab, unk_token=UNKNOWN, max_input_chars_per_word=100))
    t.normalizer = normalizers.BertNormalizer(lowercase=True)
    t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return t
