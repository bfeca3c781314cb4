import { describe, expect, it } from 'vitest';
import type { InitOptions } from '../module/index.d.ts';
import { attributesOf } from './attributes.ts';

describe('an option is written as the attribute', () => {
  it.each<[Partial<InitOptions>, Record<string, string>]>([
    [{ site: 'KEY' }, { site: 'KEY' }],
    [{ consent: 'required' }, { consent: 'required' }],
    [{ forms: 'marked' }, { forms: 'marked' }],
    [{ domains: ['a.test', 'b.test'] }, { domains: 'a.test,b.test' }],
    [{ domains: [] }, { domains: '' }],
    [{ ignoreReferrers: ['partner.test'] }, { ignoreReferrers: 'partner.test' }],
    [{ spa: true }, { spa: 'on' }],
    [{ spa: false }, { spa: 'off' }],
    [{ hash: true }, { hash: 'on' }],
    [{ hash: false }, { hash: 'off' }],
    [{ signals: true }, { signals: '' }],
    [{ ignoreLocal: true }, { ignoreLocal: '' }],
    [{ debug: true }, { debug: '' }],
  ])('%j: %j', (given, expected) => {
    expect(attributesOf(given as InitOptions)).toEqual(expected);
  });
});

it('leaves out what is off, since the presence of such an attribute counts', () => {
  const off = { signals: false, ignoreLocal: false, debug: undefined, spa: undefined };
  expect(Object.keys(attributesOf({ site: 'KEY', api: '/hw', ...off }))).toEqual(['site', 'api']);
});
