import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Migration } from '@mikro-orm/migrations';

/** Two related entities and their migrations, for the tests of this folder. */
@Entity({ tableName: 'authors' })
export class Author {
  @PrimaryKey({ type: 'uuid' })
  id: string = crypto.randomUUID();

  @Property()
  name!: string;
}

@Entity({ tableName: 'books' })
export class Book {
  @PrimaryKey({ type: 'uuid' })
  id: string = crypto.randomUUID();

  @Property()
  title!: string;

  @ManyToOne(() => Author)
  author!: Author;
}

export class CreateAuthors extends Migration {
  override up(): void {
    this.addSql('CREATE TABLE authors (id uuid PRIMARY KEY, name varchar(255) NOT NULL)');
    // Long enough that a second process arrives in the middle.
    this.addSql('SELECT pg_sleep(0.3)');
  }
}

export class CreateBooks extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE books (
      id uuid PRIMARY KEY, title varchar(255) NOT NULL, author_id uuid NOT NULL REFERENCES authors (id) ON DELETE CASCADE)`);
  }
}

export class FailsHalfway extends Migration {
  override up(): void {
    this.addSql('CREATE TABLE half_made (id int)');
    this.addSql('SELECT 1 / 0');
  }
}
