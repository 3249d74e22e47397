// Calls that an attacker makes the function run: through its API when it has one, else as its ordinary trigger would.
import type { World } from '../account/world.ts';
import { uuid } from '../identifiers.ts';
import type { Random } from '../random.ts';
import type { ApiRequest, Call, Script } from '../runtime/call.ts';
import { invokerOf } from '../runtime/invoker.ts';
import { visit } from '../runtime/visitors.ts';

export const callFunction = (
  world: World,
  functionName: string,
  timeMs: number,
  script: Script,
  random: Random,
  request?: ApiRequest,
): void => {
  const { trigger } = world.function(functionName).spec;
  const call: Call = {
    timeMs: Math.floor(timeMs),
    function: functionName,
    requestId: uuid(random),
    random: random.fork(),
    attempt: 0,
    invoker: invokerOf(trigger),
    script,
  };
  const asked = request ?? (trigger.kind === 'api' ? visit(trigger.routes, random) : undefined);
  world.schedule(asked === undefined ? call : { ...call, request: asked });
};
