import type { WebClient } from '@slack/web-api';
import type { PacedMethod } from './paced-method.ts';

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

/** Ids of conversations, each asked for once and remembered for the life of the process: reading history needs them. */
export function createConversations(slack: WebClient, opening: PacedMethod): Conversations {
  const known = new Map<string, string>();
  const beingOpened = new Map<string, Promise<string>>();

  return {
    async direct(slackUser) {
      const id = known.get(slackUser);
      if (id !== undefined) return id;
      const opened = beingOpened.get(slackUser) ?? open(slackUser);
      beingOpened.set(slackUser, opened);
      return opened.finally(() => beingOpened.delete(slackUser));
    },
    async channel(nameOrId) {
      if (!nameOrId.startsWith('#')) return nameOrId;
      if (!known.has(nameOrId)) await learnAll();
      return known.get(nameOrId) ?? null;
    },
    learn: (nameOrId, id) => void known.set(nameOrId, id),
  };

  async function open(slackUser: string): Promise<string> {
    const { channel } = await opening.call(() => slack.conversations.open({ users: slackUser }));
    if (!channel?.id) throw new Error('Slack opened no conversation');
    known.set(slackUser, channel.id);
    return channel.id;
  }

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
