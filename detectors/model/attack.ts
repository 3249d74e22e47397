// MITRE ATT&CK, by id. The words an attack is told in.

export type TacticId = `TA${string}`;
export type TechniqueId = `T${string}`;
export interface Attack {
  readonly tactic: TacticId;
  readonly technique: TechniqueId;
}

/** The enterprise tactics with their place in an attack (v18 order). Sigma tags name them as here, with `attack.` before. */
export const TACTICS = {
  reconnaissance: 'TA0043',
  'resource-development': 'TA0042',
  'initial-access': 'TA0001',
  execution: 'TA0002',
  persistence: 'TA0003',
  'privilege-escalation': 'TA0004',
  'defense-evasion': 'TA0005',
  'credential-access': 'TA0006',
  discovery: 'TA0007',
  'lateral-movement': 'TA0008',
  collection: 'TA0009',
  'command-and-control': 'TA0011',
  exfiltration: 'TA0010',
  impact: 'TA0040',
} as const satisfies Record<string, TacticId>;
export type TacticName = keyof typeof TACTICS;

/** Lapwing's own grouping of findings: what a person wants to know first. */
export const CATEGORIES = [
  'injection',
  'credential-access',
  'discovery',
  'escalation',
  'persistence',
  'defence-evasion',
  'exfiltration',
  'denial-of-wallet',
] as const;
export type Category = (typeof CATEGORIES)[number];
