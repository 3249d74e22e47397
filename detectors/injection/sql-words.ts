// The words of SQL dialects, by the part they play in a statement.

/** Kinds of tokens. One letter each, so that a list of them reads like a sentence. */
export type SqlKind =
  | 'number'
  | 'quote'
  | 'word'
  | 'logic'
  | 'compare'
  | 'operator'
  | 'union'
  | 'select'
  | 'from'
  | 'where'
  | 'by'
  | 'having'
  | 'verb'
  | 'variable'
  | 'constant'
  | '('
  | ')'
  | ','
  | ';'
  | '.'
  | 'comment';

const words = (kind: SqlKind, list: string): (readonly [string, SqlKind])[] => list.split(' ').map((word) => [word, kind] as const);

export const SQL_WORDS: ReadonlyMap<string, SqlKind> = new Map([
  ...words('logic', 'or and xor'),
  ...words('compare', 'like rlike regexp ilike between in is glob sounds'),
  ...words('operator', 'not div mod binary collate'),
  ...words('union', 'union intersect except minus'),
  ...words('select', 'select'),
  ...words('from', 'from into'),
  ...words('where', 'where'),
  ...words('having', 'having'),
  ...words(
    'verb',
    'insert update delete drop alter create truncate exec execute declare shutdown grant revoke replace merge waitfor backup call',
  ),
  ...words('constant', 'null true false'),
]);

/** Functions that an injection calls to wait, to read files, to leak by an error or over the network, with their weight. */
export const TELLING_FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ['sleep', 2],
  ['pg_sleep', 5],
  ['benchmark', 3],
  ['randomblob', 3],
  ['extractvalue', 4],
  ['updatexml', 4],
  ['load_file', 4],
  ['load_extension', 4],
  ['lo_import', 4],
  ['xmltype', 2],
  ['group_concat', 3],
  ['string_agg', 1],
  ['char', 2],
  ['chr', 2],
  ['ascii', 2],
  ['ord', 2],
  ['substring', 1],
  ['substr', 1],
  ['mid', 1],
  ['concat', 1],
  ['concat_ws', 2],
  ['convert', 1],
  ['cast', 1],
  ['hex', 1],
  ['unhex', 1],
  ['md5', 1],
  ['version', 1],
  ['user', 1],
  ['database', 1],
  ['db_name', 3],
  ['host_name', 2],
  ['current_user', 1],
  ['system_user', 2],
  ['is_srvrolemember', 4],
  ['has_dbaccess', 3],
  ['make_set', 3],
  ['elt', 2],
  ['row_count', 2],
  ['isnull', 2],
  ['exists', 1],
  ['if', 1],
  ['iif', 1],
  ['like', 1],
  ['count', 1],
  ['floor', 1],
  ['rand', 1],
  ['len', 1],
  ['length', 1],
  ['is_member', 2],
  ['openrowset', 5],
  ['opendatasource', 5],
  ['ctxsys', 4],
  ['sqlite_version', 4],
  ['name_const', 3],
  ['crypt_key', 4],
  ['regexp_substring', 3],
  ['procedure', 1],
  ['dbms_pipe', 4],
]);

/** Calls that nobody but an attacker nests so: a string of digits joined, an error or a delay provoked. */
export const TELLING_NESTS = [
  ...['concat(0x', 'concat_ws(0x', 'floor(rand(', 'xmltype(chr(', '(select(case', 'exp(~(', 'from(selectcount(*)', 'make_set(1'],
  ...['elt(1=1', 'concat((selectversion', 'concat(version()', 'char(1)||char(1', 'chr(1)||chr(1', 'char(1)+char(1', '||(select'],
  ...['(select1)', '(select1from', '(select1,', '(selectnull', '(select*from(select', 'casewhen1=1', 'casewhen(1=1', 'procedureanalyse('],
] as const;

/** Beginnings of the server variables (`@@version`) that tell about a database. */
export const SERVER_VARIABLES = [
  'version',
  'hostname',
  'datadir',
  'basedir',
  'tmpdir',
  'servername',
  'servicename',
  'global',
  'session',
  'innodb',
  'plugin_dir',
  'secure_file',
  'language',
  'spid',
  'rowcount',
  'error',
  'identity',
  'dbts',
  'port',
  'socket',
  'sql_mode',
  'max_',
  'connections',
] as const;

/** Beginnings of names that only a database's own catalogue, packages and procedures have. */
export const SYSTEM_NAMES: readonly (readonly [string, number])[] = [
  ['information_schema', 3],
  ['xp_', 4],
  ['sp_', 2],
  ['utl_', 4],
  ['dbms_', 4],
  ['sysobjects', 4],
  ['syscolumns', 4],
  ['sysusers', 4],
  ['sysdatabases', 4],
  ['sysprocesses', 3],
  ['syslogins', 4],
  ['sysibm', 3],
  ['syscat', 3],
  ['syscs_', 4],
  ['sqlite_master', 4],
  ['msysobjects', 4],
  ['msysaccessobjects', 4],
  ['pg_user', 3],
  ['pg_shadow', 4],
  ['pg_database', 3],
  ['pg_read_file', 4],
  ['pg_ls_dir', 4],
  ['pg_catalog', 2],
  ['all_tables', 3],
  ['all_tab_columns', 3],
  ['all_users', 3],
  ['user_tables', 3],
  ['user_tab_columns', 3],
  ['tab_columns', 2],
  ['dba_', 3],
  ['v$', 3],
  ['user$', 4],
  ['session_user', 2],
  ['session_privs', 3],
  ['rownum', 2],
  ['outfile', 4],
  ['dumpfile', 4],
  ['load_file', 2],
  ['current_setting', 3],
  ['current_database', 3],
  ['current_user', 2],
  ['pg_', 2],
  ['dual', 2],
];
