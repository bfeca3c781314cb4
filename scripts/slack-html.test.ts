import { expect, it } from 'vitest';
import { messageHtml, modalHtml } from './slack-html.ts';
import { surfaces } from './slack-surfaces.ts';

it('shows text from outside as text, and our own markup as what Slack makes of it', () => {
  const html = messageHtml([
    { type: 'section', text: { type: 'plain_text', text: '<b>*no*</b>\nnext' } },
    {
      type: 'context',
      elements: [{ type: 'mrkdwn', text: 'Owner: <@U0ANNA>, <https://x.example|Open> &lt;i&gt; `code`' }],
    },
  ]);
  expect(html).toContain('&lt;b&gt;*no*&lt;/b&gt;<br>next');
  expect(html).toContain('<span class="mention">@Anna</span>, <a>Open</a> &lt;i&gt; <code>code</code>');
});

it('refuses a block that it would leave out of a picture', () => {
  expect(() => modalHtml({ title: { type: 'plain_text', text: 'x' }, blocks: [{ type: 'video' }] })).toThrow(
    'video',
  );
});

it('draws every surface', () => {
  for (const html of Object.values(surfaces)) expect(html).toMatch(/class="(message|modal)"/);
});
