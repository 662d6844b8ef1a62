import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { BrokenAnswer, httpRequest } from '../../bot/httpRequest.ts';

/** What went wrong with a request to a port where `onSocket` is all there is. */
async function failureAt(scheme: 'http' | 'https', onSocket: (socket: Socket) => void): Promise<Error & { code?: string; syscall?: string }> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await httpRequest(`${scheme}://127.0.0.1:${port}/`, { method: 'POST', headers: {}, body: 'x', timeOutMs: 300 });
  } catch (error) {
    if (error instanceof Error) return error;
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
  throw new Error('expected a failure');
}

describe('a request over HTTP', () => {
  it('may have been written to who listens and never answers', async () => {
    const failure = await failureAt('http', () => {});
    expect([failure.code, failure.syscall]).to.deep.equal(['ETIMEDOUT', 'read']);
  });

  it('cannot have been written to who never agrees on TLS', async () => {
    const failure = await failureAt('https', () => {});
    expect([failure.code, failure.syscall]).to.deep.equal(['ETIMEDOUT', 'connect']);
  });

  it('comes to an end where the answer is none', async () => {
    const failure = await failureAt('http', (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'));
    expect(failure).not.to.be.instanceOf(BrokenAnswer);
    expect(failure).not.to.have.property('syscall', 'connect');
  });

  it('knows the status of an answer that is cut off', async () => {
    const failure = await failureAt('http', (socket) => socket.end('HTTP/1.1 503 Busy\r\nContent-Length: 10\r\n\r\nhalf'));
    expect(failure).to.be.instanceOf(BrokenAnswer).and.have.property('status', 503);
  });
});
