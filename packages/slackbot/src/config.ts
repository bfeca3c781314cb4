export type SlackConfig = { apiUrl: string; botToken: string } & (
  | { mode: 'socket'; appToken: string }
  | { mode: 'http'; signingSecret: string; port: number }
);

export type Config = { collector: { url: string; key: string }; slack: SlackConfig };

export type ConfigResult = { outcome: 'read'; config: Config } | { outcome: 'wrong'; problem: string };

class Wrong extends Error {}

type Environment = Record<string, string | undefined>;

/** Reads the bot's configuration. `problem` is one line that names the first wrong or missing value. */
export function readConfig(environment: Environment = process.env): ConfigResult {
  try {
    const url = httpUrl(environment, 'COLLECTOR_URL', 'http://localhost:3000');
    const key = needed(environment, 'COLLECTOR_KEY');
    return { outcome: 'read', config: { collector: { url, key }, slack: readSlack(environment) } };
  } catch (error) {
    if (error instanceof Wrong) return { outcome: 'wrong', problem: error.message };
    throw error;
  }
}

function readSlack(environment: Environment): SlackConfig {
  const apiUrl = httpUrl(environment, 'SLACK_API_URL', 'https://slack.com/api/');
  const botToken = startingWith(environment, 'SLACK_BOT_TOKEN', 'xox');
  const mode = environment['SLACK_MODE'] || 'socket';
  if (mode === 'socket') {
    return { mode, apiUrl, botToken, appToken: startingWith(environment, 'SLACK_APP_TOKEN', 'xapp-') };
  }
  if (mode !== 'http') throw new Wrong(`SLACK_MODE must be socket or http, not ${mode}`);
  const signingSecret = needed(environment, 'SLACK_SIGNING_SECRET');
  return { mode, apiUrl, botToken, signingSecret, port: port(environment, 'SLACK_PORT', 3100) };
}

function needed(environment: Environment, name: string): string {
  const value = environment[name]?.trim();
  if (!value) throw new Wrong(`${name} is missing`);
  return value;
}

function startingWith(environment: Environment, name: string, start: string): string {
  const value = needed(environment, name);
  if (!value.startsWith(start)) throw new Wrong(`${name} must start with ${start}`);
  return value;
}

function httpUrl(environment: Environment, name: string, fallback: string): string {
  const value = environment[name]?.trim() || fallback;
  if (!/^https?:$/.test(URL.parse(value)?.protocol ?? ''))
    throw new Wrong(`${name} must be an http(s) address`);
  return value;
}

function port(environment: Environment, name: string, fallback: number): number {
  const value = Number(environment[name] || fallback);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new Wrong(`${name} must be a port number`);
  return value;
}
