// lapwing bench: what a scan costs on this machine, beside the least that any scan of the same bytes could cost.
import type { Command } from 'commander';

export const benchCommand = (program: Command): void => {
  program
    .command('bench')
    .description('measure this machine: a scan beside gunzip and JSON.parse of the same files, and its peak memory')
    .action(async () => {
      // The bench measures as it is loaded.
      await import('../bench/bench.ts');
    });
};
