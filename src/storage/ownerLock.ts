import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../domain/errors.ts';
import { isAlive, processStart } from './processStart.ts';

/** Who owns an embedded folder, and where that process takes work from other commands. */
export interface FolderOwner {
  readonly pid: number;
  /** Path or address of the control socket; absent until the owner listens. */
  readonly socket: string | undefined;
  /** What a command must show there; absent with `socket`. */
  readonly secret: string | undefined;
}

/** The lock on a folder, held. */
export interface OwnerLock {
  /** Writes into the lock file, for its reader only, where work is taken. */
  announce(socket: string, secret: string): Promise<void>;
  release(): Promise<void>;
}

const Holder = z.object({
  pid: z.int().positive(),
  start: z.string().optional(),
  /** Names this taking of the lock and no other. */
  taking: z.string().regex(/^[\w.-]+$/),
  socket: z.string().optional(),
  secret: z.string().optional(),
});
type Holder = z.infer<typeof Holder>;

const LOCK_NAME = 'owner.lock';
const READ_BY_OWNER_ONLY = 0o600;

let takings = 0;
/** Number, beginning and a count: no two takings of any process share it. */
const newTaking = (): string => `${process.pid}-${Math.round(performance.timeOrigin)}-${++takings}`;

/** The live owner of `folder`, or `undefined` when nobody owns it (or its owner is dead). Throws `folder-owned` when the lock cannot be read. */
export async function ownerOf(folder: string): Promise<FolderOwner | undefined> {
  const holder = await read(join(folder, LOCK_NAME));
  if (holder === undefined || !(await isAlive(holder.pid, holder.start))) return undefined;
  return { pid: holder.pid, socket: holder.socket, secret: holder.secret };
}

/** Takes the lock on `folder`, making the folder where needed. Throws `folder-owned`, naming the owner's pid, and `storage-unavailable` for no folder. */
export async function takeFolder(folder: string): Promise<OwnerLock> {
  await makeFolder(folder);
  const path = join(folder, LOCK_NAME);
  const start = await processStart(process.pid);
  const mine: Holder = { pid: process.pid, taking: newTaking(), ...(start === undefined ? {} : { start }) };
  await take(path, mine, folder);
  return {
    announce: async (socket, secret) => {
      await place(path, { ...mine, socket, secret }, rename);
    },
    release: async () => {
      if ((await read(path))?.taking === mine.taking) await rm(path);
    },
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new Fault('storage-unavailable', `DATA_DIR: expected a folder that can be made and written, got ${code} for ${folder}; name another`, {
      cause,
    });
  }
}

/**
 * Makes `path` hold `mine`. A dead holder is replaced only by the process that holds the right to replace exactly that
 * taking: a second lock, named after it, taken the same way. So of two processes that find the same dead holder one
 * replaces it, and the other, looking again, finds a live one.
 */
async function take(path: string, mine: Holder, folder: string): Promise<void> {
  while (!(await placeNew(path, mine))) {
    const holder = await read(path);
    if (holder === undefined) continue; // released between the two looks
    if (await isAlive(holder.pid, holder.start)) throw owned(folder, holder.pid);
    const right = `${path}.${holder.taking}`;
    await take(right, mine, folder);
    try {
      if ((await read(path))?.taking === holder.taking) {
        await place(path, mine, rename);
        return;
      }
    } finally {
      await rm(right);
    }
  }
}

async function placeNew(path: string, mine: Holder): Promise<boolean> {
  try {
    await place(path, mine, link);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Writes the content beside `path` first, so that nobody ever reads half of it. */
async function place(path: string, holder: Holder, put: (from: string, to: string) => Promise<void>): Promise<void> {
  const draft = `${path}.${holder.taking}.draft`;
  const file = await open(draft, 'w', READ_BY_OWNER_ONLY);
  try {
    await file.writeFile(JSON.stringify(holder));
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await put(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function read(path: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    // The parser's complaint would quote the file, which holds a secret.
    throw new Fault('folder-owned', `the lock ${path} cannot be read: expected JSON with a pid; if no coach runs on this folder, delete the file`);
  }
}

const owned = (folder: string, pid: number): Fault =>
  new Fault('folder-owned', `the folder ${folder} belongs to the running process ${pid}; stop that process, or choose another DATA_DIR`);

const hasCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code;
