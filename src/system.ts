import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as waitFor } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { type Instant, instantOf } from './domain/time.ts';
import type { Log, System } from './ports/system.ts';

/** A clock that shows another time than the machine's: the demo's moves, a run's stands still. */
export interface MovableClock {
  now(): Instant;
  /** How far ahead of the machine's clock it is. */
  setOffset(ms: number): void;
}

/** The machine's clock, moved by an offset. */
export function movableClock(): MovableClock {
  let offsetMs = 0;
  return {
    now: () => instantOf(Date.now() + offsetMs),
    setOffset: (ms) => {
      offsetMs = ms;
    },
  };
}

/** Events as JSON lines on standard error. */
export function jsonLog(level: string): Log {
  return logOn(pino({ level, base: null }, pino.destination({ dest: 2, sync: false })));
}

function logOn(logger: Logger): Log {
  return {
    info: (event, fields) => logger.info({ ...fields, event }),
    warn: (event, fields) => logger.warn({ ...fields, event }),
    error: (event, fields) => logger.error({ ...fields, event }),
  };
}

/** The real world: the clock, dice, ids and waiting. */
export function realSystem(log: Log, clock: MovableClock): System {
  return {
    clock,
    log,
    random: Math.random,
    newId: () => randomUUID(),
    wait: async (ms, signal) => {
      await waitFor(ms, undefined, signal === undefined ? {} : { signal });
    },
  };
}

/** 32 random bytes as hex: the secret an installation makes for itself. */
export function newSecret(): string {
  return randomBytes(32).toString('hex');
}
