import {
  frameworks,
  letterTexts,
  type LetterKey,
  type LetterState,
  type Qualification,
} from '@headwater/contract';
import { qualifyModal } from '../src/blocks/qualify-modal.ts';
import type { Surface } from './html.ts';

const said: Partial<Record<LetterKey, Partial<LetterState>>> = {
  budget: {
    status: 'confirmed',
    evidence: 'The board has set 40,000 aside for this year.',
    at: '2030-01-07',
    by: 'U0BEN',
    version: 1,
  },
};

const state = (letter: LetterKey): LetterState => ({
  letter,
  ...letterTexts[letter],
  status: 'unknown',
  evidence: '',
  at: null,
  by: null,
  changedAt: null,
  version: 0,
  ...said[letter],
});

const qualification: Qualification = {
  leadId: 'lead_1',
  stage: 'mql',
  role: 'champion',
  framework: 'bant',
  needed: 3,
  confirmed: 1,
  letters: frameworks.bant.letters.map(state),
  draft: null,
  draftRole: null,
};

const budget = {
  status: 'weak' as const,
  evidence: 'They have yet to ask for it.',
  at: '2030-01-08',
  basedOn: 0,
};

/** The form of a qualification, and what it shows when somebody else was faster. */
export const qualificationSurfaces: Record<string, Surface> = {
  qualify: qualifyModal(qualification),
  'qualify-at-once': qualifyModal({ ...qualification, draft: { budget } }),
};
