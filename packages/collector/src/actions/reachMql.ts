import { decisionId } from '../ids.ts';
import { saveStage, type StoredLead } from '../storage/leads.ts';
import { insertStageChange, stagesOf } from '../storage/stages.ts';
import type { InTransaction } from './deps.ts';
import { keepCourse } from './keepJourney.ts';
import { settingsValue } from './settings.ts';

/**
 * Makes a lead marketing qualified when it is warm, once, unless people have moved it before: it does not cool down
 * to a mere lead again. Every lead fits while no ideal customer profile is set. Answers the lead as it is then.
 */
export async function reachMql({ trx, nowMs }: InTransaction, lead: StoredLead): Promise<StoredLead> {
  if (lead.stage !== 'lead' || lead.temperature === 'cold' || lead.junk) return lead;
  const { mqlFrom } = await settingsValue(trx, 'qualification');
  if (mqlFrom === 'off' || (await stagesOf(trx, lead.id)).length > 0) return lead;
  const reason = lead.temperatureReasons[0] ?? lead.temperature;
  const id = decisionId(lead.id, 'headwater:mql', nowMs);
  const change = { id, leadId: lead.id, stage: 'mql' as const, at: nowMs, actor: null, body: { reason } };
  await insertStageChange(trx, change);
  await keepCourse(trx, lead.id);
  await saveStage(trx, lead.id, 'mql');
  return { ...lead, stage: 'mql' };
}
