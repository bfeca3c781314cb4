import type { Deliveries, Receipt } from './deliveries.ts';
import { homeProblems } from './limits.ts';
import { directChannel, nextId, nextTs, type Block, type View, type Workspace } from './workspace.ts';

type Fields = Record<string, unknown>;

/** The method of the Web API that shows somebody a Home. Each person sees their own and nobody else's. */
export const homeMethods = {
  'views.publish': (workspace: Workspace, args: Fields) => {
    const user = typeof args['user_id'] === 'string' ? args['user_id'] : '';
    if (!workspace.people.has(user)) return refuse('user_not_found');
    const problems = homeProblems(args['view']);
    if (problems.length > 0) return refuse('invalid_arguments', problems);
    const before = workspace.homes.get(user);
    if (args['hash'] !== undefined && args['hash'] !== before?.hash) return refuse('hash_conflict');
    const view = published(workspace, args['view'] as Partial<View>, before?.id);
    workspace.homes.set(user, view);
    return { ok: true, view };
  },
};

const refuse = (error: string, messages: string[] = []) => ({
  ok: false,
  error,
  response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
});

function published(workspace: Workspace, view: Partial<View>, id = nextId(workspace, 'V')): View {
  const blocks = (view.blocks ?? []).map((block, index) => ({ block_id: `b${index}`, ...block }));
  return {
    ...view,
    type: 'home',
    callback_id: view.callback_id ?? '',
    private_metadata: view.private_metadata ?? '',
    blocks,
    id,
    hash: `${Date.now()}.${nextId(workspace, 'h')}`,
  };
}

export type Homes = {
  /** The person opens the app's Home, or another of its tabs. */
  openHome: (user: string, tab?: 'home' | 'messages') => Promise<Receipt>;
  /** What stands in the person's Home; null before anything was published for them. */
  home: (user: string) => View | null;
  /** The person closes the modals that are open. */
  closeViews: (user: string) => void;
  /** Presses the button in the person's own Home. Throws when there is none. */
  pressHome: (press: { user: string; actionId: string; value?: string }) => Promise<Receipt>;
};

type Hands = {
  workspace: Workspace;
  deliveries: Deliveries;
  common: (user: string) => Fields;
  trigger: (user: string) => string;
};

/** What people do in the app's Home. */
export function createHomes({ workspace, deliveries, common, trigger }: Hands): Homes {
  return {
    openHome(user, tab = 'home') {
      const view = workspace.homes.get(user);
      const channel = directChannel(workspace, user).id;
      const eventTs = nextTs(workspace);
      const event = { type: 'app_home_opened', user, channel, tab, event_ts: eventTs, ...(view && { view }) };
      return deliveries.send({ type: 'events_api', payload: eventPayload(workspace, event) });
    },
    home: (user) => workspace.homes.get(user) ?? null,
    closeViews(user) {
      for (const open of workspace.views) if (open.user === user) open.isOpen = false;
    },
    pressHome({ user, actionId, value }) {
      const view = workspace.homes.get(user);
      const found = view && findButton(view, actionId, value);
      if (!found) throw new Error(`no button ${actionId} in the Home of ${user}`);
      const payload = {
        type: 'block_actions',
        ...common(user),
        trigger_id: trigger(user),
        container: { type: 'view', view_id: view.id },
        view,
        actions: [{ ...found.button, block_id: found.block.block_id, action_ts: nextTs(workspace) }],
      };
      return deliveries.send({ type: 'interactive', payload });
    },
  };
}

/** https://docs.slack.dev/apis/events-api#event-type-structure */
function eventPayload(workspace: Workspace, event: Fields): Fields {
  const { teamId, botUser } = workspace;
  return {
    type: 'event_callback',
    token: 'verification-token',
    team_id: teamId,
    api_app_id: 'A0HEADWATER',
    event,
    event_id: nextId(workspace, 'Ev'),
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: teamId,
        user_id: botUser,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
}

type Button = { type: string; action_id: string; value?: string };

function findButton(
  { blocks }: View,
  actionId: string,
  value: string | undefined,
): { block: Block; button: Button } | undefined {
  const buttons = blocks.flatMap((block) => {
    const elements = [...((block['elements'] as Button[] | undefined) ?? []), block['accessory'] as Button];
    return elements.filter(Boolean).map((button) => ({ block, button }));
  });
  return buttons.find(
    ({ button }) =>
      button.type === 'button' &&
      button.action_id === actionId &&
      (value === undefined || button.value === value),
  );
}
