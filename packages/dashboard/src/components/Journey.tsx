import type { Touch } from '@headwater/contract';
import { originInWords, touchName, webAddress } from '../lead-words.ts';
import { Moment } from './Moment.tsx';
import { OutsideLink } from './OutsideLink.tsx';
import { Panel } from './Panel.tsx';

/** The touches of a lead in the order they happened. */
export function Journey({ touches }: { touches: Touch[] }) {
  return (
    <Panel id="journey" title="Journey">
      {touches.length === 0 && <p>No touch is known: this lead came without the script tag.</p>}
      <ol class="journey">
        {touches.map((touch) => (
          <li key={touch.id}>
            <TouchEntry touch={touch} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function TouchEntry({ touch }: { touch: Touch }) {
  const { at, url, referrer, resolved } = touch;
  const details = [
    touchName(touch),
    originInWords(resolved),
    resolved.campaign && `campaign ${resolved.campaign}`,
    resolved.content && `content ${resolved.content}`,
  ].filter(Boolean);
  return (
    <>
      <p>
        <strong>{resolved.channel}</strong> <Moment at={at} />
      </p>
      <p>{details.join(' · ')}</p>
      {url && (
        <p>
          <OutsideLink address={webAddress(url)} text={url} />
        </p>
      )}
      {referrer && (
        <p class="quiet">
          from <span class="address">{referrer}</span>
        </p>
      )}
    </>
  );
}
