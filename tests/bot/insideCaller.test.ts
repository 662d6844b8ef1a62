import { expect } from 'chai';
import { isInsideCaller } from '../../bot/insideCaller.ts';

describe('a caller from inside', () => {
  const cases: readonly (readonly [what: string, address: string | undefined, headers: Record<string, string>, isInside: boolean])[] = [
    ['this machine', '127.0.0.1', { host: 'localhost:3978' }, true],
    ['this machine by IPv6', '::1', { host: '[::1]:3978' }, true],
    ['a neighbour in the container network, by name', '172.18.0.7', { host: 'worker:3978' }, true],
    ['a neighbour on a socket that takes both families', '::ffff:10.1.2.3', { host: '10.1.2.9:3978' }, true],
    ['a neighbour by IPv6', 'fd00::17', { host: '[fd00::18]:3978' }, true],
    ['the public network', '203.0.113.9', { host: '10.1.2.9' }, false],
    ['the public network by IPv6', '2001:db8::1', { host: 'worker' }, false],
    ['a public address in the mapped form', '::ffff:203.0.113.9', { host: 'worker' }, false],
    ['the edge of the private range', '172.32.0.1', { host: 'worker' }, false],
    ['a public name, which a page in a browser can bind to us', '127.0.0.1', { host: 'coach.example' }, false],
    ['a public address', '10.0.0.2', { host: '203.0.113.9' }, false],
    ['no host', '127.0.0.1', {}, false],
    ['a host that is none', '127.0.0.1', { host: 'a b' }, false],
    ['no address', undefined, { host: 'localhost' }, false],
    ['a proxy', '10.0.0.2', { host: 'worker', 'x-forwarded-for': '10.0.0.3' }, false],
    ['another proxy', '10.0.0.2', { host: 'worker', 'x-real-ip': '10.0.0.3' }, false],
    ['a standard proxy', '10.0.0.2', { host: 'worker', forwarded: 'for=10.0.0.3' }, false],
    ['a page', '127.0.0.1', { host: 'localhost', origin: 'http://localhost' }, false],
  ];
  for (const [what, address, headers, isInside] of cases)
    it(`is ${isInside ? '' : 'not '}${what}`, () => expect(isInsideCaller(address, headers)).to.equal(isInside));
});
