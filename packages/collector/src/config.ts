import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

const wholeNumber = (what: string, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be ${what}`)
    .transform(Number)
    .refine((value) => value <= most, `must be ${what}`);
const perMinute = wholeNumber('a number of requests a minute, or 0', 999_999_999);
const port = wholeNumber('a port from 0 to 65535', 65_535);
const webUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const secret = z.string().min(16, 'must have at least 16 characters');

const environment = z
  .object({
    PORT: port.default(3000),
    HOST: z.string().min(1).default('127.0.0.1'),
    PUBLIC_URL: webUrl.optional(),
    DATABASE_URL: z
      .string()
      .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, 'must be file:PATH or postgres://…')
      .default('file:./data/headwater.db'),
    DATABASE_REPLICA_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\/.+$/, 'must be postgres://…')
      .optional(),
    ADMIN_KEY: secret.optional(),
    BOT_KEY: secret.optional(),
    RATE_LIMIT_IP: perMinute.default(600),
    RATE_LIMIT_SITE: perMinute.default(60_000),
    TRUST_PROXY: z.string().default('').transform(toBlockList),
    HEADWATER_TEST_CLOCK: z.enum(['0', '1']).default('0'),
    NODE_ENV: z.string().optional(),
    SLACK_MODE: z.enum(['socket', 'http']).default('socket'),
    SLACK_BOT_TOKEN: z.string().optional(),
    SLACK_APP_TOKEN: z.string().optional(),
    SLACK_SIGNING_SECRET: z.string().optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .superRefine((env, context) => {
    if (env.SLACK_BOT_TOKEN === undefined) return;
    const needed = env.SLACK_MODE === 'http' ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN';
    if (env[needed] !== undefined) return;
    context.addIssue({ code: 'custom', path: [needed], message: 'is missing, and SLACK_BOT_TOKEN is set' });
  })
  .refine((env) => env.HEADWATER_TEST_CLOCK === '0' || env.NODE_ENV !== 'production', {
    path: ['HEADWATER_TEST_CLOCK'],
    message: 'is for tests and refused when NODE_ENV is production',
  });

export type Config = {
  port: number;
  host: string;
  publicUrl: string;
  databaseUrl: string;
  /** Where reports read: the replica where there is one. */
  reportsUrl: string;
  adminKey: string | null;
  botKey: string | null;
  rateLimit: { ip: number; site: number };
  trustedProxies: BlockList;
  hasTestClock: boolean;
  logLevel: string;
  /** What the Slack bot is started with; null while Slack is not connected. */
  slackEnvironment: Record<string, string> | null;
};

/** A value of the environment is missing or wrong; the message names it and fits on one line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the configuration. The only place where `process.env` is looked at. Throws ConfigError. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(filled);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new ConfigError(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { data } = result;
  return {
    port: data.PORT,
    host: data.HOST,
    publicUrl: data.PUBLIC_URL ?? `http://localhost:${data.PORT}`,
    databaseUrl: data.DATABASE_URL,
    reportsUrl: data.DATABASE_REPLICA_URL ?? data.DATABASE_URL,
    adminKey: data.ADMIN_KEY ?? null,
    botKey: data.BOT_KEY ?? null,
    rateLimit: { ip: data.RATE_LIMIT_IP, site: data.RATE_LIMIT_SITE },
    trustedProxies: data.TRUST_PROXY,
    hasTestClock: data.HEADWATER_TEST_CLOCK === '1',
    logLevel: data.LOG_LEVEL,
    slackEnvironment: slackEnvironment(filled),
  };
}

/** What the bot's process is given: not the database's password, and no key of an administrator. */
const forSlackbot = /^(SLACK_|COLLECTOR_|NODE_|PATH$|HOME$|TZ$|LANG$|HTTPS?_PROXY$|NO_PROXY$)/i;

function slackEnvironment(env: Record<string, string | undefined>): Record<string, string> | null {
  if (env['SLACK_BOT_TOKEN'] === undefined) return null;
  const needed = Object.entries(env).filter(([name]) => forSlackbot.test(name));
  return Object.fromEntries(needed.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function toBlockList(cidrs: string, context: z.RefinementCtx): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs.split(/[\s,]+/).filter(Boolean)) {
    const [address = '', prefix] = cidr.split('/');
    const family = isIP(address);
    const bits = Number(prefix ?? (family === 6 ? 128 : 32));
    if (family === 0 || !Number.isInteger(bits) || bits < 0 || bits > (family === 6 ? 128 : 32)) {
      context.addIssue({ code: 'custom', message: `${cidr} is not an address or a CIDR such as 10.0.0.0/8` });
    } else list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
