import { randomBytes, timingSafeEqual } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { Fault } from '../src/domain/errors.ts';

/** Where a command's words go. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
}

export interface ControlSocket {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** What a caller must show. */
  readonly secret: string;
  close(): Promise<void>;
}

const Request = z.object({ secret: z.string(), args: z.array(z.string()).max(100) });
const Answer = z.union([z.object({ out: z.string() }), z.object({ err: z.string() }), z.object({ exit: z.int() })]);
const FAILED = 1;
const MOST_REQUEST_CHARACTERS = 64 * 1024;

/**
 * Takes commands from other processes of this machine that know the secret, for the process that owns an embedded folder
 * must do all its work. One JSON line in, JSON lines out, the exit code last.
 */
export async function takeCommands(run: (args: readonly string[], io: Io) => Promise<number>): Promise<ControlSocket> {
  const secret = randomBytes(32).toString('hex');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A caller that went away is no fault; its command goes on.
    socket.on('error', () => socket.destroy());
    void serve(socket, secret, run);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Fault('storage-unavailable', 'no loopback port for commands could be opened; try again');
  return {
    address: `127.0.0.1:${address.port}`,
    secret,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(socket: Socket, secret: string, run: (args: readonly string[], io: Io) => Promise<number>): Promise<void> {
  const line = await firstLine(socket);
  const request = line === undefined ? undefined : parsed(line);
  if (request === undefined || !isSame(request.secret, secret)) {
    socket.destroy();
    return;
  }
  const say = (answer: z.infer<typeof Answer>): void => {
    if (socket.writable) socket.write(`${JSON.stringify(answer)}\n`);
  };
  const exit = await run(request.args, { out: (out) => say({ out }), err: (err) => say({ err }) }).catch((error: unknown) => {
    // A bug in one command must not end the process that serves everybody.
    say({ err: `error: something unexpected happened (${error instanceof Error ? error.name : typeof error})\n` });
    return FAILED;
  });
  if (socket.writable) socket.end(`${JSON.stringify({ exit })}\n`);
}

function firstLine(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > MOST_REQUEST_CHARACTERS) resolve(undefined);
    });
    socket.on('close', () => resolve(undefined));
  });
}

function parsed(line: string): z.infer<typeof Request> | undefined {
  try {
    return Request.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined; // not JSON: no caller of ours
  }
}

function isSame(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Lets the owner at `address` run a command and shows its words here. Resolves to its exit code; throws `folder-owned` when the owner does not answer to the end. */
export async function handOver(address: string, secret: string, args: readonly string[], io: Io): Promise<number> {
  const [host = '127.0.0.1', port = ''] = address.split(':');
  const socket = connect(Number(port), host);
  const lost = new Fault('folder-owned', 'the running coach did not answer to the end; see whether it still runs, then try again');
  return new Promise((resolve, reject) => {
    socket.on('error', () => reject(lost));
    socket.on('connect', () => socket.write(`${JSON.stringify({ secret, args })}\n`));
    const lines = createInterface({ input: socket });
    lines.on('line', (line) => {
      const answer = Answer.parse(JSON.parse(line));
      if ('out' in answer) io.out(answer.out);
      else if ('err' in answer) io.err(answer.err);
      else resolve(answer.exit);
    });
    socket.on('close', () => reject(lost));
  });
}
