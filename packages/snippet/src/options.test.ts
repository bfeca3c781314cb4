import { describe, expect, it } from 'vitest';
import { localHost, options, readOptions } from './options.ts';

describe('where the collector is', () => {
  it.each([
    ['https://leads.acme.com/hw.js', undefined, 'https://leads.acme.com/v1/'],
    ['https://www.acme.com/hw/hw.js', undefined, 'https://www.acme.com/hw/v1/'],
    ['https://www.acme.com/hw/hw.abc123.js?v=2', undefined, 'https://www.acme.com/hw/v1/'],
    ['http://localhost:3000/hw.js', undefined, 'http://localhost:3000/v1/'],
    ['https://cdn.example/x/hw.js', 'https://leads.acme.com', 'https://leads.acme.com/v1/'],
    ['https://cdn.example/x/hw.js', 'https://acme.com/hw/', 'https://acme.com/hw/v1/'],
  ])('%s with data-api %s', (src, api, expected) => {
    readOptions({ src, dataset: api === undefined ? {} : { api } });
    expect(options.api).toBe(expected);
  });
});

it('takes the other attributes as they are', () => {
  readOptions({
    src: 'https://a.test/hw.js',
    dataset: { site: 'KEY', spa: 'off', debug: '' },
  });
  expect(options).toEqual({ site: 'KEY', spa: 'off', debug: '', api: 'https://a.test/v1/' });
});

describe('a local host', () => {
  it.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['[::1]', true],
    ['mac.local', true],
    ['www.acme.com', false],
    ['localhost.acme.com', false],
    ['local.acme.com', false],
    ['1127.acme.com', false],
  ])('%s: %s', (host, expected) => {
    expect(localHost.test(host)).toBe(expected);
  });
});
