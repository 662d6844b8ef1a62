// What `npm start` runs first, on whatever Node there is (20 or newer) and before anything is installed: so it is plain
// JavaScript without dependencies. It installs what is missing and hands over to the Node the project brings.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LEAST_MAJOR = 20;
const OWN_MAJOR = 24;
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');
const BROUGHT_NODE = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const major = Number(process.versions.node.split('.')[0]);

/** Reads a lock file's packages; undefined when there is none or it is broken. */
function packagesOf(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Whether node_modules holds what the lock file asks for, by npm's own note of what it installed. Packages for other machines may be missing. */
function isInstalled() {
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  const present = packagesOf(join(MODULES, '.package-lock.json'));
  if (wanted === undefined || present === undefined) return wanted === undefined && existsSync(MODULES);
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    const found = present[path];
    return path === '' || (found === undefined ? Boolean(optional || devOptional) : found.version === version);
  });
}

/** Runs npm: the one that runs us when there is one, else the one on PATH. Gives its exit code or the reason it did not start, and its errors. */
function npm(...args) {
  const cli = process.env.npm_execpath;
  const isKnown = cli !== undefined && /npm-cli\.c?js$/.test(cli) && existsSync(cli);
  const options = { cwd: ROOT, stdio: ['inherit', 'inherit', 'pipe'] };
  // npm on Windows is a .cmd file, which starts in a shell only. The arguments are fixed words.
  const child = isKnown ? spawn(process.execPath, [cli, ...args], options) : spawn('npm', args, { ...options, shell: process.platform === 'win32' });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ result: error, errors }));
    child.once('close', (code, signal) => resolve({ result: code ?? signal, errors }));
  });
}

/** npm's own words without its stack traces and usage: the first lines that stand at the margin. */
function gist(errors) {
  const lines = errors.split(/\r?\n/).filter((line) => /^npm error (?! |})\S/.test(line));
  return lines.slice(0, 8).join('\n');
}

async function install() {
  console.error('Installing what the program needs (npm ci); this takes about a minute, and only the first time.');
  const { result, errors } = await npm('ci', '--loglevel=error', '--no-audit', '--no-fund');
  if (result === 0) return true;
  if (result instanceof Error) {
    console.error(
      `npm could not be started (${result.code ?? result.message}). Expected npm beside Node: install Node from https://nodejs.org, then try again.`,
    );
  } else {
    console.error(gist(errors));
    console.error(
      `The installation did not finish: npm ended with ${result}; the lines above say why. Most often the package registry cannot be reached:`,
    );
    console.error('check the network and the proxy (npm config get registry proxy), then run npm start again.');
  }
  return false;
}

/** The Node that runs the program: the one the project brings, else this one when it is new enough. */
function nodeToUse() {
  if (existsSync(BROUGHT_NODE)) return BROUGHT_NODE;
  return major >= OWN_MAJOR ? process.execPath : undefined;
}

function handOver(node) {
  const child = spawn(node, [join(ROOT, 'bot', 'main.ts'), 'start', ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl+C to the child as well; forwarded once more it would mean "at once".
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.once('error', (error) => {
    console.error(`${node} could not be started (${error.code ?? error.message}). Delete node_modules and run npm start again.`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

if (major < LEAST_MAJOR) {
  console.error(`Node ${LEAST_MAJOR} or newer is needed to start; this is ${process.versions.node}. Install a newer one from https://nodejs.org.`);
  process.exitCode = 1;
} else if (!isInstalled() && !(await install())) {
  process.exitCode = 1;
} else {
  const node = nodeToUse();
  if (node === undefined) {
    console.error(`Expected ${BROUGHT_NODE}, which the package "node" puts there when npm may run its install script; it is not there.`);
    console.error(`Allow install scripts (npm config get ignore-scripts) and run npm ci, or install Node ${OWN_MAJOR}.`);
    process.exitCode = 1;
  } else handOver(node);
}
