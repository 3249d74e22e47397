// An attacker outside the account with a function's credentials: who is seen, from where, and what is refused.
import type { World } from '../account/world.ts';
import type { Attacker } from '../incident-spec.ts';
import { type Actor, act, type Step } from '../people/sessions.ts';
import type { Random } from '../random.ts';
import { assumedRole, type Session, sessionArn } from '../records/identities.ts';
import { publicAddress } from '../runtime/visitors.ts';

/** Tools of people who try stolen keys; commands of the AWS CLI name themselves in the agent. */
const AGENTS = [
  'aws-cli/2.31.13 md/awscrt#0.28.2 ua/2.1 os/linux#6.12.38+kali-amd64 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython m/b,E,Z cfg/retry-mode#standard md/installer#exe md/prompt#off',
  'Boto3/1.34.46 md/Botocore#1.34.46 ua/2.0 os/linux#5.15.0-91-generic md/arch#x86_64 lang/python#3.10.12 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.34.46',
  'aws-cli/1.44.5 md/Botocore#1.42.15 ua/2.1 os/windows#10 md/arch#amd64 lang/python#3.12.10 md/pyimpl#CPython cfg/retry-mode#legacy botocore/1.42.15',
] as const;

export interface Intruder {
  readonly actor: Actor;
  readonly session: Session;
  readonly address: string;
}

export const attackerOf = (given: Attacker | undefined, random: Random): Attacker =>
  given ?? { address: publicAddress(random), userAgent: random.pick(AGENTS) };

export const intruderOf = (world: World, functionName: string, given: Attacker | undefined, timeMs: number, random: Random): Intruder => {
  const { address, userAgent } = attackerOf(given, random);
  const session = world.stolenSession(functionName, timeMs);
  return { session, address, actor: { identity: assumedRole(world.place.account, session), address, agent: userAgent } };
};

/** EC2 words a refusal in its own way. */
export const refused = (world: World, session: Session, step: Step, action: string): Step => ({
  service: step.service,
  name: step.name,
  error:
    step.service === 'ec2'
      ? {
          code: 'Client.UnauthorizedOperation',
          message: `You are not authorized to perform this operation. User: ${sessionArn(world.place.account, session)}`,
        }
      : {
          code: step.service === 'lambda' ? 'AccessDeniedException' : 'AccessDenied',
          message: `User: ${sessionArn(world.place.account, session)} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
        },
});

/** Does the steps one after the other, spread unevenly over the time given, as people do. */
export const actOver = (world: World, actor: Actor, steps: readonly Step[], startMs: number, lengthMs: number, random: Random): void => {
  const moments = steps.map(() => random.next()).sort((a, b) => a - b);
  steps.forEach((step, index) => {
    const share = index === 0 ? 0 : (moments[index] ?? 0);
    act(world, actor, step, Math.floor(startMs + share * lengthMs), random);
  });
};
