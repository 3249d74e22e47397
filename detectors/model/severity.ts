// How bad, on the one scale that every detector, threshold and exit code uses.

export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity);

export const atLeast = (severity: Severity, floor: Severity): boolean => severityRank(severity) >= severityRank(floor);

/** The severity `steps` above (or, negative, below), held at the ends of the scale. */
export const shiftSeverity = (severity: Severity, steps: number): Severity =>
  SEVERITIES[Math.max(0, Math.min(SEVERITIES.length - 1, severityRank(severity) + steps))] ?? severity;

export const worst = (severities: readonly Severity[]): Severity =>
  severities.reduce<Severity>((found, severity) => (severityRank(severity) > severityRank(found) ? severity : found), 'info');
