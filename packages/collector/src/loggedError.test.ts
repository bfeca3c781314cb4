import { pino } from 'pino';
import { expect, it } from 'vitest';
import { loggedError } from './loggedError.ts';

it('leaves out the row that a database refused', () => {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const log = pino({ serializers: { err: loggedError } }, { write });
  const refused = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(eva@firma.de) already exists.',
    where: 'eva@firma.de',
  });
  log.error({ err: new Error('a timer failed', { cause: refused }) });
  expect(lines.join()).not.toContain('eva@firma.de');
  expect(JSON.parse(lines.join())).toMatchObject({
    err: { message: 'a timer failed', cause: { code: '23505', message: 'duplicate key' } },
  });
  log.error({ err: 'thrown' });
  expect(lines.at(-1)).toContain('thrown');
});
