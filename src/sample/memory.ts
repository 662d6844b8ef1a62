import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { CATALOGUE } from '../domain/catalogue.ts';
import { Fault } from '../domain/errors.ts';
import { type PersonId, personId } from '../domain/ids.ts';
import { type SignalId, signalId } from '../domain/signals.ts';
import type { Nudge } from './uptake.ts';

const Shape = z.object({
  version: z.literal(1),
  seed: z.string(),
  opened: z.int().optional(),
  port: z.int().min(1).max(65_535).optional(),
  installed: z.array(z.string()),
  nudges: z.array(z.object({ person: z.string(), signal: z.string(), day: z.int(), certain: z.boolean() })),
});
type Shape = z.infer<typeof Shape>;

/** What the sample tenant must remember from one start to the next: who has the app, who was nudged about what, its port and its first day. */
export interface Memory {
  /** The day (number) the company was first looked at. */
  readonly opened: number;
  readonly port: number | undefined;
  keepPort(port: number): void;
  isInstalled(person: PersonId): boolean;
  /** False when the app was there already. */
  install(person: PersonId): boolean;
  addNudge(person: PersonId, nudge: Nudge): void;
  nudgesOf(person: PersonId): readonly Nudge[];
  /** Writes what has changed since the last write. */
  flush(): void;
}

const SAVE_AFTER_MS = 250;

/**
 * Opens the memory. With a path it is read from there and written back, whole and by renaming, a quarter of a second after a
 * change; what happened in the last quarter before a crash is lost, which costs a few sample nudges. A file of another seed
 * belongs to other people and is not used. Throws `demo-refused` for a file that cannot be read.
 *
 * @param today the day (number) a company nobody looked at yet begins on.
 */
export function openMemory(seed: string, path: string | undefined, today: number): Memory {
  const saved = path === undefined || !existsSync(path) ? undefined : read(path);
  const known = saved?.seed === seed ? saved : undefined;
  const installed = new Set<PersonId>(known?.installed.map(personId));
  const nudges = new Map<PersonId, Nudge[]>();
  for (const { person, signal, day, certain } of known?.nudges ?? [])
    remember(personId(person), { signal: signalId(signal), day, isCertain: certain });
  const opened = known?.opened ?? today;
  let port = known?.port;
  let timer: NodeJS.Timeout | undefined;

  function remember(person: PersonId, nudge: Nudge): void {
    const list = nudges.get(person);
    if (list === undefined) nudges.set(person, [nudge]);
    else list.push(nudge);
  }
  function flush(): void {
    if (timer === undefined || path === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    const entries = [...nudges].flatMap(([person, list]) => list.map(({ signal, day, isCertain }) => ({ person, signal, day, certain: isCertain })));
    write(path, { version: 1, seed, opened, port, installed: [...installed], nudges: entries });
  }
  function changed(): void {
    if (path !== undefined) timer ??= setTimeout(flush, SAVE_AFTER_MS);
  }

  return {
    opened,
    port,
    keepPort: (now) => {
      port = now;
      changed();
    },
    isInstalled: (person) => installed.has(person),
    install: (person) => {
      if (installed.has(person)) return false;
      installed.add(person);
      changed();
      return true;
    },
    addNudge: (person, nudge) => {
      remember(person, nudge);
      changed();
    },
    nudgesOf: (person) => nudges.get(person) ?? [],
    flush,
  };
}

/** Signals a file may name that the catalogue has since dropped are left out. */
const isKnown = (signal: string): signal is SignalId => CATALOGUE.some((known) => known.id === signal);

function read(path: string): Shape {
  try {
    const shape = Shape.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { ...shape, nudges: shape.nudges.filter((nudge) => isKnown(nudge.signal)) };
  } catch (cause) {
    throw new Fault(
      'demo-refused',
      `the sample tenant's memory cannot be read: expected ${path} to be the file a demo wrote; delete it to start anew`,
      { cause },
    );
  }
}

/** Renaming is atomic: whoever reads sees the old file or the new one. */
function write(path: string, shape: Shape): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  writeFileSync(draft, JSON.stringify(shape));
  renameSync(draft, path);
}
