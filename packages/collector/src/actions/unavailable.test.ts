import { describe, expect, it } from 'vitest';
import { asUnavailable } from './unavailable.ts';

const failure = (code: string): Error => Object.assign(new Error('something of the database'), { code });

describe('an error of the database', () => {
  it.each(['40P01', '40001'])('of two requests in each other’s way (%s) says so', (code) => {
    expect(asUnavailable(failure(code))?.message).toBe('another request was in the way');
  });

  it.each(['57P01', '08006', 'SQLITE_BUSY', 'ECONNREFUSED'])(
    'of a database that is away (%s) says so',
    (code) => {
      expect(asUnavailable(failure(code))?.message).toBe('the database is away');
    },
  );

  it.each(['23505', '42P01'])('that is a fault of ours (%s) is nothing that coming again helps', (code) => {
    expect(asUnavailable(failure(code))).toBeNull();
  });
});
