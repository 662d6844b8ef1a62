import { z } from 'zod';
import { Fault } from './domain/errors.ts';
import { isUuid, tenantId } from './domain/ids.ts';
import { isLoopbackHost } from './domain/loopback.ts';
import { type Day, day, isZone } from './domain/time.ts';

const APP_TYPES = ['SingleTenant', 'UserAssignedMSI', 'MultiTenant'] as const;
/** What a process does: answer Teams, run the jobs and send, or both. */
export const ROLES = ['all', 'web', 'worker'] as const;
export type Role = (typeof ROLES)[number];

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const uuid = z
  .string()
  .transform((text) => text.toLowerCase())
  .refine(isUuid, 'must be a GUID like 00001111-aaaa-2222-bbbb-3333cccc4444');

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`);

const url = (protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (text) => protocols.includes(URL.parse(text)?.protocol ?? ''),
      `must be an address that begins with ${protocols.map((name) => `${name}//`).join(' or ')}`,
    );

const yesOrNo = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');

const holidays = z.string().transform((text, context): readonly Day[] => {
  const parts = text.split(',').map((part) => part.trim());
  const isDay = (part: string): boolean => {
    try {
      return day(part) === part;
    } catch {
      return false;
    }
  };
  if (!parts.every(isDay)) context.issues.push({ code: 'custom', input: text, message: 'must be days like 2026-12-25, separated by commas' });
  return parts.filter(isDay).map(day);
});

const webOrigin = url(['https:', 'http:']).refine(
  (text) => ['', '/'].includes(URL.parse(text)?.pathname ?? ''),
  'must be scheme and host only, without a path or version',
);

/** Every setting by its name in the environment. An absent or empty one is its default, or undefined. */
const SETTINGS = {
  ROLE: z.enum(ROLES, `must be one of ${ROLES.join(', ')}`).default('all'),
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(0, 65_535).default(3978),
  PUBLIC_URL: url(['https:', 'http:']).optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  DATABASE_CONNECTIONS: whole(2, 100).default(10),
  DATA_DIR: z.string().default('./data'),
  MIGRATE_ON_START: yesOrNo.default(false),
  MicrosoftAppType: z.enum(APP_TYPES, `must be one of ${APP_TYPES.join(', ')}`).default('SingleTenant'),
  MicrosoftAppId: uuid.optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppTenantId: uuid.optional(),
  ChannelService: z.string().optional(),
  BotOpenIdMetadata: url(['https:', 'http:']).optional(),
  ToBotFromChannelTokenIssuer: z.string().optional(),
  ToBotFromChannelOpenIdMetadataUrl: url(['https:', 'http:']).optional(),
  ToChannelFromBotLoginUrl: url(['https:', 'http:']).optional(),
  ToChannelFromBotOAuthScope: z.string().optional(),
  TENANT_ID: uuid.transform(tenantId).optional(),
  GRAPH_CLIENT_ID: uuid.optional(),
  GRAPH_CLIENT_SECRET: z.string().optional(),
  GRAPH_CERTIFICATE_PATH: z.string().optional(),
  GRAPH_BASE_URL: webOrigin.default('https://graph.microsoft.com'),
  CONNECTOR_SERVICE_URL: url(['https:', 'http:']).default('https://smba.trafficmanager.net/teams/'),
  TEAMS_APP_ID: uuid.optional(),
  SENDS_PER_SECOND: whole(1, 50).default(40),
  DEFAULT_ZONE: z.string().refine(isZone, 'must be an IANA time zone like Europe/Berlin').default('UTC'),
  HOLIDAYS: holidays.default([]),
  SUPPORT_CONTACT: z.string().max(200, 'must be at most 200 characters').optional(),
  SPONSOR_NAME: z.string().max(200, 'must be at most 200 characters').optional(),
  HASH_SALT: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
} as const;

const schema = z.object(SETTINGS);

export type Config = Readonly<z.infer<typeof schema>>;
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly (keyof Config)[];

/** How a setting may appear in a log: as it is, only whether it is set, or never its value. */
const IN_LOG = {
  ROLE: 'shown',
  HOST: 'shown',
  PORT: 'shown',
  PUBLIC_URL: 'shown',
  DATABASE_URL: 'secret',
  DATABASE_CONNECTIONS: 'shown',
  DATA_DIR: 'shown',
  MIGRATE_ON_START: 'shown',
  MicrosoftAppType: 'shown',
  MicrosoftAppId: 'shown',
  MicrosoftAppPassword: 'secret',
  MicrosoftAppTenantId: 'shown',
  ChannelService: 'shown',
  BotOpenIdMetadata: 'shown',
  ToBotFromChannelTokenIssuer: 'shown',
  ToBotFromChannelOpenIdMetadataUrl: 'shown',
  ToChannelFromBotLoginUrl: 'shown',
  ToChannelFromBotOAuthScope: 'shown',
  TENANT_ID: 'shown',
  GRAPH_CLIENT_ID: 'shown',
  GRAPH_CLIENT_SECRET: 'secret',
  GRAPH_CERTIFICATE_PATH: 'shown',
  GRAPH_BASE_URL: 'shown',
  CONNECTOR_SERVICE_URL: 'shown',
  TEAMS_APP_ID: 'shown',
  SENDS_PER_SECOND: 'shown',
  DEFAULT_ZONE: 'shown',
  HOLIDAYS: 'shown',
  SUPPORT_CONTACT: 'secret',
  SPONSOR_NAME: 'secret',
  HASH_SALT: 'secret',
  LOG_LEVEL: 'shown',
} as const satisfies Record<keyof Config, 'shown' | 'secret'>;

/** The settings as a log may show them: secrets only say whether they are set. */
export function configForLog(config: Config): Readonly<Record<string, string>> {
  return Object.fromEntries(
    SETTING_NAMES.filter((name) => config[name] !== undefined).map((name) => [name, IN_LOG[name] === 'secret' ? '(set)' : String(config[name])]),
  );
}

/** Whether an address points at this machine. */
export function isLoopbackUrl(text: string): boolean {
  return isLoopbackHost(URL.parse(text)?.hostname ?? '');
}

/** What the program needs of the settings: `look`: settings and database only; `cycle`: also Graph and the connector; `serve`: also the door for Teams. */
export type Purpose = 'look' | 'cycle' | 'serve';

/**
 * Checks all settings at once.
 *
 * @param environment names and values, `.env` and the process's own merged.
 * @param fromFile names that stand in `.env`: one that is not known is a problem, too.
 * @returns the settings; throws `invalid-config` listing every problem.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, fromFile: readonly string[], purpose: Purpose): Config {
  const given = Object.fromEntries(SETTING_NAMES.flatMap((name) => (isGiven(environment[name]) ? [[name, environment[name]?.trim()]] : [])));
  const unknown = fromFile
    .filter((name) => !SETTING_NAMES.some((known) => known === name))
    .map((name) => `${name}: there is no such setting; see .env.example`);
  const parsed = schema.safeParse(given);
  const malformed = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const named = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => issue.path[0]));
  // A malformed setting is there, so only the well-formed ones are looked at for what is missing beside them.
  const sound = parsed.success ? parsed : schema.safeParse(Object.fromEntries(Object.entries(given).filter(([name]) => !named.has(name))));
  const missing = sound.success ? missingFor(sound.data, purpose).filter((problem) => !named.has(problem.split(':', 1)[0])) : [];
  const problems = [...unknown, ...malformed, ...missing];
  if (problems.length > 0 || !parsed.success)
    throw new Fault(
      'invalid-config',
      `${problems.length} problem${problems.length === 1 ? '' : 's'} in the settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
  return parsed.data;
}

