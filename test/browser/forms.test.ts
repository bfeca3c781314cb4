import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openZoo, type OpenZoo } from '../fixtures/forms/open.ts';
import { visit } from '../fixtures/forms/visit.ts';
import { zoo as pages } from '../fixtures/forms/zoo.ts';

let zoo: OpenZoo;
beforeAll(async () => {
  zoo = await openZoo();
});
afterAll(() => zoo.stop());

describe.concurrent('the form zoo', () => {
  it.each(pages)('$page: $is', async ({ page, query, act, asks, leads, submissions, says, never }) => {
    const email = `${page}@zoo-firma.de`;
    const plan = { page, query: query ?? '', act };
    const bare = await visit(zoo, 'bare', plan);
    const tagged = await visit(zoo, 'with', plan);

    const own = bare.requests.map(({ method, url }) => `${method} ${url}`);
    expect(own).toEqual([`GET /${page}.html${query ?? ''}`, ...asks]);
    expect(tagged.requests).toEqual(bare.requests);
    expect(tagged.events).toBe(bare.events);
    expect(tagged.address).toBe(bare.address);
    expect(tagged.historyLength).toBe(bare.historyLength);
    expect(tagged.documents).toEqual(bare.documents);
    expect(tagged.globals.filter((name) => !bare.globals.includes(name))).toEqual(['headwater']);
    expect([...bare.errors, ...tagged.errors]).toEqual([]);

    expect(tagged.leads.map(({ body }) => body)).toHaveLength(submissions ?? leads);
    expect(tagged.leads.filter(({ status }) => status !== 201 && status !== 200)).toEqual([]);
    const sent = tagged.leads.map(({ body }) => body).join('\n');
    for (const text of leads ? [email, ...(says ?? [])] : []) expect(sent).toContain(text);
    const all = tagged.relayed.map(({ body }) => body).join('\n');
    for (const secret of never ?? []) expect(all).not.toContain(secret);
    expect(await zoo.leadsOf(email)).toHaveLength(leads);
  });
});
