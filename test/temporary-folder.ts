// What a run of tests puts into the temporary folder, and what it runs does, is in one folder, which goes when the run ends: a
// worker is ended without notice, and a test that fails has no end of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const setup = (): (() => void) => {
  const folder = mkdtempSync(join(tmpdir(), 'lapwing-tests-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
};
