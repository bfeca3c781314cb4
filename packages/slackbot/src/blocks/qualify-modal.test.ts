import { describe, expect, it } from 'vitest';
import type { KnownBlock } from '@slack/types';
import { frameworkKeys, frameworks, letterTexts } from '@headwater/contract';
import type { Framework, LetterState, Qualification } from '@headwater/contract';
import { viewProblems } from '../../../../test/slack/limits.ts';
import { sampleCard } from '../../test/samples.ts';
import { leadCardMessage } from './card.ts';
import { qualifyModal } from './qualify-modal.ts';

const saidBy = (by: string | null, evidence: string) => ({
  status: 'confirmed' as const,
  evidence,
  at: by === null ? null : '2030-01-07',
  by,
  changedAt: by === null ? null : '2030-01-07T09:00:00Z',
  version: by === null ? 0 : 7,
});

function qualificationOf(
  framework: Framework,
  said: Omit<LetterState, 'letter' | 'label' | 'question'>,
  draft: Qualification['draft'] = null,
): Qualification {
  const letters = frameworks[framework].letters.map((letter) => ({
    letter,
    ...letterTexts[letter],
    ...said,
  }));
  const counts = { needed: 3, confirmed: 4 };
  const role = 'unknown' as const;
  return { leadId: 'lead_1', stage: 'mql', role, framework, ...counts, letters, draft, draftRole: null };
}

describe('the form of a qualification', () => {
  it.each(frameworkKeys)(
    'asks framework, role, and status, evidence and day of each letter of %s',
    (framework) => {
      const { blocks } = qualifyModal(qualificationOf(framework, saidBy('U0ANNA', 'a letter of the board')));
      const inputs = (blocks as KnownBlock[]).flatMap((block) =>
        block.type === 'input' ? [block.element.type] : [],
      );
      const each = ['static_select', 'plain_text_input', 'datepicker'];
      expect(inputs).toEqual(['static_select', 'static_select', ...each, ...each, ...each, ...each]);
      for (const letter of frameworks[framework].letters)
        expect(JSON.stringify(blocks)).toContain(letterTexts[letter].question);
    },
  );

  it('says who said what stands there, and nothing where nobody has', () => {
    const said = (by: string | null) =>
      JSON.stringify(qualifyModal(qualificationOf('bant', saidBy(by, 'x'))).blocks);
    expect(said('U0ANNA')).toContain('<@U0ANNA> set this to confirmed (2030-01-07).');
    expect(said(null)).not.toContain('set this to');
  });

  it('shows the evidence of others beside a draft only where they wrote it since', () => {
    const draft = (basedOn: number) => ({ budget: { status: 'weak' as const, evidence: 'mine', basedOn } });
    const shown = (basedOn: number) =>
      JSON.stringify(
        qualifyModal(qualificationOf('bant', saidBy('U0ANNA', 'theirs'), draft(basedOn))).blocks,
      );
    expect(shown(6).match(/meanwhile/g)).toHaveLength(1);
    expect(shown(7)).not.toContain('meanwhile');
  });

  const hostile = ['<!channel> ', '👩‍👩‍👧‍👦', 'مرحبا \u202E', '&<>*_~`|', '\ud83d'];
  it.each(hostile)('holds every limit with %j everywhere', (piece) => {
    const evidence = piece.repeat(2000).slice(0, 2000).toWellFormed();
    const long = piece.repeat(2000).slice(0, 10_000);
    const draft = Object.fromEntries(
      frameworks.champ.letters.map((letter) => [letter, { status: 'weak' as const, evidence, basedOn: 1 }]),
    );
    const modal = qualifyModal(qualificationOf('champ', { ...saidBy('x', evidence), by: long }, draft), long);
    expect(viewProblems(modal)).toEqual([]);
    const formatted = JSON.stringify(modal.blocks).match(/"mrkdwn","text":"[^"]*"/g);
    expect(formatted?.join()).not.toContain('<!channel');
  });
});

describe('the card', () => {
  it('says in a line how the lead is qualified, once somebody has', () => {
    const letters = [
      { letter: 'budget' as const, label: 'Budget', status: 'confirmed' as const },
      { letter: 'authority' as const, label: 'Authority', status: 'weak' as const },
    ];
    const card = sampleCard({}, { qualification: { framework: 'bant', letters } });
    expect(JSON.stringify(leadCardMessage(card).blocks)).toContain('BANT: Budget confirmed, Authority weak');
    expect(JSON.stringify(leadCardMessage(sampleCard()).blocks)).not.toContain('BANT');
  });
});
