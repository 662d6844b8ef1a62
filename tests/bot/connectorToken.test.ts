import { expect } from 'chai';
import { connectorToken } from '../../bot/connectorToken.ts';
import type { Fault } from '../../src/domain/errors.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts';

describe('the connector token', () => {
  const identity = {
    kind: 'secret',
    tenantId: 'aaaabbbb-0000-cccc-1111-dddd2222eeee',
    appId: '00001111-aaaa-2222-bbbb-3333cccc4444',
    password: 'hunter2',
  } as const;
  const faultOf = (token: () => Promise<string>) =>
    token().then(
      () => expect.fail('expected a fault'),
      (fault: unknown) => fault as Fault,
    );

  /** A credential whose tokens live an hour, at a clock that is moved by hand. */
  function tokens() {
    const clock = { now: 0 };
    const asked: unknown[] = [];
    const answer = { fails: false };
    let made = 0;
    const token = connectorToken(
      identity,
      () => {
        made += 1;
        return {
          getToken: async (scope) => {
            asked.push(scope);
            if (answer.fails) throw new Error('AADSTS90033: A transient error has occurred.');
            return { token: `t${asked.length}`, expiresOnTimestamp: clock.now + HOUR_MS };
          },
        };
      },
      () => clock.now,
    );
    return { clock, asked, answer, token, made: () => made };
  }

  it('is asked for the connector, once for all who need it, by one credential', async () => {
    const { asked, token, made } = tokens();
    expect(await Promise.all([token(), token(), token()])).to.deep.equal(['t1', 't1', 't1']);
    expect([await token(), made()]).to.deep.equal(['t1', 1]);
    expect(asked).to.deep.equal(['https://api.botframework.com/.default']);
  });

  it('is renewed ahead while the old one goes on, and nobody waits', async () => {
    const { clock, asked, token } = tokens();
    await token();
    clock.now = HOUR_MS - 5 * MINUTE_MS;
    expect([await token(), asked.length]).to.deep.equal(['t1', 1]);
    clock.now = HOUR_MS - 3 * MINUTE_MS;
    expect([await token(), asked.length]).to.deep.equal(['t1', 2]);
    expect([await token(), asked.length]).to.deep.equal(['t2', 2]);
  });

  it('goes on to its end when it cannot be renewed, trying again now and then, and then says so', async () => {
    const { clock, asked, answer, token } = tokens();
    await token();
    answer.fails = true;
    clock.now = HOUR_MS - 3 * MINUTE_MS;
    for (let second = 0; second < 20; second += 1) {
      expect(await token()).to.equal('t1');
      clock.now += 1_000;
    }
    expect(asked.length).to.equal(3);
    clock.now = HOUR_MS;
    expect((await faultOf(token)).message).to.contain('AADSTS90033');
    answer.fails = false;
    expect(await token()).to.equal('t5');
  });

  it('fails with the number Entra gives and without the secret', async () => {
    const fault = await faultOf(
      connectorToken(identity, () => ({ getToken: () => Promise.reject(new Error('AADSTS7000215: Invalid client secret hunter2 is provided.')) })),
    );
    expect([fault.code, fault.cause]).to.deep.equal(['connector-token', undefined]);
    expect(fault.message).to.contain('AADSTS7000215').and.contain('MicrosoftAppPassword').and.not.contain('hunter2');
  });

  it('fails when nothing comes or the identity is malformed', async () => {
    expect((await faultOf(connectorToken(identity, () => ({ getToken: async () => null })))).code).to.equal('connector-token');
    const fault = await faultOf(connectorToken({ ...identity, tenantId: 'no tenant!' }));
    expect(fault.code).to.equal('connector-token');
    expect(fault.message).to.not.contain('hunter2');
  });
});
