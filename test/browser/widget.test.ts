import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Referral } from '@headwater/contract';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { messages as german } from '../../packages/snippet/src/widget/messages/de.ts';
import { messages as english } from '../../packages/snippet/src/widget/messages/en.ts';
import { messages as spanish } from '../../packages/snippet/src/widget/messages/es.ts';
import { messages as french } from '../../packages/snippet/src/widget/messages/fr.ts';
import { messages as indonesian } from '../../packages/snippet/src/widget/messages/id.ts';
import { messages as korean } from '../../packages/snippet/src/widget/messages/ko.ts';
import { messages as russian } from '../../packages/snippet/src/widget/messages/ru.ts';
import { openWidgetSite, type WidgetSite } from '../fixtures/widget/open.ts';

const soon = { timeout: 60_000, interval: 50 };
const survey = `<hw-survey survey="role" question="What describes you best?">
  <button value="agency">I run an agency</button>
  <button value="brand">I work at a brand</button>
</hw-survey>`;

let site: WidgetSite;
beforeAll(async () => {
  site = await openWidgetSite();
  await site.addCode({ code: 'ANNA42', referrer: 'anna@kundin.de', name: 'Anna Muster' });
});
afterAll(() => site.stop());
afterEach(() => {
  const [fault] = site.faults.splice(0);
  if (fault) throw new Error(`the page is at fault: ${fault}`);
});

/** Waits for a part of the widget; what the page wrote inside its element is none. */
const shown = (page: Page, selector: string) =>
  page.waitForSelector(`:is(hw-form, hw-referral, hw-survey) >>>> ${selector}`, { visible: true });

const text = (page: Page): Promise<string> =>
  page.$$eval('hw-form, hw-referral, hw-survey', ([element]) => element?.shadowRoot?.textContent ?? '');

const says = (page: Page, sentence: string) =>
  vi.waitFor(async () => expect(await text(page)).toContain(sentence), soon);

