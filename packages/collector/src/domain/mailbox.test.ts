import { describe, expect, it } from 'vitest';
import { isSameMailbox } from './mailbox.ts';

describe('two addresses', () => {
  it.each([
    ['anna@firm.de', 'anna@firm.de', true],
    ['Anna@Firm.DE ', ' anna@firm.de', true],
    ['anna+friends@firm.de', 'anna@firm.de', true],
    ['anna+a@firm.de', 'anna+b@firm.de', true],
    ['an.na@gmail.com', 'anna+x@googlemail.com', true],
    ['an.na@firm.de', 'anna@firm.de', false],
    ['anna@firm.de', 'anna@firm.com', false],
    ['anna@firm.de', 'hanna@firm.de', false],
    ['Anna', 'Anna', false],
    ['', '', false],
    ['+tag@firm.de', '+tag@firm.de', false],
  ])('%j and %j: the same mailbox is %j', (one, other, same) => {
    expect(isSameMailbox(one, other)).toBe(same);
    expect(isSameMailbox(other, one)).toBe(same);
  });
});
