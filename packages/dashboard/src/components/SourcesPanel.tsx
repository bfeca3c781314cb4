import type { Lead, Source } from '@headwater/contract';
import { originInWords } from '../lead-words.ts';
import { Facts } from './Facts.tsx';
import { Panel } from './Panel.tsx';

/** What brought the lead here first, and what last. */
export function SourcesPanel({ lead }: { lead: Lead }) {
  return (
    <Panel id="sources" title="Where they came from">
      <SourceFacts title="Original source" source={lead.originalSource} />
      <SourceFacts title="Latest source" source={lead.latestSource} />
    </Panel>
  );
}

function SourceFacts({ title, source }: { title: string; source: Source }) {
  const { channel, family, campaign, content } = source;
  return (
    <>
      <h3>{title}</h3>
      <Facts
        facts={[
          ['Channel', channel],
          ['Source / medium', originInWords(source)],
          ['Campaign', campaign],
          ['Content', content],
          ['Family', family],
        ]}
      />
    </>
  );
}
