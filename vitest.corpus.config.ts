// Tests over real logs that are not part of the project: LAPWING_CORPUS names their folder, and its absence is a failure.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/corpus/**/*.test.ts'], globalSetup: ['test/temporary-folder.ts'], testTimeout: 120_000 },
});