/** The innermost element that has the focus: its name, its label or its text. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.getAttribute('name') || at?.getAttribute('aria-label') || at?.textContent.trim() || '';
  });

/** Goes on with the Tab key until something has the focus. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let tabs = 0; tabs < 30; tabs += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === wanted) return;
  }
  throw new Error(`the Tab key does not reach ${wanted}`);
}

const leadOf = async (email: string) =>
  vi.waitFor(async () => {
    const lead = (await site.leads()).find((one) => one.email === email);
    if (!lead) throw new Error(`no lead of ${email} yet`);
    return site.lead(lead.id);
  }, soon);

describe('the lead form', () => {
  it('is filled in and sent with the keyboard alone, and makes one lead that knows its source', async () => {
    const page = await site.open({
      body: '<hw-form name="Demo" fields="name, email, company, phone, message" consent="Send me news."></hw-form>',
      query: '?utm_source=LinkedIn&utm_medium=cpc',
    });
    await shown(page, 'form');
    await tabTo(page, 'name');
    await page.keyboard.type('Eva Beispiel');
    await tabTo(page, 'email');
    await page.keyboard.type('eva@tasten-firma.de');
    await tabTo(page, 'company');
    await page.keyboard.type('Tasten GmbH');
    await tabTo(page, 'message');
    await page.keyboard.type('Please call me.');
    await tabTo(page, 'consent');
    await page.keyboard.press('Space');
    await tabTo(page, 'Send');
    await page.keyboard.press('Enter');
    await says(page, english.leadThanks);
    expect(await focused(page)).toBe(english.thanks);

    const lead = await leadOf('eva@tasten-firma.de');
    expect(lead).toMatchObject({
      name: 'Eva Beispiel',
      company: 'Tasten GmbH',
      flags: expect.not.arrayContaining(['junk']),
    });
    expect(lead.submissions).toMatchObject([
      {
        message: 'Please call me.',
        form: { name: 'Demo' },
        consent: { marketing: true, text: 'Send me news.' },
      },
    ]);
    expect(lead.originalSource).toMatchObject({ channel: 'Paid Social' });
  });

  it('names the wrong field beside it and takes the focus there', async () => {
    const page = await site.open({ body: '<hw-form></hw-form>' });
    await shown(page, '.main');
    await page.click('hw-form >>>> .main');
    await says(page, 'Please fill in “E-mail”.');
    expect(await focused(page)).toBe('email');
    const wrong = await shown(page, '[aria-invalid=true]');
    expect(await wrong?.evaluate((field) => field.getAttribute('aria-describedby'))).toBe('email-problem');
    await page.keyboard.type('eva@nowhere');
    await page.keyboard.press('Enter');
    await says(page, '“E-mail” needs a complete address');
    await page.keyboard.type('.de');
    expect(await text(page)).not.toContain('“E-mail” needs');
  });

  it('puts what the collector refuses at its field and keeps everything', async () => {
    const refusal = { status: 422, body: { errors: [{ path: 'message', message: 'is refused' }] } };
    const page = await site.open({
      body: '<hw-form></hw-form>',
      // whatever the form lets through our own collector takes, or cuts; an older or a newer one may not
      meddle: async ({ method, path }) => (method === 'POST' && path === '/v1/leads' ? refusal : undefined),
    });
    await shown(page, 'form');
    await page.type('hw-form >>>> [name=email]', 'lang@firma.de');
    await page.type('hw-form >>>> textarea', 'Please call');
    await page.click('hw-form >>>> .main');
    await says(page, 'Please check “Message”.');
    expect(await focused(page)).toBe('message');
    expect(await page.$eval('hw-form >>>> [name=email]', (field) => (field as HTMLInputElement).value)).toBe(
      'lang@firma.de',
    );
  });

  it.each([
    ['the network fails', 'lost', 'fail@netz-firma.de'],
    ['the answer is lost', 'answer lost', 'answer@netz-firma.de'],
    ['the collector has no time', { status: 503, body: { errors: [] } }, 'busy@netz-firma.de'],
  ] as const)(
    'tells when %s, keeps what was typed, and trying again makes one lead',
    async (_, outcome, email) => {
      let isBad = true;
      const page = await site.open({
        body: '<hw-form></hw-form>',
        meddle: async ({ method, path }) =>
          isBad && method === 'POST' && path === '/v1/leads' ? outcome : undefined,
      });
      await shown(page, 'form');
      await page.type('hw-form >>>> [name=email]', email);
      await page.click('hw-form >>>> .main');
      await says(page, english.failed);
      isBad = false;
      expect(await page.$eval('hw-form >>>> .main', (button) => button.textContent)).toBe(english.retry);
      await page.click('hw-form >>>> .main');
      await says(page, english.leadThanks);
      expect((await leadOf(email)).submissions).toHaveLength(1);
    },
  );

  it('is a dialog that gives the focus back and keeps what was typed', async () => {
    const page = await site.open({ body: '<hw-form dialog><a href="/contact">Talk to us</a></hw-form>' });
    await page.waitForFunction(() => document.querySelector('hw-form')?.shadowRoot);
    await tabTo(page, 'Talk to us');
    await page.keyboard.press('Enter');
    await shown(page, 'dialog[open]');
    expect(await focused(page)).toBe(english.leadHeading);
    await tabTo(page, 'email');
    await page.keyboard.type('still@here.de');
    for (let tabs = 0; tabs < 12; tabs += 1) {
      await page.keyboard.press('Tab');
      expect(await focused(page)).not.toBe('Talk to us');
    }
    await page.keyboard.press('Escape');
    await vi.waitFor(async () => expect(await focused(page)).toBe('Talk to us'), soon);
    await page.keyboard.press('Enter');
    await tabTo(page, 'email');
    expect(await page.$eval('hw-form >>>> [name=email]', (field) => (field as HTMLInputElement).value)).toBe(
      'still@here.de',
    );
    await page.click(`hw-form >>>> [aria-label=${english.close}]`);
    await vi.waitFor(async () => expect(await focused(page)).toBe('Talk to us'), soon);
  });

  it('opens by command, and again with what was typed', async () => {
    const page = await site.open({ body: '<p>Nothing here</p>' });
    const open = () => page.evaluate(`headwater('open', 'lead', { heading: 'Ask us' })`);
    await page.waitForFunction('window.headwater?.loaded');
    await open();
    await shown(page, 'dialog[open]');
    expect(await focused(page)).toBe('Ask us');
    await page.type('hw-form >>>> [name=message]', 'half a sentence');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('hw-form'));
    await open();
    await shown(page, 'dialog[open]');
    expect(await page.$eval('hw-form >>>> textarea', (field) => field.value)).toBe('half a sentence');
  });

  it('leaves what stands inside it where its script does not come, and says so', async () => {
    const visitor = await site.newVisitor();
    await visitor.evaluateOnNewDocument(() => {
      addEventListener(
        'error',
        ({ target }) => (document.title = `no ${(target as Element).localName}`),
        true,
      );
    });
    const opening = {
      body: '<hw-form><form action="/contact"><input name="email" aria-label="E-mail"></form></hw-form>',
      tag: 'data-forms="off"',
      meddle: async ({ path }: { path: string }) =>
        path === '/hw-widget.js' ? ('lost' as const) : undefined,
    };
    const page = await site.open(opening, visitor);
    await page.waitForFunction(() => document.title === 'no hw-form');
    await page.waitForSelector('hw-form input', { visible: true });
    expect(await page.$eval('hw-form', (element) => element.shadowRoot)).toBeNull();
  });

  it('is not counted once more by the snippet, which hears of it too', async () => {
    const visitor = await site.newVisitor();
    const notes: string[] = [];
    visitor.on(
      'console',
      (message) => void (message.text().startsWith('form:') && notes.push(message.text())),
    );
    const page = await site.open({ body: '<hw-form></hw-form>', tag: 'data-debug' }, visitor);
    await shown(page, 'form');
    await page.focus('hw-form >>>> [name=email]');
    // which hears of forms, and comes when somebody goes to a field
    await page.waitForFunction(
      'performance.getEntriesByType("resource").some(({ name }) => /hw-page/.test(name))',
    );
    await page.type('hw-form >>>> [name=email]', 'once@firma.de');
    await page.keyboard.press('Enter');
    await says(page, english.leadThanks);
    await vi.waitFor(() => expect(notes).not.toEqual([]), soon);
    expect(notes).toContain('form: no way to reach anybody');
    expect(notes).not.toContain('form: a lead');
  });

  it('tells the page when it was sent', async () => {
    const page = await site.open({ body: '<hw-form></hw-form>' });
    await shown(page, 'form');
    const sent = page.evaluate(
      () =>
        new Promise<string>((resolve) =>
          document.addEventListener('sent', (event) =>
            resolve((event as CustomEvent<{ submission: string }>).detail.submission),
          ),
        ),
    );
    await page.type('hw-form >>>> [name=email]', 'told@firma.de');
    await page.keyboard.press('Enter');
    expect(await sent).toMatch(/^[\da-f-]{36}$/);
  });
});

describe('the referral form', () => {
  it('goes from a customer’s link to its confirmation in under a minute, with the keyboard alone', async () => {
    const page = await site.open({ body: '<hw-referral></hw-referral>', query: '?code=ANNA42' });
    const startedAt = Date.now();
    const humanly = (words: string) => page.keyboard.type(words, { delay: 120 });
    await says(page, 'Good to see you, Anna Muster.');
    expect(await focused(page)).not.toBe('name');
    await tabTo(page, 'name');
    await humanly('Tom Freund');
    await tabTo(page, 'email');
    await humanly('tom@freund-firma.de');
    await tabTo(page, 'note');
    await humanly('We worked together for years.');
    await tabTo(page, english.refer);
    await page.keyboard.press('Enter');
    await says(page, 'We have your introduction of Tom Freund');
    expect(await focused(page)).toBe(english.thanks);
    expect(Date.now() - startedAt).toBeLessThan(60_000);
    await vi.waitFor(async () => {
      const { data } = await site.ask<{ data: Referral[] }>('/v1/referrals');
      expect(data.map(({ name }) => name)).toContain('Tom Freund');
    }, soon);

    await tabTo(page, english.another);
    await page.keyboard.press('Enter');
    await shown(page, '[name=email]');
    expect(
      await page.$eval('hw-referral >>>> [name=email]', (field) => (field as HTMLInputElement).value),
    ).toBe('');
  });

  it('asks for the code where it knows none, and says when it knows it not', async () => {
    const page = await site.open({ body: '<hw-referral></hw-referral>' });
    await shown(page, '[name=code]');
    await tabTo(page, 'code');
    await page.keyboard.type('NOBODY9');
    await page.keyboard.press('Enter');
    await says(page, '“Your referral code” is unknown to us.');
    expect(await focused(page)).toBe('code');
    await page.$eval(
      'hw-referral >>>> [name=code]',
      (field) => ((field as HTMLInputElement).value = ' anna42 '),
    );
    await page.keyboard.press('Enter');
    await says(page, 'Anna Muster');
  });

  it('takes the referrer’s own address like any other: the page does not tell whose code it is', async () => {
    const page = await site.open({ body: '<hw-referral code="anna42"></hw-referral>' });
    await shown(page, '[name=email]');
    await page.type('hw-referral >>>> [name=name]', 'Anna');
    await page.type('hw-referral >>>> [name=email]', 'anna@kundin.de');
    await page.keyboard.press('Enter');
    await says(page, 'We have your introduction of Anna');
    expect(await page.$('hw-referral >>>> [aria-invalid=true]')).toBeNull();
  });

  it('shares the link by every way, and copies it', async () => {
    const page = await site.open({ body: '<hw-referral code="ANNA42" text="Try this:"></hw-referral>' });
    await shown(page, '.ways');
    // only a page in front may use the clipboard
    await page.bringToFront();
    const link = `${site.url}/r/anna42`;
    const hrefs = await page.$$eval('hw-referral >>>> a', (links) =>
      links.map(({ href }) => decodeURIComponent(href)),
    );
    expect(hrefs).toEqual([
      `mailto:?subject=${english.shareSubject}&body=Try this: ${link}`,
      `https://wa.me/?text=Try this: ${link}`,
      `https://www.linkedin.com/sharing/share-offsite/?url=${link}`,
    ]);
    await page
      .browserContext()
      .overridePermissions(new URL(page.url()).origin, ['clipboard-read', 'clipboard-sanitized-write']);
    await page.click('hw-referral >>>> .ways button');
    await says(page, english.copied);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  });
});

describe('the survey', () => {
  const answered = async (page: Page): Promise<string> => {
    const request = await page.waitForRequest((sent) => (sent.postData() ?? '').includes('"survey"'));
    return request.postData() ?? '';
  };

  it('is answered with the keyboard, sets a segment, and asks once', async () => {
    const page = await site.open({ body: survey });
    await shown(page, '.choices');
    await tabTo(page, 'I work at a brand');
    const sent = answered(page);
    await page.keyboard.press('Enter');
    await says(page, english.surveyThanks);
    expect(await focused(page)).toBe(english.thanks);
    expect(await sent).toContain('"props":{"survey":"role","answer":"I work at a brand","segment":"brand"}');

    await site.open({ body: survey }, page);
    await page.waitForFunction(() => document.querySelector('hw-survey')?.shadowRoot);
    expect(await text(page)).toBe('');

    await site.open({ body: '<hw-form></hw-form>' }, page);
    await shown(page, 'form');
    await page.type('hw-form >>>> [name=email]', 'eva@brand-firma.de');
    await page.keyboard.press('Enter');
    const { id } = await leadOf('eva@brand-firma.de');
    await vi.waitFor(async () => expect((await site.lead(id)).segment).toBe('brand'), soon);
  });

  it('counts a dialog that was closed as asked', async () => {
    const page = await site.open({ body: survey.replace('<hw-survey', '<hw-survey dialog') });
    await shown(page, 'dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('hw-survey'));
    await site.open({ body: survey }, page);
    await page.waitForFunction(() => document.querySelector('hw-survey')?.shadowRoot);
    expect(await text(page)).toBe('');
  });

  it('remembers nothing before consent', async () => {
    const page = await site.open({ body: survey, tag: 'data-consent="required"' });
    await shown(page, '.choices button');
    await page.click('hw-survey >>>> button');
    await says(page, english.surveyThanks);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });

  it('opens by command with its answers in an attribute', async () => {
    const page = await site.open({ body: '' });
    await page.waitForFunction('window.headwater?.loaded');
    const attributes = {
      survey: 'size',
      question: 'How many are you?',
      answers: 'small=Up to 50|large=More than 50',
    };
    await page.evaluate(`headwater('open', 'survey', ${JSON.stringify(attributes)})`);
    await shown(page, 'dialog[open]');
    const sent = answered(page);
    await tabTo(page, 'More than 50');
    await page.keyboard.press('Enter');
    expect(await sent).toContain('"segment":"large"');
  });
});

/** Each element, and what is typed or chosen there until it says thanks. */
const elements: Record<string, { body: string; type: Record<string, string>; thanks: string }> = {
  'lead form': {
    body: '<hw-form consent="Send me news."><p slot="note">We answer within a day.</p></hw-form>',
    type: { email: 'eva@axe-firma.de' },
    thanks: english.leadThanks,
  },
  'lead form in a dialog': {
    body: '<hw-form dialog></hw-form>',
    type: { email: 'eva@axe-firma.de' },
    thanks: english.leadThanks,
  },
  'referral form': {
    body: '<hw-referral code="ANNA42"></hw-referral>',
    type: { name: 'Tom', email: 'tom@axe-firma.de' },
    thanks: 'We have your introduction of Tom',
  },
  'referral form without a code': {
    body: '<hw-referral></hw-referral>',
    type: { code: 'ANNA42' },
    thanks: 'Good to see you, Anna Muster.',
  },
  survey: { body: survey, type: {}, thanks: english.surveyThanks },
};

