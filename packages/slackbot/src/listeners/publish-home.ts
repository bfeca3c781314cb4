import { WebAPIPlatformError } from '@slack/web-api';
import type { HomeView } from '@slack/types';
import { homeView, sayingHome } from '../blocks/home.ts';
import { AWAY, within, type ListenerContext } from './context.ts';

/** Whoever opens their Home for the first time sees that it is on its way when it takes longer than this. */
const HOME_WITHIN_MS = 1500;

type Publish = {
  slackUser: string;
  /** Of the Home as the person saw it: where it is another now, a newer one is not overwritten by an older. */
  hash?: string | undefined;
  /** Said at its top. */
  notice?: string | undefined;
  /** Nothing stands there yet. */
  isFirst?: boolean;
};

export type PublishHome = (publish: Publish) => Promise<void>;

/**
 * Shows people their Home as the collector knows it. What is shown to one person is read and shown in turn,
 * so that what was read earlier never stands over what was read later.
 */
export function createPublishHome(context: ListenerContext): PublishHome {
  const last = new Map<string, Promise<void>>();

  return async (publish) => {
    const { slackUser } = publish;
    const turn = (last.get(slackUser) ?? Promise.resolve()).then(() => publishNow(context, publish));
    const settled = turn.catch(() => undefined);
    last.set(slackUser, settled);
    void settled.then(() => last.get(slackUser) === settled && last.delete(slackUser));
    await turn;
  };
}

/** Where the collector gives no answer, the Home says so. */
async function publishNow(context: ListenerContext, publish: Publish): Promise<void> {
  const { slackUser, hash, isFirst = false } = publish;
  const view = readView(context, publish);
  if (isFirst && !(await within(HOME_WITHIN_MS, view)))
    await show(context, { slackUser, view: sayingHome('One moment, it is on its way…') });
  const isShown = await show(context, { slackUser, view: await view, hash });
  if (!isShown) await show(context, { slackUser, view: await readView(context, publish) });
}

function readView({ collector, log }: ListenerContext, { slackUser, notice }: Publish): Promise<HomeView> {
  return collector.home(slackUser).then(
    (home) => homeView(home, { notice }),
    (error: unknown) => {
      log.error(error, 'a Home could not be filled');
      return sayingHome(notice ?? AWAY);
    },
  );
}

/** False where the person's Home is another than the one with this hash. */
async function show(
  { slack }: ListenerContext,
  { slackUser, view, hash }: { slackUser: string; view: HomeView; hash?: string | undefined },
): Promise<boolean> {
  try {
    await slack.views.publish({ user_id: slackUser, view, ...(hash ? { hash } : {}) });
    return true;
  } catch (error) {
    if (error instanceof WebAPIPlatformError && error.data.error === 'hash_conflict') return false;
    throw error;
  }
}
