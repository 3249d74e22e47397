// The floor: gunzip and JSON.parse of each line, nothing else. Prints its processor time as JSON.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

let records = 0;
const before = process.cpuUsage();
for (const file of process.argv.slice(2)) {
  for (const line of gunzipSync(readFileSync(file)).toString('utf8').split('\n')) {
    if (line === '') continue;
    const value = JSON.parse(line) as { Records?: unknown[]; logEvents?: unknown[] };
    records += value.Records?.length ?? value.logEvents?.length ?? 1;
  }
}
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakMb: process.resourceUsage().maxRSS / 1024, records }));
