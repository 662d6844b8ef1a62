import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { expect } from 'chai';
import { configForLog, isOpenAllowed, readConfig, SETTING_NAMES } from '../src/config.ts';
import { Fault } from '../src/domain/errors.ts';

const TENANT = 'aaaabbbb-0000-4ccc-8111-dddd2222eeee';
const LOCAL = { TENANT_ID: TENANT, GRAPH_BASE_URL: 'http://127.0.0.1:4000', CONNECTOR_SERVICE_URL: 'http://127.0.0.1:4000/' };
const REAL = { TENANT_ID: TENANT, GRAPH_CLIENT_ID: TENANT, GRAPH_CLIENT_SECRET: 's', MicrosoftAppId: TENANT, MicrosoftAppPassword: 'p' };

function problemsOf(environment: Record<string, string>, fromFile: string[] = [], purpose: 'look' | 'cycle' | 'serve' = 'serve'): string {
  try {
    readConfig(environment, fromFile, purpose);
    return '';
  } catch (fault) {
    if (!(fault instanceof Fault) || fault.code !== 'invalid-config') throw fault;
    return fault.message;
  }
}

describe('the settings', () => {
  it('are those of .env.example, both ways', async () => {
    expect(Object.keys(parseEnv(await readFile('.env.example', 'utf8'))).sort()).to.deep.equal([...SETTING_NAMES].sort());
  });

  it('have the defaults .env.example shows', async () => {
    const shown = parseEnv(await readFile('.env.example', 'utf8'));
    const config = readConfig(REAL, [], 'serve');
    const visible = Object.entries(shown).filter(([name, value]) => value !== '' && !(name in REAL));
    expect(visible.length).to.be.above(8);
    for (const [name, value] of visible) expect(String(config[name as keyof typeof config]), name).to.equal(value);
  });

  it('are enough for this machine alone without any secret', () => {
    const config = readConfig(LOCAL, [], 'serve');
    expect(isOpenAllowed(config)).to.equal(true);
  });

  const cases: readonly (readonly [what: string, environment: Record<string, string>, problem: RegExp])[] = [
    ['no tenant', { ...REAL, TENANT_ID: '' }, /TENANT_ID: missing/],
    ['a tenant that is no GUID', { ...REAL, TENANT_ID: 'contoso' }, /TENANT_ID: must be a GUID/],
    ['no app id beside a real connector', { ...REAL, MicrosoftAppId: '' }, /MicrosoftAppId: missing/],
    ['a secret that is missing', { ...REAL, MicrosoftAppPassword: '' }, /MicrosoftAppPassword: missing/],
    [
      'a Graph address with a version',
      { ...REAL, GRAPH_BASE_URL: 'https://graph.microsoft.com/v1.0' },
      /GRAPH_BASE_URL: must be scheme and host only/,
    ],
    ['Graph over plain http', { ...REAL, GRAPH_BASE_URL: 'http://graph.example' }, /GRAPH_BASE_URL: must begin with https/],
    ['more than the platform takes', { ...REAL, SENDS_PER_SECOND: '51' }, /SENDS_PER_SECOND: must be a whole number from 1 to 50/],
    ['a zone that is none', { ...REAL, DEFAULT_ZONE: 'Mars/Olympus' }, /DEFAULT_ZONE: must be an IANA time zone/],
    ['a holiday no calendar has', { ...REAL, HOLIDAYS: '2026-12-25,2026-02-30' }, /HOLIDAYS: must be days/],
    ['an open door to the network', { ...LOCAL, HOST: '0.0.0.0' }, /MicrosoftAppId: missing.*loopback/],
    ['a worker without a server to share', { ...REAL, ROLE: 'worker' }, /DATABASE_URL: missing; with ROLE worker/],
    ['an answering process without a server to share', { ...REAL, ROLE: 'web' }, /DATABASE_URL: missing; with ROLE web/],
    ['a role that is none', { ...REAL, ROLE: 'boss' }, /ROLE: must be one of all, web, worker/],
    ['an open door to the real connector', { TENANT_ID: TENANT, GRAPH_BASE_URL: 'http://127.0.0.1:1' }, /MicrosoftAppId: missing/],
  ];
  for (const [what, environment, problem] of cases) it(`refuse ${what}`, () => expect(problemsOf(environment)).to.match(problem));

  it('name everything that is wrong at once', () => {
    const problems = problemsOf({ ...REAL, PORT: 'x', LOG_LEVEL: 'loud', TENANT_ID: '1' }, ['PORT', 'PROT']);
    for (const part of ['4 problems', 'PORT', 'LOG_LEVEL', 'TENANT_ID', 'PROT: there is no such setting']) expect(problems).to.contain(part);
  });

  it('name what is missing beside what is malformed', () => {
    const problems = problemsOf({ ...REAL, PORT: 'x', TENANT_ID: '', MicrosoftAppId: '' });
    for (const part of ['PORT: must be', 'TENANT_ID: missing', 'MicrosoftAppId: missing']) expect(problems).to.contain(part);
    expect(problemsOf({ ...REAL, TENANT_ID: 'contoso' }), 'malformed is not missing').to.not.contain('missing');
  });

  it('let a worker listen for probes from elsewhere without an app id: it has no door', () => {
    const worker = { ...LOCAL, HOST: '0.0.0.0', DATABASE_URL: 'postgres://a@b/c' };
    expect(problemsOf({ ...worker, ROLE: 'worker' })).to.equal('');
    expect(problemsOf({ ...worker, ROLE: 'web' })).to.match(/MicrosoftAppId: missing/);
  });

  it('let a managed identity do without a secret', () => {
    expect(problemsOf({ ...REAL, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword: '', GRAPH_CLIENT_SECRET: '' })).to.equal('');
  });

  it('never show a secret in a log', () => {
    const shown = JSON.stringify(
      configForLog(
        readConfig(
          { ...REAL, MicrosoftAppPassword: 'hush-hush', DATABASE_URL: 'postgres://a:hush-hush@b/c', HASH_SALT: 'ab'.repeat(32) },
          [],
          'serve',
        ),
      ),
    );
    expect(shown).to.contain('(set)').and.contain(TENANT).and.not.contain('hush-hush').and.not.contain('abab');
  });
});
