import { mkdir, writeFile } from 'node:fs/promises';
import { startChromium } from '../test/browser/chromium.ts';
import { pageOf } from '../packages/slackbot/pictures/html.ts';
import { people, surfaces } from '../packages/slackbot/pictures/surfaces.ts';

const folder = new URL('../docs/slack/', import.meta.url);

/** Draws each surface from the blocks that the bot sends, as docs/slack/NAME.png. */
async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { browser, stop } = await startChromium();
  const page = await browser.newPage();
  await page.setViewport({ width: 680, height: 400 });
  for (const [name, surface] of Object.entries(surfaces)) {
    await page.setContent(pageOf(surface, people));
    const drawn = await page.$('main');
    if (drawn) await writeFile(new URL(`${name}.png`, folder), await drawn.screenshot());
  }
  await stop();
}

await main();
