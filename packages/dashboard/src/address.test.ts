import { describe, expect, it } from 'vitest';
import { leadAddress, readAddress } from './address.ts';

describe('readAddress', () => {
  it.each([
    ['', { kind: 'status' }],
    ['#', { kind: 'status' }],
    ['#/', { kind: 'status' }],
    ['#/sources', { kind: 'sources' }],
    ['#/leads/lead_01a2', { kind: 'lead', id: 'lead_01a2' }],
    ['#/reports/audit?from=2026-01-01', { kind: 'report', name: 'audit', query: 'from=2026-01-01' }],
    ['#/reports/response-times', { kind: 'report', name: 'response-times', query: '' }],
    ['#/reports/../settings/people', { kind: 'unknown' }],
    ['#key=hw_key_admin', { kind: 'key', key: 'hw_key_admin' }],
    ['#key=a%2Bb=', { kind: 'key', key: 'a+b=' }],
    ['#key=100%', { kind: 'key', key: '100%' }],
    ['#/leads/', { kind: 'unknown' }],
    ['#/leads/../status', { kind: 'unknown' }],
    ['#key=', { kind: 'unknown' }],
  ])('reads %j', (hash, address) => {
    expect(readAddress(hash)).toEqual(address);
  });

  it('reads the address that the page itself writes', () => {
    expect(readAddress(leadAddress('lead_7'))).toEqual({ kind: 'lead', id: 'lead_7' });
  });
});
