// Prompt injection: orders to a language model to leave its instructions, to tell them, or to play somebody who has none.

import { heaviestPart } from './heaviest-part.ts';
import { DISGUISE_TRIGGERS, undisguisedPrompt } from './prompt-disguise.ts';
import { intentWeight } from './prompt-intent.ts';
import { MARKS } from './prompt-marks.ts';
import { orderWeights } from './prompt-order.ts';
import { personaWeight } from './prompt-persona.ts';
import { PHRASES } from './prompt-phrases.ts';
import { wordsOf } from './prompt-reading.ts';
import { UNSPACED_ORDERS } from './prompt-words.ts';
import type { Scanner, View } from './scanner.ts';

const unspacedWeight = (lower: string): number => {
  for (const [verbs, objects] of UNSPACED_ORDERS)
    for (const verb of verbs) {
      const at = lower.indexOf(verb);
      if (at < 0) continue;
      const near = lower.slice(Math.max(0, at - 24), at + 24);
      if (objects.some((object) => near.includes(object))) return 4;
    }
  return 0;
};

const isPlain = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
};

/** The search knows letters beyond ASCII as such, not one from another. */
const heaviestMark = heaviestPart(MARKS.filter(([mark]) => isPlain(mark)));
const OTHER_MARKS = MARKS.filter(([mark]) => !isPlain(mark));

/** Longest stretch that a phrase is looked for in: prompts are a page at most. */
const PHRASES_IN = 4096;

const scan = ({ lower: written }: View): number => {
  const lower = undisguisedPrompt(written);
  let marks = heaviestMark(lower);
  if (!isPlain(lower)) for (const [mark, points] of OTHER_MARKS) if (points > marks && lower.includes(mark)) marks = points;
  let phrases = 0;
  const head = lower.slice(0, PHRASES_IN);
  for (const [phrase, points] of PHRASES) if (phrase.test(head)) phrases = Math.max(phrases, points) + (phrases > 0 && points > 1 ? 1 : 0);
  const words = wordsOf(lower);
  const parts = [marks, phrases, personaWeight(words), intentWeight(words), ...orderWeights(words)];
  // One frame alone is what it is; each further one makes it likelier, and so does hiding it.
  const found = parts.filter((part) => part >= 2).length + (lower === written ? 0 : 1);
  return Math.max(Math.max(...parts) + Math.max(0, found - 1), unspacedWeight(lower));
};

export const promptScanner: Scanner = {
  class: 'prompt-injection',
  triggers: [
    ...[
      'ignor',
      'disregard',
      'forget ',
      'override',
      'bypass ',
      'no attention',
      'stop following',
      'system prompt',
      'prompt text',
      'instruct',
      'act as',
      'your new',
      'your next',
      'your real',
      'the password',
      'the secret',
      'your password',
      'your secret',
      'prompt',
      'ohne ',
      'sin ning',
      'sans auc',
      'sans rest',
      'senza ',
      'sem nenh',
      'sem rest',
      'sin rest',
      'modo d',
      'sviluppatore',
      'desenvolvedor',
      'desarrollador',
      'weigere',
      'refuse pas',
      'niegues',
      'recuse',
      'rifiut',
      'instruя',
      'instruzioni',
      'ab jetzt',
      'von nun an',
      'partir de',
      'in poi',
      'dass du',
      'que tu',
      'quiero que',
      'quero que',
      'che tu',
      'your rules',
      'your prompt',
      'your guide',
      'initial prompt',
      '<|',
      '[inst]',
      '[/inst]',
      'sys>>',
      '[system',
      '[admin',
      '</system',
      '<system_',
      '### system',
      '\nhuman:',
      'do anything now',
    ],
    ...[
      'developer mode',
      'god mode',
      'debug mode',
      ' mode enabled',
      'jailbr',
      'uncensored',
      'unrestricted',
      'without any',
      'no longer',
      'pretend',
      'want you to act',
      'in character',
      'role-play',
      'roleplay',
      'from now on',
      'you are',
      'you have no',
      'are you',
      'you will',
      'you given',
      'restrictions',
      'guidelines',
      'content policy',
      'safety',
      'precedence',
      'supersede',
    ],
    ...[
      'the words above',
      'text above',
      'words above',
      'everything above',
      'you were told',
      'tell the user',
      'warn the user',
      'reading this',
      'future conversation',
      'future session',
      'future request',
      'ai:',
      'evil ',
    ],
    ...[
      'vergiss',
      'vergess',
      'anweisung',
      'oublie',
      'consigne',
      'olvid',
      'instruccion',
      'esque',
      'dimentica',
      'istruzion',
      'negeer',
      'vergeet',
      'zapomnij',
      'instrukc',
      'polece',
      'talimat',
      'restri',
    ],
    ...[
      'chatgpt',
      'openai',
      'language model',
      'fictional',
      'hypothetical',
      'simulate ',
      'persona',
      'regardless of',
      'no matter what',
      'directive',
      'parameters have',
      'context window',
      'conversation history',
      'prior tokens',
      'initialization above',
      'that you have',
      'you have access',
      'you can access',
      'your tools',
      'your functions',
      'your capabilities',
      'your config',
      'your plugins',
      'enabled plugins',
      "'you are",
      '"you are',
      'you were',
      'decode it',
      'decode th',
      'what it says',
      'call send_',
      'call delete_',
      'use send_',
      'call http_',
      'system:',
      'end of user',
      'end of system',
      'end of the user',
      'end of your',
      'exempt from',
      'to every ',
      'bound by',
      'ign1r',
      '1gnor',
      '1gn1r',
      'pr1v',
      '1nstruct',
      'instruct1',
      ...DISGUISE_TRIGGERS,
    ],
    // Letters of other scripts, four in a row.
    'яяяя',
  ],
  scan,
};
