// Events of correlations that a scan holds no longer, in a table that ends with it, or with the next on the same file.
import type { CorrelationShelf } from '../../detectors/sigma/correlation-shelf.ts';
import type { StateFile } from './state-file.ts';

const TABLE = `
  DROP TABLE IF EXISTS temp.shelved;
  CREATE TEMP TABLE shelved (place INTEGER PRIMARY KEY, correlation TEXT NOT NULL, cell_group TEXT NOT NULL, counts TEXT NOT NULL, cells TEXT NOT NULL) STRICT;
`;

export const shelvedEvents = ({ database }: StateFile): CorrelationShelf => {
  database.exec(TABLE);
  const insert = database.prepare('INSERT INTO shelved (correlation, cell_group, counts, cells) VALUES (?, ?, ?, ?)');
  // Read once and written often: sorted when it is read, by no index.
  const bundles = database.prepare('SELECT place, cell_group, counts FROM shelved WHERE correlation = ? ORDER BY cell_group, place');
  const cells = database.prepare('SELECT cells FROM shelved WHERE place = ?');
  /** Of most correlations nothing is ever put away. */
  const known = new Set<string>();
  return {
    put(correlation, bundle) {
      known.add(correlation);
      insert.run(correlation, bundle.group, bundle.counts, bundle.cells);
    },
    *bundles(correlation) {
      if (!known.has(correlation)) return;
      for (const row of bundles.iterate(correlation))
        yield { place: row['place'] as number, group: row['cell_group'] as string, counts: row['counts'] as string };
    },
    cellsAt: (place) => cells.get(place)?.['cells'] as string,
  };
};
