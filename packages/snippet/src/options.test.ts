import { describe, expect, it } from 'vitest';
import { isLocalTraffic, readOptions } from './options.ts';

describe('where the collector is', () => {
  it.each([
    ['https://leads.acme.com/hw.js', undefined, 'https://leads.acme.com/v1/'],
    ['https://www.acme.com/hw/hw.js', undefined, 'https://www.acme.com/hw/v1/'],
    ['https://www.acme.com/hw/hw.abc123.js?v=2', undefined, 'https://www.acme.com/hw/v1/'],
    ['http://localhost:3000/hw.js', undefined, 'http://localhost:3000/v1/'],
    ['https://cdn.example/x/hw.js', 'https://leads.acme.com', 'https://leads.acme.com/v1/'],
    ['https://cdn.example/x/hw.js', 'https://acme.com/hw/', 'https://acme.com/hw/v1/'],
  ])('%s with data-api %s', (src, api, expected) => {
    expect(readOptions({ src, dataset: api === undefined ? {} : { api } }).api).toBe(expected);
  });
});

it('takes the other attributes as they are', () => {
  const options = readOptions({
    src: 'https://a.test/hw.js',
    dataset: { site: 'KEY', spa: 'off', debug: '' },
  });
  expect(options).toEqual({ site: 'KEY', spa: 'off', debug: '', api: 'https://a.test/v1/' });
});

describe('local traffic', () => {
  it.each([
    ['localhost', false, true],
    ['127.0.0.1', false, true],
    ['[::1]', false, true],
    ['mac.local', false, true],
    ['www.acme.com', true, true],
    ['www.acme.com', false, false],
    ['localhost.acme.com', false, false],
    ['local.acme.com', false, false],
    ['1127.acme.com', false, false],
  ])('%s, driven by a program: %s', (host, isDriven, expected) => {
    expect(isLocalTraffic(host, isDriven)).toBe(expected);
  });
});
