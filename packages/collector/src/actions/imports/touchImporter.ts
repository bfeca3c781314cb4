import { offlineTouch, uuid, type OfflineTouch } from '@headwater/contract';
import type { LeadId } from '../../ids.ts';
import { eventsAmong, insertEvents } from '../../storage/events.ts';
import type { InTransaction } from '../deps.ts';
import { kindOf } from '../enterLead.ts';
import { storableBody } from '../storableBody.ts';
import type { Cells } from './columns.ts';
import { checked, rowId, type Applied, type Importer, type Read } from './importer.ts';
import { readWhose, withLeads, type LeadRef } from './leadRef.ts';

type TouchRow = { ref: LeadRef; at: number; touch: OfflineTouch };
type ReadyTouch = TouchRow & { leadId: LeadId };

const columns = {
  known: [
    'email',
    'lead',
    'kind',
    'at',
    'source',
    'medium',
    'campaign',
    'content',
    'session',
    'url',
    'referrer',
    'event_id',
  ],
  required: ['kind', 'at'],
  oneOf: ['email', 'lead'],
};

/** What leads did off the website, or on it before Headwater was there. It is history unless `isNews`. */
export function touchImporter({ isNews }: { isNews: boolean }): Importer<TouchRow, ReadyTouch> {
  return {
    columns,
    rowsAtOnce: 500,
    read: readTouch,
    check: withLeads,
    placeOf: ({ leadId }) => leadId,
    fresh: async (db, rows) => {
      const ids = rows.map(({ touch }) => touch.eventId);
      const known = await eventsAmong(db, ids);
      return ids.filter((id) => !known.has(id));
    },
    apply: (tx, rows) => applyTouches(tx, rows, isNews),
  };
}

function readTouch(cells: Cells, nowMs: number): Read<TouchRow> {
  const { lead: _lead, email: _email, at: _at, event_id: given, kind = '', ...rest } = cells;
  const whose = readWhose(cells, nowMs);
  const { ref, at } = 'errors' in whose ? { ref: null, at: 0 } : whose;
  const slug = slugOf(kind);
  const said = given === undefined ? [ref, slug, at, rest] : ['event', given];
  const ownId = uuid.safeParse(given);
  const touch = checked(
    offlineTouch,
    {
      ...rest,
      eventId: ownId.success ? ownId.data : rowId('touches', ...said),
      kind: slug,
      at: new Date(at).toISOString(),
    },
    (field) => (field === 'eventId' ? 'event_id' : field),
  );
  if (ref !== null && 'row' in touch) return { row: { ref, at, touch: touch.row } };
  return { errors: [whose, touch].flatMap((read) => ('errors' in read ? read.errors : [])) };
}

/** `Trade Show` is `trade-show`; a kind that is none stays what it is, to be named. */
function slugOf(kind: string): string {
  const slug = kindOf(kind);
  return slug === 'visit' ? kind.toLowerCase() : slug;
}

async function applyTouches(
  { trx, nowMs }: InTransaction,
  rows: readonly ReadyTouch[],
  isNews: boolean,
): Promise<Applied> {
  const places = placesInTies(rows);
  const inserted = await insertEvents(
    trx,
    rows
      .map(({ leadId, at, touch: { eventId, kind, at: _at, url, referrer, session, ...utm } }, index) => ({
        id: eventId,
        site: null,
        visitor: null,
        lead_id: leadId,
        kind,
        at,
        sent_at: null,
        received_at: nowMs + (places[index] ?? 0),
        body: storableBody({ url, referrer, utm, session, ...(!isNews && { history: true }) }),
      }))
      // in the order in which others write them, or two would wait for each other
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
  const fresh = new Set(inserted);
  return {
    imported: fresh.size,
    unchanged: rows.length - fresh.size,
    leads: rows.filter(({ touch }) => fresh.has(touch.eventId)).map(({ leadId }) => leadId),
  };
}

/**
 * The place of each row among those of the same lead and moment: where only a day is given, what stands first in
 * the file was first. A millisecond each keeps that order, since a journey is sorted by when a touch was received.
 */
function placesInTies(rows: readonly ReadyTouch[]): number[] {
  const seen = new Map<string, number>();
  return rows.map(({ leadId, at }) => {
    const tie = `${leadId} ${at}`;
    const place = seen.get(tie) ?? 0;
    seen.set(tie, place + 1);
    return place;
  });
}
