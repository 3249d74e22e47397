// Every document, run whole against the emulator: it changes nothing unasked, contains, contains twice without harm, and its
// undo brings back exactly what was.
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { AUTOMATIONS } from '../../runbooks/automation/catalogue.ts';
import { actionsNeeded, allowedActions } from '../runbooks/allowed-actions.ts';
import { COMMON, makeTopic } from './automation-account.ts';
import { FUNCTION_SCENARIOS } from './automation-function-scenarios.ts';
import { OTHER_SCENARIOS } from './automation-other-scenarios.ts';
import { type Json, openRunner, type Run, type Runner, type RunOptions } from './automation-runner.ts';
import type { Scene } from './automation-scenario.ts';

const SCENARIOS = [...FUNCTION_SCENARIOS, ...OTHER_SCENARIOS];

let runner: Runner;

beforeAll(async () => {
  runner = openRunner(inject('motoEndpoint'));
  await makeTopic(runner);
});
afterAll(() => runner.stop());

/** Automation and step, of all that ran. */
const ranSteps = new Set<string>();

const READING = /^(Get|List|Describe)/;
/** What a run did, apart from looking and telling. */
const changes = ({ calls }: Run): readonly string[] =>
  calls.filter(({ api }) => !READING.test(api) && api !== 'Publish').map(({ service, api }) => `${service}:${api}`);

const memory = async (automation: string, { target }: Scene): Promise<readonly Json[]> => {
  const Path = `/lapwing/containment/${automation}`;
  const { Parameters } = await runner.call('ssm', 'GetParametersByPath', { Path });
  return (Parameters as readonly { readonly Name: string }[]).filter(({ Name }) => Name.startsWith(`${Path}/${target}-`));
};

test('every containment has a scenario', () => {
  const tried = new Set(SCENARIOS.map(({ automation }) => automation));
  expect(AUTOMATIONS.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual(['preserve-evidence']);
});

describe.for(SCENARIOS)('$automation, when $when', ({ automation, prepare, actsAgain }) => {
  let scene: Scene;
  let former: Json;
  const entry = AUTOMATIONS.find(({ id }) => id === automation);
  if (entry === undefined) throw new Error(`no automation ${automation}`);

  const run = async (more: { readonly [name: string]: readonly string[] } = {}, options: RunOptions = {}): Promise<Run> => {
    const ran = await runner.run(entry.document, { ...COMMON, ...scene.parameters, ...more }, { stubs: scene.stubs ?? {}, ...options });
    expect(actionsNeeded(entry.id, ran.calls).filter((action) => !allowedActions(entry).has(action))).toEqual([]);
    for (const { name } of ran.steps) ranSteps.add(`${automation} ${name}`);
    await scene.afterwards?.();
    return ran;
  };

  beforeAll(async () => {
    scene = await prepare(runner);
    former = await scene.look();
    expect(former).not.toEqual(scene.contained);
  });

  test('a dry run tells and changes nothing, asking nobody', async () => {
    const ran = await run({ DryRun: ['true'] });
    expect(ran).toMatchObject({ status: 'Success', approvals: [], outputs: { 'decide.Do': 'contain' } });
    expect(changes(ran)).toEqual([]);
    expect(await scene.look()).toEqual(former);
  });

  test('a refused approval changes nothing', async () => {
    const ran = await run({}, { approve: false });
    expect(ran.status).toBe('Rejected');
    expect(changes(ran)).toEqual([]);
    expect(await scene.look()).toEqual(former);
    expect(await memory(automation, scene)).toEqual([]);
  });

  test('nothing is undone before anything was done', async () => {
    const ran = await run({ Action: ['Restore'] });
    expect(ran).toMatchObject({ status: 'Success', outputs: { 'decide.Do': 'nothing' } });
    expect(changes(ran)).toEqual([]);
  });

  test('approved, it contains, remembers and reports', async () => {
    const ran = await run();
    expect(ran.steps.filter(({ status }) => status !== 'Success')).toEqual([]);
    expect(ran).toMatchObject({ status: 'Success', outputs: { 'decide.Do': 'contain' } });
    expect(ran.approvals).toHaveLength(1);
    expect(ran.calls.at(-1)).toMatchObject({ service: 'sns', api: 'Publish', inputs: { Message: expect.stringContaining('contain, ') } });
    expect(await scene.look()).toEqual(scene.contained);
    expect(await memory(automation, scene)).toHaveLength(1);
  });

  test('again, it leaves what is contained as it is and remembers the same', async () => {
    const remembered = await memory(automation, scene);
    const ran = await run({ Approval: ['automatic'] });
    expect(ran).toMatchObject({ status: 'Success', approvals: [], outputs: { 'decide.Do': actsAgain === true ? 'again' : 'nothing' } });
    if (actsAgain !== true) expect(changes(ran)).toEqual([]);
    expect(await scene.look()).toEqual(scene.contained);
    expect(await memory(automation, scene)).toEqual(remembered);
  });

  test('its undo brings back what was, and forgets', async () => {
    const ran = await run({ Action: ['Restore'] });
    expect(ran.steps.filter(({ status }) => status !== 'Success')).toEqual([]);
    expect(ran).toMatchObject({ status: 'Success', outputs: { 'decide.Do': 'restore' } });
    expect(await scene.look()).toEqual(former);
    expect(await memory(automation, scene)).toEqual([]);
  });

  test('its undo again changes nothing', async () => {
    const ran = await run({ Action: ['Restore'], Approval: ['automatic'] });
    expect(changes(ran)).toEqual([]);
    expect(await scene.look()).toEqual(former);
  });
});

test('every step of every containment has run, but for the report of a failure', () => {
  const steps = AUTOMATIONS.filter(({ id }) => id !== 'preserve-evidence').flatMap(({ id, document }) =>
    document.mainSteps.map(({ name }) => `${id} ${name}`),
  );
  expect(steps.filter((step) => !step.endsWith(' reportFailure') && !ranSteps.has(step))).toEqual([]);
});
