import type { CollectAnswer } from '@headwater/contract';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { DeliveryCounts } from '../storage/deliveries.ts';

export type Metrics = {
  countEvents: (answer: CollectAnswer) => void;
  countLead: (outcome: string) => void;
  /** The text that Prometheus reads. */
  read: (now: { deliveries: DeliveryCounts; waitingEvents: number }) => Promise<string>;
  contentType: string;
};

/** Numbers without anybody's data in their labels. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const events = new Counter({
    name: 'headwater_events_total',
    help: 'Events by what became of them',
    labelNames: ['outcome'],
    registers,
  });
  const leads = new Counter({
    name: 'headwater_leads_total',
    help: 'Lead submissions by what became of them',
    labelNames: ['outcome'],
    registers,
  });
  const waiting = new Gauge({
    name: 'headwater_ingest_waiting',
    help: 'Events waiting for their commit',
    registers,
  });
  const deliveries = new Gauge({
    name: 'headwater_deliveries',
    help: 'Deliveries that are owed or were given up',
    labelNames: ['state'],
    registers,
  });
  return {
    contentType: registry.contentType,
    countEvents: ({ accepted, duplicates, filtered, rejected }) => {
      if (accepted > 0) events.inc({ outcome: 'accepted' }, accepted);
      if (duplicates > 0) events.inc({ outcome: 'duplicate' }, duplicates);
      if (filtered > 0) events.inc({ outcome: 'filtered' }, filtered);
      if (rejected.length > 0) events.inc({ outcome: 'rejected' }, rejected.length);
    },
    countLead: (outcome) => leads.inc({ outcome }),
    read: async (now) => {
      waiting.set(now.waitingEvents);
      deliveries.set({ state: 'waiting' }, now.deliveries.waiting);
      deliveries.set({ state: 'dead' }, now.deliveries.dead);
      return registry.metrics();
    },
  };
}