const isGiven = (value: string | undefined): boolean => value !== undefined && value.trim() !== '';

function missingFor(config: Config, purpose: Purpose): readonly string[] {
  const problems: string[] = [];
  const need = (name: keyof Config, why: string): void => {
    if (config[name] === undefined) problems.push(`${name}: missing; ${why}`);
  };
  need('TENANT_ID', 'the id of the Entra tenant that is served');
  if (purpose === 'look') return problems;
  if (!isLoopbackUrl(config.GRAPH_BASE_URL)) {
    need('GRAPH_CLIENT_ID', 'the app registration that reads Microsoft Graph');
    if (!config.GRAPH_BASE_URL.startsWith('https:')) problems.push('GRAPH_BASE_URL: must begin with https:// unless it is this machine');
  }
  if (!isLoopbackUrl(config.CONNECTOR_SERVICE_URL)) {
    need('MicrosoftAppId', 'the bot’s app id; without it nothing can be sent');
    if (config.MicrosoftAppType !== 'UserAssignedMSI')
      need('MicrosoftAppPassword', `the bot’s secret, for MicrosoftAppType ${config.MicrosoftAppType}`);
    if (!config.CONNECTOR_SERVICE_URL.startsWith('https:'))
      problems.push('CONNECTOR_SERVICE_URL: must begin with https:// unless it is this machine');
  }
  if (purpose === 'serve' && config.ROLE !== 'all')
    need('DATABASE_URL', `with ROLE ${config.ROLE} several processes share one PostgreSQL server; an embedded database has one process, ROLE all`);
  // A worker has no door that could stand open.
  if (purpose === 'serve' && config.ROLE !== 'worker' && problems.length === 0 && config.MicrosoftAppId === undefined && !isOpenAllowed(config))
    problems.push(
      'MicrosoftAppId: missing; without it the bot answers only this machine, and then HOST, GRAPH_BASE_URL and CONNECTOR_SERVICE_URL must all be loopback addresses',
    );
  return problems;
}

/** Whether the bot may run without verifying who calls it: everything it touches is on this machine. */
export function isOpenAllowed(config: Config): boolean {
  return (
    isLoopbackUrl(`http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}`) &&
    isLoopbackUrl(config.GRAPH_BASE_URL) &&
    isLoopbackUrl(config.CONNECTOR_SERVICE_URL)
  );
}
