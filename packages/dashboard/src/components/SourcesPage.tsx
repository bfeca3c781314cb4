import { Heading } from './Heading.tsx';
import { LinkBuilder } from './LinkBuilder.tsx';
import { Proposals } from './Proposals.tsx';
import { Rebuild } from './Rebuild.tsx';

/** One name for one source: what is to be decided, how far history is, and links that keep the convention. */
export function SourcesPage() {
  return (
    <>
      <Heading tab="Sources">Sources</Heading>
      <Rebuild />
      <Proposals />
      <LinkBuilder />
    </>
  );
}
