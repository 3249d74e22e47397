// What an assessment may know beside the function's own memory and window.
import type { Settings } from '../model/settings.ts';

export interface Context {
  readonly settings: Settings;
  /** Whether other functions of the account are known to use this name: a name new for one but usual for its peers is less of a surprise. */
  readonly usedByPeers?: (kind: 'actions' | 'destinations', name: string) => boolean;
}
