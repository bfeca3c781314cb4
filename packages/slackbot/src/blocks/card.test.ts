import { describe, expect, it } from 'vitest';
import { blockProblems } from '../../../../test/slack/limits.ts';
import { sampleCard } from '../../test/samples.ts';
import { leadCardMessage, type SlackMessage } from './card.ts';

const actionsOf = ({ blocks }: SlackMessage): string[] =>
  blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .map(({ action_id }) => action_id ?? '');

describe('what a card says', () => {
  const max = {
    leadId: 'lead_2',
    who: 'Max Muster',
    role: 'champion' as const,
    stage: 'opportunity' as const,
    lastAct: { at: '2030-01-06T09:00:00Z', text: 'Viewed /pricing' },
  };
  const steps = [{ at: '2029-12-01T09:00:00Z', text: 'First touch: Paid Social: linkedin' }];
  const card = sampleCard(
    { role: 'decision_maker' },
    { referredBy: 'U0CARA', buyingCentre: { people: [max], more: 3 }, journey: { steps, more: 2 } },
  );
  const assignment = { ...card.lead.assignment!, watchers: ['U0CARA'] };
  const shown = JSON.stringify(leadCardMessage({ ...card, lead: { ...card.lead, assignment } }).blocks);
  it.each([
    ['who', 'Hot lead: Eva Beispiel of Firma GmbH'],
    ['how to reach them', 'eva@firma.de'],
    ['their message', 'When can we see it?'],
    ['what they did', '7 Jan, 09:00 UTC: sent the form Request a demo'],
    ['the original source with its campaign', 'Paid Social: linkedin / paid_social, campaign q1'],
    ['the latest source', 'Organic Search: google / organic'],
    ['where they heard of us', 'a podcast'],
    ['the score and why', 'Score 62: +40 asked for a demo, +22 looked at the prices twice'],
    ['why it is hot', 'Hot because: asked for a demo within 24 hours'],
    ['for whom it is', 'For: <@U0ANNA>'],
    ['why them', 'next of the pool sales'],
    ['until when', '<!date^1894007100^'],
    ['who referred them', 'Referred by <@U0CARA>'],
    ['its stage', 'Stage: MQL'],
    ['what they are to the purchase', 'Stage: MQL · Role: Decision maker'],
    ['where to read more', 'https://leads.example.com/leads/lead_1'],
    [
      'who else is there, with stage, role and last act',
      '• Max Muster (Opportunity, champion), 6 Jan 2030: Viewed /pricing',
    ],
    ['how many more', 'and 3 more'],
    ['the journey with its days', '• 1 Dec 2029: First touch: Paid Social: linkedin'],
    ['where all of the journey is', '<https://leads.example.com/leads/lead_1|The whole journey, 2 more>'],
    ['who looks on', 'Watching: <@U0CARA>'],
  ])('says %s', (_, expected) => {
    expect(shown).toContain(JSON.stringify(expected).slice(1, -1));
  });

  it('lists what they did with the newest first, at most five acts', () => {
    const activity = Array.from({ length: 12 }, (_, index) => ({
      at: `2030-01-07T09:${String(index + 10)}:00Z`,
      text: `act ${index}`,
    }));
    const blocks = JSON.stringify(leadCardMessage(sampleCard({}, { activity })).blocks);
    expect(blocks.indexOf('act 11')).toBeLessThan(blocks.indexOf('act 10'));
    expect(blocks).toContain('act 7');
    expect(blocks).not.toContain('act 6');
  });
});

describe('what routing asks for', () => {
  const routed = { ...sampleCard().lead.assignment!, qualifyFirst: true, watchers: ['U0DANA', 'U0EMIL'] };
  const shown = (changes: Parameters<typeof sampleCard>[0]) =>
    JSON.stringify(leadCardMessage(sampleCard({ assignment: routed, ...changes })).blocks);

  it('says that the lead is to be qualified first until it is, and who hears of it too', () => {
    expect(shown({})).toContain('To be qualified first');
    expect(shown({})).toContain('Watching: <@U0DANA>, <@U0EMIL>');
    expect(shown({ owner: 'U0BEN', stage: 'mql' })).toContain('To be qualified first');
    expect(shown({ stage: 'sql' })).not.toContain('To be qualified first');
    expect(shown({ assignment: { ...routed, qualifyFirst: false, watchers: [] } })).not.toContain('Watching');
  });
});

