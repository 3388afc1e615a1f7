import { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { WireError } from '../core/errors.ts';
import type { Database } from '../store/open.ts';
import { listTopics, needTopic, putTopic, removeTopic, type TopicInput } from '../store/topic.ts';
import { decodeBytes } from '../text/charset.ts';
import { lookupIn } from '../topic/names.ts';
import { faultOfSet, inOrderOfNames } from '../topic/saved.ts';
import { checkedQuery, isTopicId, pointedAt, refusedQuery } from './checked-query.ts';
import { rulesOf, withTopicRules, type TopicRules } from './filters.ts';
import { withStore, withStoreFlags, type StoreFlags } from './configuration.ts';
import { readInput } from './input.ts';
import { readUrl } from './read-url.ts';
import { table } from './table.ts';
import { print, printJson } from './terminal.ts';
import { topicsTestCommand } from './topics-test.ts';

interface TopicFlags extends StoreFlags, TopicRules {
  readonly name?: string;
  readonly query?: string;
  readonly json?: boolean;
}

/** `wirewatch topics`: the standing queries. */
export function topicsCommand(): Command {
  const topics = new Command('topics').description('the standing queries');
  topics.addCommand(addCommand());
  topics.addCommand(listCommand());
  topics.addCommand(showCommand());
  topics.addCommand(editCommand());
  topics.addCommand(removeCommand());
  topics.addCommand(topicsTestCommand());
  topics.addCommand(importCommand());
  topics.addCommand(exportCommand());
  return topics;
}

function withTopicFlags(command: Command): Command {
  return withTopicRules(withStoreFlags(command).option('--name <name>', 'what people call it'));
}

function idOf(id: string): string {
  if (!isTopicId(id))
    throw new WireError(
      'USAGE',
      `${id} is not an id: expected letters, digits, dots, hyphens, as in european-security`,
    );
  return id;
}

/** @throws QUERY_INVALID with the place of a name that is not there */
async function put(db: Database, topic: TopicInput): Promise<void> {
  try {
    print(`${await putTopic(db, topic, 'person')}: ${topic.id}\n`);
  } catch (error) {
    throw pointedAt(error, topic.query);
  }
}

function addCommand(): Command {
  return withTopicFlags(new Command('add'))
    .description('add a topic; it matches every article from now on')
    .argument('<id>')
    .argument('<query>')
    .action((id: string, query: string, flags: TopicFlags) =>
      withStore(flags, async ({ store }) => {
        const topic = {
          id: idOf(id),
          name: flags.name ?? id,
          query: checkedQuery(query),
          lang: [],
          sources: [],
          tags: [],
          ...rulesOf(flags),
        };
        await put(store.db, topic);
      }),
    );
}

function editCommand(): Command {
  return withTopicFlags(new Command('edit'))
    .description('change a topic; what is not given stays')
    .argument('<id>')
    .option('--query <query>')
    .action((id: string, flags: TopicFlags) =>
      withStore(flags, async ({ store }) => {
        const old = await needTopic(store.db, id);
        const topic = {
          ...old,
          name: flags.name ?? old.name,
          query: flags.query === undefined ? old.query : checkedQuery(flags.query),
          ...rulesOf(flags),
        };
        await put(store.db, topic);
      }),
    );
}

function listCommand(): Command {
  return withStoreFlags(new Command('list'))
    .description('all topics')
    .option('--json', 'print one JSON value')
    .action((flags: TopicFlags) =>
      withStore(flags, async ({ store }) => {
        const topics = await listTopics(store.db);
        if (flags.json === true) return printJson(topics);
        const rows = topics.map((topic) => [topic.id, topic.name, topic.query, topic.lang.join(' '), topic.declaredIn]);
        print(
          table(
            ['id', 'name', 'query', 'languages', 'declared in'],
            rows,
            'No topics yet: wirewatch topics add ID QUERY',
          ),
        );
      }),
    );
}

function showCommand(): Command {
  return withStoreFlags(new Command('show'))
    .description('one topic')
    .argument('<id>')
    .option('--json', 'print one JSON value')
    .action((id: string, flags: TopicFlags) =>
      withStore(flags, async ({ store }) => {
        const topic = await needTopic(store.db, id);
        if (flags.json === true) return printJson(topic);
        print(stringify(topic));
      }),
    );
}

function removeCommand(): Command {
  return withStoreFlags(new Command('remove'))
    .description('end topics with their subscriptions; their alerts stay')
    .argument('<id...>')
    .action((ids: string[], flags: StoreFlags) =>
      withStore(flags, async ({ store }) => {
        const known = new Map((await listTopics(store.db)).map((topic) => [topic.id, topic]));
        const topics = [...new Set(ids)].map((id) => known.get(id) ?? { id, query: '' });
        // Those that ask for others by name go before these.
        for (const { id } of inOrderOfNames(topics, (id) => known.get(id)?.query).toReversed()) {
          if (!(await removeTopic(store.db, id, 'person'))) throw new WireError('NOT_FOUND', `there is no topic ${id}`);
          print(`removed: ${id}\n`);
        }
      }),
    );
}

const strings = z.array(z.string()).default([]);
const TopicsFile = z.object({
  topics: z
    .array(
      z.object({
        id: z.string(),
        name: z.string().optional(),
        query: z.string(),
        lang: strings,
        sources: strings,
        tags: strings,
        minScore: z.number().min(0).max(1).nullable().default(null),
        caseSensitive: z.boolean().default(false),
      }),
    )
    .max(200_000),
});

/** The topics of a YAML file in the form of `topics.yaml`, all checked before any is taken. @throws CONFIG_INVALID, QUERY_INVALID */
function topicsIn(text: string, name: string): TopicInput[] {
  const read = TopicsFile.safeParse(parse(text));
  if (!read.success) throw new WireError('CONFIG_INVALID', `${name}: ${z.prettifyError(read.error)}`);
  return read.data.topics.map((topic) => ({
    ...topic,
    id: idOf(topic.id),
    name: topic.name ?? topic.id,
    query: checkedQuery(topic.query),
  }));
}

function importCommand(): Command {
  return withStoreFlags(new Command('import'))
    .description('add or change the topics of a YAML file')
    .argument('<file>', 'a file, an address, or -')
    .action((name: string, flags: StoreFlags) =>
      withStore(flags, async ({ store }) => {
        const { bytes } = await readInput(name, readUrl);
        const topics = topicsIn(decodeBytes(bytes, { kind: 'text' }).text, name);
        const stored = new Map((await listTopics(store.db)).map(({ id, query }) => [id, query]));
        const wrong = faultOfSet(topics, stored);
        if (wrong !== null) throw refusedQuery(wrong.topic.query, wrong.fault, `topic ${wrong.topic.id}: `);
        // The queries that others ask for by name come before these.
        for (const topic of inOrderOfNames(topics, lookupIn(stored)))
          print(`${await putTopic(store.db, topic, 'person', { isOfSet: true })}: ${topic.id}\n`);
      }),
    );
}

function exportCommand(): Command {
  return withStoreFlags(new Command('export'))
    .description('all topics as YAML')
    .argument('[file]', 'where to; standard output by default')
    .action((file: string | undefined, flags: StoreFlags) =>
      withStore(flags, async ({ store }) => {
        const topics = (await listTopics(store.db)).map(
          ({ id, name, query, lang, sources, tags, minScore, caseSensitive }) => ({
            id,
            name,
            query,
            ...(lang.length > 0 && { lang }),
            ...(sources.length > 0 && { sources }),
            ...(tags.length > 0 && { tags }),
            ...(minScore !== null && { minScore }),
            ...(caseSensitive && { caseSensitive }),
          }),
        );
        const text = stringify({ topics });
        if (file === undefined) print(text);
        else await writeFile(file, text);
      }),
    );
}
