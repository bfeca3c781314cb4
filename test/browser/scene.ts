import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ability, Engine, RunningEngine, Settings, Tab, Visitor } from './visitor.ts';
import { refused, startWorld, type World } from './world.ts';

/** Where a case plays: a new website, and somebody who has never been there. */
export type Scene = { world: World; visitor: Visitor; tab: Tab };

/** Names a case and plays it. `needs` keeps it from engines that cannot show it. */
export type Case = (
  name: string,
  play: (scene: Scene) => Promise<void>,
  how?: { needs?: Ability; settings?: Settings },
) => void;

/**
 * Plays cases in one engine. Each begins with a new website and a new visitor. At its end no page may have thrown
 * or complained, and no collector refused what it was sent. What the engine cannot show is written out with the reason.
 */
export function playIn(
  { name: engine, lacks, start }: Engine,
  chapters: Record<string, (it: Case) => void>,
): void {
  let world: World | undefined;
  let running: RunningEngine | undefined;
  beforeAll(async () => {
    world = await startWorld();
    running = await start(world.proxyPort);
  });
  afterAll(async () => {
    await running?.stop();
    await world?.stop();
  });

  const left: string[] = [];
  const play: Case = (name, act, { needs, settings } = {}) => {
    const reason = needs && lacks[needs];
    if (reason) return void left.push(`${engine} does not show that it ${name}: ${reason}`);
    it(`it ${name}`, async () => {
      if (!world || !running) throw new Error(`${engine} has not started`);
      await world.begin();
      const visitor = await running.newVisitor(settings);
      try {
        await act({ world, visitor, tab: visitor.tab });
        expect([...world.sky.faults, ...visitor.faults()]).toEqual([]);
        expect(refused(world)).toEqual([]);
      } finally {
        await visitor.leave();
      }
    });
  };
  for (const [title, chapter] of Object.entries(chapters)) {
    describe(`${title}, in ${engine}`, () => {
      chapter(play);
    });
  }
  afterAll(() => void process.stdout.write(left.map((line) => `${line}\n`).join('')));
}
