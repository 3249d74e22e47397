// How grave a correlation's matches can come to be: its own findings, and those of the correlations that build on it.
import { type Severity, worst } from '../model/severity.ts';
import type { CorrelationRule } from './rule.ts';

/** The loader has seen to it that no correlation builds on itself. */
export const sequenceGravity = ({ id, level, referencedOnly }: CorrelationRule, all: readonly CorrelationRule[]): Severity =>
  worst([...(referencedOnly ? [] : [level]), ...all.filter(({ rules }) => rules.includes(id)).map((user) => sequenceGravity(user, all))]);
