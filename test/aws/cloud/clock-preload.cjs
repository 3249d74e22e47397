// Loaded before a function's own code: its clock is the test's, which can go ahead where a person would wait.
const { openSync, readSync } = require('node:fs');

const file = openSync(process.env.TEST_CLOCK_FILE, 'r');
const bytes = Buffer.alloc(8);
const RealDate = Date;
const now = () => {
  readSync(file, bytes, 0, 8, 0);
  return RealDate.now() + bytes.readDoubleLE();
};

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(now());
    else super(...parts);
  }

  static now() {
    return now();
  }
};
