import { expect } from 'chai';
import { connectorToken } from '../../bot/connectorToken.ts';
import type { Fault } from '../../src/domain/errors.ts';

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

  it('is asked for the connector, by one credential', async () => {
    const scopes: unknown[] = [];
    let made = 0;
    const token = connectorToken(identity, () => {
      made += 1;
      return {
        getToken: async (scope) => {
          scopes.push(scope);
          return { token: 't', expiresOnTimestamp: 0 };
        },
      };
    });
    expect([await token(), await token(), made]).to.deep.equal(['t', 't', 1]);
    expect(scopes).to.deep.equal(['https://api.botframework.com/.default', 'https://api.botframework.com/.default']);
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
