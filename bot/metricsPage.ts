import { monitorEventLoopDelay } from 'node:perf_hooks';
import product from '../package.json' with { type: 'json' };
import type { Sending } from '../src/app/sending.ts';
import { Fault } from '../src/domain/errors.ts';
import { isoOf, SECOND_MS } from '../src/domain/time.ts';
import type { Clock, Log } from '../src/ports/system.ts';

export interface MetricsParts {
  readonly role: string;
  readonly sending: (newest: number) => Promise<Sending>;
  readonly clock: Clock;
  readonly log: Log;
}

/** One figure: its name, what it is, and its values by labels. */
interface Figure {
  readonly name: string;
  readonly help: string;
  readonly type?: 'counter';
  readonly values: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];
}

/** Prometheus' text exposition format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
/** Counting reads a row for every message of a run, so however many ask, it is done this seldom. */
const COUNTED_FOR_MS = 10_000;
const MICROSECONDS = 1_000_000;
const NANOSECONDS = 1_000_000_000;

/**
 * The figures of this process and of sending, as text in Prometheus' format: those of the newest run and of the older ones back to the
 * oldest with messages still to go, at most 10 s old. Counts only, no ids. Without the database the process' own figures are told.
 */
export function metricsPage(parts: MetricsParts): () => Promise<string> {
  const delay = monitorEventLoopDelay();
  delay.enable();
  let counted: { readonly at: number; readonly figures: Promise<readonly Figure[]> } | undefined;
  const ofSending = (): Promise<readonly Figure[]> => {
    const now = performance.now();
    if (counted === undefined || now - counted.at > COUNTED_FOR_MS) counted = { at: now, figures: sendingFigures(parts) };
    return counted.figures;
  };
  return async () => [...processFigures(parts.role, delay), ...(await ofSending())].map(textOf).join('');
}

async function sendingFigures({ sending, clock, log }: MetricsParts): Promise<readonly Figure[]> {
  const database = (isUp: boolean): Figure => one('adoption_coach_database_up', '1 while the database answers.', isUp ? 1 : 0);
  let status: Sending;
  try {
    status = await sending(1);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    log.warn('metrics.partial', { fault: fault.code });
    return [database(false)];
  }
  const { runs, besides, sentPerSecond, doneAt, frozen } = status;
  const left =
    doneAt === undefined ? [] : [one('adoption_coach_seconds_left', 'Until the last message is likely to go.', leftOf(doneAt - clock.now()))];
  return [
    database(true),
    { name: 'adoption_coach_planned', help: 'Messages a run planned.', values: runs.map(({ runAt, planned }) => [{ run: isoOf(runAt) }, planned]) },
    {
      name: 'adoption_coach_messages',
      help: 'Messages of a run by where they stand; with adoption_coach_dropped they add up to those planned.',
      values: runs.flatMap(({ runAt, sent, unknown, sending: onWay, due, waiting }) =>
        Object.entries({ sent, unknown, sending: onWay, due, waiting }).map(([state, count]) => [{ run: isoOf(runAt), state }, count] as const),
      ),
    },
    {
      name: 'adoption_coach_dropped',
      help: 'Messages of a run that were given up, by reason.',
      values: runs.flatMap(({ runAt, dropped }) => Object.entries(dropped).map(([reason, count]) => [{ run: isoOf(runAt), reason }, count] as const)),
    },
    one('adoption_coach_besides', 'Messages still to go that no run planned.', besides),
    one('adoption_coach_sent_per_second', 'Messages sent a second, over the last ten seconds, all processes together.', sentPerSecond),
    ...left,
    one('adoption_coach_frozen', '1 while sending is stopped for everybody.', frozen === undefined ? 0 : 1),
  ];
}

const leftOf = (ms: number): number => Math.max(0, Math.round(ms / SECOND_MS));

function processFigures(role: string, delay: ReturnType<typeof monitorEventLoopDelay>): readonly Figure[] {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const delayed = delay.percentile(99) / NANOSECONDS;
  delay.reset();
  return [
    { name: 'adoption_coach_info', help: 'Version and role of this process.', values: [[{ version: product.version, role }, 1]] },
    one('process_resident_memory_bytes', 'Memory of this process.', rss),
    one('nodejs_heap_size_used_bytes', 'Of it, the heap in use.', heapUsed),
    { ...one('process_cpu_seconds_total', 'Time on the processor.', (user + system) / MICROSECONDS), type: 'counter' },
    one('nodejs_eventloop_lag_p99_seconds', 'How late this process got round to things, since the last reading.', delayed),
  ];
}

const one = (name: string, help: string, value: number): Figure => ({ name, help, values: [[{}, value]] });

function textOf({ name, help, type, values }: Figure): string {
  if (values.length === 0) return '';
  const lines = values.map(([labels, value]) => {
    const named = Object.entries(labels).map(([label, text]) => `${label}="${text.replaceAll(/["\\\n]/g, '_')}"`);
    return `${name}${named.length === 0 ? '' : `{${named.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type ?? 'gauge'}\n${lines.join('')}`;
}
