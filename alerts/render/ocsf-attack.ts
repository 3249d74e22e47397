// ATT&CK ids in OCSF's shape: a technique with a dot is a technique and its sub-technique.
import type { Attack } from '../../detectors/model/attack.ts';
import { tacticWords } from '../triage/kill-chain.ts';

export interface OcsfAttack {
  readonly tactic: { readonly uid: string; readonly name: string };
  readonly technique: { readonly uid: string };
  readonly sub_technique?: { readonly uid: string };
}

export const ocsfAttack = ({ tactic, technique }: Attack): OcsfAttack => {
  const [whole = technique] = technique.split('.');
  const named = { tactic: { uid: tactic, name: tacticWords(tactic) }, technique: { uid: whole } };
  return whole === technique ? named : { ...named, sub_technique: { uid: technique } };
};
