import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

type Manifest = {
  features: {
    app_home: { home_tab_enabled: boolean };
    shortcuts: { name: string; type: string; callback_id: string }[];
    slash_commands: { command: string }[];
  };
  oauth_config: { scopes: { bot: string[] } };
  settings: {
    interactivity: { is_enabled: boolean };
    event_subscriptions: { bot_events: string[] };
    socket_mode_enabled: boolean;
  };
};

const read = async (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8');
const manifest = parse(await read('../../../deploy/slack-manifest.yaml')) as Manifest;

it('names the command and the shortcuts that the bot listens to', async () => {
  const listeners =
    (await read('../src/listeners/refer-shortcuts.ts')) +
    (await read('../src/listeners/refer-command.ts')) +
    (await read('../src/listeners/lead-command.ts'));
  const { shortcuts, slash_commands: commands } = manifest.features;
  expect(shortcuts.map(({ type }) => type)).toEqual(['global', 'message']);
  for (const { callback_id: id } of shortcuts)
    expect(listeners).toMatch(new RegExp(`app\\.shortcut(<\\w+>)?\\('${id}'`));
  for (const { command } of commands) expect(listeners).toContain(`app.command('${command}'`);
});

it('fits what Slack allows a shortcut to be called', () => {
  for (const { name } of manifest.features.shortcuts) expect(name.length).toBeLessThanOrEqual(24);
});

it('lets Slack reach the bot by a socket, with interactivity', () => {
  expect(manifest.settings).toMatchObject({ interactivity: { is_enabled: true }, socket_mode_enabled: true });
});

it('asks for the scopes that docs/slack.md explains, and no others', async () => {
  const docs = await read('../../../docs/slack.md');
  const table = docs.slice(docs.indexOf('| scope |'), docs.indexOf('## HTTP instead'));
  const explained = [...table.matchAll(/`([a-z]+(?::[a-z.]+)?)`/g)].map(([, scope]) => scope);
  expect(new Set(manifest.oauth_config.scopes.bot)).toEqual(new Set(explained));
});

it('has a Home, and hears when somebody opens it', async () => {
  const listener = await read('../src/listeners/home.ts');
  expect(manifest.features.app_home.home_tab_enabled).toBe(true);
  expect(manifest.settings.event_subscriptions.bot_events).toContain('app_home_opened');
  expect(listener).toContain("app.event('app_home_opened'");
});
