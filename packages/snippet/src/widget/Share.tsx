import { written, type Host } from './host.ts';
import { waysToShare } from './referral.ts';

/** A link, and ways to send it to somebody. */
export function Share({ host, link }: { host: Host; link: string }) {
  const { words, copied, show } = host;
  const text = written(host, 'text', words.shareText);
  const copy = async ({ currentTarget }: Event): Promise<void> => {
    ((currentTarget as Element).previousElementSibling as HTMLInputElement).select();
    try {
      await navigator.clipboard.writeText(link);
      show({ copied: words.copied });
    } catch {
      show({ copied: words.selected });
    }
  };
  // rejects as well when people think better of it
  const shareNatively = (): void => void navigator.share({ text, url: link }).catch(() => {});

  return (
    <>
      <h3>{words.share}</h3>
      <div class="ways">
        <input readOnly aria-label={words.link} value={link} />
        <button type="button" onClick={(event) => void copy(event)}>
          {copied || words.copy}
        </button>
      </div>
      <div class="ways">
        {waysToShare(link, text, words).map(([way, href]) => (
          <a href={href} target="_blank" rel="noopener">
            {way}
          </a>
        ))}
        {'share' in navigator && (
          <button type="button" onClick={shareNatively}>
            {words.more}
          </button>
        )}
      </div>
    </>
  );
}
