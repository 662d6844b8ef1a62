import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { tenantId } from '../../src/domain/ids.ts';
import { openEmbedded } from '../../src/storage/openEmbedded.ts';
import { ownerOf, takeFolder } from '../../src/storage/ownerLock.ts';
import { processStart } from '../../src/storage/processStart.ts';
import { refusal } from '../support/refusal.ts';
import { TODAY } from './samples.ts';

const TENANT = tenantId('11111111-2222-4333-8444-555555555555');
const STORAGE = new URL('../../src/storage/', import.meta.url).href;

describe('the owner of an embedded folder', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coach-folder-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  /** Another process that runs `script` and gives its first line of output. */
  async function elsewhere(script: string): Promise<{ readonly child: ChildProcess; readonly said: string }> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    const [said] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { child, said };
  }

  /** Opens the folder, claims a job so that there is something to lose, says so and waits. */
  const opening = () =>
    elsewhere(`
      const { openEmbedded } = await import('${STORAGE}openEmbedded.ts');
      const db = await openEmbedded(${JSON.stringify(folder)}, '${TENANT}', { ratePerSecond: 40 });
      await db.stores.tenants.claimJob('cycle', '${TODAY}');
      console.log('open');
      setInterval(() => {}, 1000);`);

  async function killed({ child }: { readonly child: ChildProcess }): Promise<void> {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  /** A process that was, with a pid nobody has. */
  async function deadProcess(): Promise<ChildProcess> {
    const lived = await elsewhere(`console.log('alive'); setInterval(() => {}, 1000);`);
    await killed(lived);
    return lived.child;
  }

  it('is alone: a second process is refused with the pid, and after a kill -9 the folder opens with what was written', async () => {
    const owner = await opening();
    expect((await ownerOf(folder))?.pid).to.equal(owner.child.pid);
    const fault = await refusal(openEmbedded(folder, TENANT, { ratePerSecond: 40 }));
    expect(fault.code).to.equal('folder-owned');
    expect(fault.message).to.include(`${owner.child.pid}`);
    await killed(owner);
    expect(await ownerOf(folder)).to.equal(undefined);
    const db = await openEmbedded(folder, TENANT, { ratePerSecond: 40 });
    expect((await ownerOf(folder))?.pid).to.equal(process.pid);
    expect(await db.stores.tenants.claimJob('cycle', TODAY)).to.equal(false);
    await db.close();
    expect(await ownerOf(folder)).to.equal(undefined);
  }).timeout(60_000);

  it('is refused to the same process twice, and the folder can be had again after close', async () => {
    const first = await takeFolder(folder);
    expect((await refusal(takeFolder(folder))).message).to.include(`${process.pid}`);
    await first.release();
    await (await takeFolder(folder)).release();
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('says where it takes work, to nobody but the same user', async () => {
    const lock = await takeFolder(folder);
    expect(await ownerOf(folder)).to.deep.equal({ pid: process.pid, socket: undefined, secret: undefined });
    await lock.announce('/run/coach.sock', 's3cret');
    expect(await ownerOf(folder)).to.deep.equal({ pid: process.pid, socket: '/run/coach.sock', secret: 's3cret' });
    expect((await stat(join(folder, 'owner.lock'))).mode & 0o777).to.equal(0o600);
    await lock.release();
  });

  it('is nobody when the pid was given to another process since', async function () {
    if ((await processStart(process.pid)) === undefined) {
      console.log('      skipped: this system does not tell when a process started');
      this.skip();
    }
    await writeFile(join(folder, 'owner.lock'), JSON.stringify({ pid: process.pid, start: 'another boot:1', taking: 'old' }));
    expect(await ownerOf(folder)).to.equal(undefined);
    await (await takeFolder(folder)).release();
  });

  it('is one of many who find the same dead owner at the same moment', async () => {
    const dead = await deadProcess();
    for (let round = 0; round < 20; round += 1) {
      await writeFile(join(folder, 'owner.lock'), JSON.stringify({ pid: dead.pid, taking: `dead-${round}` }));
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => takeFolder(folder)));
      const taken = tries.filter((one) => one.status === 'fulfilled');
      expect(taken).to.have.length(1);
      expect(JSON.parse(await readFile(join(folder, 'owner.lock'), 'utf8'))).to.include({ pid: process.pid });
      for (const one of taken) await one.value.release();
      expect(await readdir(folder)).to.deep.equal([]);
    }
  });

  it('is one of three processes that find the same dead owner', async () => {
    const dead = await deadProcess();
    await writeFile(join(folder, 'owner.lock'), JSON.stringify({ pid: dead.pid, taking: 'dead' }));
    const script = `
      const { takeFolder } = await import('${STORAGE}ownerLock.ts');
      console.log(await takeFolder(${JSON.stringify(folder)}).then(() => 'mine', (fault) => fault.code));
      setInterval(() => {}, 1000);`;
    const said = (await Promise.all([elsewhere(script), elsewhere(script), elsewhere(script)])).map((one) => one.said);
    expect(said.sort()).to.deep.equal(['folder-owned', 'folder-owned', 'mine']);
  }).timeout(30_000);

  it('is taken over although the one who was taking over died as well', async () => {
    const dead = await deadProcess();
    await writeFile(join(folder, 'owner.lock'), JSON.stringify({ pid: dead.pid, taking: 'first' }));
    await writeFile(join(folder, 'owner.lock.first'), JSON.stringify({ pid: dead.pid, taking: 'second' }));
    await (await takeFolder(folder)).release();
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('is not guessed from a lock that cannot be read', async () => {
    await writeFile(join(folder, 'owner.lock'), '{"secret": "s3cret"');
    const fault = await refusal(takeFolder(folder));
    expect(fault.code).to.equal('folder-owned');
    expect(fault.message).to.include('delete the file').and.not.include('s3cret');
  });
});
