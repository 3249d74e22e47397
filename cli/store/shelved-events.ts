// Events of correlations that a scan holds no longer, in a table that ends with it.
import type { CorrelationShelf } from '../../detectors/sigma/correlation-shelf.ts';
import type { StateFile } from './state-file.ts';

const TABLE = `
  CREATE TEMP TABLE IF NOT EXISTS shelved (correlation TEXT NOT NULL, cell_group TEXT NOT NULL, counts TEXT NOT NULL, cells TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS temp.shelved_by_group ON shelved (correlation, cell_group);
`;

export const shelvedEvents = ({ database }: StateFile): CorrelationShelf => {
  database.exec(TABLE);
  const insert = database.prepare('INSERT INTO shelved (correlation, cell_group, counts, cells) VALUES (?, ?, ?, ?)');
  const bundles = database.prepare('SELECT cell_group, counts FROM shelved WHERE correlation = ? ORDER BY cell_group');
  const cells = database.prepare('SELECT cells FROM shelved WHERE correlation = ? AND cell_group = ?');
  return {
    put(correlation, bundle) {
      insert.run(correlation, bundle.group, bundle.counts, bundle.cells);
    },
    *bundles(correlation) {
      for (const row of bundles.iterate(correlation)) yield { group: row['cell_group'] as string, counts: row['counts'] as string };
    },
    cellsOf: (correlation, group) => cells.all(correlation, group).map((row) => row['cells'] as string),
  };
};
