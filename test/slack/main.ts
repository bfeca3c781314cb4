import { parseArgs } from 'node:util';
import { startSlack } from './slack.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    'events-url': { type: 'string' },
    channel: { type: 'string', multiple: true },
    person: { type: 'string', multiple: true },
    'link-domain': { type: 'string', multiple: true },
  },
});

const slack = await startSlack({
  port: Number(values.port),
  ...(values['events-url'] ? { eventsUrl: values['events-url'] } : {}),
  ...(values.channel ? { channels: values.channel } : {}),
  ...(values.person ? { people: values.person } : {}),
  ...(values['link-domain'] ? { linkDomains: values['link-domain'] } : {}),
});

process.stdout.write(
  [
    `SLACK_API_URL=${slack.url}`,
    `SLACK_BOT_TOKEN=${slack.botToken}`,
    `SLACK_APP_TOKEN=${slack.appToken}`,
    `SLACK_SIGNING_SECRET=${slack.signingSecret}`,
    '',
  ].join('\n'),
);
process.on('SIGTERM', () => void slack.stop());
process.on('SIGINT', () => void slack.stop());
