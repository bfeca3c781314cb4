import type { ViewOutput } from '@slack/bolt';
import type { ListenerContext } from './context.ts';
import { formOf } from './qualify-form.ts';

/** So long after the last letter what was typed is kept. */
const QUIET_MS = 800;

export type Typing = {
  /** Somebody typed or chose something in the form; resolves when that is kept, or was overtaken. */
  typed: (view: ViewOutput, by: string) => Promise<void>;
  /** The form was saved or its draft was: what is still on its way is not kept any more. */
  settled: (viewId: string) => void;
};

/**
 * Keeps what people type as their draft while they type it: Slack does not say what stood in a form that is
 * cancelled. A bot that dies loses less than a second of it.
 */
export function createTyping({ collector, log }: Pick<ListenerContext, 'collector' | 'log'>): Typing {
  const latest = new Map<string, ViewOutput>();

  return {
    async typed(view, by) {
      latest.set(view.id, view);
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
      if (latest.get(view.id) !== view) return;
      latest.delete(view.id);
      const { leadId, form } = formOf(view, by);
      await collector
        .saveQualificationDraft(leadId, form)
        .catch((error: unknown) => log.warn(error, 'what was typed is not kept as a draft'));
    },
    settled(viewId) {
      latest.delete(viewId);
    },
  };
}
