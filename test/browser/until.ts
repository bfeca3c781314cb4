const LONGEST_MS = 60_000;
const PAUSE_MS = 50;

/** Asks again until it is so. A question that cannot be answered yet counts as a no; after a minute it throws. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + LONGEST_MS;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** The collector looks for a site it does not know twice a second at most. */
export function untilKnown(collector: string, site: string): Promise<void> {
  const nothing = { site, visitor: crypto.randomUUID(), sentAt: Date.now(), events: [] };
  return until('the collector knows the site', async () => {
    const answer = await fetch(`${collector}/v1/collect`, { method: 'POST', body: JSON.stringify(nothing) });
    return answer.status === 202;
  });
}
