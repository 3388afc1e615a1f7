import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Role } from '../../src/fleet/roles.ts';
import { ROOT, type Env } from '../support/processes.ts';
import { describeWith } from '../support/servers.ts';
import { Crew, startFleetStand, type FleetStand } from './stand.ts';

interface Service {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly stop_grace_period?: string;
}

const compose = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
};
const SERVERS = ['postgres', 'valkey'];
const services = Object.entries(compose.services).filter(([name]) => !SERVERS.includes(name));
const roles = services.map(([name]) => name) as Role[];

describe('docker-compose.yml', () => {
  it('runs each entry of workers/ as a service of its name', () => {
    const entries = readdirSync(join(ROOT, 'workers')).map((name) => name.replace(/\.ts$/, ''));
    expect([...roles].sort()).toEqual(entries.sort());
    for (const [name, service] of services) {
      expect(service.command).toEqual(['node', `dist/workers/${name}.js`]);
      // SIGTERM: what is in hand is finished or handed back within 30 s.
      expect(service.stop_grace_period).toBe('30s');
    }
  });

  it('publishes nothing beyond this machine', () => {
    const ports = Object.values(compose.services).flatMap((service) => (service as { ports?: string[] }).ports ?? []);
    expect(ports.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
  });
});

const ENV = { POSTGRES_PASSWORD: 'p', WIREWATCH_SECRET: 's', WIREWATCH_ADMIN_TOKEN: 't' };
/** Compose, the plugin or the program of its own; it needs no Docker engine to read a file. */
const COMPOSE = [['docker', 'compose'], ['docker-compose']].find(
  ([program = '', ...args]) => spawnSync(program, [...args, 'version']).status === 0,
);

describe.skipIf(COMPOSE === undefined)('docker compose config (skipped where there is no Compose)', () => {
  const config = (env: Env): { status: number | null; stderr: string } => {
    const [program = '', ...args] = COMPOSE ?? [];
    const { PATH } = process.env;
    return spawnSync(program, [...args, 'config', '--quiet'], { cwd: ROOT, env: { PATH, ...env }, encoding: 'utf8' });
  };

  it('takes the file, and names what is not set', () => {
    expect(config(ENV)).toMatchObject({ status: 0 });
    const { status, stderr } = config({ ...ENV, WIREWATCH_SECRET: '' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('WIREWATCH_SECRET');
  });
});

describeWith('redis-server', 'the topology of docker-compose.yml as plain processes', () => {
  let stand: FleetStand;
  let end: () => Promise<void> = async () => undefined;
  beforeAll(async () => {
    stand = await startFleetStand('redis');
  });
  afterEach(() => end());
  afterAll(() => stand.stop());

  it.each([1, 2])('brings every expected alert, once, with %i process(es) of each role', async (count) => {
    const fresh = await stand.fresh();
    const scene = await fresh.scene();
    const crew = new Crew(composeEnv(scene.env));
    end = async () => {
      await crew.end();
      await scene.stop();
    };
    const workers = await crew.start(...Array.from({ length: count }, () => roles).flat());
    await scene.publish(scene.newsroom.pending());
    await scene.settled();
    for (const worker of workers) {
      expect(await worker.get('/healthz')).toMatchObject({ status: 200 });
      expect((await worker.get('/metrics')).body).toContain('process_cpu_seconds_total');
    }
    expect(crew.complaints()).toEqual([]);
    for (const worker of workers) worker.kill('SIGTERM');
    for (const worker of workers) expect(await worker.exited).toEqual({ code: 0, signal: null });
  });
});

/** The variables that compose sets, with the values of the private servers in the place of the containers' names. */
function composeEnv(ours: Env): Env {
  const web = compose.services['web'] as Service;
  const values: Record<string, string | undefined> = {
    ...ours,
    WIREWATCH_METRICS_HOST: '127.0.0.1',
    WIREWATCH_METRICS_PORT: '0',
    WIREWATCH_LOG_LEVEL: 'info',
    WIREWATCH_HOST: '127.0.0.1',
    WIREWATCH_PORT: '0',
    WIREWATCH_ADMIN_TOKEN: 'a-token-for-tests-only',
    WIREWATCH_BASE_URL: 'http://127.0.0.1:8080',
  };
  return Object.fromEntries(Object.keys(web.environment).map((name) => [name, values[name]]));
}
