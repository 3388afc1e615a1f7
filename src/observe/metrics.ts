import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Values by label, such as the depth of each queue. */
export type Reading = Readonly<Record<string, number>>;

/** What one process counts. Every name begins with `wirewatch_`; labels are words of ours, never of the web. */
export interface Metrics {
  /** A job of a stage ended: `done`, `stale`, `failed`, or the code of its error. */
  job(stage: string, outcome: string, durationMs: number): void;
  /** One item of a batch ended; read over the stages it is the funnel. */
  item(stage: string, outcome: string): void;
  /** A request was answered, or not: its status such as `304`, or the code of its error. */
  fetch(kind: 'feed' | 'page' | 'robots', outcome: string, bytes: number): void;
  /** A matching topic got its decision (R20). */
  alert(decision: string): void;
  /** A delivery was tried. */
  delivery(channel: string, outcome: string, durationMs: number): void;
  /** From a feed entry's discovery to its alert. */
  alertDelay(seconds: number): void;
  /** A gauge that is read whenever metrics are asked for; one that fails or takes over 2 s is left out that time. */
  gauge(name: string, help: string, label: string, read: () => Promise<Reading> | Reading): void;
  readonly contentType: string;
  /** The exposition text (Prometheus text format 0.0.4). */
  text(): Promise<string>;
}

const PREFIX = 'wirewatch_';
const JOB_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40];
const DELAY_SECONDS = [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 21_600, 86_400];
const READ_TIMEOUT_MS = 2000;

export interface MetricsOptions {
  /** Stands on every series. */
  readonly role: string;
  /** Whether the process's own (memory, CPU, event loop) are there; true by default. */
  readonly hasDefaults?: boolean;
}

/** The metrics of this process, in a registry of their own. */
export function createMetrics({ role, hasDefaults = true }: MetricsOptions): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ role });
  if (hasDefaults) collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: PREFIX + name, help, labelNames, registers: [registry] });
  const histogram = <L extends string>(name: string, help: string, buckets: number[], labelNames: readonly L[] = []) =>
    new Histogram({ name: PREFIX + name, help, buckets, labelNames, registers: [registry] });

  const jobs = counter('jobs_total', 'Jobs that ended.', ['stage', 'outcome']);
  const jobSeconds = histogram('job_duration_seconds', 'How long jobs took.', JOB_SECONDS, ['stage']);
  const items = counter('items_total', 'Items of jobs that ended.', ['stage', 'outcome']);
  const fetches = counter('fetches_total', 'Requests to hosts of the web.', ['kind', 'outcome']);
  const bytes = counter('fetched_bytes_total', 'Bytes of bodies received.', ['kind']);
  const alerts = counter('alerts_total', 'Decisions on matching topics.', ['decision']);
  const deliveries = counter('deliveries_total', 'Tries to deliver.', ['channel', 'outcome']);
  const deliverySeconds = histogram('delivery_duration_seconds', 'How long tries took.', JOB_SECONDS, ['channel']);
  const delay = histogram('alert_delay_seconds', 'From discovery of an article to its alert.', DELAY_SECONDS);

  return {
    job(stage, outcome, durationMs) {
      jobs.inc({ stage, outcome });
      jobSeconds.observe({ stage }, durationMs / 1000);
    },
    item: (stage, outcome) => items.inc({ stage, outcome }),
    fetch(kind, outcome, size) {
      fetches.inc({ kind, outcome });
      bytes.inc({ kind }, size);
    },
    alert: (decision) => alerts.inc({ decision }),
    delivery(channel, outcome, durationMs) {
      deliveries.inc({ channel, outcome });
      deliverySeconds.observe({ channel }, durationMs / 1000);
    },
    alertDelay: (seconds) => delay.observe(Math.max(0, seconds)),
    gauge: (name, help, label, read) => addGauge(registry, { name, help, label, read }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

interface GaugeOptions {
  readonly name: string;
  readonly help: string;
  readonly label: string;
  readonly read: () => Promise<Reading> | Reading;
}

function addGauge(registry: Registry, { name, help, label, read }: GaugeOptions): void {
  const gauge: Gauge = new Gauge({
    name: PREFIX + name,
    help,
    labelNames: [label],
    registers: [registry],
    async collect() {
      const reading = await withinTime(read);
      gauge.reset();
      for (const [key, value] of Object.entries(reading)) gauge.set({ [label]: key }, value);
    },
  });
}

/** The reading, or nothing: a store that is away must not take the other metrics with it. */
async function withinTime(read: GaugeOptions['read']): Promise<Reading> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Reading>((resolve) => {
    timer = setTimeout(() => resolve({}), READ_TIMEOUT_MS);
  });
  try {
    return await Promise.race([
      Promise.resolve()
        .then(read)
        .catch(() => ({})),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
