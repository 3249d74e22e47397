// The template as `cdk deploy` would send it, bundles beside it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Lapwing, type LapwingProps } from '../../../infra/lapwing.ts';
import { CONFIG_FILE } from '../../../infra/names.ts';
import { assetOf } from './apply.ts';
import type { Template } from './template.ts';

export interface Synthesised {
  readonly folder: string;
  readonly template: Template;
}

export const synthesise = (propsOf: (stack: Stack) => Partial<LapwingProps> = () => ({})): Synthesised => {
  const app = new App();
  const stack = new Stack(app, 'Lapwing');
  new Lapwing(stack, 'Lapwing', { email: 'team@example.org', ...propsOf(stack) });
  const assembly = app.synth();
  return { folder: assembly.directory, template: assembly.getStackByName('Lapwing').template as Template };
};

/** A day is the least that lapwing.yml can ask for. Half an hour makes behaviours speak within a short test: all that is not as deployed. */
export const SHORT_LEARNING_DAYS = 0.02;

export const learnQuickly = (synthesised: Synthesised, learningDays = SHORT_LEARNING_DAYS): Synthesised => {
  for (const { Type, Properties } of Object.values(synthesised.template.Resources)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const file = join(synthesised.folder, assetOf(Properties?.['Code']), CONFIG_FILE);
    if (!existsSync(file)) continue;
    const config = JSON.parse(readFileSync(file, 'utf8')) as { readonly settings: object };
    writeFileSync(file, JSON.stringify({ ...config, settings: { ...config.settings, learningDays } }));
  }
  return synthesised;
};
