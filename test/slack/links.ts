import { blockProblems } from './limits.ts';
import type { Answer, Args } from './web-api.ts';
import { nextId, type Block, type Message, type Workspace } from './workspace.ts';

/** The addresses in a text that belong to the domains the app listens to. */
function linksIn(text: string, domains: readonly string[]): { domain: string; url: string }[] {
  const addresses = text.match(/https?:\/\/[^\s<>|]+/g) ?? [];
  return addresses.flatMap((url) => {
    const domain = URL.parse(url)?.hostname ?? '';
    return domains.includes(domain) ? [{ domain, url }] : [];
  });
}

/** The event for a message that holds links of the app; null for one without. */
export function linkSharedEvent(workspace: Workspace, message: Message): Record<string, unknown> | null {
  const links = linksIn(message.text, workspace.linkDomains);
  if (links.length === 0) return null;
  const unfurlId = nextId(workspace, 'unfurl.');
  workspace.unfurlIds.set(unfurlId, message);
  return {
    type: 'event_callback',
    token: 'verification-token',
    team_id: workspace.teamId,
    api_app_id: 'A0HEADWATER',
    event_id: nextId(workspace, 'Ev'),
    event_time: Math.floor(Date.now() / 1000),
    event: {
      type: 'link_shared',
      channel: message.channel,
      user: message.user,
      message_ts: message.ts,
      event_ts: message.ts,
      is_bot_user_member: true,
      unfurl_id: unfurlId,
      source: 'conversations_history',
      links,
    },
  };
}

/** `chat.unfurl`: by channel and ts, or by the id that came with the event. */
export function unfurl(workspace: Workspace, args: Args): Answer {
  const byId = workspace.unfurlIds.get(String(args['unfurl_id']));
  const message =
    byId ?? workspace.messages.find(({ channel, ts }) => channel === args['channel'] && ts === args['ts']);
  if (!message) return { ok: false, error: 'cannot_find_message' };
  const unfurls = (args['unfurls'] ?? {}) as Record<string, { blocks: Block[] }>;
  if (Object.keys(unfurls).length === 0) return { ok: false, error: 'missing_unfurls' };
  for (const [url, { blocks }] of Object.entries(unfurls)) {
    if (!message.text.includes(url)) return { ok: false, error: 'cannot_unfurl_url' };
    const problems = blockProblems(blocks, 'message');
    if (problems.length > 0)
      return { ok: false, error: 'invalid_blocks', response_metadata: { messages: problems } };
  }
  message.unfurls = { ...message.unfurls, ...unfurls };
  return { ok: true };
}
