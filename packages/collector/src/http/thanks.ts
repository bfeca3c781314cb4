import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HttpProblem } from './errors.ts';

/** Shown after a form without JavaScript that named no page of the site to land on. */
export const thankYou = (c: Context): Response | Promise<Response> =>
  c.html(page('Thank you', 'Your message has arrived. You can go back to the page you came from.'), 201);

/** Shown when a form without JavaScript lacks something; the browser's Back keeps what was typed. */
export function formProblem(c: Context, problem: HttpProblem): Response | Promise<Response> {
  const [first] = problem.more.errors ?? [];
  const what = first ? `${first.path}: ${first.message}` : problem.message;
  const { headers } = problem.more;
  for (const [name, value] of Object.entries(headers ?? {})) c.header(name, value);
  return c.html(page('Not sent yet', `Please go back and look at this once more. ${what}`), problem.status);
}

const page = (title: string, text: string) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p>${text}</p>
        </main>
      </body>
    </html>`;