describe('the state of a card', () => {
  const all = ['claim', 'qualify', 'snooze', 'reassign', 'disqualify', 'move_stage', 'open_lead'];
  const claimed = ['log_follow_up', ...all.slice(1)];
  const closed = ['move_stage', 'open_lead'];
  it.each([
    ['free', {}, all, 'Eva Beispiel of Firma GmbH is a hot lead for <@U0ANNA>, waiting to be claimed.'],
    [
      'for nobody yet',
      { assignment: null },
      all,
      'Eva Beispiel of Firma GmbH is a hot lead, waiting to be claimed.',
    ],
    ['claimed', { owner: 'U0BEN' }, claimed, 'Eva Beispiel of Firma GmbH is with <@U0BEN>.'],
    [
      'disqualified',
      { stage: 'disqualified' as const },
      closed,
      'Eva Beispiel of Firma GmbH is disqualified.',
    ],
    ['lost', { stage: 'lost' as const, owner: 'U0BEN' }, closed, 'Eva Beispiel of Firma GmbH is lost.'],
    [
      'won',
      { stage: 'customer' as const, owner: 'U0BEN' },
      closed,
      'Eva Beispiel of Firma GmbH is a customer.',
    ],
  ])('%s: its buttons and its sentence', (_, lead, buttons, text) => {
    const message = leadCardMessage(sampleCard(lead));
    expect(actionsOf(message)).toEqual(buttons);
    expect(message.text).toBe(text);
  });

  it('shows no deadline once somebody has the lead', () => {
    expect(JSON.stringify(leadCardMessage(sampleCard({ owner: 'U0BEN' })).blocks)).not.toContain('!date');
  });

  it('names the person by what is known of them', () => {
    const nameless = { name: null, company: null };
    expect(leadCardMessage(sampleCard(nameless)).text).toContain('eva@firma.de is a hot lead');
    expect(leadCardMessage(sampleCard({ ...nameless, email: null })).text).toContain(
      'Somebody is a hot lead',
    );
  });
});

describe('whatever comes from outside', () => {
  const hostile = ['<!channel> ', '👩‍👩‍👧‍👦', 'مرحبا \u202E', '&<>*_~`|'];
  it.each(hostile)('holds every limit with 10,000 characters of %j everywhere', (piece) => {
    const long = piece.repeat(Math.ceil(10_000 / piece.length));
    const source = { source: long, medium: long, campaign: long, content: long, channel: long, family: null };
    const lead = {
      name: long,
      company: long,
      email: long,
      phone: long,
      linkedin: long,
      heardFrom: long,
      originalSource: source,
      latestSource: source,
      scoreLines: Array.from({ length: 50 }, () => ({ points: 1, because: long })),
      temperatureReasons: Array.from({ length: 50 }, () => long),
      assignment: {
        owner: long,
        channel: '#x',
        deadline: null,
        rule: long,
        because: `${'U0ANNA001 and '.repeat(40)}${long}`,
        tried: [],
        watchers: Array.from({ length: 50 }, () => long),
      },
    };
    const act = { at: '2030-01-07T09:00:00Z', text: long };
    const people = Array.from({ length: 5 }, () => ({
      leadId: 'lead_2',
      who: long,
      role: 'budget_holder' as const,
      stage: 'sql' as const,
      lastAct: act,
    }));
    const story = {
      buyingCentre: { people, more: 9 },
      journey: { steps: Array.from({ length: 6 }, () => act), more: 9 },
    };
    const activity = Array.from({ length: 50 }, () => ({ at: '2030-01-07T09:00:00Z', text: long }));
    const message = leadCardMessage(
      sampleCard(lead, { message: long, activity, referredBy: long, ...story }),
    );
    expect(blockProblems(message.blocks, 'message')).toEqual([]);
    expect(message.text.length).toBeLessThan(1000);
  });

  it('stands nowhere where Slack would read it as a mention, a link or formatting', () => {
    const evil = '*<!channel>* <https://evil.example|click>';
    const act = { at: '2030-01-07T09:00:00Z', text: evil };
    const card = sampleCard(
      {
        name: evil,
        company: evil,
        heardFrom: evil,
        scoreLines: [{ points: 1, because: evil }],
        assignment: { owner: evil, channel: '#x', deadline: null, rule: evil, because: evil, tried: [] },
      },
      {
        message: evil,
        activity: [act],
        journey: { steps: [act], more: 0 },
        buyingCentre: {
          people: [{ leadId: 'lead_2', who: evil, role: 'champion', stage: 'sql', lastAct: act }],
          more: 0,
        },
      },
    );
    const message = leadCardMessage(card);
    const formatted =
      JSON.stringify(message.blocks)
        .match(/"mrkdwn","text":"[^"]*"/g)
        ?.join() ?? '';
    expect(formatted).not.toContain('<!');
    expect(formatted).not.toContain('<https://evil');
    expect(message.text).not.toContain('<!');
    expect(message.text).not.toContain('<https');
  });
});
