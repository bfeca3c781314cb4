import { expect, vi } from 'vitest';
import type { Case } from '../scene.ts';
import { askForDemo, command, leaveSite, onlyLead, soon, story } from '../story.ts';
import { reports } from '../world.ts';

const site = 'http://www.site.test';

/** Ways in which the script comes into a page. */
export function loading(it: Case): void {
  for (const [page, how] of [
    ['twice', 'was pasted twice'],
    ['async', 'is loaded whenever it comes'],
    ['at-the-end', 'stands at the end of the body'],
    ['pinned', 'is vouched for by a hash'],
    ['evaluated', 'is run by a tag manager as text'],
  ] as const) {
    it(`works once where the script ${how}`, async (scene) => {
      await scene.tab.open(`${site}/${page}/?utm_source=a`);
      await vi.waitFor(
        () => scene.tab.run(() => (window as unknown as { headwater: () => void }).headwater()),
        soon,
      );
      await scene.tab.run(() => history.pushState(null, '', 'next'));
      expect(await story(scene)).toEqual([
        `touch /${page}/?utm_source=a`,
        `page /${page}/?utm_source=a`,
        `page /${page}/next`,
      ]);
    });
  }

  it('works where a tag manager inserts the script, and carries out what was asked before', async (scene) => {
    await scene.tab.open(`${site}/tag-manager/?utm_source=a`);
    expect(await story(scene)).toEqual([
      'touch /tag-manager/?utm_source=a',
      'page /tag-manager/?utm_source=a',
      'event before',
    ]);
  });

  it('counts a page once that shows another one of the same website', async (scene) => {
    await scene.tab.open(`${site}/framed/?utm_source=a`);
    expect(await story(scene)).toEqual(['touch /framed/?utm_source=a', 'page /framed/?utm_source=a']);
  });

  it('counts a page that another website shows', async ({ world, tab }) => {
    await tab.open('http://www.elsewhere.test/framed-elsewhere/');
    await vi.waitFor(
      () => expect(reports(world).some(({ body }) => body.includes('/plain/inside'))).toBe(true),
      soon,
    );
    await leaveSite(tab);
  });

  it('obeys a policy that allows scripts by nonce alone and no style at all', async (scene) => {
    await scene.tab.open(`${site}/strict/?utm_source=a`);
    expect(await story(scene)).toEqual(['touch /strict/?utm_source=a', 'page /strict/?utm_source=a']);
    await askForDemo(scene.tab, 'strict@firma.de');
    expect(await onlyLead(scene.world)).toMatchObject({ email: 'strict@firma.de' });
  });
  it('shows the widget under the same policy', async (scene) => {
    const { tab } = scene;
    await tab.open(`${site}/strict/`);
    await command(tab, 'open', 'lead');
    // its styles are adopted, which no policy forbids: without them a button is lower
    const height = (): Promise<string> =>
      tab.run(() => {
        const button = document.querySelector('hw-form')?.shadowRoot?.querySelector('form button');
        return button ? getComputedStyle(button).minHeight : '';
      });
    await vi.waitFor(async () => expect(await height()).toBe('44px'), soon);
    await story(scene);
  });
}
