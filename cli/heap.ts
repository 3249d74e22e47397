// Keeps the process as small as its work: V8 lets its young generation grow with what passes through it, and a scan passes
// everything through. Measured on four times the input: 336 MB without, 240 MB with this, for 4 to 8 % of processor time.
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--max-semi-space-size=4');
setFlagsFromString('--semi-space-growth-factor=1');
// The old generation is collected when it has grown by half: of what a scan passes through it, V8 would let three times as much lie
// as is in use. Measured on four times the input: 390 MB without, 290 MB with this, for 2 to 4 % of processor time.
setFlagsFromString('--heap-growing-percent=50');
