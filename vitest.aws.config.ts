// Tests against an emulator of AWS (moto, on loopback), which they install when it is missing and start themselves.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/aws/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts', 'test/aws/moto-server.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
