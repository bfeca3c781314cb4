import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What all databases of a run need at most, with room for others. */
const ENOUGH_BYTES = 4 * 1024 ** 3;

/**
 * How the path of a new folder for a database begins: in memory where there is enough of it, since tests end
 * processes and never the machine, and a disk that others use is waited for at every commit.
 */
export const databaseFolder = (name: string): string =>
  join(isRoomy('/dev/shm') ? '/dev/shm' : tmpdir(), name);

function isRoomy(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > ENOUGH_BYTES;
  } catch {
    return false;
  }
}
