import { Field, Int, ObjectType } from 'type-graphql';
import { ListSize } from '@polyphony/platform/pagination';

@ObjectType()
export class ColumnSchema {
  @Field(_type => String)
  name!: string;

  @Field(_type => String, { description: 'In the words of the database.' })
  type!: string;

  @Field(_type => Boolean)
  isNullable!: boolean;

  @Field(_type => Boolean)
  isPrimaryKey!: boolean;

  @Field(_type => String, { nullable: true, description: '`table.column`' })
  references!: string | null;
}

@ObjectType()
export class TableSchema {
  @Field(_type => String)
  name!: string;

  @ListSize({ assumed: 20 })
  @Field(_type => [ColumnSchema])
  columns!: ColumnSchema[];
}

@ObjectType({ description: 'The tables of a database.' })
export class DatabaseSchema {
  @Field(_type => String)
  hash!: string;

  @Field(_type => Int)
  tableCount!: number;

  @Field(_type => Int)
  columnCount!: number;

  @ListSize({ assumed: 100 })
  @Field(_type => [TableSchema])
  tables!: TableSchema[];

  @Field(_type => Date)
  updatedAt!: Date;
}
