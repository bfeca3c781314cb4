import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  asAdmin,
  asBot,
  day,
  hour,
  startCollector,
  tuesday,
  type Answer,
  type TestCollector,
} from './setup.ts';
import { demoRequest, leadOf, whitepaper } from './sending.ts';

let collector: TestCollector;
/** Another process on the same database. */
let other: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
  other = await startCollector({ databaseUrl: collector.databaseUrl });
  const members = [{ slackUser: 'U0ANNA001' }];
  const rules = [
    { name: 'Germany', when: { country: 'DE' }, then: { pool: 'Germany', channel: '#de' } },
    { name: 'Rest', when: {}, then: { channel: '#rest' } },
  ];
  const routing = {
    rules,
    pools: [{ name: 'Germany', strategy: 'round_robin', members }],
    fallback: { channel: '#rest' },
  };
  const qualification = {
    framework: 'bant',
    pools: { Germany: 'champ' },
    confirmedForSql: 3,
    mqlFrom: 'warm',
  };
  for (const [name, value] of Object.entries({ routing, qualification }))
    await collector.ask('PUT', `/v1/settings/${name}`, value, { ...asAdmin, 'If-Match': '"0"' });
});
afterAll(async () => {
  await other.stop();
  await collector.stop();
});

const anna = 'U0ANNA001';
const bert = 'U0BERT002';
const made = async (more: object = {}): Promise<string> =>
  (await leadOf(collector.ask, demoRequest(more))).id as string;
const qualify = (id: string, letters: object, more: object = {}, asked = collector): Promise<Answer> =>
  asked.ask('POST', `/v1/leads/${id}/qualify`, { letters, by: anna, ...more }, asBot);
const stateOf = async (id: string, by = anna): Promise<Answer['body']> =>
  (await collector.ask('GET', `/v1/leads/${id}/qualification?by=${by}`, undefined, asBot)).body;
const letterOf = async (id: string, letter: string): Promise<Answer['body']> =>
  (await stateOf(id)).letters.find((each: { letter: string }) => each.letter === letter);
const draft = (id: string, letters: object, by = anna): Promise<Answer> =>
  collector.ask('PUT', `/v1/leads/${id}/qualification/draft`, { by, letters }, asBot);
