/** A lead of which nothing is known yet, as it is stored. */
export const emptyLead = {
  stage: 'lead',
  role: 'unknown',
  score: 0,
  score_lines: '[]',
  temperature: 'cold',
  temperature_reasons: '[]',
  original_source: unknown(),
  latest_source: unknown(),
  channel: 'Unassigned',
  flags: '[]',
  junk: 0,
} as const;

function unknown(): string {
  const nothing = { source: null, medium: null, campaign: null, content: null };
  return JSON.stringify({ ...nothing, channel: 'Unassigned', family: null });
}
