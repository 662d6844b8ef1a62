import { Server } from 'node:net';

// Loaded into the Playground's own process before its first line (node --import). The Playground listens on every network
// interface and asks nobody who they are, so anybody in the same café could speak to the bot as you. It has no setting for
// that; here a listen without a host becomes one on 127.0.0.1.
const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;
Server.prototype.listen = function onLoopback(this: Server, ...args: unknown[]): Server {
  const [port, host] = args;
  if (typeof port === 'number' && typeof host !== 'string') return listen.call(this, port, '127.0.0.1', ...args.slice(1));
  return listen.apply(this, args);
} as typeof Server.prototype.listen;

// The channel to the parent closes however the parent ends, kill -9 included; nobody is left behind.
process.on('disconnect', () => process.exit(0));
