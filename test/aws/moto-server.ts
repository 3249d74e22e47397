// The moto that the tests of this folder share, started before them and stopped after.
import type { TestProject } from 'vitest/node';
import { startMoto } from './moto.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    motoEndpoint: string;
  }
}

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const { endpoint, stop } = await startMoto();
  project.provide('motoEndpoint', endpoint);
  return stop;
};
