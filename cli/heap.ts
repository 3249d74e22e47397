// Keeps the process as small as its work: V8 lets its young generation grow with what passes through it, and a scan passes
// everything through. Measured on four times the input: 336 MB without, 240 MB with this, for 4 to 8 % of processor time.
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--max-semi-space-size=4');
setFlagsFromString('--semi-space-growth-factor=1');
