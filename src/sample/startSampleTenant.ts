import { type PersonId, tenantId } from '../domain/ids.ts';
import type { Content } from '../domain/item.ts';
import type { SignalId } from '../domain/signals.ts';
import { dayIn, type Instant } from '../domain/time.ts';
import { appRoutes } from './appRoutes.ts';
import { batchRoute } from './batchRoute.ts';
import { connectorRoutes, type Received } from './connectorRoutes.ts';
import { dayNumber } from './dayNumber.ts';
import { directoryRoutes } from './directoryRoutes.ts';
import { openMemory } from './memory.ts';
import { type Population, population, type SampleGroup } from './population.ts';
import { reportRoutes } from './reportRoutes.ts';
import type { SamplePerson, You } from './samplePerson.ts';
import { serve } from './serve.ts';
import { type Uptake, uptakeOf } from './uptake.ts';

export interface SampleTenantOptions {
  readonly tenantId: string;
  readonly seed: string;
  /** How many accounts, guests and shared mailboxes among them. */
  readonly people: number;
  /** Time may move; data follow it two days behind. */
  readonly now: () => Instant;
  readonly content: Content;
  readonly you?: You;
  /** 0 or absent: the port of the last start when `statePath` remembers one and it is free, else any. */
  readonly port?: number;
  readonly statePath?: string;
  /** Whether the reports hide names, as Microsoft's do by default. Absent: they do not. */
  readonly isConcealed?: () => boolean;
}

/** A running sample tenant: Microsoft Graph and the bot connector at one address. */
export interface SampleTenant {
  /** `http://127.0.0.1:port`, for both GRAPH_BASE_URL and CONNECTOR_SERVICE_URL. */
  readonly url: string;
  readonly people: readonly SamplePerson[];
  readonly groups: readonly SampleGroup[];
  /**
   * Notes a nudge that went another way than through this connector. `isCertain`: the person said they did it, so the behaviour
   * shows on their next four working days. Nobody is nudged who is not here.
   */
  nudge(person: PersonId, signal: SignalId, at: Instant, isCertain?: boolean): void;
  /** The newest 2,000 activities that arrived, oldest first. */
  received(): readonly Received[];
  /** All that arrived since the start. */
  receivedCount(): number;
  close(): Promise<void>;
}

const MOST_RECEIVED = 2_000;

/**
 * Starts a company that does not exist: its people are made up from the seed, behave by themselves, and change when they are
 * nudged. Everything but nudges, installations and the day of the first start is derived, so a restart finds the same company.
 */
export async function startSampleTenant(options: SampleTenantOptions): Promise<SampleTenant> {
  const { seed, now } = options;
  const memory = openMemory(seed, options.statePath, dayNumber(dayIn('UTC', now())));
  const everybody: Population = population(seed, options.people, options.you, memory.opened);
  const received: Received[] = [];
  let receivedCount = 0;

  const uptakes = new Map<SamplePerson, { readonly nudges: number; readonly list: readonly Uptake[] }>();
  /** Made when asked for and kept until the next nudge: a report asks for each person 180 times. */
  function uptakesOf(person: SamplePerson): readonly Uptake[] {
    const nudges = memory.nudgesOf(person.personId);
    const kept = uptakes.get(person);
    if (kept?.nudges === nudges.length) return kept.list;
    const list = nudges.flatMap((nudge) => uptakeOf(seed, person, nudge) ?? []);
    uptakes.set(person, { nudges: nudges.length, list });
    return list;
  }

  function nudge(person: SamplePerson, signal: SignalId, at: Instant, isCertain: boolean): void {
    memory.addNudge(person.personId, { signal, day: dayNumber(dayIn('UTC', at)), isCertain });
  }

  const url = (): string => server.url;
  const routes = [
    reportRoutes({ seed, people: everybody.people, uptakesOf, isConcealed: options.isConcealed ?? (() => false), now, url }),
    directoryRoutes({ population: everybody, tenantId: tenantId(options.tenantId), now, url }),
    appRoutes({ population: everybody, memory, now }),
    connectorRoutes({
      population: everybody,
      memory,
      content: options.content,
      now,
      onReceived: (arrived) => {
        receivedCount += 1;
        received.push(arrived);
        if (received.length > MOST_RECEIVED) received.shift();
      },
      onNudge: (person, signal, at) => nudge(person, signal, at, false),
    }),
  ];
  const server = await serve([...routes, batchRoute(routes, now)], options.port || memory.port, now);
  memory.keepPort(server.port);

  return {
    url: server.url,
    people: everybody.people,
    groups: everybody.groups,
    nudge: (id, signal, at, isCertain = false) => {
      const person = everybody.find(id);
      if (person !== undefined) nudge(person, signal, at, isCertain);
    },
    received: () => [...received],
    receivedCount: () => receivedCount,
    close: async () => {
      await server.close();
      memory.flush();
    },
  };
}
