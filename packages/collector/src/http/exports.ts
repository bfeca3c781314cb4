import { setImmediate } from 'node:timers/promises';
import { exportKinds, type ExportKind } from '@headwater/contract';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { Deps } from '../actions/deps.ts';
import { exportRows } from '../actions/exportRows.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem } from './errors.ts';
import { keyNeeded, problems } from './openapi.ts';

/** Everything of one kind, one JSON object a line. */
export function exportRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>().get(
    '/v1/export/:kind',
    describeRoute({
      summary: 'Export events, leads, touches or credits, one JSON object a line',
      tags: ['Import and export'],
      security: keyNeeded,
      responses: {
        200: {
          description: 'Everything, in the order of ids; cut off where the connection breaks',
          content: { 'application/x-ndjson': { schema: { type: 'string' } } },
        },
        ...problems(401, 403, 404, 503),
      },
    }),
    allow('marketing'),
    async (c) => {
      const rows = exportRows(deps.db, exportKind(c));
      // the first row before the answer begins: a database that is away is answered 503
      const first = await rows.next();
      return c.body(ReadableStream.from(lines(first, rows)), 200, { 'Content-Type': 'application/x-ndjson' });
    },
  );
}

function exportKind(c: Context): ExportKind {
  const kind = exportKinds.find((known) => known === c.req.param('kind'));
  if (kind) return kind;
  throw new HttpProblem(404, `exports are: ${exportKinds.join(', ')}`);
}

const LINES_AT_ONCE = 100;
/** The credits of one lead may be long lines. */
const LETTERS_AT_ONCE = 200_000;

async function* lines(
  first: IteratorResult<object, unknown>,
  rows: AsyncGenerator<object>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = first.done ? '' : `${JSON.stringify(first.value)}\n`;
  let count = 0;
  for await (const row of rows) {
    text += `${JSON.stringify(row)}\n`;
    count += 1;
    if (count % LINES_AT_ONCE > 0 && text.length < LETTERS_AT_ONCE) continue;
    yield encoder.encode(text);
    text = '';
    // SQLite answers without a pause, and other requests would wait
    await setImmediate();
  }
  yield encoder.encode(text);
}
