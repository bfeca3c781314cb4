import type { Temperature } from '@headwater/contract';

const names: Record<Temperature, string> = { hot: 'Hot', warm: 'Warm', cold: 'Cold' };

/** How warm a lead is, in a word and a colour. */
export function TemperatureMark({ temperature }: { temperature: Temperature }) {
  return <span class={`mark ${temperature}`}>{names[temperature]}</span>;
}
