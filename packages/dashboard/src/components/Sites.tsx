import type { Status } from '@headwater/contract';
import { CopyField } from './CopyField.tsx';
import { Moment } from './Moment.tsx';

type Site = Status['sites'][number];

/** Every website with the tag it embeds and whether the tag has been heard from. */
export function Sites({ sites }: { sites: Site[] }) {
  return (
    <section aria-labelledby="sites">
      <h2 id="sites">Sites</h2>
      {sites.length === 0 && <p>No site yet. Add the first one as shown below.</p>}
      <ul class="sites">
        {sites.map((site) => (
          <li key={site.key}>
            <SiteEntry site={site} />
          </li>
        ))}
      </ul>
      <p class="quiet">
        Another site? On the machine where Headwater runs:
        <code class="block">npx headwater site add "My site" https://www.example.com</code>
      </p>
    </section>
  );
}

function SiteEntry({ site: { key, name, origins, scriptTag, firstHitAt } }: { site: Site }) {
  return (
    <>
      <div class="site-name">
        <h3>{name}</h3>
        <p class="quiet">
          {origins.join(', ') || 'Any website: the first that uses the tag becomes the only one allowed'}
        </p>
        {firstHitAt === null ? (
          <p class="hit wait">Waiting for the first hit…</p>
        ) : (
          <p class="hit good">
            First hit received <Moment at={firstHitAt} />
          </p>
        )}
      </div>
      <CopyField id={`tag-${key}`} label={`Script tag of ${name}`} text={scriptTag} />
    </>
  );
}
