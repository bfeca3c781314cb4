import type { App } from '@slack/bolt';
import type { ListenerContext } from './context.ts';
import { listenToClaim } from './claim.ts';
import { listenToDisqualify } from './disqualify.ts';
import { listenToQualify } from './qualify.ts';
import { listenToLeadCommand } from './lead-command.ts';
import { listenToLeadLinks } from './lead-links.ts';
import { listenToMoveStage } from './move-stage.ts';
import { listenToHome } from './home.ts';
import { listenToReassign } from './reassign.ts';
import { listenToFollowUp } from './follow-up.ts';
import { listenToReferCommand } from './refer-command.ts';
import { listenToReferShortcuts } from './refer-shortcuts.ts';
import { listenToReferSubmit } from './refer-submit.ts';
import { listenToSnooze } from './snooze.ts';
import { listenToReview } from './review.ts';
import { listenToReward } from './reward.ts';
import { tellFailures } from './tell-failure.ts';
import { listenToThank } from './thank.ts';

/** All that people can do in Slack: a file each. */
export function listenToEverything(app: App, context: ListenerContext): void {
  tellFailures(app, context);
  listenToClaim(app, context);
  listenToQualify(app, context);
  listenToReassign(app, context);
  listenToDisqualify(app, context);
  listenToSnooze(app, context);
  listenToFollowUp(app, context);
  listenToMoveStage(app, context);
  listenToLeadCommand(app, context);
  listenToLeadLinks(app, context);
  listenToReferCommand(app, context);
  listenToReferShortcuts(app, context);
  listenToReferSubmit(app, context);
  listenToReview(app, context);
  listenToReward(app, context);
  listenToThank(app, context);
  listenToHome(app, context);
}
