import type { Button, KnownBlock } from '@slack/types';
import type { Absence, Home } from '@headwater/contract';
import { homeButton } from './home-lead.ts';
import { plain } from './text.ts';

const ABSENCES_SHOWN = 10;
const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** One's own settings: working hours, when messages may come, days out of office. */
export function settingsBlocks({ settings, team }: Home): KnownBlock[] {
  const { hours, absences, notify } = settings;
  const days = hours.days.toSorted((one, other) => one - other).map((day) => dayNames[day - 1]);
  const lines = [
    `Working hours: ${hours.from}–${hours.to}, ${days.join(', ')} (${hours.timeZone})`,
    notify
      ? `Messages that can wait come from ${notify.from} to ${notify.to}`
      : 'Messages that can wait come at any time',
  ];
  const buttons: Button[] = [
    // whoever manages people may enter their days as well
    homeButton({ action: 'home_away', words: 'Out of office', value: team ? 'team' : 'own' }),
    homeButton({ action: 'home_notify', words: 'Notification hours' }),
  ];
  return [
    { type: 'header', text: plain('Your settings', 150) },
    { type: 'section', text: plain(lines.join('\n')) },
    ...absences.slice(0, ABSENCES_SHOWN).map(absenceBlock),
    { type: 'actions', elements: buttons },
  ];
}

function absenceBlock({ from, until, note }: Absence): KnownBlock {
  const when = from === until ? `on ${from}` : `from ${from} until ${until}`;
  return {
    type: 'section',
    text: plain(`Out of office ${when}${note ? `: ${note}` : ''}`, 300),
    accessory: homeButton({
      action: 'home_back',
      words: 'Remove',
      label: `Remove the days out of office ${when}`,
      value: `${from}/${until}`,
    }),
  };
}

/** The days that a Remove button stands for. */
export function daysOf(value: string): { from: string; until: string } {
  const [from = '', until = ''] = value.split('/');
  return { from, until };
}
