import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  inTime,
  type Ability,
  type Engine,
  type RunningEngine,
  type Settings,
  type Tab,
  type Visitor,
} from './visitor.ts';
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
 * or complained, and no collector refused what it was sent. What the engine cannot show is written out with the reason,
 * and so is that it broke down, after which the case is played once more.
 */
export function playIn(
  { name: engine, lacks, brokeDown = () => false, start }: Engine,
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
    async function perform(): Promise<unknown[]> {
      if (!world || !running) throw new Error(`${engine} has not started`);
      await world.begin();
      const visitor = await running.newVisitor(settings);
      try {
        await act({ world, visitor, tab: visitor.tab });
        return [...world.sky.faults, ...visitor.faults(), ...refused(world)];
      } finally {
        await visitor.leave();
      }
    }
    it(`it ${name}`, async () => {
      const complaints = await inTime(perform()).catch((error: unknown) => {
        if (!brokeDown(error)) throw error;
        process.stdout.write(`!!! ${engine} broke down while it ${name}; it is played once more\n`);
        return perform();
      });
      expect(complaints).toEqual([]);
    });
  };
  for (const [title, chapter] of Object.entries(chapters)) {
    describe(`${title}, in ${engine}`, () => {
      chapter(play);
    });
  }
  afterAll(() => void process.stdout.write(left.map((line) => `${line}\n`).join('')));
}
