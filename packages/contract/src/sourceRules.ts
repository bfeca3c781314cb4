import { z } from 'zod';
import { families } from './lead.ts';
import { line } from './primitives.ts';
import { offlineKinds } from './submissions.ts';

/** One text or several, any of which may match. `*` stands for any run of characters; case makes no difference. */
const pattern = z.union([line(200), z.array(line(200)).min(1).max(100)]);

/** When a channel rule applies: every condition given must hold. What a touch does not say matches nothing. */
export const channelCondition = z
  .strictObject({
    /** The source by any of its spellings. */
    source: pattern.optional(),
    medium: pattern.optional(),
    campaign: pattern.optional(),
    content: pattern.optional(),
    term: pattern.optional(),
    /** Touches of this offline kind. Without it a rule is about visits alone. */
    kind: z.union([z.enum(offlineKinds), z.array(z.enum(offlineKinds)).min(1)]).optional(),
  })
  .refine((when) => Object.values(when).some((each) => each !== undefined), {
    message: 'name at least one condition',
  });
export type ChannelCondition = z.infer<typeof channelCondition>;

export const channelRule = z.strictObject({ name: line(120), when: channelCondition, channel: line(100) });
export type ChannelRule = z.infer<typeof channelRule>;

/** Rules that come before the channel group of GA4, and families other than the built-in ones. */
export const channelSettings = z.strictObject({
  /** The first that matches decides. */
  rules: z.array(channelRule).max(500),
  /** The family of a channel, built-in or named by a rule. */
  families: z.record(line(100), z.enum(families)),
});
export type ChannelSettings = z.infer<typeof channelSettings>;
