// What can go wrong, and what only looks like it: each with its start and its size.

interface IncidentOf<Kind extends string> {
  readonly kind: Kind;
  readonly function: string;
  readonly startMs: number;
}

/** Who acts from outside; drawn from the seed when not given. */
export interface Attacker {
  readonly address: string;
  readonly userAgent: string;
}

export type IncidentSpec =
  /** The function itself reads and sends out far more than it does: from its own code, with its own credentials. */
  | (IncidentOf<'fast-exfiltration'> & { readonly minutes: number; readonly bytes: number })
  /** Every read is somewhat larger for days: `factor` 1.3 is 30 % more. */
  | (IncidentOf<'slow-exfiltration'> & { readonly days: number; readonly factor: number })
  | (IncidentOf<'injection'> & { readonly minutes: number; readonly attempts: number; readonly attacker?: Attacker })
  | (IncidentOf<'stolen-credentials'> & { readonly minutes: number; readonly attacker?: Attacker })
  | (IncidentOf<'escalation'> & { readonly minutes: number; readonly attacker?: Attacker })
  /** Reads from outside with the function's credentials: `objects` of a bucket and `pages` of a table. */
  | (IncidentOf<'stolen-data'> & {
      readonly minutes: number;
      readonly bucket: string;
      readonly objects: number;
      readonly bytesPerObject: number;
      readonly table: string;
      readonly pages: number;
      readonly attacker?: Attacker;
    })
  | (IncidentOf<'denial-of-wallet'> & { readonly minutes: number; readonly factor: number })
  | (IncidentOf<'log-tampering'> & { readonly attacker?: Attacker })
  /** Calls, or the bytes of each, creep up by a share a day and stay up. */
  | (IncidentOf<'poisoning'> & { readonly days: number; readonly dailyGrowth: number; readonly of: 'calls' | 'bytes' })
  | (IncidentOf<'silence'> & { readonly minutes: number })
  /** The function scans a table that it only ever got items from. */
  | (IncidentOf<'table-scan'> & { readonly table: string; readonly pages: number })
  | (IncidentOf<'new-destination'> & { readonly minutes: number; readonly address: string; readonly bytes: number })
  /** One call the function never made, of a sensitive kind. */
  | (IncidentOf<'sensitive-action'> & { readonly action: 'GetSecretValue' | 'GetParametersByPath' | 'AssumeRole' | 'CreateFunction' });

/** Ordinary days hold these too. None of them is an attack. */
export type OrdinaryEvent =
  /** A marketing campaign or a sale. */
  | (IncidentOf<'peak'> & { readonly minutes: number; readonly factor: number })
  /** Something the function depends on is down for a while. */
  | (IncidentOf<'flaky-dependency'> & { readonly minutes: number; readonly errorShare: number })
  /** A deployment after which the function also writes to a bucket that it never touched. */
  | (IncidentOf<'new-bucket'> & { readonly bucket: string })
  /** Robots that look for pages that are not there. */
  | (IncidentOf<'scanner'> & { readonly minutes: number; readonly requests: number })
  /** An administrator applies a plan: dozens of describes and some changes within minutes. */
  | (IncidentOf<'terraform'> & { readonly changes: number });
