import { z } from 'zod';
import { pngSize } from './png.ts';

// The rules of the manifest schema 1.30 and of the store for what the template uses; a test holds the template against the whole schema.
const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a GUID in lower case');
const httpsUrl = z
  .string()
  .max(2_048)
  .regex(/^https:\/\//, 'must begin with https://');
const text = (most: number) => z.string().trim().min(1, 'must not be empty').max(most, `must be at most ${most} characters`);
const PRODUCT_NAMES = /\b(?:microsoft|teams|office|outlook|copilot)\b/i;
const appName = (most: number) => text(most).refine((name) => !PRODUCT_NAMES.test(name), 'must not hold the name of a Microsoft product');

const command = z.object({ title: text(128), description: text(4_000) });
const bot = z.object({
  botId: guid,
  scopes: z.array(z.enum(['personal', 'team', 'groupChat'])).min(1),
  commandLists: z.array(z.object({ commands: z.array(command).min(1).max(12) })).max(3),
});

const manifestRules = z.object({
  manifestVersion: z.literal('1.30'),
  version: z.string().regex(/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/, 'must be three numbers like 1.0.0'),
  id: guid,
  developer: z.object({ name: text(32), websiteUrl: httpsUrl, privacyUrl: httpsUrl, termsOfUseUrl: httpsUrl }),
  name: z.object({ short: appName(30), full: appName(100) }),
  description: z.object({ short: text(80), full: text(4_000) }),
  icons: z.object({ color: z.string(), outline: z.string() }),
  accentColor: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #4F52B2'),
  bots: z.array(bot).length(1),
  validDomains: z.array(z.string().regex(/^[^*/:]+$/, 'must be a plain host name')).max(100),
  webApplicationInfo: z.object({ id: guid }).optional(),
  localizationInfo: z.object({ defaultLanguageTag: text(35), defaultLanguageFile: text(2_048) }),
});

const ICON_SIZES = { color: 192, outline: 32 } as const;

/**
 * What is wrong with an app package, one sentence each; empty when nothing is. Looks at the manifest's fields and limits, at
 * placeholders left over, and at the files it names: they are there, and the icons are PNG of 192 × 192 and 32 × 32 pixels.
 *
 * @param files everything in the package by name, the manifest among them.
 */
export function packageProblems(manifest: unknown, files: ReadonlyMap<string, Uint8Array>): readonly string[] {
  const leftOver = [...JSON.stringify(manifest).matchAll(/\{\{(\w*)\}\}/g)].map(
    ([placeholder]) => `manifest.json: placeholder ${placeholder} is not filled in`,
  );
  const parsed = manifestRules.safeParse(manifest);
  if (!parsed.success) return [...leftOver, ...parsed.error.issues.map((issue) => `manifest.json · ${issue.path.join('.')}: ${issue.message}`)];
  const { icons, localizationInfo } = parsed.data;
  const missing = [localizationInfo.defaultLanguageFile]
    .filter((name) => !files.has(name))
    .map((name) => `${name}: named in manifest.json but not in the package`);
  return [...leftOver, ...missing, ...iconProblems(icons.color, files, ICON_SIZES.color), ...iconProblems(icons.outline, files, ICON_SIZES.outline)];
}

function iconProblems(name: string, files: ReadonlyMap<string, Uint8Array>, expected: number): readonly string[] {
  const file = files.get(name);
  if (file === undefined) return [`${name}: named in manifest.json but not in the package`];
  const size = pngSize(file);
  if (size?.width === expected && size.height === expected) return [];
  return [`${name}: expected a PNG of ${expected} × ${expected} pixels, got ${size === undefined ? 'no PNG' : `${size.width} × ${size.height}`}`];
}
