import { mkdir, readdir, readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type CoachRun, runCoach } from '../support/coach.ts';
import { csvOf, type ExportFolder, exportFolder, MAIL_COLUMNS, mailRow } from '../support/exportedFiles.ts';

const PICTURES = 'tests/.out/preview';
const AS_OF = ['--as-of', '2026-11-24'];
/** 200 people: 60 never answer an invitation, 40 answered two, 100 answer and send them. */
const PEOPLE = Array.from({ length: 200 }, (_, n) => {
  const answered = n < 60 ? 0 : n < 100 ? 2 : 9;
  return mailRow(`person${n}@contoso.example`, { 'Meeting Interacted Count': answered, 'Meeting Created Count': answered === 9 ? 5 : 0 });
});
const MAIL = csvOf(MAIL_COLUMNS, PEOPLE);

describe('coach preview', function () {
  this.timeout(60_000);
  let folder: ExportFolder;
  let mail: string;

  before(async () => {
    folder = await exportFolder();
    mail = await folder.write('mail.csv', MAIL);
    await mkdir(PICTURES, { recursive: true });
  });
  after(() => folder.remove());

  const coach = (...args: string[]): Promise<CoachRun> => runCoach(['preview', ...args], { DATA_DIR: `${folder.path}/data` });

  it('needs no settings and opens no database', async () => {
    const run = await coach(mail, ...AS_OF, '--json');
    expect(run.exit, run.err).to.equal(0);
    const { preview } = JSON.parse(run.out);
    expect(preview.found.people).to.equal(200);
    expect(preview.found.week.getTip + preview.found.week.wait).to.equal(100);
    expect(run.out).to.not.include('@contoso');
    expect(await readdir(folder.path)).to.not.include('data');
  });

  it('says it in lines, with what is wrong in which file, goes on with the others and exits 1', async () => {
    const broken = await folder.write('broken.csv', MAIL.slice(0, -9));
    const run = await coach(mail, broken, mail, ...AS_OF);
    expect(run.exit).to.equal(1);
    expect(run.out).to.match(/Invitations answered +50 % +20 % +30 % +0 %/);
    expect(run.out)
      .to.match(/broken\.csv, line 201: expected a full line of CSV/)
      .and.match(/the same as .*mail\.csv once more/);
    expect(run.out + run.err).to.not.include('@contoso');
  });

  it('writes no page when nothing can be shown, nor one where it cannot', async () => {
    const none = await coach(`${folder.path}/none.csv`, ...AS_OF, '--html', `${folder.path}/none.html`);
    expect(none.exit).to.equal(1);
    expect(await readdir(folder.path)).to.not.include('none.html');
    const nowhere = await coach(mail, ...AS_OF, '--html', `${folder.path}/no/where.html`);
    expect(nowhere.exit).to.equal(2);
    expect(nowhere.err).to.match(/--html: expected a path that can be written to/);
  });

  describe('as a page, in a browser', () => {
    const SENTENCE = '.csv: a <b>file</b>';
    let browser: Browser;
    let url: string;

    before(async () => {
      const path = `${folder.path}/preview.html`;
      const run = await coach(mail, `${folder.path}/missing ${SENTENCE}`, ...AS_OF, '--html', path);
      expect(run.out, run.err).to.include('Written to');
      url = pathToFileURL(path).href;
      browser = await launchBrowser();
    });
    after(() => browser?.close());

    async function open(width: number, colorScheme: 'light' | 'dark'): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        if (request.url() !== url) complaints.push(`asked for ${request.url()}`);
      });
      await page.goto(url);
      return { page, complaints };
    }

    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 360])
        it(`fits ${width} px in ${colorScheme}, draws its cards and asks for nothing`, async () => {
          const { page, complaints } = await open(width, colorScheme);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(width);
          expect(await page.locator(`.face.${colorScheme} .ac-adaptiveCard:visible`).count()).to.be.greaterThan(0);
          expect(await page.locator(`.face:not(.${colorScheme}):visible`).count()).to.equal(0);
          expect(await page.locator('.face:visible').first().innerText()).to.match(/Hello, I am Adoption Coach[\s\S]*Something is in the way/);
          expect(await page.evaluate(tooFaint)).to.deep.equal([]);
          expect(complaints).to.deep.equal([]);
          await page.screenshot({ path: `${PICTURES}/${colorScheme}-${width}.png`, fullPage: true });
          await page.close();
        });

    it('has landmarks, a heading for every section, and its numbers in tables', async () => {
      const { page } = await open(1280, 'light');
      expect(await page.getByRole('main').count()).to.equal(1);
      expect(await page.getByRole('region').count()).to.equal(await page.locator('main section').count());
      expect(await page.getByRole('row', { name: 'Invitations answered' }).first().innerText()).to.match(/50 %\s+20 %\s+30 %/);
      await page.close();
    });

    it('shows what was not used as text, whatever it holds', async () => {
      const { page } = await open(1280, 'light');
      expect(await page.locator('.problems').innerText()).to.include(SENTENCE);
      expect(await page.locator('.problems b').count()).to.equal(0);
      await page.close();
    });

    it('is printed light on A4 even where the screen is dark', async () => {
      const { page } = await open(1280, 'dark');
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).to.equal('rgb(255, 255, 255)');
      expect(await page.locator('.face.dark:visible').count()).to.equal(0);
      expect(await page.locator('.face.light .ac-adaptiveCard:visible').count()).to.be.greaterThan(0);
      const pdf = await page.pdf({ path: `${PICTURES}/page.pdf`, preferCSSPageSize: true });
      expect(pdf.subarray(0, 4).toString()).to.equal('%PDF');
      await page.close();
    });

    it('holds nothing that names a person of the files', async () => {
      expect(await readFile(new URL(url), 'utf8')).to.not.match(/person\d+@|@contoso/);
    });
  });
});

/** Runs in the browser: texts with a contrast under 4.5 : 1 to what is painted behind them (WCAG 2.2, 1.4.3). */
function tooFaint(): readonly string[] {
  const channels = (color: string): readonly number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
  const blended = (front: readonly number[], back: readonly number[]): readonly number[] => {
    const alpha = front[3] ?? 1;
    return [0, 1, 2].map((place) => (front[place] ?? 0) * alpha + (back[place] ?? 0) * (1 - alpha));
  };
  const light = (color: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = color.map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element: Element | null): readonly number[] => {
    if (element === null) return [255, 255, 255];
    const own = channels(getComputedStyle(element).backgroundColor);
    return (own[3] ?? 1) === 0 ? behind(element.parentElement) : blended(own, behind(element.parentElement));
  };
  return [...document.querySelectorAll<HTMLElement>('body *')]
    .filter(
      (element) =>
        element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== ''),
    )
    .filter((element) => !['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(element.tagName))
    .flatMap((element) => {
      const back = behind(element);
      const [one, other] = [light(blended(channels(getComputedStyle(element).color), back)), light(back)];
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      return contrast < 4.5 ? [`${contrast.toFixed(2)} ${element.innerText.slice(0, 40)}`] : [];
    });
}
