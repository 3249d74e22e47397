// Events of correlations that a scan holds no longer, in a table that ends with it.
import type { CorrelationShelf } from '../../detectors/sigma/correlation-shelf.ts';
import type { StateFile } from './state-file.ts';

const TABLE = `
  CREATE TEMP TABLE IF NOT EXISTS shelved (correlation TEXT NOT NULL, cell TEXT NOT NULL, stretch INTEGER NOT NULL, count INTEGER NOT NULL, entries TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS temp.by_cell ON shelved (correlation, cell, stretch);
`;

export const shelvedEvents = ({ database }: StateFile): CorrelationShelf => {
  database.exec(TABLE);
  const insert = database.prepare('INSERT INTO shelved (correlation, cell, stretch, count, entries) VALUES (?, ?, ?, ?, ?)');
  const cells = database.prepare(
    'SELECT cell, stretch, sum(count) AS count FROM shelved WHERE correlation = ? GROUP BY cell, stretch ORDER BY cell, stretch',
  );
  const entries = database.prepare('SELECT entries FROM shelved WHERE correlation = ? AND cell = ? AND stretch = ?');
  return {
    put(correlation, { group, stretch, count }, text) {
      insert.run(correlation, group, stretch, count, text);
    },
    *cells(correlation) {
      for (const { cell, stretch, count } of cells.iterate(correlation)) {
        yield { group: cell as string, stretch: stretch as number, count: count as number };
      }
    },
    entriesOf: (correlation, { group, stretch }) => entries.all(correlation, group, stretch).map((row) => row['entries'] as string),
  };
};
