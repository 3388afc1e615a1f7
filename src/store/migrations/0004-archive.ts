import { sql, type Kysely } from 'kysely';

/**
 * The archive's full-text index: the folded keys of each article that has a text (`articleKeys`). A pre-filter only: the
 * matcher decides.
 *
 * `version` says by which rules the keys were made: 0 is "not yet", a negative one "too many to be kept". Whoever reads
 * by other rules looks at such an article as if there were no index, so that nothing is ever missed.
 *
 * The triggers make the row with the text, in the text's own transaction, whatever statement writes or takes it away;
 * the keys are filled in afterwards (`indexArchive`), so that the pipeline pays for one small row.
 */
const STATEMENTS = [
  `CREATE TABLE article_words (
     article_id bigint PRIMARY KEY REFERENCES article ON DELETE CASCADE,
     version smallint NOT NULL DEFAULT 0,
     keys tsvector)`,
  `CREATE INDEX article_words_keys ON article_words USING gin (keys)`,
  `CREATE INDEX article_words_version ON article_words (version)`,
  `CREATE FUNCTION article_words_due() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF NEW.text IS NULL THEN
       DELETE FROM wirewatch.article_words WHERE article_id = NEW.id;
     ELSE
       INSERT INTO wirewatch.article_words (article_id) VALUES (NEW.id)
       ON CONFLICT (article_id) DO UPDATE SET version = 0, keys = NULL;
     END IF;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER article_words_new AFTER INSERT ON article
     FOR EACH ROW WHEN (NEW.text IS NOT NULL) EXECUTE FUNCTION article_words_due()`,
  `CREATE TRIGGER article_words_changed AFTER UPDATE OF title, lead, text, lang ON article
     FOR EACH ROW WHEN ((OLD.text IS NOT NULL OR NEW.text IS NOT NULL)
       AND (OLD.title, OLD.lead, OLD.lang, OLD.text) IS DISTINCT FROM (NEW.title, NEW.lead, NEW.lang, NEW.text))
     EXECUTE FUNCTION article_words_due()`,
  `INSERT INTO article_words (article_id) SELECT id FROM article WHERE text IS NOT NULL`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('SET LOCAL search_path = wirewatch').execute(db);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
