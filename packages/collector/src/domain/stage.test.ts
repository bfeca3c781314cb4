import { describe, expect, it } from 'vitest';
import type { Stage } from '@headwater/contract';
import { presentStage } from './stage.ts';

const change = (stage: Stage, actor: string | null) => ({ stage, actor });

describe('the stage of a lead', () => {
  it.each<[string, ReturnType<typeof change>[], Stage | undefined]>([
    ['is none without changes', [], undefined],
    ['is what Headwater found while people say nothing', [change('mql', null)], 'mql'],
    ['is the last that people said', [change('sql', 'U1'), change('opportunity', 'U2')], 'opportunity'],
    ['is what people said of an earlier day', [change('sql', 'U1'), change('mql', null)], 'sql'],
  ])('%s', (_, changes, stage) => {
    expect(presentStage(changes)).toBe(stage);
  });
});
