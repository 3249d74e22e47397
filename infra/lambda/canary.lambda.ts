// Entry of the function that plays the attacked: its log is read like anybody's, and what it prints must come out as a finding.
import { CANARY } from '../names.ts';

export const handler = async (): Promise<void> => {
  console.log(CANARY.line);
};
