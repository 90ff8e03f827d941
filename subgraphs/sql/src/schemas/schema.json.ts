/** What `schema_json` holds: the tables of a database in the form that is hashed. */
export interface SchemaJson {
  tables: TableJson[];
}

export interface TableJson {
  name: string;
  columns: ColumnJson[];
}

export interface ColumnJson {
  name: string;
  /** In the words of that database. */
  type: string;
  is_nullable: boolean;
  is_primary_key: boolean;
  /** `table.column` */
  references: string | null;
}
