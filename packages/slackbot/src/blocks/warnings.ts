import type { KnownBlock } from '@slack/types';
import type { WarningMessage, WarningTold } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { escaped, link, mrkdwn, plain } from './text.ts';

/** Each is two blocks, and a message has at most 50. */
const WARNINGS_SHOWN = 20;

/** What marketing is warned of: what, what it means, and where to look. Several of one time are one message. */
export function warningsMessage({ warnings, dashboard }: WarningMessage): SlackMessage {
  const shown = warnings.slice(0, WARNINGS_SHOWN);
  const left = warnings.length - shown.length;
  const [first] = warnings;
  const title = warnings.length === 1 ? 'A warning' : `${warnings.length} warnings`;
  const more = warnings.length === 1 ? '' : ` And ${warnings.length - 1} more.`;
  return {
    text: `${title}: ${escaped(first?.what ?? '', 1000)}${more}`,
    blocks: [
      { type: 'header', text: plain(title, 150) },
      ...shown.flatMap((warning) => warningBlocks(warning, dashboard)),
      ...(left > 0
        ? [{ type: 'context' as const, elements: [mrkdwn(link(dashboard, `and ${left} more`))] }]
        : []),
    ],
  };
}

function warningBlocks({ what, means, report }: WarningTold, dashboard: string): KnownBlock[] {
  const address = `${dashboard}#${report.replace(/^\/v1/, '')}`;
  return [
    { type: 'section', text: plain(what) },
    { type: 'context', elements: [plain(means, 1000), mrkdwn(link(address, 'The report'))] },
  ];
}
