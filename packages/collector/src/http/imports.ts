import { setImmediate as others } from 'node:timers/promises';
import {
  importKinds,
  importReport,
  MAX_IMPORT_BYTES,
  MAX_IMPORT_ROWS,
  type ImportKind,
} from '@headwater/contract';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { importCsv } from '../actions/imports/importCsv.ts';
import type { Allow, Authorised } from './auth.ts';
import { readBytes } from './body.ts';
import { HttpProblem } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { query } from './validate.ts';

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');
const options = z.object({ dryRun: flag, skipBad: flag, alert: flag });

/** Files of leads, touches, costs and stages. */
export function importRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>().post(
    '/v1/import/:kind',
    describeRoute({
      summary:
        'Import a CSV file; dryRun only checks it, skipBad imports the good rows of one that has bad ones',
      tags: ['Import and export'],
      security: keyNeeded,
      requestBody: { required: true, content: { 'text/csv': { schema: { type: 'string' } } } },
      responses: {
        200: answers('What was imported, or with dryRun what was found', importReport),
        ...problems(401, 403, 404, 413, 415, 422, 503),
      },
    }),
    allow('marketing'),
    query(options),
    async (c) => {
      const { dryRun, skipBad, alert } = c.req.valid('query');
      const kind = importKind(c);
      const file = await fileOf(c);
      const open = () => inParts(file);
      const request = { kind, open, mostRows: MAX_IMPORT_ROWS, dryRun, skipBad, isNews: alert };
      const { outcome, report } = await importCsv(deps, { ...request, by: c.get('caller').name });
      deps.signals.timers.ring();
      deps.signals.deliveries.ring();
      if (outcome !== 'refused') return c.json(report);
      const errors = report.errors.map(({ row, column, reason }) => ({
        path: column === null ? `rows[${row}]` : `rows[${row}].${column}`,
        message: reason,
      }));
      throw new HttpProblem(422, `${report.bad} rows are bad, and nothing was imported`, {
        errors,
        members: { report },
      });
    },
  );
}

function importKind(c: Context): ImportKind {
  const kind = importKinds.find((known) => known === c.req.param('kind'));
  if (kind) return kind;
  throw new HttpProblem(404, `imports are: ${importKinds.join(', ')}`);
}

const formats = /^(text\/|application\/(csv|octet-stream|vnd\.ms-excel))/i;

async function fileOf(c: Context): Promise<Uint8Array> {
  const type = c.req.header('content-type');
  if (type !== undefined && !formats.test(type))
    throw new HttpProblem(415, 'send the file itself as text/csv, in UTF-8');
  return readBytes(c, MAX_IMPORT_BYTES, 'import larger files on the server with: headwater import KIND FILE');
}

const PART_BYTES = 64 * 1024;

/** A file of 20 MB is not decoded as a whole, and others come in between. */
async function* inParts(file: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += PART_BYTES) {
    yield file.subarray(at, at + PART_BYTES);
    await others();
  }
}
