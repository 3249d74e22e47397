// V8 as a scan needs it: a process as small as its work, and little compiled that soon ends.
import { setFlagsFromString } from 'node:v8';

// Left to itself V8 lets both generations of its heap grow with what passes through them, and a scan passes everything through: four
// days of an account (1.5 million records) peak at 460 to 530 MB then, with this at 255 to 280 MB, for a sixth to a quarter more
// processor time. The old generation's limit alone leaves 430 to 440 MB.
setFlagsFromString('--max-semi-space-size=8');
setFlagsFromString('--semi-space-growth-factor=1');
/** The old generation is collected when it has doubled. */
setFlagsFromString('--heap-growing-percent=100');

// By default the last compiler is asked for what was called 3,000 times, which is nearly everything within the scan's first second. Of
// the fifth of a day's scan that goes into compiling it takes most, for code that is a little faster. Ten times as late, a day costs a
// tenth less, four days the same.
setFlagsFromString('--invocation-count-for-turbofan=30000');
