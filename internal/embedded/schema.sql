-- Times are Unix seconds; bodies are Zstandard frames.
CREATE TABLE IF NOT EXISTS meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- The current version of every article.
CREATE TABLE IF NOT EXISTS articles (
    key       INTEGER PRIMARY KEY,
    id        TEXT    NOT NULL UNIQUE,
    change    INTEGER NOT NULL UNIQUE,
    revision  INTEGER NOT NULL,
    hash      BLOB    NOT NULL,
    url       TEXT    NOT NULL,
    published INTEGER NOT NULL, -- the smallest integer: unknown
    stored    INTEGER NOT NULL,
    pending   INTEGER NOT NULL, -- 1: vectors are still to come
    fields    TEXT    NOT NULL, -- everything but the body, as JSON
    body      BLOB    NOT NULL
);
CREATE INDEX IF NOT EXISTS articles_by_url ON articles (url) WHERE url <> '';
CREATE INDEX IF NOT EXISTS articles_by_date ON articles (published, id);
CREATE INDEX IF NOT EXISTS articles_pending ON articles (change) WHERE pending;

-- Superseded versions.
CREATE TABLE IF NOT EXISTS revisions (
    id       TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    stored   INTEGER NOT NULL,
    fields   TEXT    NOT NULL,
    body     BLOB    NOT NULL,
    PRIMARY KEY (id, revision)
) WITHOUT ROWID;

-- Vectors that a remote embedder made: they cost money, so they outlive the segments.
CREATE TABLE IF NOT EXISTS vectors (
    id       TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    vectors  BLOB    NOT NULL,
    PRIMARY KEY (id, revision)
) WITHOUT ROWID;
