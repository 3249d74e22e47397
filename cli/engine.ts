// V8 as a scan needs it: a process as small as its work, and little compiled that soon ends.
import { setFlagsFromString } from 'node:v8';

// Left to itself V8 lets both generations of its heap grow with what passes through them, and a scan passes everything through: of
// four days of an account (1.5 million records) it holds 473 MB at most, with this 332 MB, for 3 % of processor time. Half as much of
// each again would be 303 MB, and cost 12 %.
setFlagsFromString('--max-semi-space-size=8');
setFlagsFromString('--semi-space-growth-factor=1');
/** The old generation is collected when it has doubled. */
setFlagsFromString('--heap-growing-percent=100');

// By default the last compiler is asked for what was called 3,000 times, which is nearly everything within the scan's first second, and
// it takes a fifth of a day's scan for code that is a little faster. Ten times as late, a day costs a tenth less, four days the same.
setFlagsFromString('--invocation-count-for-turbofan=30000');
