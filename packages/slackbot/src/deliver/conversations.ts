import type { WebClient } from '@slack/web-api';

export type Conversations = {
  /** The conversation with one person, opened when it is first needed. */
  direct: (slackUser: string) => Promise<string>;
  /** The id of a channel given as an id or as `#name`; null when the bot knows no such channel. */
  channel: (nameOrId: string) => Promise<string | null>;
  /** Remembers which channel a name turned out to be. */
  learn: (nameOrId: string, id: string) => void;
};

/** True for a Slack user's id; channels start with another letter or a hash sign. */
export const isPerson = (place: string): boolean => /^[UW][A-Z0-9]{2,30}$/.test(place);

/** Ids of conversations, remembered for the life of the process: reading history needs them. */
export function createConversations(slack: WebClient): Conversations {
  const known = new Map<string, string>();

  return {
    async direct(slackUser) {
      const id = known.get(slackUser) ?? (await slack.conversations.open({ users: slackUser })).channel?.id;
      if (!id) throw new Error('Slack opened no conversation');
      known.set(slackUser, id);
      return id;
    },
    async channel(nameOrId) {
      if (!nameOrId.startsWith('#')) return nameOrId;
      if (!known.has(nameOrId)) await learnAll();
      return known.get(nameOrId) ?? null;
    },
    learn: (nameOrId, id) => void known.set(nameOrId, id),
  };

  async function learnAll(): Promise<void> {
    let cursor = '';
    do {
      const answer = await slack.conversations.list({
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: 999,
        cursor,
      });
      for (const { id, name } of answer.channels ?? []) if (id && name) known.set(`#${name}`, id);
      cursor = answer.response_metadata?.next_cursor ?? '';
    } while (cursor);
  }
}
