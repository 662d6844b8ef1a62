import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect } from 'chai';
import { runCommandLine } from '../bot/commandLine.ts';
import type { Shell } from '../bot/commands/shell.ts';
import { silentProgress } from '../bot/progressBar.ts';
import { FAULT_CODES } from '../src/domain/errors.ts';

const OWN = ['README.md', 'SECURITY.md', 'bot/README.md', 'src/README.md', 'tests/README.md', 'infra/README.md'];
/** Those that name paths from the project's root. */
const FROM_ROOT = ['README.md', 'SECURITY.md'];
const README = read('README.md');

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

/** What stands below a heading, up to the next one of the same or a higher level. */
function section(heading: string): string {
  const [marks = ''] = heading.split(' ');
  const start = README.indexOf(`\n${heading}\n`);
  expect(start, `a heading ${JSON.stringify(heading)}`).to.be.above(0);
  const rest = README.slice(start + heading.length + 2);
  const end = rest.search(new RegExp(`^#{1,${marks.length}} `, 'm'));
  return end < 0 ? rest : rest.slice(0, end);
}

/** The given column, from 0, of every row of the section's tables that begins with code. */
function codeColumn(text: string, column: number): readonly string[] {
  const rows = text.split('\n').filter((line) => line.startsWith('|') && line.includes('`'));
  return rows.flatMap((line) => /^`(.+)`$/.exec(line.split('|')[column + 1]?.trim() ?? '')?.[1] ?? []);
}

const matches = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

/** What a command line says to `--help`. */
async function help(...args: readonly string[]): Promise<string> {
  let said = '';
  const io = {
    out: (text: string) => {
      said += text;
    },
    err: () => undefined,
  };
  const shell: Shell = { io, progress: silentProgress, withApp: () => Promise.reject(new Error('help opens nothing')) };
  expect(await runCommandLine({ shell, environment: { values: {}, fromFile: [] } }, [...args, '--help'])).to.equal(0);
  return said;
}

/** The commands a help text lists, `help` itself left out. */
const listedIn = (text: string): readonly string[] =>
  matches(text.split('Commands:\n')[1] ?? '', /^ {2}([a-z]\S*)/gm).filter((name) => name !== 'help');

/** Every command in full, `people forget` among them. */
async function allCommands(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of listedIn(await help())) {
    const below = listedIn(await help(name));
    found.push(...(below.length === 0 ? [name] : below.map((sub) => `${name} ${sub}`)));
  }
  return found;
}

/** The anchor the repository's pages give a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** An option that only an example uses is not described. */
const withoutExamples = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '');

function leadsSomewhere(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : join(dirname(document), path);
  return (
    existsSync(target) &&
    (anchor === undefined ||
      matches(read(target), /^#+ (.+)$/gm)
        .map(anchorOf)
        .includes(anchor))
  );
}

describe('the documents', () => {
  it('name every fault code with its remedy, in order, and no other', () => {
    expect(codeColumn(section('## Fault codes'), 0)).to.deep.equal([...FAULT_CODES]);
    for (const line of section('## Fault codes').split('\n')) if (line.startsWith('| `')) expect(line).to.match(/^\|( [^|]{5,} \|){3}$/);
  });

  it('name every setting of .env.example, in order, and no other', () => {
    // parseEnv sorts; the order of the file is wanted.
    const inExample = matches(read('.env.example'), /^(\w+)=/gm);
    expect(inExample).to.have.length.above(20);
    expect(codeColumn(section('## Settings'), 0)).to.deep.equal(inExample);
  });

  it('give every default that .env.example shows', () => {
    const shown = Object.entries(parseEnv(read('.env.example'))).filter(([, value]) => value !== '');
    const rows = section('## Settings').split('\n');
    for (const [name, value] of shown) expect(rows.find((row) => row.startsWith(`| \`${name}\` `))).to.contain(`| \`${value}\` |`);
  });

  it('describe every command with an example and all its options', async () => {
    const commands = await allCommands();
    expect(commands).to.include.members(['start', 'cycle', 'people forget']);
    const described = matches(section('## The command line'), /^### `(.+)`$/gm);
    expect([...described].sort()).to.deep.equal([...commands].sort());
    for (const command of commands) {
      const text = section(`### \`${command}\``);
      expect(text).to.match(new RegExp(`^npm run (-s )?coach -- ${command}( |$)`, 'm'));
      const options = new Set(matches(await help(...command.split(' ')), /^ {2}(?:-\w, )?(--[a-z-]+)/gm).filter((option) => option !== '--help'));
      const named = new Set(matches(withoutExamples(text), /(?:^|[ `])(--[a-z][a-z-]*)/gm));
      expect([...named].sort(), command).to.deep.equal([...options].sort());
    }
  });

  it('name only commands and scripts that exist', async () => {
    const commands = await allCommands();
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
    const text = OWN.map(read).join('\n');
    const coached = matches(text, /npm run (?:-s )?coach -- ([a-z][^\n`]*)/g);
    expect(coached).to.have.length.above(10);
    expect(coached.filter((line) => !commands.some((command) => `${line} `.startsWith(`${command} `)))).to.deep.equal([]);
    const run = matches(text, /npm run (?:-s )?([a-z]+)/g);
    expect(run).to.include.members(['coach', 'check', 'bench']);
    expect(run.filter((script) => !scripts.includes(script))).to.deep.equal([]);
  });

  it('name only files and folders that exist', () => {
    const paths = FROM_ROOT.flatMap((document) =>
      matches(read(document), /`((?:bot|src|tests|infra|manifest)\/[^`\s]*|[\w.-]+\.(?:md|json|example))`/g),
    );
    expect(paths).to.have.length.above(30);
    expect(paths.filter((path) => !existsSync(path))).to.deep.equal([]);
  });

  for (const folder of ['bot', 'src', 'tests']) {
    it(`name only files and folders that exist: ${folder}/README.md`, () => {
      const names = matches(read(`${folder}/README.md`), /`([\w./-]+(?:\/|\.(?:ts|mjs|sql)))`/g);
      expect(names).to.have.length.above(8);
      expect(names.filter((name) => !existsSync(join(folder, name)))).to.deep.equal([]);
    });
  }

  it('link only to what is there', () => {
    const links = OWN.flatMap((document) =>
      matches(read(document), /\]\(([^)\s]+)\)/g)
        .filter((link) => !/^[a-z]+:/.test(link))
        .map((link) => ({ document, link })),
    );
    expect(links).to.have.length.above(20);
    expect(links.filter(({ document, link }) => !leadsSomewhere(document, link))).to.deep.equal([]);
  });

  it('say of every table with people what is stored there and for how long', () => {
    const blocks = read('tests/storage/schema.golden.sql').split('\n\n');
    const withPeople = blocks
      .filter((block) => /^ {2}(person_\w+|conversation_hash) /m.test(block))
      .flatMap((block) => matches(block, /^(?:unlogged )?table (\w+)/g));
    expect(withPeople).to.include.members(['person', 'usage_day', 'inbound', 'suppressed']);
    const text = section('## What is stored about people');
    const described = new Set([...codeColumn(text, 1), ...matches(text, /in `(suppressed)`/g)]);
    expect([...described].sort()).to.deep.equal([...withPeople].sort());
  });

  it('have no line wider than 120 columns', () => {
    for (const document of OWN) for (const line of read(document).split('\n')) expect([...line].length, `${document}: ${line}`).to.be.at.most(120);
  });
});
