// What is played: two hours of a small account, an incident in the middle, ordinary traffic before and after.
import type { SimulationOptions } from '../../../cli/simulator/simulation-options.ts';
import { smallAccount } from '../../simulator/small-account.ts';
import { ACCOUNT_ID, REGION } from './cloud.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const TUESDAY = 2;

/**
 * The Tuesday before yesterday or earlier, at eight: CloudWatch Logs takes nothing older than a fortnight, and what is played is the
 * same on whatever day it is.
 */
export const playStart = (nowMs: number): number => {
  let day = Math.floor(nowMs / DAY_MS) * DAY_MS - 2 * DAY_MS;
  while (new Date(day).getUTCDay() !== TUESDAY) day -= DAY_MS;
  return day + 8 * HOUR_MS;
};

/** The function that is attacked. */
export const VICTIM = 'front';
export const INCIDENT_AFTER_MS = 70 * MINUTE_MS;
export const INCIDENT_END_MS = 100 * MINUTE_MS;
export const PLAY_MS = 120 * MINUTE_MS;

const attacker = { address: '203.0.113.77', userAgent: 'aws-cli/2.31.13' };

export const incident = (startMs: number): SimulationOptions => {
  const at = (minutes: number): number => startMs + minutes * MINUTE_MS;
  const { account } = smallAccount();
  return smallAccount({
    startMs,
    days: PLAY_MS / DAY_MS,
    account: { ...account, id: ACCOUNT_ID, region: REGION },
    ordinary: [{ kind: 'scanner', function: VICTIM, startMs: at(102), minutes: 4, requests: 60 }],
    incidents: [
      { kind: 'stolen-credentials', function: VICTIM, startMs: at(70), minutes: 10, attacker },
      { kind: 'escalation', function: VICTIM, startMs: at(80), minutes: 10, attacker },
      { kind: 'injection', function: VICTIM, startMs: at(85), minutes: 10, attempts: 60, attacker },
    ],
  });
};

/** When a short incident is over, and nothing is left to come but what is late. */
export const SHORT_PLAY_MS = 16 * MINUTE_MS;
/** Four minutes are learned of it, so that behaviours speak too. */
export const SHORT_PLAY_LEARNING_DAYS = 0.003;

/** A quarter of an hour, for what is played more than once. */
export const shortIncident = (startMs: number): SimulationOptions => {
  const at = (minutes: number): number => startMs + minutes * MINUTE_MS;
  return {
    ...incident(startMs),
    days: SHORT_PLAY_MS / DAY_MS,
    ordinary: [],
    incidents: [
      { kind: 'stolen-credentials', function: VICTIM, startMs: at(7), minutes: 3, attacker },
      { kind: 'escalation', function: VICTIM, startMs: at(9), minutes: 3, attacker },
      { kind: 'injection', function: VICTIM, startMs: at(11), minutes: 3, attempts: 15, attacker },
    ],
  };
};
