-- Times are Unix seconds; bodies are Zstandard frames. A sum is a CRC-32C by
-- which a row is known to be whole, see row.go.
CREATE TABLE IF NOT EXISTS meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- The current version of every article.
CREATE TABLE IF NOT EXISTS articles (
    key       INTEGER PRIMARY KEY,
    id        TEXT    NOT NULL UNIQUE,
    change    INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    hash      BLOB    NOT NULL,
    url       TEXT    NOT NULL,
    published INTEGER NOT NULL, -- the smallest integer: unknown
    stored    INTEGER NOT NULL,
    pending   INTEGER NOT NULL, -- 1: vectors are still to come
    sum       INTEGER NOT NULL,
    fields    TEXT    NOT NULL, -- everything but the body, as JSON
    body      BLOB    NOT NULL
);
-- All that is compared with the segments, so that a start reads no articles.
CREATE UNIQUE INDEX IF NOT EXISTS articles_by_change ON articles (change, revision, hash, id);
CREATE INDEX IF NOT EXISTS articles_by_url ON articles (url) WHERE url <> '';
CREATE INDEX IF NOT EXISTS articles_by_date ON articles (published, id);
CREATE INDEX IF NOT EXISTS articles_pending ON articles (change) WHERE pending;

-- Superseded versions.
CREATE TABLE IF NOT EXISTS revisions (
    id       TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    hash     BLOB    NOT NULL, -- empty: not known, from before this was kept
    stored   INTEGER NOT NULL,
    sum      INTEGER NOT NULL,
    fields   TEXT    NOT NULL,
    body     BLOB    NOT NULL,
    PRIMARY KEY (id, revision)
) WITHOUT ROWID;

-- Deletion records: the last revision of each deleted article, so that no
-- revision number is used twice, and the change that deleted it.
CREATE TABLE IF NOT EXISTS deleted (
    id       TEXT    PRIMARY KEY,
    revision INTEGER NOT NULL,
    change   INTEGER NOT NULL
) WITHOUT ROWID;

-- Vectors that a remote embedder made: they cost money, so they outlive the segments.
CREATE TABLE IF NOT EXISTS vectors (
    id       TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    sum      INTEGER NOT NULL,
    vectors  BLOB    NOT NULL,
    PRIMARY KEY (id, revision)
) WITHOUT ROWID;
