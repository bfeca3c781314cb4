#!/usr/bin/env -S node --max-semi-space-size=8
import { parseArgs } from 'node:util';
import type { ExportKind } from '@headwater/contract';
import { UsageError } from './commands/usage.ts';
import type { Config } from './config.ts';

const help = `headwater COMMAND

  serve                      run the collector (and the Slack bot where SLACK_* is set)
  init                       create the database, the demo site and a first admin key
  site add NAME ORIGIN…      add a website, print its script tag (--no-bot-filter)
  site origin KEY ORIGIN…    let a website report from further origins, print all it has
  key add --role ROLE        add an API key: admin, marketing, sales, viewer, bot or partner (--name NAME)
  export events --json       print every stored event, one JSON object a line; also export leads,
                             export touches with their resolved sources, and export credits
                             of each conversion by each model
  import KIND FILE           import leads, touches, spend, stages or impressions from a CSV file
                             (--dry-run, --skip-bad, --alert, --json)
  link URL --source S --medium M --campaign C
                             print a link that keeps the naming convention (--content, --term, --json)
  rebuild                    recompute every lead by the rules in force, with its progress (--json)
  migrate                    bring the database to the newest version
  attribute FILE.csv --model MODEL
                             divide the conversions of a file of paths among channels: first, last,
                             last_non_direct, linear, u_shaped or markov (--order 1, 2 or 3;
                             --transform exposure, unique or first; --json)

Configuration comes from the environment, see docs/install.md.
`;

type Command = (config: Config, words: string[], options: Options) => Promise<void>;
type Options = ReturnType<typeof readArguments>['values'];

/** Each is read when it is called: the server alone takes longer to load than some take to run. */
const commands: Record<string, Command> = {
  serve: async (config) => (await import('./commands/serve.ts')).serveCommand(config),
  init: async (config) => (await import('./commands/init.ts')).initCommand(config),
  migrate: async (config) => (await import('./commands/migrate.ts')).migrateCommand(config),
  'site add': async (config, [name, ...origins], options) => {
    if (name === undefined || origins.length === 0) throw new UsageError('site add NAME ORIGIN…');
    const { addSiteCommand } = await import('./commands/site.ts');
    return addSiteCommand(config, { name, origins, filterBots: !options['no-bot-filter'] });
  },
  'site origin': async (config, [key, ...origins]) => {
    if (key === undefined || origins.length === 0) throw new UsageError('site origin KEY ORIGIN…');
    return (await import('./commands/site.ts')).addOriginsCommand(config, key, origins);
  },
  'key add': async (config, _words, { role, name }) => {
    if (role === undefined) throw new UsageError('key add --role ROLE');
    return (await import('./commands/key.ts')).addKeyCommand(config, role, name ?? role);
  },
  link: async (config, [url], { source, medium, campaign, content, term, json }) => {
    if (url === undefined) throw new UsageError('link URL --source S --medium M --campaign C');
    const { linkCommand } = await import('./commands/link.ts');
    return linkCommand(config, url, { source, medium, campaign, content, term }, json === true);
  },
  rebuild: async (config, _words, { json }) =>
    (await import('./commands/rebuild.ts')).rebuildCommand(config, json === true),
  'export events': (config) => exportRows(config, 'events'),
  'export leads': (config) => exportRows(config, 'leads'),
  'export touches': (config) => exportRows(config, 'touches'),
  'export credits': (config) => exportRows(config, 'credits'),
  import: async (config, [kind, file], options) => {
    if (kind === undefined || file === undefined) throw new UsageError('import KIND FILE');
    const { 'dry-run': dryRun = false, 'skip-bad': skipBad = false, alert = false, json = false } = options;
    const { importCommand } = await import('./commands/import.ts');
    return importCommand(config, kind, file, { dryRun, skipBad, alert, json });
  },
};

async function exportRows(config: Config, what: ExportKind): Promise<void> {
  return (await import('./commands/export.ts')).exportCommand(config, what);
}

function readArguments() {
  const options = {
    role: { type: 'string' },
    name: { type: 'string' },
    source: { type: 'string' },
    medium: { type: 'string' },
    campaign: { type: 'string' },
    content: { type: 'string' },
    term: { type: 'string' },
    json: { type: 'boolean' },
    'no-bot-filter': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    'skip-bad': { type: 'boolean' },
    alert: { type: 'boolean' },
    model: { type: 'string' },
    order: { type: 'string' },
    transform: { type: 'string' },
    help: { type: 'boolean' },
  } as const;
  return parseArgs({ options, allowPositionals: true });
}

async function run(): Promise<void> {
  const { values, positionals } = readArguments();
  const [first = '', second = '', ...rest] = positionals;
  if (first === 'attribute' && !values.help) {
    return (await import('./commands/attribute.ts')).attributeCommand(positionals.slice(1), values);
  }
  const one = commands[first];
  const two = commands[`${first} ${second}`];
  if (values.help || (!one && !two)) {
    process.stdout.write(help);
    process.exitCode = values.help || first === '' ? 0 : 2;
    return;
  }
  const config = (await import('./config.ts')).readConfig();
  if (two) await two(config, rest, values);
  else await one?.(config, positionals.slice(1), values);
}

run().catch((error: unknown) => {
  const isReadable = error instanceof UsageError || isConfigError(error) || isArgumentError(error);
  process.stderr.write(`headwater: ${isReadable ? error.message : describe(error)}\n`);
  process.exitCode = 1;
  if (!isReadable) process.exit();
});

const isConfigError = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'ConfigError';

const isArgumentError = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

/** Faults keep their stack: somebody has to find them. A database that is away is said in one line. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (/^(ECONN|ENOTFOUND|EACCES|EROFS|ENOTDIR|28|3D|SQLITE_CANTOPEN)/.test(code))
    return `DATABASE_URL: ${error.message || code}`;
  return error.stack ?? error.message;
}
