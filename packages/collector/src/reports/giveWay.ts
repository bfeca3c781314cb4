import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** How much nicer than the rest of the process: on a busy machine it gets about a third of what the others get. */
const NICER = 5;
const NICEST = 19;

/**
 * Lets the other threads of the process go first where there are too few processors for all of them. Linux alone
 * knows priorities of single threads, and names the one that asks; elsewhere, and where it is not allowed, nothing
 * happens.
 */
export function giveWay(): void {
  try {
    const [thread] = /\d+$/.exec(readlinkSync('/proc/thread-self')) ?? [];
    if (thread === undefined) return;
    setPriority(Number(thread), Math.min(NICEST, getPriority(Number(thread)) + NICER));
  } catch {
    // then reports and everything else are equals
  }
}
