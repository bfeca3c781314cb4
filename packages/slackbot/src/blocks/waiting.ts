import type { LeadCard } from '@headwater/contract';

/** `Waiting for 10 minutes`, for a lead that nobody could see before; nothing under a minute. */
export function waitingFor({ waitingMinutes = 0 }: LeadCard): string[] {
  if (waitingMinutes < 1) return [];
  if (waitingMinutes < 120) return [`Waiting for ${counted(waitingMinutes, 'minute')}`];
  const hours = Math.floor(waitingMinutes / 60);
  if (hours < 48) return [`Waiting for ${counted(hours, 'hour')}`];
  return [`Waiting for ${counted(Math.floor(hours / 24), 'day')}`];
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
