import { expect, it } from 'vitest';
import { openMemory } from '../../src/fleet/shared-memory.ts';
import { SiteMemories } from '../../src/fleet/site-memories.ts';
import { readSiteMemory } from '../../src/store/site-memory.ts';
import { useStand } from '../support/stand.ts';

const stand = useStand();

it('a site is learnt from every page at first and from one in three when it is known, and what was learnt is kept', async () => {
  const parts = await stand.parts();
  const { db } = parts;
  const [source] = await parts.query<{ id: number }>(
    `INSERT INTO source (domain) VALUES ('paper.example') RETURNING id`,
  );
  const id = source?.id ?? 0;
  const memories = new SiteMemories(db);
  const taught: number[] = [];
  for (let page = 0; page < 120; page += 1) {
    const { learn } = await memories.of(id);
    if (!learn) continue;
    taught.push(page);
    await memories.learn(id, `https://paper.example/${page}`, ['menu', `only on ${page}`]);
  }
  expect(taught.slice(0, 51)).toEqual(Array.from({ length: 51 }, (_, page) => page));
  expect(taught.length).toBe(51 + Math.floor((120 - 51) / 3));
  const record = openMemory((await memories.of(id)).sharedMemory).sites['paper.example'];
  expect(Object.keys(record?.lines ?? {})).toEqual(['menu']);

  await memories.flush();
  expect(await readSiteMemory(db, id)).toMatchObject({ sites: { 'paper.example': { tick: taught.length } } });
  const next = openMemory((await new SiteMemories(db).of(id)).sharedMemory).sites['paper.example'];
  expect(next?.lines['menu']?.[0]).toBeGreaterThan(30);
});
