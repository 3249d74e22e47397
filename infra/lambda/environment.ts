// What the stack tells a function: variables, and the files beside its code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertBudget } from '../../alerts/triage/budget.ts';
import type { Suppression } from '../../alerts/triage/suppression.ts';
import type { Json } from '../../detectors/model/json.ts';
import type { Settings } from '../../detectors/model/settings.ts';
import { CONFIG_FILE, type Service, VARIABLES, type Variables } from '../names.ts';

export const variablesOf = <Of extends Service>(service: Of): Variables<Of> =>
  Object.fromEntries(
    VARIABLES[service].map((name) => {
      const value = process.env[name];
      if (value === undefined) throw new Error(`the environment of ${service} lacks ${name}`);
      return [name, value];
    }),
  ) as Variables<Of>;

export const readBeside = (name: string): string => readFileSync(join(process.env['LAMBDA_TASK_ROOT'] ?? '.', name), 'utf8');

export interface Config {
  readonly settings: Settings;
  readonly suppressions: readonly Suppression[];
  readonly alertBudget: AlertBudget;
  readonly nonProduction: readonly string[];
  /** As they were declared; checked when the stack was made. */
  readonly formats: Json;
}

export const readConfigBeside = (): Config => JSON.parse(readBeside(CONFIG_FILE)) as Config;
