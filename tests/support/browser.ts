import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** For machines without a desktop or a sandbox; nothing that calls home. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the first Chromium found: the machine's, Playwright's own, else the one that comes as an npm package. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium(), headless: true, args: FLAGS });
}

async function findChromium(): Promise<string> {
  const installed = ['/usr/bin/chromium', chromium.executablePath()].find((path) => path !== '' && existsSync(path));
  return installed ?? packagedChromium();
}

/** The package unpacks the libraries a bare machine lacks only where it believes to run in a Lambda, and looks at that when it is loaded. */
async function packagedChromium(): Promise<string> {
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}
