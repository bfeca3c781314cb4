import type { SlackProblemReport } from '@headwater/contract';
import type { CollectorHttp } from './collector-http.ts';

/** What the bot tells about its standing with Slack. */
export type SlackStanding = {
  /** Slack refuses the app; the collector tells the admin, or shows it where Slack cannot. */
  reportProblem: (problem: SlackProblemReport) => Promise<void>;
  /** Slack has let the bot in: what was wrong is right, or will be reported again. */
  letIn: () => Promise<void>;
};

export function createSlackStanding(http: CollectorHttp): SlackStanding {
  return {
    async reportProblem(problem) {
      await http.insist('POST', '/v1/slack/problems', problem);
    },
    async letIn() {
      await http.insist('DELETE', '/v1/slack/problems');
    },
  };
}
