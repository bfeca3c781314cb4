import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Memory } from '../commands.ts';
import { carryVisitor } from './links.ts';

const NOW = 1_767_225_600_000;
const visitor = '01234567-89ab-7cde-8f01-23456789abcd';
const carried = `_hw=${visitor}.${NOW}`;
const domains = 'shop.example, site.example';

const known = { visitor, touches: [] } as unknown as Memory;

/** Clicks on what `#clicked` is, and tells what the link's `href` is while it is followed. */
function click(html: string, memory: Memory | null = known): string | null | undefined {
  document.body.innerHTML = html;
  const core = {
    options: { site: 'KEY', api: 'https://leads.test/v1/', domains },
    headwater: (...[kind, given]: unknown[]) => {
      if (kind === 'get' && memory) (given as (known: Memory) => void)(memory);
    },
  };
  document.addEventListener('click', (event) => carryVisitor(core, event, domains), { once: true });
  document.querySelector('#clicked')?.dispatchEvent(new Event('click', { bubbles: true }));
  return document.querySelector('a')?.getAttribute('href');
}

beforeEach(() => vi.useFakeTimers({ now: NOW }));
afterEach(() => {
  vi.useRealTimers();
  document.body.innerHTML = '';
});

describe('a link that is clicked on', () => {
  it.each([
    ['https://shop.example/', `https://shop.example/?${carried}`],
    ['https://shop.example/a?b=1', `https://shop.example/a?b=1&${carried}`],
    ['https://shop.example/a#b', `https://shop.example/a?${carried}#b`],
    ['https://www.site.example/', `https://www.site.example/?${carried}`],
  ])('to %s carries the visitor', (href, followed) => {
    expect(click(`<a id="clicked" href="${href}">Shop</a>`)).toBe(followed);
  });

  it('carries the visitor though the click was on a part of it', () => {
    expect(click('<a href="https://shop.example/"><b id="clicked">Shop</b></a>')).toContain(carried);
  });

  it('is as it was before, once it was followed', () => {
    click('<a id="clicked" href="//shop.example/a?b#c">Shop</a>');
    vi.runAllTimers();
    expect(document.querySelector('a')?.getAttribute('href')).toBe('//shop.example/a?b#c');
  });

  it.each([
    'https://other.example/',
    'https://notshop.example/',
    '/pricing',
    'mailto:eva@shop.example',
    '#top',
    '',
  ])('to %j is left alone', (href) => {
    expect(click(`<a id="clicked" href="${href}">A link</a>`)).toBe(href);
  });

  it('is left alone where the visitor is not known, as before consent', () => {
    const href = 'https://shop.example/';
    expect(click(`<a id="clicked" href="${href}">Shop</a>`, null)).toBe(href);
  });
});
