import { Heading } from './Heading.tsx';

/** Shown for an address that names no view. */
export function LostPage() {
  return (
    <>
      <Heading tab="Not found">There is no such page</Heading>
      <p>
        The address may have been cut off. <a href="#/">Go to the status page</a>
      </p>
    </>
  );
}
