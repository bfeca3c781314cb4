import { describe, expect, it } from 'vitest';
import { junkReason } from './junk.ts';

describe('junkReason', () => {
  it.each([
    [{ email: 'jane@firma.de', honeypot: 'http://pills' }, 'honeypot'],
    [{ email: 'jane@firma.de', honeypot: '  ' }, null],
    [{ email: 'jane@mailinator.com' }, 'disposable'],
    [{ email: 'jane@Sub.Mailinator.com' }, 'disposable'],
    [{ email: 'test@test.com' }, 'test'],
    [{ email: 'Test@example.com' }, 'test'],
    [{ email: 'test+1@firma.de' }, 'test'],
    [{ email: 'asdf@asdf.de', name: 'Jane Doe' }, 'test'],
    [{ email: 'jane@firma.de', name: 'Test' }, 'test'],
    [{ email: 'jane@firma.de', name: ' TEST  test ' }, 'test'],
    [{ name: 'asdf', phone: '123' }, 'test'],
    [{ email: 'jane@example.com', name: 'Jane' }, null],
    [{ email: 'jane@test.com', name: 'Jane' }, null],
    [{ email: 'tess@firma.de', name: 'Tess Tester' }, null],
    [{ email: 'testa@firma.de', name: 'Maria Testa' }, null],
    [{ email: 'jane@firma.de', name: '' }, null],
    [{ email: null, name: null, honeypot: null }, null],
    [{}, null],
  ])('says of %j: %s', (submission, reason) => {
    expect(junkReason(submission)).toBe(reason);
  });
});
