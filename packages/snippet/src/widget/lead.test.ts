import type { LeadSubmission } from '@headwater/contract';
import { afterEach, describe, expect, it } from 'vitest';
import type { Headwater, Memory } from '../commands.ts';
import type { Host } from './host.ts';
import { leadBody, leadFields } from './lead.ts';
import { messages } from './messages/en.ts';

type Touch = Memory['touches'][number];

const touch = (at: number, url: string): Touch => ({ id: `${at}`, kind: 'touch', at, url, params: {} });

/** Makes the snippet remember a visitor. */
function remember(touches: Touch[]): void {
  const memory: Memory = { visitor: 'v', first: touches[0], last: touches.at(-1), touches };
  const answer: Headwater = (...[kind, given]) => {
    if (kind === 'get') given(memory);
  };
  window.headwater = answer;
}

function bodyOf(html: string, values: Record<string, string>): LeadSubmission {
  document.body.innerHTML = html;
  const element = document.querySelector('hw-form') as HTMLElement;
  const host = { element, place: { site: 'KEY', api: '' } } as Host;
  return JSON.parse(leadBody(host, values, 'id')) as LeadSubmission;
}

afterEach(() => {
  delete window.headwater;
});

describe('the fields of a lead form', () => {
  it.each([
    ['name,email,company', ['name', 'email', 'company']],
    [' email ,\n phone', ['email', 'phone']],
    ['name', ['email', 'name']],
    ['email,shoeSize', ['email']],
    ['', ['email']],
  ])('of %o are %o', (names, wanted) => {
    expect(leadFields(names, messages).map(({ name }) => name)).toEqual(wanted);
  });
});

describe('the lead that is sent', () => {
  it('says who, from which form, and how this browser came', () => {
    remember([touch(1, 'https://acme.com/?gclid=x')]);
    const lead = bodyOf('<hw-form name="Demo" form-id="demo-7" consent="News?"></hw-form>', {
      email: 'eva@firma.de',
      honeypot: '',
      consent: 'on',
    });
    expect(lead).toMatchObject({
      site: 'KEY',
      submission: 'id',
      visitor: 'v',
      email: 'eva@firma.de',
      form: { id: 'demo-7', name: 'Demo' },
      touches: [{ url: 'https://acme.com/?gclid=x' }],
      consent: { marketing: true, text: 'News?' },
    });
  });

  it('asks for no consent where the page asks for none, and says no where it was not given', () => {
    expect(bodyOf('<hw-form></hw-form>', {}).consent).toBeUndefined();
    expect(bodyOf('<hw-form consent="News?"></hw-form>', {}).consent).toEqual({
      marketing: false,
      text: 'News?',
    });
  });

  it('names no visitor where the snippet tells of none', () => {
    expect(bodyOf('<hw-form></hw-form>', {})).toMatchObject({ touches: [] });
    expect(bodyOf('<hw-form></hw-form>', {})).not.toHaveProperty('visitor');
  });

  it('keeps the first touch and the newest there is room for', () => {
    remember(Array.from({ length: 20 }, (_, at) => touch(at, `https://acme.com/${'x'.repeat(2000)}`)));
    const { touches = [] } = bodyOf('<hw-form></hw-form>', { message: 'still all of it' });
    const times = touches.map((one) => (one as Touch).at);
    expect(times[0]).toBe(0);
    expect(times.at(-1)).toBe(19);
    expect(JSON.stringify(touches).length).toBeLessThan(20_000);
  });
});
