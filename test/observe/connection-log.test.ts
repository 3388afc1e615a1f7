import { expect, it } from 'vitest';
import { ConnectionLog } from '../../src/observe/connection-log.ts';
import { createLog } from '../../src/observe/log.ts';

it('a connection that fails is told of once in ten seconds, and is no warning once closing has begun', () => {
  const lines: { level: string; msg: string }[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[0]) };
  const connections = new ConnectionLog(createLog({ level: 'debug', pretty: false, role: 'test', stream }));
  const lost = connections.each('a connection was lost');
  const away = connections.atTimes('no answer');
  lost(new Error('one'));
  lost(new Error('two'));
  away(new Error('three'));
  away(new Error('four'));
  connections.closing();
  lost(new Error('five'));
  connections.atTimes('no answer')(new Error('six'));
  expect(lines.map(({ level, msg }) => `${level} ${msg}`)).toEqual([
    'warn a connection was lost',
    'warn a connection was lost',
    'warn no answer',
    'debug a connection was lost',
    'debug no answer',
  ]);
});
