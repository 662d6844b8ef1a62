import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Fault } from '../../src/domain/errors.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import { signalId } from '../../src/domain/signals.ts';
import { instant } from '../../src/domain/time.ts';
import { CATALOGUE_APP_ID } from '../../src/sample/appRoutes.ts';
import { hasTeams } from '../../src/sample/samplePerson.ts';
import type { SampleTenant } from '../../src/sample/startSampleTenant.ts';
import { company, NOW, POST_ITEM, post, report, rowsOf, YOU } from './company.ts';

const card = (item: string) => ({
  type: 'message',
  summary: 'A tip',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: {
        type: 'AdaptiveCard',
        body: [],
        actions: ['did-it', 'plan-it'].map((verb) => ({ type: 'Action.Execute', verb, data: { v: 1, i: item } })),
      },
    },
  ],
});

const install = (tenant: SampleTenant, id: string): Promise<Response> =>
  post(`${tenant.url}/v1.0/users/${id}/teamwork/installedApps`, {
    'teamsApp@odata.bind': `${tenant.url}/v1.0/appCatalogs/teamsApps/${CATALOGUE_APP_ID}`,
  });
const open = (tenant: SampleTenant, id: string): Promise<Response> => post(`${tenant.url}/v3/conversations`, { isGroup: false, members: [{ id }] });
const codeOf = async (response: Response): Promise<readonly [number, string]> => [
  response.status,
  ((await response.json()) as { error: { code: string } }).error.code,
];

async function reach(tenant: SampleTenant, id: PersonId): Promise<string> {
  await install(tenant, id);
  const { id: conversationId } = (await (await open(tenant, id)).json()) as { id: string };
  return `${tenant.url}/v3/conversations/${encodeURIComponent(conversationId)}/activities`;
}

describe('the sample tenant’s connector', () => {
  let tenant: SampleTenant;
  beforeEach(async () => {
    tenant = await company();
  });
  afterEach(() => tenant.close());

  it('opens a conversation only with a person who has the app, always the same one', async () => {
    expect(await codeOf(await open(tenant, YOU.personId))).to.deep.equal([403, 'ForbiddenOperationException']);
    await install(tenant, YOU.personId);
    const first = await open(tenant, YOU.personId);
    const second = await open(tenant, YOU.personId);
    expect([first.status, await first.json()]).to.deep.equal([201, await second.json()]);
  });

  it('takes messages and updates, and remembers what arrived', async () => {
    const url = await reach(tenant, YOU.personId);
    const sent = await post(url, card(POST_ITEM));
    const { id } = (await sent.json()) as { id: string };
    expect(sent.status).to.equal(201);
    expect((await post(`${url}/${id}`, card(POST_ITEM), 'PUT')).status).to.equal(200);
    expect(await codeOf(await post(`${url}/nothing`, card(POST_ITEM), 'PUT'))).to.deep.equal([404, 'ActivityNotFoundInConversation']);
    expect(tenant.receivedCount()).to.equal(1);
    expect(tenant.received()[0]).to.deep.include({ personId: YOU.personId, activityId: id, at: NOW, summary: 'A tip' });
  });

  it('refuses a conversation it does not know, a message that is too large, and nonsense', async () => {
    expect(await codeOf(await post(`${tenant.url}/v3/conversations/a:1nobody/activities`, card(POST_ITEM)))).to.deep.equal([
      404,
      'ConversationNotFound',
    ]);
    const url = await reach(tenant, YOU.personId);
    expect(await codeOf(await post(url, { type: 'message', text: 'x'.repeat(60_000) }))).to.deep.equal([413, 'MessageSizeTooBig']);
    expect((await fetch(url, { method: 'POST', body: '{' })).status).to.equal(400);
    expect(tenant.receivedCount()).to.equal(0);
  });

  it('keeps the newest 2,000 messages and counts all', async () => {
    const url = await reach(tenant, YOU.personId);
    for (let sent = 0; sent < 2_010; sent += 30)
      await Promise.all(Array.from({ length: 30 }, () => post(url, { type: 'message', text: 'hello' }).then((response) => response.text())));
    expect([tenant.received().length, tenant.receivedCount()]).to.deep.equal([2_000, 2_010]);
  });

  it('takes a card as a nudge about the item it names, and no other message', async () => {
    // Time moves on one instance: three weeks after the cards, whoever was nudged about posting posts more than before.
    let now = NOW;
    const moving = await company({ now: () => now });
    try {
      const targets = moving.people.filter((person) => hasTeams(person) && person.temper.rhythms[1] === undefined);
      expect(targets.length).to.be.above(30);
      for (const [index, person] of targets.entries()) {
        const url = await reach(moving, person.personId);
        await post(url, index % 2 === 0 ? card(POST_ITEM) : card('an item nobody knows'));
      }
      now = instant('2026-12-13T09:00:00Z');
      const rows = rowsOf(await report(moving.url, "period='D30'"));
      const posters = (rest: number): number =>
        targets.filter(
          (person, index) => index % 2 === rest && Number(rows.find((row) => row['User Id'] === person.personId)?.['Post Messages'] ?? 0) > 0,
        ).length;
      expect(posters(0)).to.be.above(3);
      expect(posters(1)).to.equal(0);
    } finally {
      await moving.close();
    }
  });
});

describe('the sample tenant’s memory', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sample-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('finds installations, nudges and its address again after a restart', async () => {
    const statePath = join(folder, 'deep', 'sample.json');
    const later = instant('2026-11-28T09:00:00Z');
    const first = await company({ statePath });
    const url = await reach(first, YOU.personId);
    first.nudge(YOU.personId, signalId('teams.channelPosts'), NOW, true);
    await first.close();
    const second = await company({ statePath, now: () => later });
    try {
      expect(second.url).to.equal(first.url);
      expect((await post(url, card(POST_ITEM))).status).to.equal(201);
      const you = rowsOf(await report(second.url, "period='D7'")).find((row) => row['User Id'] === YOU.personId);
      expect(Number(you?.['Post Messages'])).to.be.at.least(3);
    } finally {
      await second.close();
    }
  });

  it('does not take over the memory of another company', async () => {
    const statePath = join(folder, 'sample.json');
    const first = await company({ statePath });
    await install(first, YOU.personId);
    await first.close();
    const other = await company({ statePath, seed: 'another company' });
    try {
      expect((await install(other, YOU.personId)).status).to.equal(201);
    } finally {
      await other.close();
    }
  });

  it('takes another port when the remembered one is in use', async () => {
    const statePath = join(folder, 'sample.json');
    const first = await company({ statePath });
    await install(first, YOU.personId);
    await first.close();
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(Number(new URL(first.url).port), '127.0.0.1', resolve));
    const second = await company({ statePath });
    expect(second.url).not.to.equal(first.url);
    await second.close();
    await new Promise((resolve) => blocker.close(resolve));
  });

  it('says which file is broken and how to mend it', async () => {
    const statePath = join(folder, 'sample.json');
    writeFileSync(statePath, '{"version":');
    const fault = await company({ statePath }).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(Fault);
    expect((fault as Fault).code).to.equal('demo-refused');
    expect((fault as Fault).message)
      .to.include(statePath)
      .and.to.include('delete it');
  });
});