const read = async (id: string): Promise<Answer['body']> =>
  (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
const historyOf = async (id: string): Promise<string[]> =>
  (await read(id)).history.map(({ kind }: { kind: string }) => kind);
const owed = async (id: string): Promise<string[]> => {
  const rows = await collector.db
    .selectFrom('deliveries')
    .select('kind')
    .where('lead_id', '=', id as never)
    .orderBy('id')
    .execute();
  return rows.map(({ kind }) => kind);
};

const confirmed = (evidence = '', more: object = {}) => ({ status: 'confirmed', evidence, ...more });
const weak = (evidence = '', more: object = {}) => ({ status: 'weak', evidence, ...more });
const three = { budget: confirmed('40 k'), authority: confirmed(), need: confirmed() };

describe('the letters of a lead', () => {
  it('are those of its framework, all unknown at first', async () => {
    const id = await made();
    expect(await stateOf(id)).toMatchObject({
      leadId: id,
      framework: 'bant',
      needed: 3,
      confirmed: 0,
      draft: null,
      letters: [
        { letter: 'budget', label: 'Budget', status: 'unknown', version: 0, by: null },
        { letter: 'authority' },
        { letter: 'need' },
        { letter: 'timeline' },
      ],
    });
    expect((await read(id)).qualification).toBeNull();
  });

  it('are asked as the pool asks, and go on as they were begun', async () => {
    const id = await made({ country: 'DE' });
    expect((await stateOf(id)).framework).toBe('champ');
    await qualify(id, { urgency: weak() }, { framework: 'anum' });
    expect((await stateOf(id)).framework).toBe('anum');
  });

  it('keep status, evidence, its day, and who said it', async () => {
    const id = await made();
    const { status, body } = await qualify(id, {
      budget: confirmed('  the board agreed ', { at: '2026-02-27' }),
      need: weak('they hope so', { at: '2026-03-01T23:30:00-05:00' }),
      timeline: weak(),
    });
    expect([status, body.outcome, body.qualification.confirmed]).toEqual([200, 'saved', 1]);
    expect(await letterOf(id, 'budget')).toMatchObject({
      status: 'confirmed',
      evidence: 'the board agreed',
      at: '2026-02-27',
      by: anna,
      changedAt: new Date(tuesday).toISOString(),
      version: 1,
    });
    expect((await letterOf(id, 'need')).at).toBe('2026-03-02');
    expect((await letterOf(id, 'timeline')).at).toBe('2026-03-03');
    const { qualification, history } = await read(id);
    expect(qualification).toEqual({
      framework: 'bant',
      letters: [
        { letter: 'budget', label: 'Budget', status: 'confirmed' },
        { letter: 'authority', label: 'Authority', status: 'unknown' },
        { letter: 'need', label: 'Need', status: 'weak' },
        { letter: 'timeline', label: 'Timeline', status: 'weak' },
      ],
    });
    expect(history.at(-1)).toMatchObject({
      kind: 'qualified',
      actor: anna,
      note: 'BANT: Budget confirmed (the board agreed), Need weak (they hope so), Timeline weak',
    });
  });

  it('that nobody names stay, and saving what is known adds nothing', async () => {
    const id = await made();
    await qualify(id, { budget: weak('maybe') });
    await qualify(id, { need: weak() });
    const { body } = await qualify(id, { budget: weak('maybe'), authority: { status: 'unknown' } });
    expect(body.outcome).toBe('unchanged');
    expect(await letterOf(id, 'budget')).toMatchObject({ status: 'weak', evidence: 'maybe', version: 1 });
    expect(await historyOf(id)).toEqual(['assigned', 'qualified', 'qualified']);
  });

  it('say what is wrong with them', async () => {
    const id = await made();
    const paths = async (letters: object, more: object = {}) => {
      const { status, body } = await qualify(id, letters, more);
      return [status, body.errors.map(({ path }: { path: string }) => path)];
    };
    expect(await paths({ budget: { status: 'sure' } })).toEqual([422, ['letters.budget.status']]);
    expect(await paths({ budget: confirmed('x'.repeat(2001)) })).toEqual([422, ['letters.budget.evidence']]);
    expect(await paths({ budget: confirmed('', { at: 'soon' }) })).toEqual([422, ['letters.budget.at']]);
    expect(await paths({ budget: confirmed('', { basedOn: -1 }) })).toEqual([
      422,
      ['letters.budget.basedOn'],
    ]);
    expect(await paths({ luck: confirmed() })).toEqual([422, ['letters']]);
    expect(await paths({ team: confirmed() })).toEqual([422, ['letters.team']]);
    expect(await paths({}, { framework: 'meddic' })).toEqual([422, ['framework']]);
    expect((await qualify('lead_nobody', three)).status).toBe(404);
    expect((await draft('lead_nobody', three)).status).toBe(404);
    expect((await draft(id, { team: weak() })).status).toBe(422);
    expect((await collector.ask('GET', '/v1/leads/lead_nobody/qualification', undefined, asBot)).status).toBe(
      404,
    );
  });

  it('take evidence of any script and symbol, up to its length', async () => {
    const id = await made();
    const evidence = '<!channel> 👩‍👩‍👧 مرحبا \u202E\0'.repeat(80).slice(0, 2000);
    expect((await qualify(id, { budget: weak(evidence) })).status).toBe(200);
    expect((await letterOf(id, 'budget')).evidence).toBe(evidence.replaceAll('\0', '').trim().toWellFormed());
  });
});

describe('a lead becomes sql', () => {
  it('once enough is confirmed, once, with its card, its thread and its referral', async () => {
    const { ask } = collector;
    const who = { name: 'Ida Muster', company: 'Muster AG', email: 'ida@muster-sql.de' };
    const referral = { submission: 'sql-1', via: 'api', referrer: 'U0CARA003', ...who };
    const { leadId } = (await ask('POST', '/v1/referrals', referral, asBot)).body;
    await leadOf(ask, demoRequest(who));
    const two = await qualify(leadId, { budget: confirmed(), authority: confirmed() }, { eventId: 'two' });
    expect(two.body.qualification.stage).toBe('mql');
    const before = await owed(leadId);
    for (const { clock } of [collector, other]) clock.set(tuesday + hour);
    const answers = [];
    for (let time = 0; time < 3; time += 1)
      answers.push(await qualify(leadId, { need: confirmed('they lose orders') }, { eventId: 'three' }));
    expect(answers.map(({ body }) => [body.outcome, body.qualification.stage])).toEqual([
      ['saved', 'sql'],
      ['duplicate', 'sql'],
      ['duplicate', 'sql'],
    ]);
    const lead = await read(leadId);
    expect(lead.stages.map(({ stage }: { stage: string }) => stage)).toEqual(['lead', 'mql', 'sql']);
    expect(lead.history.slice(-2)).toMatchObject([
      { kind: 'qualified', actor: anna, note: 'BANT: Need confirmed (they lose orders)' },
      { kind: 'stage_changed', actor: anna, to: 'sql' },
    ]);
    expect((await owed(leadId)).slice(before.length)).toEqual([
      'thread_note',
      'thread_note',
      // the update of the card that is owed already will show it
      'referral_message',
    ]);
    const { data } = (await ask('GET', '/v1/referrals?referrer=U0CARA003', undefined, asBot)).body;
    expect(data).toMatchObject([{ state: 'qualified', reason: null }]);
    await qualify(leadId, { timeline: confirmed() });
    expect((await read(leadId)).stages).toHaveLength(3);
  });

  it('never again what it was before: a letter taken back moves nothing, and an exit stays one', async () => {
    const id = await made();
    await qualify(id, three);
    await qualify(id, { budget: weak('no longer', { basedOn: 1 }) });
    expect((await read(id)).stage).toBe('sql');
    const out = await made();
    await collector.ask('POST', `/v1/leads/${out}/disqualify`, { reason: 'a student' }, asBot);
    await qualify(out, three);
    expect((await read(out)).stage).toBe('disqualified');
  });

  it('as the settings say how many it takes', async () => {
    const own = await startCollector();
    try {
      const value = { framework: 'note', pools: {}, confirmedForSql: 1, mqlFrom: 'off' };
      await own.ask('PUT', '/v1/settings/qualification', value, { ...asAdmin, 'If-Match': '"0"' });
      const { id } = await leadOf(own.ask, demoRequest());
      const { body } = await qualify(id, { team: confirmed() }, {}, own);
      expect(body.qualification).toMatchObject({ framework: 'note', needed: 1, confirmed: 1, stage: 'sql' });
      const bad = { ...value, confirmedForSql: 5 };
      const refused = await own.ask('PUT', '/v1/settings/qualification', bad, {
        ...asAdmin,
        'If-Match': '"1"',
      });
      expect(refused.body.errors).toMatchObject([{ path: 'confirmedForSql' }]);
    } finally {
      await own.stop();
    }
  });
});

describe('a lead becomes mql', () => {
  const stagesIn = async ({ ask }: TestCollector, id: string): Promise<string[]> => {
    const { body } = await ask('GET', `/v1/leads/${id}`, undefined, asAdmin);
    expect(body.stage).toBe(body.stages.at(-1).stage);
    return body.stages.map(({ stage }: { stage: string }) => stage);
  };
  const contact = { form: { id: 'news', name: 'Newsletter', url: 'https://acme.com/news' } };

  it('by itself when it is warm, once, and not again a mere lead when it cools down', async () => {
    const own = await startCollector();
    try {
      const cold = await leadOf(own.ask, demoRequest(contact));
      expect([cold.temperature, await stagesIn(own, cold.id)]).toEqual(['cold', ['lead']]);
      own.clock.set(tuesday + hour);
      await leadOf(own.ask, whitepaper({ email: cold.email }));
      await leadOf(own.ask, demoRequest({ email: cold.email }));
      expect(await stagesIn(own, cold.id)).toEqual(['lead', 'mql']);
      await own.passTo(tuesday + 800 * day);
      const { body } = await own.ask('GET', `/v1/leads/${cold.id}`, undefined, asAdmin);
      expect([body.temperature, body.stage]).toEqual(['cold', 'mql']);
      expect(body.stages[1]).toEqual({ stage: 'mql', at: new Date(tuesday + hour).toISOString() });
    } finally {
      await own.stop();
    }
  });

  it('unless people have moved it, whose earlier report outranks what Headwater found', async () => {
    const { email, id } = await leadOf(collector.ask, demoRequest(contact));
    const move = (lead: string, stage: string, at: number) =>
      collector.ask('POST', `/v1/leads/${lead}/stage`, { stage, at: new Date(at).toISOString() }, asAdmin);
    await move(id, 'opportunity', tuesday - day);
    await leadOf(collector.ask, demoRequest({ email }));
    expect(await stagesIn(collector, id)).toEqual(['lead', 'opportunity']);
    const warm = await leadOf(collector.ask, whitepaper());
    await move(warm.id, 'opportunity', tuesday - day);
    expect((await read(warm.id)).stage).toBe('opportunity');
    await move(warm.id, 'lead', tuesday);
    await leadOf(collector.ask, demoRequest({ email: warm.email }));
    expect((await read(warm.id)).stage).toBe('lead');
  });

  it('never while that is switched off, nor when it is junk', async () => {
    const own = await startCollector();
    try {
      const junk = await leadOf(own.ask, demoRequest({ honeypot: 'filled in' }));
      expect([junk.flags, junk.stage]).toEqual([['junk_honeypot'], 'lead']);
      const value = { framework: 'bant', pools: {}, confirmedForSql: 3, mqlFrom: 'off' };
      await own.ask('PUT', '/v1/settings/qualification', value, { ...asAdmin, 'If-Match': '"0"' });
      const { id } = await leadOf(own.ask, demoRequest());
      expect(await stagesIn(own, id)).toEqual(['lead']);
    } finally {
      await own.stop();
    }
  });
});

describe('two people at once', () => {
  it('both keep what they typed in different letters, each form naming all four', async () => {
    const id = await made();
    const seen = { basedOn: 0 };
    const untouched = { status: 'unknown', evidence: '', at: null, ...seen };
    const form = { budget: untouched, authority: untouched, need: untouched, timeline: untouched };
    const answers = await Promise.all([
      qualify(id, { ...form, budget: confirmed('from anna', seen) }, { by: anna, eventId: 'a' }),
      qualify(id, { ...form, need: confirmed('from bert', seen) }, { by: bert, eventId: 'b' }, other),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await letterOf(id, 'budget')).toMatchObject({ evidence: 'from anna', by: anna });
    expect(await letterOf(id, 'need')).toMatchObject({ evidence: 'from bert', by: bert });
    expect(await letterOf(id, 'timeline')).toMatchObject({ status: 'unknown', version: 0 });
  });

  it('in one letter: one is saved, the other is told of it and keeps their text and all other letters', async () => {
    const id = await made();
    await qualify(id, { budget: weak('last year') });
    const letters = (who: string) => ({
      budget: confirmed(`budget of ${who}`, { basedOn: 1 }),
      [who === anna ? 'need' : 'timeline']: weak(`more of ${who}`, { basedOn: 0 }),
    });
    const answers = await Promise.all([
      qualify(id, letters(anna), { by: anna, eventId: 'a' }),
      qualify(id, letters(bert), { by: bert, eventId: 'b' }, other),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const [winner, loser] = answers[0].status === 200 ? [anna, bert] : [bert, anna];
    const { body } = answers.find(({ status }) => status === 409)!;
    expect(body.detail).toBe('changed by somebody else meanwhile: Budget');
    expect(body.conflicts).toMatchObject([
      {
        letter: 'budget',
        typed: confirmed(`budget of ${loser}`, { basedOn: 1 }),
        present: { ...confirmed(`budget of ${winner}`), by: winner, version: 2 },
      },
    ]);
    expect(body.qualification).toMatchObject({ draft: { budget: { evidence: `budget of ${loser}` } } });
    expect((await letterOf(id, 'need')).evidence).toBe(`more of ${anna}`);
    expect((await letterOf(id, 'timeline')).evidence).toBe(`more of ${bert}`);
    expect((await stateOf(id, loser)).draft).toEqual({
      budget: { ...confirmed(`budget of ${loser}`), basedOn: 1 },
    });
    const again = { budget: confirmed(`budget of ${loser}`, { basedOn: 2 }) };
    expect((await qualify(id, again, { by: loser })).status).toBe(200);
    expect(await stateOf(id, loser)).toMatchObject({ draft: null, confirmed: 1 });
    expect(await letterOf(id, 'budget')).toMatchObject({ by: loser, version: 3 });
  });

  it('the same request from two processes at the same moment has one effect', async () => {
    const id = await made();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        qualify(id, three, { eventId: 'same' }, index % 2 ? other : collector),
      ),
    );
    const outcomes = answers.map(({ body }) => body.outcome);
    expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(9);
    expect(await historyOf(id)).toEqual(['assigned', 'qualified', 'stage_changed']);
    expect((await read(id)).stages).toHaveLength(3);
    expect(await owed(id)).toEqual(['lead_card', 'thread_note', 'thread_note', 'card_update']);
  });

  it('a refused request that is repeated is refused again and changes nothing', async () => {
    const id = await made();
    await qualify(id, { budget: weak('first') });
    const late = { budget: weak('second', { basedOn: 0 }), need: weak() };
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await qualify(id, late, { by: bert, eventId: 'late' });
      expect([status, body.conflicts.length]).toEqual([409, 1]);
    }
    expect(await historyOf(id)).toEqual(['assigned', 'qualified', 'qualified']);
  });

  it('a request that comes again after somebody else went on is a repeat, and leaves the draft', async () => {
    const id = await made();
    const first = { budget: weak('anna', { basedOn: 0 }) };
    await qualify(id, first, { eventId: 'first' });
    await qualify(id, { budget: confirmed('bert', { basedOn: 1 }) }, { by: bert });
    await draft(id, { need: weak('later') });
    const { status, body } = await qualify(id, first, { eventId: 'first' });
    expect([status, body.outcome]).toEqual([200, 'duplicate']);
    expect(body.qualification.draft).toEqual({ need: weak('later') });
    expect(await letterOf(id, 'budget')).toMatchObject({ by: bert, version: 2 });
  });

  it('nobody overwrites what they have not seen', async () => {
    const id = await made();
    await qualify(id, { budget: confirmed('first') });
    expect((await qualify(id, { budget: { status: 'unknown' } })).status).toBe(409);
    expect((await letterOf(id, 'budget')).evidence).toBe('first');
  });
});

describe('a draft', () => {
  it('is kept for its person alone, moves nothing, and goes when the form is saved', async () => {
    const id = await made();
    const before = await owed(id);
    const { status, body } = await draft(id, { ...three, timeline: confirmed('soon', { basedOn: 0 }) });
    expect([status, body.outcome]).toEqual([200, 'saved']);
    expect((await stateOf(id, bert)).draft).toBeNull();
    expect((await stateOf(id)).draft).toMatchObject({ budget: confirmed('40 k'), timeline: { basedOn: 0 } });
    expect(await stateOf(id)).toMatchObject({ stage: 'mql', confirmed: 0 });
    expect(await owed(id)).toEqual(before);
    expect(await historyOf(id)).toEqual(['assigned']);
    await draft(id, { budget: weak('another') });
    expect((await stateOf(id)).draft).toEqual({ budget: weak('another') });
    await qualify(id, { need: weak() });
    expect((await stateOf(id)).draft).toBeNull();
  });

  it('holds what its person changed, and follows others in the letters that they left alone', async () => {
    const id = await made();
    await qualify(id, { budget: weak('first'), need: weak('first') });
    const seen = { at: '2026-03-03', basedOn: 1 };
    await draft(id, { budget: weak('first', seen), need: confirmed('mine', seen) });
    await qualify(
      id,
      { budget: confirmed('bert', { basedOn: 1 }), need: weak('bert', { basedOn: 1 }) },
      { by: bert },
    );
    expect((await stateOf(id)).draft).toEqual({ need: confirmed('mine', seen) });
    await qualify(id, { need: confirmed('mine', { ...seen, basedOn: 2 }) }, { by: bert });
    expect((await stateOf(id)).draft).toBeNull();
  });

  it('keeps what was typed in other frameworks, and shows each where it belongs', async () => {
    const id = await made();
    const path = `/v1/leads/${id}/qualification`;
    const put = (body: object) => collector.ask('PUT', `${path}/draft`, { by: anna, ...body }, asBot);
    await put({ letters: { budget: weak('bant'), authority: weak('both') }, role: 'champion' });
    await put({ framework: 'champ', letters: { authority: weak('champ'), money: weak('here') } });
    const shown = async (framework: string) =>
      (await collector.ask('GET', `${path}?by=${anna}&framework=${framework}`, undefined, asBot)).body;
    expect((await stateOf(id)).framework).toBe('champ');
    expect((await shown('bant')).draft).toEqual({ budget: weak('bant'), authority: weak('champ') });
    expect((await shown('champ')).draft).toEqual({ authority: weak('champ'), money: weak('here') });
    expect(await shown('note')).toMatchObject({ draft: null, draftRole: null });
    await qualify(id, { money: weak('here') }, { framework: 'champ' });
    expect((await shown('bant')).draft).toEqual({ budget: weak('bant') });
    await put({ letters: {} });
    expect((await shown('bant')).draft).toBeNull();
    expect((await collector.ask('GET', `${path}?framework=meddic`, undefined, asBot)).status).toBe(422);
  });

  it('that comes after its form was saved is not kept', async () => {
    const id = await made();
    const event = { framework: 'bant', by: anna, eventId: 'form-1' };
    await qualify(id, { need: weak('all of it') }, event);
    const late = { ...event, letters: { need: weak('all of', { basedOn: 0 }) } };
    await collector.ask('PUT', `/v1/leads/${id}/qualification/draft`, late, asBot);
    expect((await stateOf(id)).draft).toBeNull();
  });

  it('of a role is that role until it is saved', async () => {
    const id = await made();
    const path = `/v1/leads/${id}/qualification/draft`;
    await collector.ask('PUT', path, { by: anna, letters: {}, role: 'blocker' }, asBot);
    expect(await stateOf(id)).toMatchObject({ role: 'unknown', draftRole: 'blocker' });
    const saved = { by: anna, letters: {}, role: 'blocker', eventId: 'form-2' };
    await collector.ask('POST', `/v1/leads/${id}/qualify`, saved, asBot);
    expect(await stateOf(id)).toMatchObject({ role: 'blocker', draftRole: null });
  });

  it('of no letters is none', async () => {
    const id = await made();
    await draft(id, { budget: weak() });
    await draft(id, {});
    expect((await stateOf(id)).draft).toBeNull();
  });

  it('is not for everybody with a key to write', async () => {
    const id = await made();
    expect((await collector.ask('PUT', `/v1/leads/${id}/qualification/draft`, { by: anna })).status).toBe(
      401,
    );
    const { status } = await collector.ask('POST', `/v1/leads/${id}/qualify`, { letters: three });
    expect(status).toBe(401);
  });
});

it('one person who was two leads keeps the letters of both, of each what was said last', async () => {
  const own = await startCollector();
  try {
    const enter = async (more: object): Promise<string> => {
      const entered = { source: 'cold call', ...more };
      return (await own.ask('POST', '/v1/leads', entered, asAdmin)).body.leadId;
    };
    const phone = await enter({ phone: '+49301234567' });
    const mail = await enter({ email: 'kai@zwei.de' });
    expect(phone).not.toBe(mail);
    await qualify(phone, { budget: weak('by phone'), need: weak('by phone') }, { by: anna }, own);
    own.clock.set(tuesday + hour);
    await qualify(mail, { budget: confirmed('by mail') }, { by: bert }, own);
    const drafted = { by: 'U0CARA003', letters: { timeline: weak('a draft') } };
    for (const id of [phone, mail])
      await own.ask('PUT', `/v1/leads/${id}/qualification/draft`, drafted, asBot);
    const joined = await enter({ phone: '+49301234567', email: 'kai@zwei.de' });
    const { body } = await own.ask('GET', `/v1/leads/${joined}/qualification?by=U0CARA003`, undefined, asBot);
    expect(body.letters).toMatchObject([
      { letter: 'budget', status: 'confirmed', evidence: 'by mail', by: bert },
      { letter: 'authority', status: 'unknown' },
      { letter: 'need', status: 'weak', evidence: 'by phone', by: anna },
      { letter: 'timeline', status: 'unknown' },
    ]);
    expect(body.draft).toEqual({ timeline: weak('a draft') });
  } finally {
    await own.stop();
  }
});

it('the card of a lead says how it is qualified', async () => {
  const own = await startCollector();
  try {
    const { id } = await leadOf(own.ask, demoRequest());
    await qualify(id, { budget: weak() }, {}, own);
    const { body } = await own.ask('POST', '/v1/deliveries/lease', { max: 1, waitMs: 0 }, asBot);
    expect(body.data[0].payload.qualification).toMatchObject({
      framework: 'bant',
      letters: [{ label: 'Budget', status: 'weak' }, {}, {}, {}],
    });
  } finally {
    await own.stop();
  }
});