describe('every element', () => {
  let axe: string;
  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });

  /** Rules of WCAG A and AA that the page breaks, with where. */
  async function broken(page: Page): Promise<string[]> {
    // given to the page by the debugger: its own policy forbids scripts from elsewhere
    await page.evaluate(axe);
    const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }

  /** Parts that are wider than the window, and what is too small for a finger. */
  const misfits = (page: Page): Promise<string[]> =>
    page.$$eval('hw-form, hw-referral, hw-survey', ([element]) => {
      const parts = [...(element?.shadowRoot?.querySelectorAll('*') ?? [])];
      const isTarget = (part: Element) =>
        part.matches('button, a, textarea, input:not([type=checkbox], [name=honeypot]), .consent');
      const isMisfit = (part: Element) => {
        const { right, width, height } = part.getBoundingClientRect();
        return right > innerWidth || (isTarget(part) && (height < 44 || width < 44));
      };
      return parts.filter((part) => part.checkVisibility() && isMisfit(part)).map((part) => part.outerHTML);
    });

  describe.each(Object.entries(elements))('%s', (_, { body, type, thanks }) => {
    it.each(['light', 'dark'] as const)('is accessible in %s, with problems and thanks', async (scheme) => {
      const page = await site.open({ body, scheme });
      const typed = Object.entries(type);
      for (const [name] of typed) await shown(page, `[name=${name}]`);
      const main = 'button:not(.close, .ways *)';
      // found anew each time: what is drawn again is another element
      const press = (): Promise<void> => vi.waitFor(async () => (await shown(page, main))?.click(), soon);
      await shown(page, main);
      const found = await broken(page);
      if (typed.length > 0) {
        await press();
        await shown(page, '[aria-invalid=true]');
        found.push(...(await broken(page)));
      }
      for (const [name, value] of typed) await (await shown(page, `[name=${name}]`))?.type(value);
      await press();
      await says(page, thanks);
      expect([...found, ...(await broken(page))]).toEqual([]);
    });

    it('fits into 320 pixels', async () => {
      const page = await site.open({ body, width: 320 });
      await shown(page, 'button:not(.close)');
      expect(await misfits(page)).toEqual([]);
    });
  });

  it.each([english, german, spanish, french, indonesian, korean, russian])('speaks $lang', async (words) => {
    const lang = `${words.lang}-XX`;
    const form = await site.open({ lang, width: 320, body: '<hw-form></hw-form>' });
    await shown(form, '.main');
    await form.click('hw-form >>>> .main');
    await says(form, words.missing.replace('{}', words.email));
    for (const part of [words.leadHeading, words.company, words.optional, words.send]) await says(form, part);
    expect(await misfits(form)).toEqual([]);

    const referral = await site.open({
      width: 320,
      body: `<hw-referral lang="${lang}" code="ANNA42"></hw-referral>`,
    });
    await says(referral, words.greeting.replace('{}', 'Anna Muster'));
    for (const part of [words.share, words.copy, words.askFirst, words.friendEmail, words.refer])
      await says(referral, part);
    expect(await misfits(referral)).toEqual([]);
  });

  it('comes with its language under a policy that knows nothing but a nonce', async () => {
    const page = await site.open({ lang: 'de', byNonce: true, body: '<hw-form></hw-form>' });
    await shown(page, 'form');
    expect(await text(page)).toContain(german.leadHeading);
  });

  it('speaks English where a language does not come', async () => {
    const page = await site.open({
      lang: 'de',
      body: '<hw-form></hw-form>',
      meddle: async ({ path }) => (path === '/hw-widget-de.js' ? 'lost' : undefined),
    });
    await says(page, english.leadHeading);
    expect(await page.$eval('hw-form >>>> [lang]', (box) => box.getAttribute('lang'))).toBe('en');
  });
});
