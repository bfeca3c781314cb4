import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const socket = { COLLECTOR_KEY: 'hw_key_1', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const http = {
  COLLECTOR_KEY: 'hw_key_1',
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_MODE: 'http',
  SLACK_SIGNING_SECRET: 's',
};

it('needs little for Socket Mode', () => {
  expect(readConfig(socket)).toEqual({
    outcome: 'read',
    config: {
      collector: { url: 'http://localhost:3000', key: 'hw_key_1' },
      slack: { mode: 'socket', apiUrl: 'https://slack.com/api/', botToken: 'xoxb-1', appToken: 'xapp-1' },
    },
  });
});

it('listens on port 3100 in HTTP mode', () => {
  expect(readConfig(http)).toMatchObject({
    config: { slack: { mode: 'http', port: 3100, signingSecret: 's' } },
  });
});

describe('a wrong or missing value is named in one line', () => {
  it.each<[Record<string, string>, string]>([
    [{ ...socket, COLLECTOR_KEY: '' }, 'COLLECTOR_KEY is missing'],
    [{ ...socket, COLLECTOR_URL: 'localhost:3000' }, 'COLLECTOR_URL must be an http(s) address'],
    [{ ...socket, SLACK_BOT_TOKEN: '' }, 'SLACK_BOT_TOKEN is missing'],
    [{ ...socket, SLACK_BOT_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN must start with xox'],
    [{ ...socket, SLACK_APP_TOKEN: '' }, 'SLACK_APP_TOKEN is missing'],
    [{ ...socket, SLACK_APP_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN must start with xapp-'],
    [{ ...socket, SLACK_MODE: 'rtm' }, 'SLACK_MODE must be socket or http, not rtm'],
    [{ ...socket, SLACK_API_URL: 'ftp://x' }, 'SLACK_API_URL must be an http(s) address'],
    [{ ...http, SLACK_SIGNING_SECRET: ' ' }, 'SLACK_SIGNING_SECRET is missing'],
    [{ ...http, SLACK_PORT: '70000' }, 'SLACK_PORT must be a port number'],
  ])('%j', (environment, problem) => {
    expect(readConfig(environment)).toEqual({ outcome: 'wrong', problem });
  });
});
