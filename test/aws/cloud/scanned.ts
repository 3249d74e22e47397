// What `lapwing scan` finds in the same records: the path of the command line over what CloudWatch Logs passed on, CloudTrail's events
// and the bucket's objects.
import { openPath, type PathResult } from '../../../cli/path.ts';
import { openState } from '../../../cli/store/state-file.ts';
import { ruleSet } from '../../../detectors/aws/rule-set.ts';
import { DEFAULT_SETTINGS } from '../../../detectors/model/settings.ts';
import type { Instant } from '../../../detectors/model/time.ts';
import { deployed } from '../../../infra/stack/files.ts';
import { inflate } from '../../../ingest/aws/inflate.ts';
import type { Cloud } from './cloud.ts';
import { REGION } from './cloud.ts';
import type { Played } from './play.ts';
import { SHORT_LEARNING_DAYS } from './synthesise.ts';

export const scanned = (cloud: Cloud, { trail, objects }: Played, learningDays = SHORT_LEARNING_DAYS): PathResult => {
  const settings = { ...DEFAULT_SETTINGS, learningDays };
  const opened = openState(undefined);
  if (opened.kind !== 'open') throw new Error(opened.reason);
  const all = ruleSet(settings, []);
  const path = openPath({
    settings,
    ...all,
    loaded: deployed(all.loaded),
    state: opened.state,
    surroundings: { inflate },
    now: cloud.clock.now() as Instant,
    since: undefined,
    until: undefined,
    onBroken: (source, line, reason) => {
      throw new Error(`${source}:${line}: ${reason}`);
    },
  });
  const logs = path.source({ name: 'logs', region: REGION });
  for (const text of cloud.messages) logs.item(text, 1);
  for (const record of trail)
    logs.item(JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.lambda', detail: record }), 1);
  logs.end();
  for (const [name, text] of objects) {
    const source = path.source({ name });
    text
      .trimEnd()
      .split('\n')
      .forEach((line, place) => {
        source.item(line, place + 1);
      });
    source.end();
  }
  return path.finish();
};
