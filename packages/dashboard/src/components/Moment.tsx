import { dateAndTime } from '../time.ts';

/** A time in the viewer's zone. */
export function Moment({ at }: { at: string }) {
  return <time dateTime={at}>{dateAndTime(at)}</time>;
}
